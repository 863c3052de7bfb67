package io.usersig;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a call failed. The message says what was wrong, what was expected and what to do; it never holds a key, a ticket or
 * an identifier, so that it can be logged.
 */
public final class UserSigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The cause. */
    private final ErrorCode code;

    /** The field at fault, or null. */
    private final String field;

    /** The official C++ interface's number. */
    private final int checkErr;

    UserSigException(ErrorCode code, String message, String field, int checkErr) {
        super(message);
        this.code = code;
        this.field = field;
        this.checkErr = checkErr;
    }

    /**
     * The cause.
     *
     * @return the cause
     */
    public ErrorCode getCode() {
        return code;
    }

    /**
     * What the error is about.
     *
     * @return an argument, a key, the ticket, or a bug of this library
     */
    public ErrorKind getKind() {
        return code.kind();
    }

    /**
     * The number of the cause, 1 to 99.
     *
     * @return as {@link ErrorCode#getNumber}
     */
    public int getNumber() {
        return code.getNumber();
    }

    /**
     * What Tencent's side reports for the same cause.
     *
     * @return as {@link ErrorCode#getServiceCode}
     */
    public OptionalInt getServiceCode() {
        return code.getServiceCode();
    }

    /**
     * For {@link ErrorCode#MALFORMED_FIELD}, the JSON key of the field at fault, for example {@code "TLS.sig"}.
     *
     * @return the key, or nothing for other causes
     */
    public Optional<String> getField() {
        return Optional.ofNullable(field);
    }

    /**
     * The {@code CHECK_ERR} number that the official C++ interface documents for this cause.
     *
     * @return 1 to 17
     */
    public int getCheckErr() {
        return checkErr;
    }

    /** The class, the cause's word and number, and the message. */
    @Override
    public String toString() {
        return getClass().getName() + ": " + code.getWord() + " (" + code.getNumber() + "): " + getMessage();
    }
}
