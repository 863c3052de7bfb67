package io.usersig;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks tickets of one application. Made once, used by any number of threads.
 *
 * <p>It takes any number of keys of both kinds, for applications that rotate keys or switch between ECDSA and HMAC. A
 * ticket is tried with the keys that its version needs and never with others.
 */
public final class Verifier implements AutoCloseable {
    private final Handle handle;
    private final long sdkappid;
    private final Clock clock;

    private Verifier(Builder builder) {
        int count = builder.handles.size();
        long[] pointers = new long[count];
        int[] kinds = new int[count];
        int acquired = 0;
        try {
            for (Handle key : builder.handles) {
                pointers[acquired] = key.acquire();
                kinds[acquired] = key.kind;
                acquired++;
            }
            NativeLibrary.load();
            long pointer = Native.verifierNew(
                    builder.owners, builder.sdkappid, pointers, kinds, builder.leeway, builder.futureTolerance);
            this.handle = new Handle(this, Handle.VERIFIER, pointer);
        } finally {
            for (int index = 0; index < acquired; index++) {
                builder.handles.get(index).release();
            }
        }
        this.sdkappid = builder.sdkappid;
        this.clock = builder.clock;
    }

    /**
     * Begins a verifier for an application.
     *
     * @param sdkappid the application: 1 to 4294967295
     * @return a builder, which needs at least one key
     */
    public static Builder builder(long sdkappid) {
        return new Builder(sdkappid);
    }

    /**
     * The application.
     *
     * @return 1 to 4294967295
     */
    public long getSdkappid() {
        return sdkappid;
    }

    /**
     * Checks that a ticket is valid now for this user and carries no userbuf: the call for a login.
     *
     * @param ticket the ticket's text
     * @param identifier the user that it must be for
     * @return what the ticket says, verified
     * @throws UserSigException as {@link #verify(String, String, VerifyOptions)}
     */
    public Ticket verify(String ticket, String identifier) {
        return verify(ticket, identifier, VerifyOptions.defaults());
    }

    /**
     * Checks, in this order: bounds, decoding, fields, signature, SDKAppID, identifier, userbuf, time. Nothing that the
     * ticket says is reported before its signature is proven.
     *
     * @param ticket the ticket's text
     * @param identifier the user that it must be for: 1 to 1024 bytes of UTF-8 without control characters
     * @param options the moment to check for and the expected userbuf
     * @return what the ticket says, verified
     * @throws UserSigException {@link ErrorCode#INVALID_IDENTIFIER} and {@link ErrorCode#INVALID_ARGUMENT} for unusable
     *     arguments; the codes 20 to 26 for a ticket that is empty, too long, malformed or of an unknown version;
     *     {@link ErrorCode#NO_KEY_FOR_VERSION}, {@link ErrorCode#BAD_SIGNATURE}, {@link ErrorCode#SDKAPPID_MISMATCH},
     *     {@link ErrorCode#IDENTIFIER_MISMATCH}, {@link ErrorCode#USERBUF_MISMATCH}, {@link ErrorCode#EXPIRED},
     *     {@link ErrorCode#NOT_YET_VALID} for one that is not valid
     */
    public Ticket verify(String ticket, String identifier, VerifyOptions options) {
        Checks.notNull(ticket, "ticket");
        Checks.notNull(identifier, "identifier");
        long now = now(options);
        long verifier = handle.acquire();
        try {
            return (Ticket) Native.verify(
                    this, verifier, ticket, identifier, now, options.userbuf.kind, options.userbuf.bytes);
        } finally {
            handle.release();
        }
    }

    /**
     * Says who sent a ticket, which must be valid now and carry no userbuf: {@link Ticket#getIdentifier}.
     *
     * <p>For a service that receives the ticket as the only proof of who its caller is. Where the user is known, as in a
     * login, use {@link #verify(String, String)}: a valid ticket of any other user passes here.
     *
     * @param ticket the ticket's text
     * @return what the ticket says, verified
     * @throws UserSigException as {@link #verify(String, String, VerifyOptions)}, without those about the identifier
     */
    public Ticket authenticate(String ticket) {
        return authenticate(ticket, VerifyOptions.defaults());
    }

    /**
     * Says who sent a ticket. Checks everything that {@link #verify(String, String, VerifyOptions)} does but for whom the
     * ticket was made.
     *
     * @param ticket the ticket's text
     * @param options the moment to check for and the expected userbuf
     * @return what the ticket says, verified
     * @throws UserSigException as {@link #verify(String, String, VerifyOptions)}, without those about the identifier
     */
    public Ticket authenticate(String ticket, VerifyOptions options) {
        Checks.notNull(ticket, "ticket");
        long now = now(options);
        long verifier = handle.acquire();
        try {
            return (Ticket) Native.authenticate(
                    this, verifier, ticket, now, options.userbuf.kind, options.userbuf.bytes);
        } finally {
            handle.release();
        }
    }

    private long now(VerifyOptions options) {
        Checks.notNull(options, "options");
        return options.now == Native.ABSENT && clock != null ? clock.instant().getEpochSecond() : options.now;
    }

    /** Frees the verifier and zeroizes its keys, once the calls that use it are done. Closing again does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    /** Shows nothing of the keys. */
    @Override
    public String toString() {
        return "Verifier{sdkappid=" + sdkappid + "}";
    }

    /** Collects what a {@link Verifier} needs. Not for several threads at once. */
    public static final class Builder {
        private final long sdkappid;
        private final List<Handle> handles = new ArrayList<>();
        /** Kept reachable until the verifier has its copies. */
        private final List<Object> owners = new ArrayList<>();

        private long leeway;
        private long futureTolerance = 300;
        private Clock clock;

        private Builder(long sdkappid) {
            this.sdkappid = sdkappid;
        }

        /**
         * Accepts tickets of this key: v1 tickets of a {@link PublicKey}, v2 tickets of a {@link SecretKey}.
         *
         * @param key the key, of which the verifier keeps a copy
         * @return this builder
         */
        public Builder key(VerifyingKey key) {
            handles.add(Checks.handle(Checks.key(key, "key"), "PublicKey or a SecretKey"));
            owners.add(key);
            return this;
        }

        /**
         * Accepts tickets so long after their expiry; defaults to zero.
         *
         * @param leeway whole seconds, at most one day
         * @return this builder
         * @throws UserSigException {@link ErrorCode#INVALID_ARGUMENT} for parts of a second
         */
        public Builder leeway(Duration leeway) {
            this.leeway = Checks.seconds(leeway, ErrorCode.INVALID_ARGUMENT, "leeway");
            return this;
        }

        /**
         * Accepts tickets issued so far in the future, for clocks that disagree; defaults to 300 seconds.
         *
         * @param tolerance whole seconds, at most one day
         * @return this builder
         * @throws UserSigException {@link ErrorCode#INVALID_ARGUMENT} for parts of a second
         */
        public Builder futureTolerance(Duration tolerance) {
            this.futureTolerance = Checks.seconds(tolerance, ErrorCode.INVALID_ARGUMENT, "futureTolerance");
            return this;
        }

        /**
         * Reads another clock than the system's.
         *
         * @param clock the clock; null for the system clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * The verifier.
         *
         * @return the verifier
         * @throws UserSigException {@link ErrorCode#INVALID_SDKAPPID} outside 1 to 4294967295;
         *     {@link ErrorCode#INVALID_ARGUMENT} without a key, and for a leeway or tolerance beyond one day
         * @throws IllegalStateException for a key that is closed
         */
        public Verifier build() {
            return new Verifier(this);
        }
    }
}
