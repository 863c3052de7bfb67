package io.usersig;

/**
 * The content of a ticket that was decoded and not verified: anybody may have made it.
 *
 * <p>Made by {@link UserSig#inspect}, for looking at. Nothing turns it into a {@link Ticket}.
 */
public final class UntrustedTicket extends TicketContent {
    UntrustedTicket(Fields fields) {
        super(fields);
    }
}
