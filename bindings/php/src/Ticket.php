<?php

declare(strict_types=1);

namespace UserSig;

/**
 * A ticket whose signature, SDKAppID, userbuf and time were checked, and by Verifier::verify() for whom it was made. Made by that
 * and Verifier::authenticate() only.
 *
 * @property-read string $identifier the user that the ticket logs in
 * @property-read string|null $userbuf the bytes that the ticket carries; null where it carries none
 * @property-read PrivateMapKey|null $privateMapKey the userbuf read as a room permission made for this identifier and
 *     SDKAppID; null where it is none
 * @property-read string|null $accountType TLS.account_type of a v1 ticket, usually "0"; null for v2
 * @property-read string|null $appidAt3rd TLS.appid_at_3rd of a v1 ticket, usually "0"; null for v2 and for very old tickets
 */
final class Ticket
{
    use Native\TicketFields;

    /** @internal as Verifier::verify() and authenticate(): what they call, since nothing else may make one. */
    public static function verified(
        ?object $verifier,
        #[\SensitiveParameter] string $ticket,
        #[\SensitiveParameter] ?string $identifier,
        int $expected,
        #[\SensitiveParameter] ?string $userbuf,
        ?int $now,
    ): self {
        return self::read(Native\Library::open()->verify($verifier, $ticket, $identifier, $expected, $userbuf, $now));
    }
}
