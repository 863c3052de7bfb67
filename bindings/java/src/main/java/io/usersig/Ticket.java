package io.usersig;

/**
 * The content of a ticket whose signature, SDKAppID, userbuf and time were checked, and its identifier where one
 * was expected.
 *
 * <p>Made by {@link Verifier} alone.
 */
public final class Ticket extends TicketContent {
    Ticket(Fields fields) {
        super(fields);
    }
}
