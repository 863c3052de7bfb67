//! One error type, one stable code per cause.

use std::borrow::Cow;
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $word:literal, $check_err:literal, [$($service:literal),*];)*) => {
        /// The cause of an [`Error`]: one number and one word each, the same in every language binding.
        ///
        /// Numbers and words are never reused. `ci/conformance/errors.json` is the same table as data.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum ErrorCode {
            $($(#[$doc])* $variant = $number,)*
        }

        impl ErrorCode {
            /// Every code, in ascending order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable number, 1 to 99; 0 stands for success where an interface needs it.
            #[must_use]
            pub const fn number(self) -> u16 {
                self as u16
            }

            /// The stable word, for example `"expired"`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The codes that Tencent's servers and clients report for the same cause, the most common one first.
            /// Positive numbers are Chat codes, negative ones TRTC codes. Empty where the service has none.
            #[must_use]
            pub const fn service_codes(self) -> &'static [i32] {
                match self { $(Self::$variant => &[$($service),*],)* }
            }

            /// The `CHECK_ERR` number that the official C++ interface gives for this cause where no field decides it.
            #[must_use]
            pub const fn check_err(self) -> u8 {
                match self { $(Self::$variant => $check_err,)* }
            }
        }
    };
}

codes! {
    /// Wrong use of the call: a NULL pointer, text that is not UTF-8, a leeway out of range.
    InvalidArgument = 1, "invalid_argument", 16, [];
    /// The SDKAppID is 0 or outside 1 to 4294967295.
    InvalidSdkappid = 2, "invalid_sdkappid", 16, [70020];
    /// The identifier is empty, too long, or holds a control character.
    InvalidIdentifier = 3, "invalid_identifier", 16, [7003];
    /// The expiry is outside 0 to 4294967295 seconds, or past the end of time.
    InvalidExpire = 4, "invalid_expire", 16, [70001];
    /// The userbuf is longer than [`MAX_USERBUF_LEN`](crate::MAX_USERBUF_LEN).
    InvalidUserbuf = 5, "invalid_userbuf", 15, [];
    /// The room number or room name is outside the documented range.
    InvalidRoom = 6, "invalid_room", 16, [-3318];
    /// Not a key, or damaged, or encrypted.
    InvalidKey = 10, "invalid_key", 17, [70016];
    /// An elliptic-curve key on a curve other than P-256 and secp256k1.
    UnsupportedCurve = 11, "unsupported_curve", 17, [70016];
    /// A key of another kind than the one that belongs here.
    WrongKeyKind = 12, "wrong_key_kind", 17, [70016];
    /// The ticket is the empty string.
    Empty = 20, "empty", 1, [70002, -3320];
    /// The ticket or its content is larger than the bounds.
    TooLong = 21, "too_long", 3, [70003, -3320];
    /// The ticket is not in Tencent's base64.
    MalformedBase64 = 22, "malformed_base64", 2, [70003, -3320];
    /// The ticket's zlib stream is damaged, cut or followed by something.
    MalformedZlib = 23, "malformed_zlib", 3, [70003, -3320];
    /// The ticket does not hold exactly one JSON object with unique keys.
    MalformedJson = 24, "malformed_json", 4, [70004, -3320];
    /// A field of the ticket is missing, of the wrong type or not canonical.
    MalformedField = 25, "malformed_field", 4, [70004, -3320];
    /// `TLS.ver` is neither absent nor `"2.0"`.
    UnsupportedVersion = 26, "unsupported_version", 4, [70004, -3320];
    /// The verifier holds no key of the kind that this ticket's version needs.
    NoKeyForVersion = 30, "no_key_for_version", 8, [70009];
    /// None of the verifier's keys made the signature.
    BadSignature = 31, "bad_signature", 8, [70009, -100018];
    /// The ticket was made for another SDKAppID.
    SdkappidMismatch = 32, "sdkappid_mismatch", 14, [70014, -3317];
    /// The ticket was made for another identifier.
    IdentifierMismatch = 33, "identifier_mismatch", 13, [70013, -3319];
    /// The ticket's userbuf is not the one expected.
    UserbufMismatch = 34, "userbuf_mismatch", 15, [-100006];
    /// The ticket is no longer valid.
    Expired = 35, "expired", 9, [70001, 6206, -3320];
    /// The ticket was issued in the future, beyond the tolerance.
    NotYetValid = 36, "not_yet_valid", 9, [70001];
    /// A bug in this library, a panic caught at a language boundary, or no randomness.
    Internal = 99, "internal", 16, [];
}

impl ErrorCode {
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

/// Why a call failed: a stable [`ErrorCode`] and a sentence that says what was wrong, what was expected and what to do.
///
/// The text never holds a key, a ticket or an identifier, so that it can be logged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    code: ErrorCode,
    field: Option<&'static str>,
    check_err: u8,
    message: Cow<'static, str>,
}

/// The result of every fallible call of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this cause. Made for language bindings, which report their own argument errors in the same form;
    /// `message` must not hold a key, a ticket or an identifier.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, field: None, check_err: code.check_err(), message: message.into() }
    }

    pub(crate) fn field(field: &'static str, problem: FieldProblem) -> Self {
        let expected = match (problem, field) {
            (FieldProblem::OutOfRange, "TLS.time") => "is after the year 9999 (it must be unix seconds, not milliseconds)",
            _ => problem.expected(),
        };
        let check_err = match (problem, field) {
            (FieldProblem::Missing, _) => 7,
            (_, "TLS.userbuf") => 15,
            (FieldProblem::NotBase64 | FieldProblem::NotDer | FieldProblem::NotMac, _) => 6,
            (FieldProblem::NotNumber | FieldProblem::OutOfRange, _) => 10,
            _ => 4,
        };
        Self {
            code: ErrorCode::MalformedField,
            field: Some(field),
            check_err,
            message: Cow::Owned(format!(
                "the ticket's field {field} {expected}; it was not made by a correct generator, ask for a new ticket"
            )),
        }
    }

    /// The cause.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// For [`ErrorCode::MalformedField`], the JSON key of the field at fault, for example `"TLS.sig"`.
    #[must_use]
    pub const fn field_name(&self) -> Option<&'static str> {
        self.field
    }

    /// The `CHECK_ERR` number, 1 to 17, that the official C++ interface documents for this cause.
    #[must_use]
    pub const fn check_err(&self) -> u8 {
        self.check_err
    }

    /// What was wrong, what was expected and what to do: one English sentence without key, ticket or identifier.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// What is wrong with a field of a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FieldProblem {
    Missing,
    NotString,
    NotNumber,
    OutOfRange,
    Empty,
    Control,
    NotBase64,
    NotDer,
    NotMac,
}

impl FieldProblem {
    const fn expected(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::NotString => "is not a JSON string",
            Self::NotNumber => {
                "is not a whole number (a JSON integer or its decimal text, without sign, spaces and leading zeros)"
            }
            Self::OutOfRange => "is a number outside its range",
            Self::Empty => "is empty",
            Self::Control => "holds a control character",
            Self::NotBase64 => "is not canonical base64",
            Self::NotDer => "is not a DER-encoded ECDSA signature",
            Self::NotMac => "is not a signature of 32 bytes",
        }
    }
}
