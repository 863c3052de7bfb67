package io.usersig;

/** The elliptic curve of a v1 key. */
public enum Curve {
    /** P-256, also called prime256v1 and secp256r1. */
    P256("P-256"),
    /** secp256k1, which some older applications have. */
    SECP256K1("secp256k1");

    private final String text;

    Curve(String text) {
        this.text = text;
    }

    static Curve fromNative(int number) {
        return number == 0 ? P256 : SECP256K1;
    }

    /** The usual name: {@code "P-256"} or {@code "secp256k1"}. */
    @Override
    public String toString() {
        return text;
    }
}
