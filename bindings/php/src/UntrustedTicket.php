<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Library;

/**
 * A ticket that was decoded and not verified: anybody may have made it. For looking at, never for letting somebody in.
 *
 * @property-read string $identifier the user that the ticket logs in
 * @property-read string|null $userbuf the bytes that the ticket carries; null where it carries none
 * @property-read PrivateMapKey|null $privateMapKey the userbuf read as a room permission made for this identifier and
 *     SDKAppID; null where it is none
 * @property-read string|null $accountType TLS.account_type of a v1 ticket, usually "0"; null for v2
 * @property-read string|null $appidAt3rd TLS.appid_at_3rd of a v1 ticket, usually "0"; null for v2 and for very old tickets
 */
final class UntrustedTicket
{
    use Native\TicketFields;

    /**
     * Decodes a ticket without any key.
     *
     * @param string $ticket
     *
     * @throws TicketException the ticket is empty, too long, malformed or of an unknown version: codes 20 to 26
     */
    public static function inspect(#[\SensitiveParameter] mixed $ticket): self
    {
        return self::read(Library::open()->inspect(Argument::text($ticket, 'ticket')));
    }
}
