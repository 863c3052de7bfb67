namespace UserSig;

/// <summary>The cause of a <see cref="UserSigException"/>: the same number in every language, never reused.</summary>
public enum ErrorCode
{
    // vocabulary: codes
    /// <summary>Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range.</summary>
    InvalidArgument = 1,

    /// <summary>The SDKAppID is outside 1 to 4294967295.</summary>
    InvalidSdkAppId = 2,

    /// <summary>The identifier is empty, longer than 1024 bytes, or holds a control character.</summary>
    InvalidIdentifier = 3,

    /// <summary>The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time.</summary>
    InvalidExpire = 4,

    /// <summary>The userbuf is longer than 8192 bytes.</summary>
    InvalidUserbuf = 5,

    /// <summary>The room number or room name is outside the documented range.</summary>
    InvalidRoom = 6,

    /// <summary>Not a key, or a damaged or encrypted one.</summary>
    InvalidKey = 10,

    /// <summary>An elliptic-curve key on another curve than P-256 and secp256k1.</summary>
    UnsupportedCurve = 11,

    /// <summary>A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate.</summary>
    WrongKeyKind = 12,

    /// <summary>The ticket is the empty string.</summary>
    Empty = 20,

    /// <summary>The ticket or its content is larger than the bounds.</summary>
    TooLong = 21,

    /// <summary>The ticket is not in Tencent's base64.</summary>
    MalformedBase64 = 22,

    /// <summary>The ticket's zlib stream is damaged, cut or followed by something.</summary>
    MalformedZlib = 23,

    /// <summary>The ticket does not hold exactly one JSON object with unique keys.</summary>
    MalformedJson = 24,

    /// <summary>A field of the ticket is missing, of the wrong type or not canonical; the error names it.</summary>
    MalformedField = 25,

    /// <summary>TLS.ver is neither absent nor "2.0".</summary>
    UnsupportedVersion = 26,

    /// <summary>The verifier holds no key of the kind that this ticket's version needs.</summary>
    NoKeyForVersion = 30,

    /// <summary>None of the verifier's keys made the signature.</summary>
    BadSignature = 31,

    /// <summary>The ticket was made for another SDKAppID.</summary>
    SdkAppIdMismatch = 32,

    /// <summary>The ticket was made for another identifier.</summary>
    IdentifierMismatch = 33,

    /// <summary>The ticket's userbuf is not the one expected.</summary>
    UserbufMismatch = 34,

    /// <summary>The ticket is no longer valid.</summary>
    Expired = 35,

    /// <summary>The ticket was issued in the future, beyond the tolerance.</summary>
    NotYetValid = 36,

    /// <summary>A bug in usersig, or no randomness or clock from the system.</summary>
    Internal = 99,
    // vocabulary: end
}
