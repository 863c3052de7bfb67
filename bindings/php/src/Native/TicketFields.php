<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use FFI\CData;
use LogicException;
use UserSig\PrivateMapKey;

/**
 * What a ticket says.
 *
 * @internal
 */
trait TicketFields
{
    private function __construct(
        /** "1.0" (ECDSA) or "2.0" (HMAC). */
        public readonly string $version,
        /** The application that the ticket is for. */
        public readonly int $sdkappid,
        /** The user that the ticket logs in. */
        public readonly string $identifier,
        /** When the ticket was made, in unix seconds. */
        public readonly int $issuedAt,
        /** How long the ticket is valid from $issuedAt, in seconds. */
        public readonly int $expire,
        /** The last unix second in which the ticket is valid. */
        public readonly int $expiresAt,
        /** The bytes that the ticket carries; null where it carries none. */
        public readonly ?string $userbuf,
        /** The userbuf read as a room permission made for this identifier and SDKAppID; null where it is none. */
        public readonly ?PrivateMapKey $privateMapKey,
        /** TLS.account_type of a v1 ticket, usually "0"; null for v2. */
        public readonly ?string $accountType,
        /** TLS.appid_at_3rd of a v1 ticket, usually "0"; null for v2 and for very old tickets. */
        public readonly ?string $appidAt3rd,
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
        return new self(
            $fields->version === 1 ? '1.0' : '2.0',
            $fields->sdkappid,
            $fields->identifier,
            $fields->issued_at,
            $fields->expire,
            $fields->expires_at,
            $userbuf,
            $permission === null ? null : PrivateMapKey::read($permission[0]),
            $fields->account_type,
            $fields->appid_at_3rd,
        );
    }

    /**
     * @param array<mixed> $data
     * @throws LogicException always: a ticket object comes from a ticket
     */
    public function __unserialize(array $data): void
    {
        throw new LogicException(self::class . ' cannot be unserialized');
    }
}
