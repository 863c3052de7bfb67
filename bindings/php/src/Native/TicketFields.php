<?php

declare(strict_types=1);

namespace UserSig\Native;

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

    /**
     * @internal
     *
     * @param array<string, mixed> $fields
     */
    private static function read(#[\SensitiveParameter] array $fields): self
    {
        $permission = $fields['privateMapKey'];
        $ticket = new self(
            $fields['version'] === 1 ? '1.0' : '2.0',
            $fields['sdkappid'],
            new \DateTimeImmutable('@' . $fields['issuedAt']),
            $fields['expire'],
            new \DateTimeImmutable('@' . $fields['expiresAt']),
        );
        $ticket->hide([
            'identifier' => $fields['identifier'],
            'userbuf' => $fields['userbuf'],
            'privateMapKey' => $permission === null ? null : PrivateMapKey::read(...$permission),
            'accountType' => $fields['accountType'],
            'appidAt3rd' => $fields['appidAt3rd'],
        ]);
        return $ticket;
    }
}
