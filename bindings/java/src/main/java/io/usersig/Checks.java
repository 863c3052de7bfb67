package io.usersig;

import java.time.Duration;
import java.util.Arrays;

/** What Java's own types can get wrong before the core sees it. */
final class Checks {
    /** The {@code CHECK_ERR} number of wrong use. */
    private static final int CHECK_ERR16_ARGUMENT = 16;

    private Checks() {}

    static <T> T notNull(T value, String what) {
        if (value == null) {
            throw argument(what + " is null");
        }
        return value;
    }

    static UserSigException argument(String message) {
        return new UserSigException(ErrorCode.INVALID_ARGUMENT, message, null, CHECK_ERR16_ARGUMENT);
    }

    /** A copy; of a userbuf that is too long, only as much as shows that. */
    static byte[] userbuf(byte[] bytes) {
        NativeLibrary.load();
        return Arrays.copyOf(bytes, (int) Math.min(bytes.length, Native.maxUserbufLen() + 1));
    }

    /** Whole seconds: a ticket says what was asked for, or is not made. */
    static long seconds(Duration duration, ErrorCode code, String what) {
        if (duration == null || duration.getNano() != 0) {
            throw new UserSigException(
                    code, what + " must be a whole number of seconds", null, CHECK_ERR16_ARGUMENT);
        }
        return duration.getSeconds();
    }
}
