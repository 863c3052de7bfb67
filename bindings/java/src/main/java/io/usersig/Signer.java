package io.usersig;

import java.time.Clock;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;

/**
 * Makes tickets for one application. Made once, used by any number of threads.
 *
 * <p>{@link #close} frees the native memory and zeroizes the key; a signer that nothing refers to any more does so by
 * itself.
 */
public final class Signer implements AutoCloseable {
    final Handle handle;
    private final long sdkappid;
    private final Clock clock;

    /**
     * A signer: a {@link PrivateKey} makes v1 tickets, a {@link SecretKey} v2 tickets.
     *
     * @param sdkappid the application: 1 to 4294967295
     * @param key its key, of which the signer keeps a copy
     * @throws UserSigException {@link ErrorCode#INVALID_SDKAPPID} outside that range
     */
    public Signer(long sdkappid, SigningKey key) {
        this(sdkappid, key, null);
    }

    /**
     * A signer that reads another clock than the system's.
     *
     * @param sdkappid the application: 1 to 4294967295
     * @param key its key, of which the signer keeps a copy
     * @param clock tells when a ticket is issued; null for the system clock
     * @throws UserSigException {@link ErrorCode#INVALID_SDKAPPID} outside that range
     */
    public Signer(long sdkappid, SigningKey key, Clock clock) {
        Handle source = Checks.handle(Checks.key(key, "key"), "PrivateKey or a SecretKey");
        long half = source.acquire();
        try {
            long pointer = source.kind == Handle.PRIVATE_KEY
                    ? Native.signerPrivate(key, sdkappid, half)
                    : Native.signerSecret(key, sdkappid, half);
            this.handle = new Handle(this, Handle.SIGNER, pointer);
        } finally {
            source.release();
        }
        this.sdkappid = sdkappid;
        this.clock = clock;
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
     * A ticket for this user, valid for 180 days from now.
     *
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @return the ticket's text
     * @throws UserSigException {@link ErrorCode#INVALID_IDENTIFIER}
     */
    public String genSig(String identifier) {
        return genSig(identifier, GenOptions.defaults());
    }

    /**
     * A ticket for this user, valid from now.
     *
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param expire how long: whole seconds, 0 to 4294967295
     * @return the ticket's text
     * @throws UserSigException {@link ErrorCode#INVALID_IDENTIFIER}, {@link ErrorCode#INVALID_EXPIRE}
     */
    public String genSig(String identifier, Duration expire) {
        return genSig(identifier, GenOptions.defaults().expire(expire));
    }

    /**
     * A ticket for this user with everything settable.
     *
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param options what else it says
     * @return the ticket's text
     * @throws UserSigException {@link ErrorCode#INVALID_IDENTIFIER}; {@link ErrorCode#INVALID_EXPIRE} where the ticket
     *     would outlast the year 9999; {@link ErrorCode#INVALID_USERBUF} beyond 8192 bytes;
     *     {@link ErrorCode#INVALID_ARGUMENT} for a time of issue before 1970 or after the year 9999, and for v1 fields
     *     with a secret
     */
    public String genSig(String identifier, GenOptions options) {
        Checks.notNull(identifier, "identifier");
        GenOptions given = Checks.notNull(options, "options").by(clock);
        long signer = handle.acquire();
        try {
            return Native.genSig(
                    this,
                    signer,
                    identifier,
                    given.numbers,
                    given.objects);
        } finally {
            handle.release();
        }
    }

    /**
     * A TRTC PrivateMapKey: a ticket that lets this user into a room. The clock is read once, so that the ticket and
     * the permission in it end together.
     *
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param room the room
     * @param privileges what the user may do there
     * @param expire how long: whole seconds
     * @return the ticket's text
     * @throws UserSigException as {@link #genPrivateMapKey(String, Room, Privileges, GenOptions)}
     */
    public String genPrivateMapKey(String identifier, Room room, Privileges privileges, Duration expire) {
        return genPrivateMapKey(identifier, room, privileges, GenOptions.defaults().expire(expire));
    }

    /**
     * A TRTC PrivateMapKey with everything settable.
     *
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param room the room
     * @param privileges what the user may do there
     * @param options what else it says; without a userbuf
     * @return the ticket's text
     * @throws UserSigException as {@link #genSig(String, GenOptions)}; {@link ErrorCode#INVALID_ROOM}; {@link ErrorCode#INVALID_EXPIRE} where the permission would end after
     *     2106-02-07, the last moment its 32 bits can name; {@link ErrorCode#INVALID_ARGUMENT} for privileges beyond
     *     32 bits and where the options hold a userbuf
     */
    public String genPrivateMapKey(String identifier, Room room, Privileges privileges, GenOptions options) {
        Checks.notNull(identifier, "identifier");
        Checks.notNull(room, "room");
        Checks.notNull(privileges, "privileges");
        GenOptions given = Checks.notNull(options, "options").by(clock);
        long signer = handle.acquire();
        try {
            return Native.genPrivateMapKey(
                    this,
                    signer,
                    identifier,
                    room.number,
                    room.name,
                    privileges.getBits(),
                    given.numbers,
                    given.objects);
        } finally {
            handle.release();
        }
    }

    /**
     * Many tickets at once, over all cores, with one time of issue.
     *
     * @param identifiers the users
     * @param options what else every ticket says
     * @return one result per identifier, in order; what is wrong with one identifier is in its place
     * @throws UserSigException {@link ErrorCode#INVALID_EXPIRE} and {@link ErrorCode#INVALID_ARGUMENT} for options outside
     *     their ranges
     */
    public List<GenResult> genSigBatch(Collection<String> identifiers, GenOptions options) {
        return genSigBatch(identifiers, options, 0);
    }

    /**
     * Many tickets at once, over at most so many threads, with one time of issue.
     *
     * @param identifiers the users
     * @param options what else every ticket says
     * @param threads at most so many; 0 for one per core
     * @return one result per identifier, in order; what is wrong with one identifier is in its place
     * @throws UserSigException as {@link #genSigBatch(Collection, GenOptions)}
     */
    public List<GenResult> genSigBatch(Collection<String> identifiers, GenOptions options, int threads) {
        String[] texts = Checks.notNull(identifiers, "identifiers").toArray(new String[0]);
        if (threads < 0) {
            throw Checks.argument("threads must not be negative; 0 stands for one per core");
        }
        GenOptions given = Checks.notNull(options, "options").by(clock);
        Object[] results;
        long signer = handle.acquire();
        try {
            results = Native.genSigBatch(
                    this,
                    signer,
                    texts,
                    threads,
                    given.numbers,
                    given.objects);
        } finally {
            handle.release();
        }
        return new AbstractList<GenResult>() {
            @Override
            public GenResult get(int index) {
                return new GenResult(results[index], index);
            }

            @Override
            public int size() {
                return results.length;
            }
        };
    }

    /** What the clock says, or that it is the system's. */
    long now() {
        return clock != null ? clock.instant().getEpochSecond() : Native.ABSENT;
    }

    /** Frees the signer and zeroizes its key, once the calls that use it are done. Closing again does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    /** Shows nothing of the key. */
    @Override
    public String toString() {
        return "Signer{sdkappid=" + sdkappid + "}";
    }
}
