package io.usersig;

/**
 * The native library could not be loaded: a mistake of the installation, not of a call, and so no {@link UserSigException}. The
 * message lists everything that was tried.
 */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }
}
