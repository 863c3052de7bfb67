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
    // vocabulary: codes
    /** Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range. */
    INVALID_ARGUMENT(ErrorKind.ARGUMENT, 1),
    /** The SDKAppID is outside 1 to 4294967295. */
    INVALID_SDKAPPID(ErrorKind.ARGUMENT, 2, -3317),
    /** The identifier is empty, longer than 1024 bytes, or holds a control character. */
    INVALID_IDENTIFIER(ErrorKind.ARGUMENT, 3, 7003, -3319),
    /** The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time. */
    INVALID_EXPIRE(ErrorKind.ARGUMENT, 4),
    /** The userbuf is longer than 8192 bytes. */
    INVALID_USERBUF(ErrorKind.ARGUMENT, 5),
    /** The room number or room name is outside the documented range. */
    INVALID_ROOM(ErrorKind.ARGUMENT, 6, -3318),
    /** Not a key, or a damaged or encrypted one. */
    INVALID_KEY(ErrorKind.KEY, 10),
    /** An elliptic-curve key on another curve than P-256 and secp256k1. */
    UNSUPPORTED_CURVE(ErrorKind.KEY, 11),
    /** A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate. */
    WRONG_KEY_KIND(ErrorKind.KEY, 12),
    /** The ticket is the empty string. */
    EMPTY(ErrorKind.TICKET, 20, 70002, -3320),
    /** The ticket or its content is larger than the bounds. */
    TOO_LONG(ErrorKind.TICKET, 21, 70003, -100018),
    /** The ticket is not in Tencent's base64. */
    MALFORMED_BASE64(ErrorKind.TICKET, 22, 70003, -100018),
    /** The ticket's zlib stream is damaged, cut or followed by something. */
    MALFORMED_ZLIB(ErrorKind.TICKET, 23, 70003, -100018),
    /** The ticket does not hold exactly one JSON object with unique keys. */
    MALFORMED_JSON(ErrorKind.TICKET, 24, 70004, -100018),
    /** A field of the ticket is missing, of the wrong type or not canonical; the error names it. */
    MALFORMED_FIELD(ErrorKind.TICKET, 25, 70004, -100018),
    /** TLS.ver is neither absent nor "2.0". */
    UNSUPPORTED_VERSION(ErrorKind.TICKET, 26, 70004, -100018),
    /** The verifier holds no key of the kind that this ticket's version needs. */
    NO_KEY_FOR_VERSION(ErrorKind.TICKET, 30, 70009, -100018),
    /** None of the verifier's keys made the signature. */
    BAD_SIGNATURE(ErrorKind.TICKET, 31, 70009, -100018),
    /** The ticket was made for another SDKAppID. */
    SDKAPPID_MISMATCH(ErrorKind.TICKET, 32, 70014, -100018),
    /** The ticket was made for another identifier. */
    IDENTIFIER_MISMATCH(ErrorKind.TICKET, 33, 70013, -100018),
    /** The ticket's userbuf is not the one expected. */
    USERBUF_MISMATCH(ErrorKind.TICKET, 34, -100006),
    /** The ticket is no longer valid. */
    EXPIRED(ErrorKind.TICKET, 35, 70001, 6206, -100018),
    /** The ticket was issued in the future, beyond the tolerance. */
    NOT_YET_VALID(ErrorKind.TICKET, 36),
    /** A bug in usersig, or no randomness or clock from the system. */
    INTERNAL(ErrorKind.INTERNAL, 99);
    // vocabulary: end

    private final ErrorKind kind;
    private final int number;
    private final List<Integer> serviceCodes;

    ErrorCode(ErrorKind kind, int number, int... serviceCodes) {
        this.kind = kind;
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

    ErrorKind kind() {
        return kind;
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
