//! [`ErrorCode`]: the table of causes, which comes from the vocabulary.

use std::fmt;

/// The cause of an [`Error`](crate::Error): one number and one word each, the same in every language binding.
///
/// Numbers and words are never reused. `ci/conformance/errors.json` is the same table as data.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
#[repr(u16)]
pub enum ErrorCode {
    // vocabulary: codes
    /// Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range.
    InvalidArgument = 1,
    /// The SDKAppID is outside 1 to 4294967295.
    InvalidSdkappid = 2,
    /// The identifier is empty, longer than 1024 bytes, or holds a control character.
    InvalidIdentifier = 3,
    /// The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time.
    InvalidExpire = 4,
    /// The userbuf is longer than 8192 bytes.
    InvalidUserbuf = 5,
    /// The room number or room name is outside the documented range.
    InvalidRoom = 6,
    /// Not a key, or a damaged or encrypted one.
    InvalidKey = 10,
    /// An elliptic-curve key on another curve than P-256 and secp256k1.
    UnsupportedCurve = 11,
    /// A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate.
    WrongKeyKind = 12,
    /// The ticket is the empty string.
    Empty = 20,
    /// The ticket or its content is larger than the bounds.
    TooLong = 21,
    /// The ticket is not in Tencent's base64.
    MalformedBase64 = 22,
    /// The ticket's zlib stream is damaged, cut or followed by something.
    MalformedZlib = 23,
    /// The ticket does not hold exactly one JSON object with unique keys.
    MalformedJson = 24,
    /// A field of the ticket is missing, of the wrong type or not canonical; the error names it.
    MalformedField = 25,
    /// `TLS.ver` is neither absent nor "2.0".
    UnsupportedVersion = 26,
    /// The verifier holds no key of the kind that this ticket's version needs.
    NoKeyForVersion = 30,
    /// None of the verifier's keys made the signature.
    BadSignature = 31,
    /// The ticket was made for another SDKAppID.
    SdkappidMismatch = 32,
    /// The ticket was made for another identifier.
    IdentifierMismatch = 33,
    /// The ticket's userbuf is not the one expected.
    UserbufMismatch = 34,
    /// The ticket is no longer valid.
    Expired = 35,
    /// The ticket was issued in the future, beyond the tolerance.
    NotYetValid = 36,
    /// A bug in usersig, or no randomness or clock from the system.
    Internal = 99,
    // vocabulary: end
}

/// What an error is about, for callers to which the exact cause does not matter.
///
/// A server that answers over HTTP says 401 where the ticket is not valid, 400 where it is none (the codes 20 to 26) or an argument of
/// the client's is unusable, and 500 where its own key, its own argument or this crate is at fault.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument of the call.
    Argument,
    /// A key.
    Key,
    /// The ticket.
    Ticket,
    /// A bug, or a system without clock or randomness.
    Internal,
}

impl ErrorCode {
    /// Every code, in ascending order of its number.
    pub const ALL: &'static [Self] = &[
        // vocabulary: all
        Self::InvalidArgument,
        Self::InvalidSdkappid,
        Self::InvalidIdentifier,
        Self::InvalidExpire,
        Self::InvalidUserbuf,
        Self::InvalidRoom,
        Self::InvalidKey,
        Self::UnsupportedCurve,
        Self::WrongKeyKind,
        Self::Empty,
        Self::TooLong,
        Self::MalformedBase64,
        Self::MalformedZlib,
        Self::MalformedJson,
        Self::MalformedField,
        Self::UnsupportedVersion,
        Self::NoKeyForVersion,
        Self::BadSignature,
        Self::SdkappidMismatch,
        Self::IdentifierMismatch,
        Self::UserbufMismatch,
        Self::Expired,
        Self::NotYetValid,
        Self::Internal,
        // vocabulary: end
    ];

    pub(crate) const fn row(self) -> (&'static str, ErrorKind, u8, &'static [i32]) {
        match self {
            // vocabulary: rows
            Self::InvalidArgument => ("invalid_argument", ErrorKind::Argument, 16, &[]),
            Self::InvalidSdkappid => ("invalid_sdkappid", ErrorKind::Argument, 16, &[-3317]),
            Self::InvalidIdentifier => ("invalid_identifier", ErrorKind::Argument, 16, &[7003, -3319]),
            Self::InvalidExpire => ("invalid_expire", ErrorKind::Argument, 16, &[]),
            Self::InvalidUserbuf => ("invalid_userbuf", ErrorKind::Argument, 15, &[]),
            Self::InvalidRoom => ("invalid_room", ErrorKind::Argument, 16, &[-3318]),
            Self::InvalidKey => ("invalid_key", ErrorKind::Key, 17, &[]),
            Self::UnsupportedCurve => ("unsupported_curve", ErrorKind::Key, 17, &[]),
            Self::WrongKeyKind => ("wrong_key_kind", ErrorKind::Key, 17, &[]),
            Self::Empty => ("empty", ErrorKind::Ticket, 1, &[70002, -3320]),
            Self::TooLong => ("too_long", ErrorKind::Ticket, 3, &[70003, -100018]),
            Self::MalformedBase64 => ("malformed_base64", ErrorKind::Ticket, 2, &[70003, -100018]),
            Self::MalformedZlib => ("malformed_zlib", ErrorKind::Ticket, 3, &[70003, -100018]),
            Self::MalformedJson => ("malformed_json", ErrorKind::Ticket, 4, &[70004, -100018]),
            Self::MalformedField => ("malformed_field", ErrorKind::Ticket, 4, &[70004, -100018]),
            Self::UnsupportedVersion => ("unsupported_version", ErrorKind::Ticket, 4, &[70004, -100018]),
            Self::NoKeyForVersion => ("no_key_for_version", ErrorKind::Ticket, 8, &[70009, -100018]),
            Self::BadSignature => ("bad_signature", ErrorKind::Ticket, 8, &[70009, -100018]),
            Self::SdkappidMismatch => ("sdkappid_mismatch", ErrorKind::Ticket, 14, &[70014, -100018]),
            Self::IdentifierMismatch => ("identifier_mismatch", ErrorKind::Ticket, 13, &[70013, -100018]),
            Self::UserbufMismatch => ("userbuf_mismatch", ErrorKind::Ticket, 15, &[-100006]),
            Self::Expired => ("expired", ErrorKind::Ticket, 9, &[70001, 6206, -100018]),
            Self::NotYetValid => ("not_yet_valid", ErrorKind::Ticket, 9, &[]),
            Self::Internal => ("internal", ErrorKind::Internal, 16, &[]),
            // vocabulary: end
        }
    }

    /// The stable number, 1 to 99; 0 stands for success where an interface needs it.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The stable word, for example `"expired"`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().0
    }

    /// What it is about.
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        self.row().1
    }

    /// The codes that Tencent's servers and clients report for the same cause, the most common one first.
    /// Positive numbers are Chat codes, negative ones TRTC codes. Empty where the service has none.
    #[must_use]
    pub const fn service_codes(self) -> &'static [i32] {
        self.row().3
    }

    /// The service's most common code for this cause; see [`service_codes`](Self::service_codes).
    #[must_use]
    pub const fn service_code(self) -> Option<i32> {
        match self.service_codes() {
            [first, ..] => Some(*first),
            [] => None,
        }
    }

    /// The code with this number, or `None`.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.number() == number)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
