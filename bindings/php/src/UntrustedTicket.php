<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Call;
use UserSig\Native\Constants;

/** A ticket that was decoded and not verified: anybody may have made it. For looking at, never for letting somebody in. */
final class UntrustedTicket
{
    use Native\TicketFields;

    /**
     * Decodes a ticket without any key.
     *
     * @throws TicketException the ticket is empty, too long, malformed or of an unknown version: codes 20 to 26
     */
    public static function inspect(#[\SensitiveParameter] string $ticket): self
    {
        $call = Call::take();
        $ffi = $call->ffi;
        $place = $call->place('usersig_untrusted_ticket');
        if ($ffi->usersig_inspect($ticket, strlen($ticket), $place, $call->error) !== Constants::OK) {
            throw $call->failure();
        }
        $native = $place[0];
        $call->give();
        try {
            return self::read($native[0]->fields);
        } finally {
            $ffi->usersig_untrusted_ticket_free($native);
        }
    }
}
