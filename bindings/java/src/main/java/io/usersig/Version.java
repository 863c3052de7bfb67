package io.usersig;

/** The version of a ticket, which decides how it is signed. */
public enum Version {
    /** ECDSA over P-256 or secp256k1. */
    V1("1.0"),
    /** HMAC-SHA256. */
    V2("2.0");

    private final String text;

    Version(String text) {
        this.text = text;
    }

    /** {@code "1.0"} or {@code "2.0"}. */
    @Override
    public String toString() {
        return text;
    }
}
