<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Library;

/** Why a call failed: one number and one word per cause, the same in every language of usersig. Numbers are never reused. */
enum ErrorCode: int
{
    // vocabulary: codes
    /** Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range. */
    case InvalidArgument = 1;
    /** The SDKAppID is outside 1 to 4294967295. */
    case InvalidSdkappid = 2;
    /** The identifier is empty, longer than 1024 bytes, or holds a control character. */
    case InvalidIdentifier = 3;
    /** The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time. */
    case InvalidExpire = 4;
    /** The userbuf is longer than 8192 bytes. */
    case InvalidUserbuf = 5;
    /** The room number or room name is outside the documented range. */
    case InvalidRoom = 6;
    /** Not a key, or a damaged or encrypted one. */
    case InvalidKey = 10;
    /** An elliptic-curve key on another curve than P-256 and secp256k1. */
    case UnsupportedCurve = 11;
    /** A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate. */
    case WrongKeyKind = 12;
    /** The ticket is the empty string. */
    case Empty = 20;
    /** The ticket or its content is larger than the bounds. */
    case TooLong = 21;
    /** The ticket is not in Tencent's base64. */
    case MalformedBase64 = 22;
    /** The ticket's zlib stream is damaged, cut or followed by something. */
    case MalformedZlib = 23;
    /** The ticket does not hold exactly one JSON object with unique keys. */
    case MalformedJson = 24;
    /** A field of the ticket is missing, of the wrong type or not canonical; the error names it. */
    case MalformedField = 25;
    /** `TLS.ver` is neither absent nor "2.0". */
    case UnsupportedVersion = 26;
    /** The verifier holds no key of the kind that this ticket's version needs. */
    case NoKeyForVersion = 30;
    /** None of the verifier's keys made the signature. */
    case BadSignature = 31;
    /** The ticket was made for another SDKAppID. */
    case SdkappidMismatch = 32;
    /** The ticket was made for another identifier. */
    case IdentifierMismatch = 33;
    /** The ticket's userbuf is not the one expected. */
    case UserbufMismatch = 34;
    /** The ticket is no longer valid. */
    case Expired = 35;
    /** The ticket was issued in the future, beyond the tolerance. */
    case NotYetValid = 36;
    /** A bug in usersig, or no randomness or clock from the system. */
    case Internal = 99;
    // vocabulary: end

    /** The stable word, the same in all languages, for example "expired". */
    public function word(): string
    {
        return Library::open()->status($this->value)['word'];
    }

    /** One English sentence about the cause in general. */
    public function message(): string
    {
        return Library::open()->status($this->value)['message'];
    }

    /**
     * What Tencent's servers and clients report for the same cause, the most common first: positive numbers are Chat
     * codes, negative ones TRTC codes.
     *
     * @return list<int>
     */
    public function serviceCodes(): array
    {
        return Library::open()->status($this->value)['serviceCodes'];
    }

    /**
     * @internal
     *
     * @return class-string<UserSigException>
     */
    public function exceptionClass(): string
    {
        return match ($this) {
            // vocabulary: kinds
            self::InvalidArgument, self::InvalidSdkappid, self::InvalidIdentifier, self::InvalidExpire, self::InvalidUserbuf, self::InvalidRoom => ArgumentException::class,
            self::InvalidKey, self::UnsupportedCurve, self::WrongKeyKind => KeyException::class,
            self::Empty, self::TooLong, self::MalformedBase64, self::MalformedZlib, self::MalformedJson, self::MalformedField, self::UnsupportedVersion, self::NoKeyForVersion, self::BadSignature, self::SdkappidMismatch, self::IdentifierMismatch, self::UserbufMismatch, self::Expired, self::NotYetValid => TicketException::class,
            // vocabulary: end
            default => UserSigException::class,
        };
    }
}
