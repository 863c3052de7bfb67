//! [`CallError`], the details of a failed call, and [`guard`], the one boundary that every call crosses.

use crate::status::Status;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};
use usersig::{Error, ErrorCode};

/// What a call says about its failure beside its status. Every call that can fail takes a pointer to one as its last
/// argument, or NULL. After a success `status` is USERSIG_OK and the texts are empty.
///
/// The texts hold no key, no ticket and no identifier, so that they can be logged.
#[repr(C)]
pub struct CallError {
    /// The status that the call returned.
    pub status: Status,
    /// Its number in the table that all languages share: `status` itself, and 1 for the statuses from 101.
    pub code: i32,
    /// The CHECK_ERR number, 1 to 17, that the official C++ interface returns for this cause; 0 after a success.
    pub check_err: i32,
    /// What Tencent's service most commonly reports for the same cause (see usersig_status_lookup for all), or 0.
    pub service_code: i32,
    /// With USERSIG_MALFORMED_FIELD the JSON key of the field at fault, for example "TLS.sig"; otherwise empty.
    pub field: [c_char; 32],
    /// What was wrong, what was expected and what to do: one English sentence, NUL-terminated.
    pub message: [c_char; 256],
}

/// A failed call: the core's error, and the status where C has one of its own.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: Status,
    pub(crate) error: Error,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { status: error.code().into(), error }
    }
}

impl Failure {
    pub(crate) fn null(name: &'static str) -> Self {
        Self {
            status: Status::USERSIG_NULL_POINTER,
            error: Error::new(ErrorCode::InvalidArgument, format!("the argument {name} is NULL")),
        }
    }

    pub(crate) fn not_utf8(name: &'static str) -> Self {
        Self {
            status: Status::USERSIG_NOT_UTF8,
            error: Error::new(
                ErrorCode::InvalidArgument,
                format!("the argument {name} is not UTF-8; convert it, or check its length"),
            ),
        }
    }

    pub(crate) fn buffer_too_small(name: &'static str, needed: usize) -> Self {
        Self {
            status: Status::USERSIG_BUFFER_TOO_SMALL,
            error: Error::new(ErrorCode::InvalidArgument, format!("the buffer {name} is too small: {needed} bytes are needed")),
        }
    }

    pub(crate) fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Error::new(ErrorCode::InvalidArgument, message).into()
    }
}

/// Runs a call, so that no panic leaves it, and writes the details of its failure to `error` where that is not NULL.
pub(crate) fn guard(error: *mut CallError, call: impl FnOnce() -> Result<(), Failure>) -> Status {
    let result = catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(ErrorCode::Internal, "the call failed through a bug in usersig; please report it").into())
    });
    if error.is_null() {
        return result.map_or_else(|failure| failure.status, |()| Status::USERSIG_OK);
    }
    match result {
        Ok(()) => {
            // SAFETY: not NULL, and the caller vouches for a place to write to, initialised or not.
            unsafe {
                (&raw mut (*error).status).write(Status::USERSIG_OK);
                (&raw mut (*error).code).write(0);
                (&raw mut (*error).check_err).write(0);
                (&raw mut (*error).service_code).write(0);
                (&raw mut (*error).field).cast::<c_char>().write(0);
                (&raw mut (*error).message).cast::<c_char>().write(0);
            }
            Status::USERSIG_OK
        }
        Err(failure) => {
            let details = CallError {
                status: failure.status,
                code: failure.error.code().number().into(),
                check_err: failure.error.check_err().into(),
                service_code: failure.error.code().service_code().unwrap_or(0),
                field: fixed(failure.error.field_name().unwrap_or_default()),
                message: fixed(failure.error.message()),
            };
            // SAFETY: as above.
            unsafe { error.write(details) };
            failure.status
        }
    }
}

/// The text with its NUL, cut at a character where it does not fit.
fn fixed<const N: usize>(text: &str) -> [c_char; N] {
    let mut out = [0; N];
    let end = (0..N).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    for (to, from) in out.iter_mut().zip(text[..end].bytes()) {
        // It has a sign on some machines, and none on others.
        *to = c_char::from_ne_bytes([from]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::MaybeUninit;

    #[test]
    fn panics_stop_at_the_boundary() {
        let mut error = MaybeUninit::uninit();
        let status = guard(error.as_mut_ptr(), || panic!("on purpose"));
        assert_eq!(status, Status::USERSIG_INTERNAL);
        // SAFETY: a failed call writes all of it.
        let error = unsafe { error.assume_init() };
        assert_eq!((error.status, error.code, error.check_err), (Status::USERSIG_INTERNAL, 99, 16));
        assert_eq!(guard(std::ptr::null_mut(), || panic!("on purpose")), Status::USERSIG_INTERNAL);
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(fixed::<4>("abc"), [97, 98, 99, 0]);
        assert_eq!(fixed::<4>("abcd"), [97, 98, 99, 0]);
        assert_eq!(fixed::<4>("ab\u{e9}"), [97, 98, 0, 0]);
    }
}
