package io.usersig;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * What a ticket says besides the identifier. Immutable: each method returns changed options, so one may be kept and used
 * by any number of threads.
 */
public final class GenOptions {
    /** 180 days: the validity of a ticket by default. */
    public static final Duration DEFAULT_EXPIRE = Duration.ofDays(180);

    // Where each is in its array, for native code, too.
    // vocabulary: gen_places
    private static final int EXPIRE = 0;
    private static final int ISSUED_AT = 1;
    private static final int STRICT_IDENTIFIER = 2;
    private static final int COMPRESSION = 3;
    private static final int NUMBERS = 4;
    private static final int USERBUF = 0;
    private static final int ACCOUNT_TYPE = 1;
    private static final int APPID_AT_3RD = 2;
    private static final int OBJECTS = 3;
    // vocabulary: end

    private static final GenOptions DEFAULTS = new GenOptions(new long[NUMBERS], null);

    static {
        Arrays.fill(DEFAULTS.numbers, Native.ABSENT);
    }

    final long[] numbers;
    /** Null where none of them is given. */
    final Object[] objects;

    private GenOptions(long[] numbers, Object[] objects) {
        this.numbers = numbers;
        this.objects = objects;
    }

    private GenOptions with(int place, long number) {
        long[] changed = numbers.clone();
        changed[place] = number;
        return new GenOptions(changed, objects);
    }

    private GenOptions with(int place, Object object) {
        Object[] changed = objects == null ? new Object[OBJECTS] : objects.clone();
        changed[place] = object;
        return new GenOptions(numbers, changed);
    }

    /** The same, issued now by this clock unless a time is given. */
    GenOptions by(Clock clock) {
        return clock == null || numbers[ISSUED_AT] != Native.ABSENT ? this : issuedAt(clock.instant());
    }

    /**
     * 180 days from now, without a userbuf.
     *
     * @return the defaults
     */
    public static GenOptions defaults() {
        return DEFAULTS;
    }

    // vocabulary: gen_setters
    /**
     * How long the ticket is valid from its issue; 180 days by default. With 0 it expires as soon as the clock moves on.
     *
     * @param expire 0 to 4294967295 whole seconds
     * @return changed options
     * @throws UserSigException {@link ErrorCode#INVALID_EXPIRE} for parts of a second
     */
    public GenOptions expire(Duration expire) {
        return with(EXPIRE, Checks.seconds(expire, ErrorCode.INVALID_EXPIRE, "expire"));
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
     * When the ticket is issued; the present by default.
     *
     * @param issuedAt from 1970 to the year 9999; parts of a second are dropped
     * @return changed options
     */
    public GenOptions issuedAt(Instant issuedAt) {
        return with(ISSUED_AT, Checks.notNull(issuedAt, "issuedAt").getEpochSecond());
    }

    /**
     * Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9, _
     * and -.
     *
     * @param strictIdentifier false by default
     * @return changed options
     */
    public GenOptions strictIdentifier(boolean strictIdentifier) {
        return with(STRICT_IDENTIFIER, strictIdentifier ? 1 : 0);
    }

    /**
     * TLS.account_type of a v1 ticket, "0" by default. Only for old applications that have one.
     *
     * @param accountType at most 1024 bytes without control characters; null for the default
     * @return changed options
     */
    public GenOptions accountType(String accountType) {
        return with(ACCOUNT_TYPE, accountType);
    }

    /**
     * TLS.appid_at_3rd of a v1 ticket, "0" by default. Only for old applications that have one.
     *
     * @param appidAt3rd at most 1024 bytes without control characters; null for the default
     * @return changed options
     */
    public GenOptions appidAt3rd(String appidAt3rd) {
        return with(APPID_AT_3RD, appidAt3rd);
    }

    /**
     * How hard to compress.
     *
     * @param compression {@link Compression#DEFAULT} by default
     * @return changed options
     */
    public GenOptions compression(Compression compression) {
        return with(COMPRESSION, Checks.notNull(compression, "compression").ordinal());
    }
    // vocabulary: end
}
