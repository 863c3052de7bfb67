<?php

declare(strict_types=1);

namespace UserSig;

use FFI\CData;

/** A TRTC room permission, read from a ticket's userbuf. */
final class PrivateMapKey
{
    private function __construct(
        /** The room that the user may enter. */
        public readonly Room $room,
        /** The sum of {@see Privileges} bits. */
        public readonly int $privileges,
        /** The last unix second of the permission. */
        public readonly int $expiresAt,
    ) {
    }

    /** @internal */
    public static function read(CData $native): self
    {
        $name = $native->room_name;
        $room = $name === null ? Room::number($native->room_number) : Room::name($name);
        return new self($room, $native->privileges, $native->expires_at);
    }
}
