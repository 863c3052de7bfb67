package io.usersig;

import java.util.Optional;

/** What became of one identifier of a batch: a ticket or an error. */
public final class GenResult {
    private final Object result;
    private final int index;

    GenResult(Object result, int index) {
        this.result = result;
        this.index = index;
    }

    /**
     * The identifier's place in the batch.
     *
     * @return 0 for the first
     */
    public int getIndex() {
        return index;
    }

    /**
     * Whether there is a ticket.
     *
     * @return false where there is an error
     */
    public boolean isOk() {
        return result instanceof String;
    }

    /**
     * The ticket.
     *
     * @return the ticket's text
     * @throws UserSigException the error, where there is one
     */
    public String getTicket() {
        if (result instanceof String) {
            return (String) result;
        }
        throw (UserSigException) result;
    }

    /**
     * What is wrong with the identifier.
     *
     * @return the error; nothing where there is a ticket
     */
    public Optional<UserSigException> getError() {
        return isOk() ? Optional.empty() : Optional.of((UserSigException) result);
    }
}
