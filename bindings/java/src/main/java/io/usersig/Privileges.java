package io.usersig;

/**
 * What a user may do in a TRTC room: a set of bits. Bits other than the named ones are kept as they are. Checked where it is
 * used: 0 to 4294967295.
 */
public final class Privileges {
    // vocabulary: privileges
    /** Create the room: 1. */
    public static final Privileges CREATE_ROOM = new Privileges(1);
    /** Enter the room: 2. */
    public static final Privileges ENTER_ROOM = new Privileges(2);
    /** Send audio: 4. */
    public static final Privileges SEND_AUDIO = new Privileges(4);
    /** Receive audio: 8. */
    public static final Privileges RECEIVE_AUDIO = new Privileges(8);
    /** Send video: 16. */
    public static final Privileges SEND_VIDEO = new Privileges(16);
    /** Receive video: 32. */
    public static final Privileges RECEIVE_VIDEO = new Privileges(32);
    /** Send the screen (substream): 64. */
    public static final Privileges SEND_SCREEN = new Privileges(64);
    /** Receive the screen (substream): 128. */
    public static final Privileges RECEIVE_SCREEN = new Privileges(128);
    /** Everything above: 255. */
    public static final Privileges ALL = new Privileges(255);
    // vocabulary: end

    private final long bits;

    private Privileges(long bits) {
        this.bits = bits;
    }

    /**
     * The union of several privileges.
     *
     * @param privileges any number of them; none allows nothing
     * @return the union
     */
    public static Privileges of(Privileges... privileges) {
        long union = 0;
        for (Privileges privilege : privileges) {
            union |= privilege.bits;
        }
        return new Privileges(union);
    }

    /**
     * The privileges of a number, such as 255 for all.
     *
     * @param bits 0 to 4294967295
     * @return the privileges
     */
    public static Privileges of(long bits) {
        return new Privileges(bits);
    }

    /**
     * The number of the set.
     *
     * @return the bits
     */
    public long getBits() {
        return bits;
    }

    /**
     * Whether this set holds all of another.
     *
     * @param other the other
     * @return true where it does
     */
    public boolean contains(Privileges other) {
        return (bits & other.bits) == other.bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Privileges && bits == ((Privileges) other).bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public String toString() {
        return "Privileges{" + bits + "}";
    }
}
