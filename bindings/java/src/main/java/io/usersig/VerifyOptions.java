package io.usersig;

import java.time.Instant;

/** How one ticket is checked. Immutable: each method returns changed options. */
public final class VerifyOptions {
    private static final VerifyOptions DEFAULTS = new VerifyOptions(Native.ABSENT, ExpectedUserbuf.absent());

    final long now;
    final ExpectedUserbuf userbuf;

    private VerifyOptions(long now, ExpectedUserbuf userbuf) {
        this.now = now;
        this.userbuf = userbuf;
    }

    /**
     * The present moment, and no userbuf.
     *
     * @return the defaults
     */
    public static VerifyOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The moment to check for; the time of the verifier's clock where this is not given. Parts of a second are dropped.
     *
     * @param now from 1970 to the year 9999
     * @return changed options
     */
    public VerifyOptions now(Instant now) {
        return new VerifyOptions(Checks.notNull(now, "now").getEpochSecond(), userbuf);
    }

    /**
     * What the ticket's userbuf must be; absent where this is not given.
     *
     * @param expected the expectation
     * @return changed options
     */
    public VerifyOptions userbuf(ExpectedUserbuf expected) {
        return new VerifyOptions(now, Checks.notNull(expected, "expected"));
    }
}
