package io.usersig;

/**
 * The boundary: one method for each function of the native library.
 *
 * <p>The parameter {@code owner} is not read there. It keeps the object that holds the handle reachable while the call
 * runs, so that the handle is not released under it.
 */
final class Native {
    /** Stands for an option that is not given, and for the system clock's time; no {@link java.time.Instant} reaches so far back. */
    static final long ABSENT = Long.MIN_VALUE;

    private Native() {}

    static native String version();

    static native long maxUserbufLen();

    static native void free(int kind, long handle);

    static native long privateKeyFromPem(String pem, byte[] bytes);

    static native long privateKeyGenerate(int curve);

    static native long privateKeyPublic(Object owner, long key);

    static native int privateKeyCurve(Object owner, long key);

    static native String privateKeyToPem(Object owner, long key);

    static native long publicKeyFromPem(String pem, byte[] bytes);

    static native int publicKeyCurve(Object owner, long key);

    static native String publicKeyToPem(Object owner, long key);

    static native long secretKeyNew(String secret, byte[] bytes);

    static native long signerPrivate(Object owner, long sdkappid, long key);

    static native long signerSecret(Object owner, long sdkappid, long key);

    static native String genSig(
            Object owner,
            long signer,
            String identifier,
            long[] numbers,
            Object[] objects);

    static native String genPrivateMapKey(
            Object owner,
            long signer,
            String identifier,
            long roomNumber,
            String roomName,
            long privileges,
            long[] numbers,
            Object[] objects);

    static native Object[] genSigBatch(
            Object owner,
            long signer,
            String[] identifiers,
            int threads,
            long[] numbers,
            Object[] objects);

    static native long sourceNew(
            Object owner,
            long signer,
            String identifier,
            long[] numbers,
            Object[] objects,
            double minShare);

    static native long sourceRenewals(Object owner, long source);

    static native String sourceTicket(Object owner, long source, long now, long renewals);

    static native byte[] privateMapKeyUserbuf(
            String identifier, long sdkappid, long roomNumber, String roomName, long expiresAt, long privileges);

    static native long verifierNew(
            Object owners, long sdkappid, long[] keys, int[] kinds, long leeway, long futureTolerance);

    static native TicketContent verify(
            Object owner, long verifier, String ticket, String identifier, long now, int expectation, byte[] userbuf);

    static native TicketContent authenticate(
            Object owner, long verifier, String ticket, long now, int expectation, byte[] userbuf);

    static native TicketContent inspect(String ticket);

    /** Called by native code, which throws what it returns. */
    private static UserSigException newError(int number, String message, String field, int checkErr) {
        return new UserSigException(ErrorCode.fromNumber(number), message, field, checkErr);
    }

    /** Called by native code. */
    private static TicketContent newTicket(
            boolean verified,
            int version,
            long sdkappid,
            String identifier,
            long issuedAt,
            long expire,
            byte[] userbuf,
            String accountType,
            String appidAt3rd,
            long roomNumber,
            String roomName,
            long privileges,
            long roomExpiresAt) {
        PrivateMapKey permission = null;
        if (roomNumber >= 0) {
            Room room = roomName == null ? Room.number(roomNumber) : Room.name(roomName);
            permission = new PrivateMapKey(room, Privileges.of(privileges), roomExpiresAt);
        }
        TicketContent.Fields fields = new TicketContent.Fields(
                version == 1 ? Version.V1 : Version.V2,
                sdkappid,
                identifier,
                issuedAt,
                expire,
                userbuf,
                accountType,
                appidAt3rd,
                permission);
        return verified ? new Ticket(fields) : new UntrustedTicket(fields);
    }
}
