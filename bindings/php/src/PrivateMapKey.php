<?php

declare(strict_types=1);

namespace UserSig;

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
    public static function read(int $number, #[\SensitiveParameter] ?string $name, int $privileges, int $expiresAt): self
    {
        $permission = new self($privileges, new \DateTimeImmutable("@$expiresAt"));
        $permission->hide(['room' => $name === null ? Room::number($number) : Room::name($name)]);
        return $permission;
    }
}
