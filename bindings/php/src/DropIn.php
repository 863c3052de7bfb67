<?php

declare(strict_types=1);

namespace UserSig;

use LogicException;
use TypeError;

/**
 * What the two classes with the official names share.
 *
 * @internal
 */
trait DropIn
{
    private ?Signer $signer = null;
    private ?Verifier $verifier = null;

    /** Checks a ticket the official way: true, or false with a message. */
    private function check(
        #[\SensitiveParameter] mixed $sig,
        #[\SensitiveParameter] mixed $identifier,
        Userbuf $expected,
        mixed &$init_time,
        mixed &$expire_time,
        mixed &$userbuf,
        mixed &$error_msg,
        bool $expiry = true,
    ): bool {
        $init_time = $expire_time = 0;
        $userbuf = $error_msg = '';
        $sig = self::text($sig, 'sig');
        $identifier = self::text($identifier, 'identifier');
        try {
            // For an expired ticket the clock goes back to its last valid second; everything else is checked all the same.
            $now = $expiry ? null : min(time(), UntrustedTicket::inspect($sig)->expiresAt->getTimestamp());
            $ticket = $this->verifier()->verify($sig, $identifier, $expected, $now);
        } catch (UserSigException $exception) {
            $error_msg = $exception->getMessage();
            return false;
        }
        $init_time = $ticket->issuedAt->getTimestamp();
        $expire_time = $ticket->expire;
        $userbuf = $ticket->userbuf ?? '';
        return true;
    }

    /** Numbers stand for texts, as callers of the untyped official methods have numeric user ids. */
    private static function text(#[\SensitiveParameter] mixed $value, string $name): string
    {
        return match (true) {
            is_string($value) => $value,
            is_int($value) => (string) $value,
            default => throw new TypeError("$name must be a string, " . get_debug_type($value) . ' given'),
        };
    }

    /** Decimal texts stand for numbers, as callers of the untyped official methods read them from configuration. */
    private static function number(mixed $value, string $name): int
    {
        return match (true) {
            is_int($value) => $value,
            is_string($value) && (string) (int) $value === $value => (int) $value,
            is_float($value) && floor($value) === $value && abs($value) < 2 ** 53 => (int) $value,
            default => throw new TypeError("$name must be an integer, " . get_debug_type($value) . ' given'),
        };
    }

    /** @return array<string, string> what var_dump() and print_r() show: nothing of the key */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @throws LogicException always: what holds a key stays in memory */
    public function __serialize(): array
    {
        throw new LogicException(self::class . ' cannot be serialized');
    }

    /**
     * @param array<mixed> $data
     * @throws LogicException always
     */
    public function __unserialize(#[\SensitiveParameter] array $data): void
    {
        throw new LogicException(self::class . ' cannot be unserialized');
    }
}
