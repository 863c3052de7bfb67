/**
 * Makes and checks <em>UserSig</em> login tickets for Tencent Cloud Chat (IM) and TRTC.
 *
 * <p>A {@link io.usersig.Signer} makes tickets, a {@link io.usersig.Verifier} checks them. The key's type picks the
 * version: a {@link io.usersig.PrivateKey} makes v1 tickets (ECDSA), a {@link io.usersig.SecretKey} v2 tickets
 * (HMAC-SHA256). Every failure is a {@link io.usersig.UserSigException} with a stable {@link io.usersig.ErrorCode}.
 *
 * <p>Keys, signers and verifiers hold native memory, are safe for any number of threads, and are {@link AutoCloseable}.
 * One that is not closed releases itself once it is unreachable. Using a closed one is an
 * {@link IllegalStateException}.
 *
 * <p>The native library lies inside the jar. Two system properties change how it is loaded:
 * {@code io.usersig.library.path} names a library file to load instead, and {@code io.usersig.extract.dir} a directory
 * to extract to where the one for temporary files does not allow running programs.
 */
package io.usersig;
