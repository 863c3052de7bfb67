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

    private static final GenOptions DEFAULTS =
            new GenOptions(DEFAULT_EXPIRE.getSeconds(), Native.NOW, null, Compression.DEFAULT, false, null, null);

    final long expire;
    final long issuedAt;
    final byte[] userbuf;
    final int compression;
    final boolean strictIdentifier;
    final String accountType;
    final String appidAt3rd;

    private GenOptions(
            long expire,
            long issuedAt,
            byte[] userbuf,
            Compression compression,
            boolean strictIdentifier,
            String accountType,
            String appidAt3rd) {
        this(expire, issuedAt, userbuf, compression.ordinal(), strictIdentifier, accountType, appidAt3rd);
    }

    private GenOptions(
            long expire,
            long issuedAt,
            byte[] userbuf,
            int compression,
            boolean strictIdentifier,
            String accountType,
            String appidAt3rd) {
        this.expire = expire;
        this.issuedAt = issuedAt;
        this.userbuf = userbuf;
        this.compression = compression;
        this.strictIdentifier = strictIdentifier;
        this.accountType = accountType;
        this.appidAt3rd = appidAt3rd;
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
        long seconds = Checks.seconds(expire, ErrorCode.INVALID_EXPIRE, "expire");
        return new GenOptions(seconds, issuedAt, userbuf, compression, strictIdentifier, accountType, appidAt3rd);
    }

    /**
     * When the ticket is issued; the time of the signer's clock where this is not given. Parts of a second are dropped.
     *
     * @param issuedAt from 1970 to the year 9999
     * @return changed options
     */
    public GenOptions issuedAt(Instant issuedAt) {
        long seconds = Checks.notNull(issuedAt, "issuedAt").getEpochSecond();
        return new GenOptions(expire, seconds, userbuf, compression, strictIdentifier, accountType, appidAt3rd);
    }

    /**
     * Bytes that the ticket carries and its signature covers.
     *
     * @param userbuf at most 8192 bytes, copied; null for none
     * @return changed options
     */
    public GenOptions userbuf(byte[] userbuf) {
        byte[] copy = userbuf == null ? null : Checks.userbuf(userbuf);
        return new GenOptions(expire, issuedAt, copy, compression, strictIdentifier, accountType, appidAt3rd);
    }

    /**
     * How hard to compress.
     *
     * @param compression the compression
     * @return changed options
     */
    public GenOptions compression(Compression compression) {
        int level = Checks.notNull(compression, "compression").ordinal();
        return new GenOptions(expire, issuedAt, userbuf, level, strictIdentifier, accountType, appidAt3rd);
    }

    /**
     * Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but
     * {@code A-Z a-z 0-9 _ -}.
     *
     * @param strict true to refuse them; false where this is not given
     * @return changed options
     */
    public GenOptions strictIdentifier(boolean strict) {
        return new GenOptions(expire, issuedAt, userbuf, compression, strict, accountType, appidAt3rd);
    }

    /**
     * {@code TLS.account_type} of a v1 ticket. Only for old applications that have one.
     *
     * @param text null for the usual {@code "0"}
     * @return changed options
     */
    public GenOptions accountType(String text) {
        return new GenOptions(expire, issuedAt, userbuf, compression, strictIdentifier, text, appidAt3rd);
    }

    /**
     * {@code TLS.appid_at_3rd} of a v1 ticket. Only for old applications that have one.
     *
     * @param text null for the usual {@code "0"}
     * @return changed options
     */
    public GenOptions appidAt3rd(String text) {
        return new GenOptions(expire, issuedAt, userbuf, compression, strictIdentifier, accountType, text);
    }
}
