package io.usersig;

/** What a {@link Signer} makes tickets with: a {@link PrivateKey} (v1) or a {@link SecretKey} (v2), and nothing else. */
public interface SigningKey extends AutoCloseable {
    /** Frees the key, once the calls that use it are done. Closing again does nothing. */
    @Override
    void close();
}
