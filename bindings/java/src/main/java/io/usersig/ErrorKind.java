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
    INTERNAL
}
