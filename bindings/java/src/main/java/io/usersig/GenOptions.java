package io.usersig;

import java.time.Duration;
import java.time.Instant;

/**
 * What a ticket says besides the identifier. Immutable: each method returns changed options, so one may be kept and used
 * by any number of threads.
 */
public final class GenOptions {
    /** 180 days: the validity of a ticket by default. */
    public static final Duration DEFAULT_EXPIRE = Duration.ofDays(180);

    // Where each is in its array, for native code, too.
    private static final int EXPIRE = 0;
    private static final int COMPRESSION = 1;
    private static final int STRICT_IDENTIFIER = 2;
    private static final int USERBUF = 0;
    private static final int ACCOUNT_TYPE = 1;
    private static final int APPID_AT_3RD = 2;

    private static final GenOptions DEFAULTS =
            new GenOptions(Native.NOW, new long[] {DEFAULT_EXPIRE.getSeconds(), Compression.DEFAULT.ordinal(), 0}, null);

    final long issuedAt;
    final long[] numbers;
    /** Null where none of them is given. */
    final Object[] objects;

    private GenOptions(long issuedAt, long[] numbers, Object[] objects) {
        this.issuedAt = issuedAt;
        this.numbers = numbers;
        this.objects = objects;
    }

    private GenOptions with(int place, long number) {
        long[] changed = numbers.clone();
        changed[place] = number;
        return new GenOptions(issuedAt, changed, objects);
    }

    private GenOptions with(int place, Object object) {
        Object[] changed = objects == null ? new Object[3] : objects.clone();
        changed[place] = object;
        return new GenOptions(issuedAt, numbers, changed);
    }

    /**
     * 180 days from now, without a userbuf.
     *
     * @return the defaults
     */
    public static GenOptions defaults() {
        return DEFAULTS;
    }

    /**
     * How long the ticket is valid from its issue. With zero it expires as soon as the clock moves on.
     *
     * @param expire whole seconds, 0 to 4294967295
     * @return changed options
     * @throws UserSigException {@link ErrorCode#INVALID_EXPIRE} for parts of a second
     */
    public GenOptions expire(Duration expire) {
        return with(EXPIRE, Checks.seconds(expire, ErrorCode.INVALID_EXPIRE, "expire"));
    }

    /**
     * When the ticket is issued; the time of the signer's clock where this is not given. Parts of a second are dropped.
     *
     * @param issuedAt from 1970 to the year 9999
     * @return changed options
     */
    public GenOptions issuedAt(Instant issuedAt) {
        return new GenOptions(Checks.notNull(issuedAt, "issuedAt").getEpochSecond(), numbers, objects);
    }

    /**
     * Bytes that the ticket carries and its signature covers.
     *
     * @param userbuf at most 8192 bytes, copied; null for none
     * @return changed options
     */
    public GenOptions userbuf(byte[] userbuf) {
        return with(USERBUF, userbuf == null ? null : Checks.userbuf(userbuf));
    }

    /**
     * How hard to compress.
     *
     * @param compression the compression
     * @return changed options
     */
    public GenOptions compression(Compression compression) {
        return with(COMPRESSION, Checks.notNull(compression, "compression").ordinal());
    }

    /**
     * Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but
     * {@code A-Z a-z 0-9 _ -}.
     *
     * @param strict true to refuse them; false where this is not given
     * @return changed options
     */
    public GenOptions strictIdentifier(boolean strict) {
        return with(STRICT_IDENTIFIER, strict ? 1 : 0);
    }

    /**
     * {@code TLS.account_type} of a v1 ticket. Only for old applications that have one.
     *
     * @param text null for the usual {@code "0"}
     * @return changed options
     */
    public GenOptions accountType(String text) {
        return with(ACCOUNT_TYPE, text);
    }

    /**
     * {@code TLS.appid_at_3rd} of a v1 ticket. Only for old applications that have one.
     *
     * @param text null for the usual {@code "0"}
     * @return changed options
     */
    public GenOptions appidAt3rd(String text) {
        return with(APPID_AT_3RD, text);
    }
}
