package io.usersig;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The TRTC room that a PrivateMapKey opens: by number or by name. Checked where it is used. */
public final class Room {
    final long number;
    final String name;

    private Room(long number, String name) {
        this.number = number;
        this.name = name;
    }

    /**
     * A numeric room.
     *
     * @param number 1 to 4294967294
     * @return the room
     */
    public static Room number(long number) {
        return new Room(number, null);
    }

    /**
     * A string room.
     *
     * @param name 1 to 64 bytes of letters, digits, space and {@code !#$%&()+-:;<=.>?@[]^_{}|~,}
     * @return the room
     */
    public static Room name(String name) {
        return new Room(0, Checks.notNull(name, "name"));
    }

    /**
     * The number of a numeric room.
     *
     * @return the number; nothing for a string room
     */
    public OptionalLong getNumber() {
        return name == null ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /**
     * The name of a string room.
     *
     * @return the name; nothing for a numeric room
     */
    public Optional<String> getName() {
        return Optional.ofNullable(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Room && number == ((Room) other).number && Objects.equals(name, ((Room) other).name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, name);
    }

    @Override
    public String toString() {
        return name == null ? "Room{number=" + number + "}" : "Room{name=" + name + "}";
    }
}
