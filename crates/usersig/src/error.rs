//! One error type, one stable code per cause.

pub use crate::code::{ErrorCode, ErrorKind};
use std::borrow::Cow;
use std::fmt;

/// Why a call failed: a stable [`ErrorCode`] and a sentence that says what was wrong, what was expected and what to do.
///
/// The text never holds a key, a ticket or an identifier, so that it can be logged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    code: ErrorCode,
    field: Option<(&'static str, FieldProblem)>,
    message: Cow<'static, str>,
}

/// The result of every fallible call of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this cause. Made for language bindings, which report their own argument errors in the same form;
    /// `message` must not hold a key, a ticket or an identifier.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, field: None, message: message.into() }
    }

    pub(crate) fn field(field: &'static str, problem: FieldProblem) -> Self {
        let expected = match (problem, field) {
            (FieldProblem::OutOfRange, "TLS.time") => "is after the year 9999 (it must be unix seconds, not milliseconds)",
            _ => problem.expected(),
        };
        Self {
            code: ErrorCode::MalformedField,
            field: Some((field, problem)),
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

    /// What it is about: an argument, a key or the ticket.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.code.kind()
    }

    /// For [`ErrorCode::MalformedField`], the JSON key of the field at fault, for example `"TLS.sig"`.
    #[must_use]
    pub const fn field_name(&self) -> Option<&'static str> {
        match self.field {
            Some((name, _)) => Some(name),
            None => None,
        }
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

/// The `CHECK_ERR` number, 1 to 17, that the official C++ interface documents for this cause: for what stands in its place.
#[must_use]
pub fn check_err(error: &Error) -> u8 {
    match error.field {
        None => check_err_of(error.code),
        Some((_, FieldProblem::Missing)) => 7,
        Some(("TLS.userbuf", _)) => 15,
        Some((_, FieldProblem::NotBase64 | FieldProblem::NotDer | FieldProblem::NotMac)) => 6,
        Some((_, FieldProblem::NotNumber | FieldProblem::OutOfRange)) => 10,
        Some(_) => 4,
    }
}

/// The same where no field decides it.
#[must_use]
pub const fn check_err_of(code: ErrorCode) -> u8 {
    code.row().2
}

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
