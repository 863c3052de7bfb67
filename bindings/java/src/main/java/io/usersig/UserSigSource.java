package io.usersig;

/**
 * Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for. Used by
 * any number of threads.
 *
 * <p>A ticket is made when one is asked for and the last one has too little of its life left, or was issued in the future,
 * because the clock was set back. One thread makes it; meanwhile the others get the last one, and wait where that is no longer
 * valid. The time is that of the signer's clock.
 */
public final class UserSigSource implements AutoCloseable {
    private final Handle handle;
    private final Signer signer;

    /**
     * A source of tickets that have at least half of their life left.
     *
     * @param signer makes them, and tells the time; the source keeps working when it is closed
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param options what else they say, without a time of issue
     * @throws UserSigException as {@link Signer#genSig(String, GenOptions)}; {@link ErrorCode#INVALID_ARGUMENT} for a time of issue
     */
    public UserSigSource(Signer signer, String identifier, GenOptions options) {
        this(signer, identifier, options, 0.5);
    }

    /**
     * A source of tickets that have at least a share of their life left.
     *
     * @param signer makes them, and tells the time; the source keeps working when it is closed
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param options what else they say, without a time of issue
     * @param minShare the share: from 0 (any valid ticket will do) to 1 (made in this second)
     * @throws UserSigException as {@link #UserSigSource(Signer, String, GenOptions)}; {@link ErrorCode#INVALID_ARGUMENT} for a
     *     share outside its range
     */
    public UserSigSource(Signer signer, String identifier, GenOptions options, double minShare) {
        this.signer = Checks.notNull(signer, "signer");
        Checks.notNull(identifier, "identifier");
        Checks.notNull(options, "options");
        long half = signer.handle.acquire();
        try {
            long pointer = Native.sourceNew(
                    signer,
                    half,
                    identifier,
                    options.numbers,
                    options.objects,
                    minShare);
            this.handle = new Handle(this, Handle.SOURCE, pointer);
        } finally {
            signer.handle.release();
        }
    }

    /**
     * A ticket with that share of its life left, or one that another thread is just replacing and that is still valid.
     *
     * @return the ticket's text
     * @throws UserSigException {@link ErrorCode#INVALID_ARGUMENT} for what the clock says, where that is not a valid time of issue;
     *     {@link ErrorCode#INVALID_EXPIRE} where the ticket would outlast the year 9999
     */
    public String ticket() {
        long source = handle.acquire();
        try {
            for (; ; ) {
                long renewals = Native.sourceRenewals(this, source);
                String ticket = Native.sourceTicket(this, source, signer.now(), renewals);
                // Null where another thread made one since the clock was read.
                if (ticket != null) {
                    return ticket;
                }
            }
        } finally {
            handle.release();
        }
    }

    /**
     * How many tickets were made so far.
     *
     * @return at least 0
     */
    public long getRenewals() {
        long source = handle.acquire();
        try {
            return Native.sourceRenewals(this, source);
        } finally {
            handle.release();
        }
    }

    /** Frees the source and zeroizes its key, once the calls that use it are done. Closing again does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    /** Shows nothing of the key, the user and the ticket. */
    @Override
    public String toString() {
        return "UserSigSource{}";
    }
}
