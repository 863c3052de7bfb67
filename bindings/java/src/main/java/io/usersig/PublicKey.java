package io.usersig;

/**
 * An EC public key, which verifies v1 tickets.
 *
 * <p>A {@link Verifier} takes a copy, so the key may be closed once the verifier is made.
 */
public final class PublicKey implements VerifyingKey {
    final Handle handle;

    PublicKey(long pointer) {
        handle = new Handle(this, Handle.PUBLIC_KEY, pointer);
    }

    /**
     * Reads a public key: the console's {@code public_key.txt}, any SPKI PEM on P-256 or secp256k1.
     *
     * @param pem the text, not the name of its file; at most 16384 bytes
     * @return the key
     * @throws UserSigException as {@link PrivateKey#fromPem(String)}; a private key given here is
     *     {@link ErrorCode#WRONG_KEY_KIND}
     */
    public static PublicKey fromPem(String pem) {
        NativeLibrary.load();
        return new PublicKey(Native.publicKeyFromPem(Checks.key(pem, "pem"), null));
    }

    /**
     * Reads a public key from the bytes of its file.
     *
     * @param pem the file's content, at most 16384 bytes
     * @return the key
     * @throws UserSigException as {@link #fromPem(String)}
     */
    public static PublicKey fromPem(byte[] pem) {
        NativeLibrary.load();
        return new PublicKey(Native.publicKeyFromPem(null, Checks.key(pem, "pem")));
    }

    /**
     * The curve of the key.
     *
     * @return the curve
     */
    public Curve getCurve() {
        long key = handle.acquire();
        try {
            return Curve.fromNative(Native.publicKeyCurve(this, key));
        } finally {
            handle.release();
        }
    }

    /**
     * The key as SPKI PEM.
     *
     * @return the PEM text
     */
    public String toPem() {
        long key = handle.acquire();
        try {
            return Native.publicKeyToPem(this, key);
        } finally {
            handle.release();
        }
    }

    /** Frees the key, once the calls that use it are done. Closing again does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return "PublicKey{}";
    }
}
