package io.usersig;

/** What an error is about. */
public enum ErrorKind {
    /** An argument of the call. */
    ARGUMENT,
    /** A key or a secret. */
    KEY,
    /** The ticket. */
    TICKET,
    /** A bug in this library, or no randomness or clock from the system. */
    INTERNAL;

    /** By the tens of the numbers. */
    static ErrorKind of(ErrorCode code) {
        switch (code.getNumber() / 10) {
            case 0:
                return ARGUMENT;
            case 1:
                return KEY;
            case 2:
            case 3:
                return TICKET;
            default:
                return INTERNAL;
        }
    }
}
