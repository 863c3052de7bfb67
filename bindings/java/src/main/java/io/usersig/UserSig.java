package io.usersig;

/** What needs neither key nor SDKAppID. */
public final class UserSig {
    /** The version of this library. */
    public static final String VERSION = "0.1.0";

    private UserSig() {}

    /**
     * Decodes a ticket without verifying it: for looking at, never for trusting, since anybody may have made it. It also
     * says when a ticket that you just made ends.
     *
     * @param ticket the ticket's text, at most 16384 bytes
     * @return what it says
     * @throws UserSigException the codes 20 to 26 of {@link ErrorCode}: empty, too long, malformed, of an unknown version
     */
    public static UntrustedTicket inspect(String ticket) {
        NativeLibrary.load();
        return (UntrustedTicket) Native.inspect(Checks.notNull(ticket, "ticket"));
    }

    /**
     * One ticket, valid for 180 days from now, with a signer that is made for it; {@link Signer} is for more than one.
     *
     * @param sdkappid the application: 1 to 4294967295
     * @param key its key
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @return the ticket's text
     * @throws UserSigException as {@link Signer#Signer(long, SigningKey)} and {@link Signer#genSig(String)}
     */
    public static String genSig(long sdkappid, SigningKey key, String identifier) {
        return genSig(sdkappid, key, identifier, GenOptions.defaults());
    }

    /**
     * One ticket with everything settable, with a signer that is made for it; {@link Signer} is for more than one.
     *
     * @param sdkappid the application: 1 to 4294967295
     * @param key its key
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param options what else it says
     * @return the ticket's text
     * @throws UserSigException as {@link Signer#Signer(long, SigningKey)} and {@link Signer#genSig(String, GenOptions)}
     */
    public static String genSig(long sdkappid, SigningKey key, String identifier, GenOptions options) {
        try (Signer signer = new Signer(sdkappid, key)) {
            return signer.genSig(identifier, options);
        }
    }
}
