<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use FFI\CData;
use UserSig\PrivateMapKey;

/**
 * What a ticket says. What names the user, and what it carries, is hidden.
 *
 * @internal
 */
trait TicketFields
{
    use Hidden;

    private function __construct(
        /** "1.0" (ECDSA) or "2.0" (HMAC). */
        public readonly string $version,
        /** The application that the ticket is for. */
        public readonly int $sdkappid,
        /** When the ticket was made, in UTC. */
        public readonly \DateTimeImmutable $issuedAt,
        /** How long the ticket is valid from $issuedAt, in seconds. */
        public readonly int $expire,
        /** The last second in which the ticket is valid, in UTC. */
        public readonly \DateTimeImmutable $expiresAt,
    ) {
    }

    /** @internal */
    public static function read(CData $fields): self
    {
        $permission = $fields->private_map_key;
        $userbuf = $fields->userbuf_len;
        if ($fields->has_userbuf === 0) {
            $userbuf = null;
        } else {
            $userbuf = $userbuf === 0 ? '' : FFI::string($fields->userbuf, $userbuf);
        }
        $ticket = new self(
            $fields->version === 1 ? '1.0' : '2.0',
            $fields->sdkappid,
            new \DateTimeImmutable('@' . $fields->issued_at),
            $fields->expire,
            new \DateTimeImmutable('@' . $fields->expires_at),
        );
        $ticket->hide([
            'identifier' => $fields->identifier,
            'userbuf' => $userbuf,
            'privateMapKey' => $permission === null ? null : PrivateMapKey::read($permission[0]),
            'accountType' => $fields->account_type,
            'appidAt3rd' => $fields->appid_at_3rd,
        ]);
        return $ticket;
    }
}
