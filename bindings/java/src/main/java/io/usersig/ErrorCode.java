package io.usersig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The cause of a {@link UserSigException}: one number and one word each, the same in every language of this library.
 *
 * <p>Numbers and words are never reused. A later version may add causes.
 */
public enum ErrorCode {
    /** Wrong use of the call: NULL, not UTF-8, a time or leeway out of range. */
    INVALID_ARGUMENT(1),
    /** 0, or outside 32 bits. */
    INVALID_SDKAPPID(2, 70020),
    /** Empty, longer than 1024 bytes, or with a control character. */
    INVALID_IDENTIFIER(3, 7003),
    /** Outside 32 bits, or past the end of time. */
    INVALID_EXPIRE(4, 70001),
    /** Longer than 8192 bytes. */
    INVALID_USERBUF(5),
    /** Number or name outside the documented range. */
    INVALID_ROOM(6, -3318),
    /** Not a key, damaged, or encrypted. */
    INVALID_KEY(10, 70016),
    /** An EC key on another curve than P-256 and secp256k1. */
    UNSUPPORTED_CURVE(11, 70016),
    /** Public for private, PEM for secret, secret for PEM, certificate, RSA key. */
    WRONG_KEY_KIND(12, 70016),
    /** The ticket is the empty string. */
    EMPTY(20, 70002, -3320),
    /** The ticket or its content is beyond the bounds. */
    TOO_LONG(21, 70003, -3320),
    /** Wrong alphabet, padding, stray bits, white space. */
    MALFORMED_BASE64(22, 70003, -3320),
    /** Damaged, cut, trailing bytes, preset dictionary. */
    MALFORMED_ZLIB(23, 70003, -3320),
    /** Not one JSON object, duplicate key, trailing text. */
    MALFORMED_JSON(24, 70004, -3320),
    /** A field is missing, of the wrong type, not canonical, or holds a control character. */
    MALFORMED_FIELD(25, 70004, -3320),
    /** TLS.ver is neither absent nor 2.0. */
    UNSUPPORTED_VERSION(26, 70004, -3320),
    /** The ticket is v1 and the verifier holds only secrets, or the reverse. */
    NO_KEY_FOR_VERSION(30, 70009),
    /** None of the keys made it. */
    BAD_SIGNATURE(31, 70009, -100018),
    /** Made for another application. */
    SDKAPPID_MISMATCH(32, 70014, -3317),
    /** Made for another user. */
    IDENTIFIER_MISMATCH(33, 70013, -3319),
    /** Present and not expected, expected and absent, or different. */
    USERBUF_MISMATCH(34, -100006),
    /** Now is after time + expire + leeway. */
    EXPIRED(35, 70001, 6206, -3320),
    /** Issued in the future beyond the tolerance. */
    NOT_YET_VALID(36, 70001),
    /** A bug in the library, a panic caught at a language boundary, or no randomness. */
    INTERNAL(99);

    private final int number;
    private final List<Integer> serviceCodes;

    ErrorCode(int number, int... serviceCodes) {
        this.number = number;
        List<Integer> codes = new ArrayList<>(serviceCodes.length);
        for (int code : serviceCodes) {
            codes.add(code);
        }
        this.serviceCodes = Collections.unmodifiableList(codes);
    }

    /**
     * The code with this number.
     *
     * @param number a number of the table
     * @return the code; {@link #INTERNAL} for a number that this version does not know
     */
    static ErrorCode fromNumber(int number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return INTERNAL;
    }

    /**
     * The stable number.
     *
     * @return 1 to 99
     */
    public int getNumber() {
        return number;
    }

    /**
     * The stable word, for example {@code "expired"}.
     *
     * @return the word
     */
    public String getWord() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The code that Tencent's side reports most often for the same cause. Positive numbers are Chat codes, negative ones
     * TRTC codes.
     *
     * @return the code, or nothing where the service has none
     */
    public OptionalInt getServiceCode() {
        return serviceCodes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(serviceCodes.get(0));
    }

    /**
     * Every code that Tencent's side reports for the same cause, the most common one first.
     *
     * @return the codes, not modifiable
     */
    public List<Integer> getServiceCodes() {
        return serviceCodes;
    }
}
