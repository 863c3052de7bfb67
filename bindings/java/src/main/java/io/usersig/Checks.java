package io.usersig;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/** What Java's own types can get wrong before the core sees it. */
final class Checks {
    /** The {@code CHECK_ERR} number of wrong use. */
    private static final int CHECK_ERR16_ARGUMENT = 16;

    private Checks() {}

    static <T> T notNull(T value, String name) {
        return Objects.requireNonNull(value, () -> name + " must not be null");
    }

    /** A key or its text, of which there is none where the variable that holds it is not set. */
    static <T> T key(T value, String name) {
        return Objects.requireNonNull(value, () -> name + " must not be null; is the environment variable set?");
    }

    static Handle handle(Object key, String expected) {
        if (key instanceof PrivateKey && expected.contains("PrivateKey")) {
            return ((PrivateKey) key).handle;
        }
        if (key instanceof PublicKey && expected.contains("PublicKey")) {
            return ((PublicKey) key).handle;
        }
        if (key instanceof SecretKey) {
            return ((SecretKey) key).handle;
        }
        throw new IllegalArgumentException("key must be a " + expected);
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
        if (notNull(duration, what).getNano() != 0) {
            throw new UserSigException(
                    code, what + " must be a whole number of seconds; round it first", null, CHECK_ERR16_ARGUMENT);
        }
        // No range has negative ones, and the lowest means something else to native code.
        return Math.max(duration.getSeconds(), -1);
    }
}
