package io.usersig;

/**
 * The content of a ticket whose signature, SDKAppID, identifier, userbuf and time were checked.
 *
 * <p>Made by {@link Verifier} alone.
 */
public final class Ticket extends TicketContent {
    Ticket(Fields fields) {
        super(fields);
    }
}
