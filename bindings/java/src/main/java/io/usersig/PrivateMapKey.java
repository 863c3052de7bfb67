package io.usersig;

import java.time.Instant;

/** A TRTC room permission, as a ticket's userbuf carries it. */
public final class PrivateMapKey {
    private final Room room;
    private final Privileges privileges;
    private final long expiresAt;

    PrivateMapKey(Room room, Privileges privileges, long expiresAt) {
        this.room = room;
        this.privileges = privileges;
        this.expiresAt = expiresAt;
    }

    /**
     * The userbuf of a room permission, for a ticket made by other means than {@link Signer#genPrivateMapKey}.
     *
     * @param identifier the user: 1 to 1024 bytes of UTF-8 without control characters
     * @param sdkappid the application: 1 to 4294967295
     * @param room the room
     * @param expiresAt the last second of the permission, before 2106-02-07
     * @param privileges what the user may do
     * @return the bytes
     * @throws UserSigException {@link ErrorCode#INVALID_IDENTIFIER}, {@link ErrorCode#INVALID_SDKAPPID},
     *     {@link ErrorCode#INVALID_ROOM}, {@link ErrorCode#INVALID_EXPIRE} or {@link ErrorCode#INVALID_ARGUMENT} outside
     *     these ranges
     */
    public static byte[] toUserbuf(
            String identifier, long sdkappid, Room room, Instant expiresAt, Privileges privileges) {
        Checks.notNull(identifier, "identifier");
        Checks.notNull(room, "room");
        NativeLibrary.load();
        return Native.privateMapKeyUserbuf(
                identifier,
                sdkappid,
                room.number,
                room.name,
                Checks.notNull(expiresAt, "expiresAt").getEpochSecond(),
                Checks.notNull(privileges, "privileges").getBits());
    }

    /**
     * The room.
     *
     * @return the room
     */
    public Room getRoom() {
        return room;
    }

    /**
     * What the user may do there.
     *
     * @return the privileges
     */
    public Privileges getPrivileges() {
        return privileges;
    }

    /**
     * The last second of the permission.
     *
     * @return a whole second, at most 2106-02-07
     */
    public Instant getExpiresAt() {
        return Instant.ofEpochSecond(expiresAt);
    }

    /** Shows no room, so that it can be logged. */
    @Override
    public String toString() {
        return "PrivateMapKey{privileges=" + privileges + ", expiresAt=" + getExpiresAt() + "}";
    }
}
