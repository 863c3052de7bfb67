<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;

/** A TRTC room: its number or its name. They are checked where they are used. */
final class Room
{
    private function __construct(
        /** The number of a numeric room; null for a string room. */
        public readonly ?int $number,
        /** The name of a string room; null for a numeric room. */
        public readonly ?string $name,
    ) {
    }

    /** @param int $number 1 to 4294967294 */
    public static function number(mixed $number): self
    {
        return new self(Argument::int($number, 'number'), null);
    }

    /** @param string $name 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~, */
    public static function name(#[\SensitiveParameter] mixed $name): self
    {
        return new self(null, Argument::text($name, 'name'));
    }
}
