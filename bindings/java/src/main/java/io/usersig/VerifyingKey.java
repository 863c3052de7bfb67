package io.usersig;

/** What a {@link Verifier} checks tickets with: a {@link PublicKey} (v1) or a {@link SecretKey} (v2), and nothing else. */
public interface VerifyingKey extends AutoCloseable {
    /** Frees the key, once the calls that use it are done. Closing again does nothing. */
    @Override
    void close();
}
