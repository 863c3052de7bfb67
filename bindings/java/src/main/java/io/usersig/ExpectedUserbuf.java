package io.usersig;

/** What a ticket's userbuf must be. */
public final class ExpectedUserbuf {
    private static final ExpectedUserbuf ABSENT = new ExpectedUserbuf(0, null);
    private static final ExpectedUserbuf PRESENT = new ExpectedUserbuf(1, null);
    private static final ExpectedUserbuf ANY = new ExpectedUserbuf(2, null);
    private static final int EXACTLY = 3;

    final int kind;
    final byte[] bytes;

    private ExpectedUserbuf(int kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /**
     * There must be none: what is checked where nothing is said.
     *
     * @return the expectation
     */
    public static ExpectedUserbuf absent() {
        return ABSENT;
    }

    /**
     * There must be one, of any content.
     *
     * @return the expectation
     */
    public static ExpectedUserbuf present() {
        return PRESENT;
    }

    /**
     * Anything, none included; read it from the {@link Ticket}.
     *
     * @return the expectation
     */
    public static ExpectedUserbuf any() {
        return ANY;
    }

    /**
     * There must be one of exactly these bytes.
     *
     * @param bytes the bytes, copied
     * @return the expectation
     */
    public static ExpectedUserbuf exactly(byte[] bytes) {
        return new ExpectedUserbuf(EXACTLY, Checks.userbuf(Checks.notNull(bytes, "bytes")));
    }
}
