<?php

declare(strict_types=1);

namespace UserSig\Native;

use TypeError;
use UserSig\ErrorCode;
use UserSig\UserSigException;

/**
 * Arguments of the types that they must have. A type declared for callers would not do: where they have no strict_types PHP
 * makes 1 of 1.9, true and "01", in silence or nearly so. This package's own calls have them.
 *
 * @internal
 */
final class Argument
{
    public static function text(#[\SensitiveParameter] mixed $value, string $name): string
    {
        return is_string($value) ? $value : throw self::wrong($name, 'a string', $value);
    }

    public static function int(mixed $value, string $name): int
    {
        return is_int($value) ? $value : throw self::wrong($name, 'an int', $value);
    }

    public static function bool(mixed $value, string $name): bool
    {
        return is_bool($value) ? $value : throw self::wrong($name, 'a bool', $value);
    }

    public static function optionalText(#[\SensitiveParameter] mixed $value, string $name): ?string
    {
        return $value === null || is_string($value) ? $value : throw self::wrong($name, 'a string or null', $value);
    }

    /** The text of a key, which often comes from the environment. */
    public static function key(#[\SensitiveParameter] mixed $value, string $name): string
    {
        $hint = $value === null || $value === false ? '; is the environment variable or file that should hold it there?' : '';
        return is_string($value) ? $value : throw self::wrong($name, 'a string', $value, $hint);
    }

    /** Seconds, null where the default counts. */
    public static function seconds(mixed $value, string $name, ErrorCode $code): ?int
    {
        // NaN and the infinities have no such rest, either.
        if (is_float($value) && fmod($value, 1.0) !== 0.0) {
            throw UserSigException::ofStatus($code->value, "$name must be a whole number of seconds; round it first");
        }
        return $value === null || is_int($value) ? $value : throw self::wrong($name, 'an int or null', $value);
    }

    public static function float(mixed $value, string $name): float
    {
        return is_float($value) || is_int($value) ? (float) $value : throw self::wrong($name, 'a float', $value);
    }

    /** The second that a moment lies in, null for the present. */
    public static function moment(mixed $value, string $name): ?int
    {
        return match (true) {
            $value === null || is_int($value) => $value,
            $value instanceof \DateTimeInterface => $value->getTimestamp(),
            default => throw self::wrong($name, 'an int, a DateTimeInterface or null', $value),
        };
    }

    /** @return list<int|string|bool|null> options of a ticket, in the order of the library's methods */
    public static function genOptions(
        // vocabulary: gen_arguments
        mixed $expire,
        #[\SensitiveParameter] mixed $userbuf,
        mixed $issuedAt,
        mixed $strictIdentifier,
        mixed $accountType,
        mixed $appidAt3rd,
        // vocabulary: end
    ): array {
        return [
            // vocabulary: gen_checked
            self::seconds($expire, 'expire', ErrorCode::InvalidExpire),
            self::optionalText($userbuf, 'userbuf'),
            self::moment($issuedAt, 'issuedAt'),
            self::bool($strictIdentifier, 'strictIdentifier'),
            self::optionalText($accountType, 'accountType'),
            self::optionalText($appidAt3rd, 'appidAt3rd'),
            // vocabulary: end
        ];
    }

    private static function wrong(string $name, string $type, #[\SensitiveParameter] mixed $value, string $hint = ''): TypeError
    {
        return Caller::blame(new TypeError("$name must be $type, " . get_debug_type($value) . " given$hint"));
    }
}
