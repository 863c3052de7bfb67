<?php

declare(strict_types=1);

namespace UserSig;

use FFI\CData;

/**
 * A TRTC room permission, read from a ticket's userbuf.
 *
 * @property-read Room $room the room that the user may enter
 */
final class PrivateMapKey
{
    use Native\Hidden;

    private function __construct(
        /** The sum of {@see Privileges} bits. */
        public readonly int $privileges,
        /** The last second of the permission, in UTC. */
        public readonly \DateTimeImmutable $expiresAt,
    ) {
    }

    /** @internal */
    public static function read(CData $native): self
    {
        $name = $native->room_name;
        $room = $name === null ? Room::number($native->room_number) : Room::name($name);
        $permission = new self($native->privileges, new \DateTimeImmutable('@' . $native->expires_at));
        $permission->hide(['room' => $room]);
        return $permission;
    }
}
