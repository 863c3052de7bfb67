package io.usersig;

/**
 * The console's secret, which signs and verifies v2 tickets. Held in native memory, zeroized when closed, never shown.
 *
 * <p>A {@link Signer} or {@link Verifier} takes a copy, so the key may be closed once they are made.
 */
public final class SecretKey implements SigningKey, VerifyingKey {
    final Handle handle;

    /**
     * Takes the secret exactly as the console shows it; its 64 hex characters are not decoded.
     *
     * @param secret 1 to 1024 bytes
     * @throws UserSigException {@link ErrorCode#INVALID_KEY} where it is empty, too long, or holds white space at an end
     *     or control characters; {@link ErrorCode#WRONG_KEY_KIND} where it looks like a PEM or DER key
     */
    public SecretKey(String secret) {
        NativeLibrary.load();
        handle = new Handle(this, Handle.SECRET_KEY, Native.secretKeyNew(Checks.key(secret, "secret"), null));
    }

    /**
     * Takes the secret as bytes, which can be overwritten afterwards; a {@code String} cannot.
     *
     * @param secret 1 to 1024 bytes
     * @throws UserSigException as {@link #SecretKey(String)}
     */
    public SecretKey(byte[] secret) {
        NativeLibrary.load();
        handle = new Handle(this, Handle.SECRET_KEY, Native.secretKeyNew(null, Checks.key(secret, "secret")));
    }

    /** Frees and zeroizes the key, once the calls that use it are done. Closing again does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    /** Shows nothing of the key. */
    @Override
    public String toString() {
        return "SecretKey{}";
    }
}
