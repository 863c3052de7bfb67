package io.usersig;

/** How hard the JSON inside a ticket is compressed. */
public enum Compression {
    /** As short as zlib's default level makes it, within 2 %. */
    DEFAULT,
    /** Least time. */
    FAST,
    /** Stored without compression: the longest ticket. */
    NONE
}
