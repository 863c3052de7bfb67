package io.usersig;

/**
 * An EC private key, which signs v1 tickets. Held in native memory, zeroized when closed, never shown.
 *
 * <p>A {@link Signer} takes a copy, so the key may be closed once the signer is made.
 */
public final class PrivateKey implements SigningKey {
    final Handle handle;

    private PrivateKey(long pointer) {
        handle = new Handle(this, Handle.PRIVATE_KEY, pointer);
    }

    /**
     * Reads a private key: the console's {@code private_key.txt}, any PKCS#8 or SEC1 PEM on P-256 or secp256k1.
     *
     * @param pem the text, not the name of its file; at most 16384 bytes
     * @return the key
     * @throws UserSigException {@link ErrorCode#INVALID_KEY} for damaged or encrypted keys,
     *     {@link ErrorCode#UNSUPPORTED_CURVE} for other curves, {@link ErrorCode#WRONG_KEY_KIND} for public keys,
     *     certificates, RSA keys and v2 secrets
     */
    public static PrivateKey fromPem(String pem) {
        NativeLibrary.load();
        return new PrivateKey(Native.privateKeyFromPem(Checks.key(pem, "pem"), null));
    }

    /**
     * Reads a private key from the bytes of its file, which can be overwritten afterwards; a {@code String} cannot.
     *
     * @param pem the file's content, at most 16384 bytes
     * @return the key
     * @throws UserSigException as {@link #fromPem(String)}
     */
    public static PrivateKey fromPem(byte[] pem) {
        NativeLibrary.load();
        return new PrivateKey(Native.privateKeyFromPem(null, Checks.key(pem, "pem")));
    }

    /**
     * Makes a new key from the operating system's randomness.
     *
     * @param curve the curve
     * @return the key
     * @throws UserSigException {@link ErrorCode#INTERNAL} where the system has no randomness
     */
    public static PrivateKey generate(Curve curve) {
        NativeLibrary.load();
        return new PrivateKey(Native.privateKeyGenerate(Checks.notNull(curve, "curve").ordinal()));
    }

    /**
     * The curve of the key.
     *
     * @return the curve
     */
    public Curve getCurve() {
        long key = handle.acquire();
        try {
            return Curve.fromNative(Native.privateKeyCurve(this, key));
        } finally {
            handle.release();
        }
    }

    /**
     * The public key that verifies what this key signs.
     *
     * @return the public key, to be closed on its own
     */
    public PublicKey getPublicKey() {
        long key = handle.acquire();
        try {
            return new PublicKey(Native.privateKeyPublic(this, key));
        } finally {
            handle.release();
        }
    }

    /**
     * The key as PKCS#8 PEM, the form of the console's {@code private_key.txt}. The text is the secret itself.
     *
     * @return the PEM text
     */
    public String toPem() {
        long key = handle.acquire();
        try {
            return Native.privateKeyToPem(this, key);
        } finally {
            handle.release();
        }
    }

    /** Frees and zeroizes the key, once the calls that use it are done. Closing again does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    /** Shows nothing of the key. */
    @Override
    public String toString() {
        return "PrivateKey{}";
    }
}
