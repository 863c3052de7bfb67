package io.usersig;

/** What needs neither key nor SDKAppID. */
public final class UserSig {
    /** The version of this library. */
    public static final String VERSION = "0.1.0";

    private UserSig() {}

    /**
     * Decodes a ticket without verifying it: for looking at, never for trusting, since anybody may have made it.
     *
     * @param ticket the ticket's text, at most 16384 bytes
     * @return what it says
     * @throws UserSigException the codes 20 to 26 of {@link ErrorCode}: empty, too long, malformed, of an unknown version
     */
    public static UntrustedTicket inspect(String ticket) {
        NativeLibrary.load();
        return (UntrustedTicket) Native.inspect(ticket);
    }
}
