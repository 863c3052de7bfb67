<?php

declare(strict_types=1);

namespace UserSig;

use LogicException;

/**
 * What the two classes with the official names share.
 *
 * @internal
 */
trait DropIn
{
    private ?Signer $signer = null;
    private ?Verifier $verifier = null;

    /** Checks a ticket the official way: true, or false with a message and nothing else changed. */
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
        try {
            if (!is_string($sig)) {
                throw self::wrong(ErrorCode::InvalidArgument, 'the ticket must be a string', $sig);
            }
            // A number is refused, as officially: "007" and 7 are two users.
            if (!is_string($identifier) && !$identifier instanceof \Stringable) {
                throw self::wrong(ErrorCode::InvalidIdentifier, 'the identifier must be a string', $identifier);
            }
            $sig = trim($sig, " \t\r\n");
            // For an expired ticket the clock goes back to its last valid second; everything else is checked all the same.
            $now = $expiry ? null : min(time(), UntrustedTicket::inspect($sig)->expiresAt->getTimestamp());
            $ticket = $this->verifier()->verify($sig, (string) $identifier, $expected, $now);
        } catch (UserSigException $exception) {
            $error_msg = $exception->getMessage();
            return false;
        }
        $init_time = $ticket->issuedAt->getTimestamp();
        $expire_time = $ticket->expire;
        $userbuf = $ticket->userbuf ?? '';
        $error_msg = '';
        return true;
    }

    /** Numbers and objects that have a text stand for it, as callers of the untyped official methods have such user ids. */
    private static function text(#[\SensitiveParameter] mixed $value, string $name, ErrorCode $code): string
    {
        $text = is_string($value) || is_int($value) || is_float($value) || $value instanceof \Stringable ? (string) $value : null;
        // Of other numbers the text is not what was meant.
        if ($text === null || (is_float($value) && !ctype_digit($text))) {
            throw self::wrong($code, "the $name must be a string", $value);
        }
        return $text;
    }

    private static function identifier(#[\SensitiveParameter] mixed $value): string
    {
        return self::text($value, 'identifier', ErrorCode::InvalidIdentifier);
    }

    private static function userbuf(#[\SensitiveParameter] mixed $value): string
    {
        return self::text($value ?? '', 'userbuf', ErrorCode::InvalidUserbuf);
    }

    /** Decimal texts, null and bools stand for numbers, as callers of the untyped official methods read them from configuration. */
    private static function number(mixed $value, string $name, ErrorCode $code): int
    {
        return match (true) {
            is_int($value), is_bool($value), $value === null => (int) $value,
            is_string($value) && preg_match('/^\s*[+-]?\d+\s*$/', $value) === 1 => (int) $value,
            is_float($value) && floor($value) === $value && abs($value) < 2 ** 53 => (int) $value,
            default => throw self::wrong($code, "the $name must be a whole number", $value),
        };
    }

    private static function expire(mixed $value): int
    {
        return self::number($value, 'expire', ErrorCode::InvalidExpire);
    }

    private static function keyText(#[\SensitiveParameter] mixed $value): string
    {
        if (!is_string($value)) {
            $hint = '; is the environment variable or file that should hold it there?';
            throw self::wrong(ErrorCode::InvalidKey, 'the key must be a string', $value, $hint);
        }
        return $value;
    }

    /** An exception where this package's own calls have a TypeError, which `catch (\Exception)` does not get. */
    private static function wrong(ErrorCode $code, string $demand, #[\SensitiveParameter] mixed $value, string $hint = ''): UserSigException
    {
        return UserSigException::ofStatus($code->value, "$demand, " . get_debug_type($value) . " given$hint");
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
