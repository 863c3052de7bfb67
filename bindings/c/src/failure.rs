//! [`CallError`], the details of a failed call, and [`guard`], the one boundary that every call crosses.

use crate::status::Status;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};
use usersig::{Error, ErrorCode, checked};

/// What a call says about its failure in addition to its status. Every call that can fail takes a pointer to one as its last
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
    #[cfg(test)]
    let call = || {
        assert!(!tests::PANIC.get(), "on purpose");
        call()
    };
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
                check_err: checked::check_err(&failure.error).into(),
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
    use crate::{batch, key, once, room, signer, source, ticket, verifier};
    use std::cell::Cell;
    use std::mem::MaybeUninit;
    use std::ptr::null_mut as null;

    thread_local! {
        /// Whether the next calls of this thread panic.
        pub(super) static PANIC: Cell<bool> = const { Cell::new(false) };
    }

    /// Every function of the header that can fail, called with NULL and 0 while its inside panics.
    #[test]
    fn panics_stop_at_the_boundary() {
        let mut error = MaybeUninit::uninit();
        let place = error.as_mut_ptr();
        PANIC.set(true);
        // SAFETY: NULL is allowed where nothing is read, and the panic comes before anything is.
        let calls = unsafe {
            [
                (
                    "usersig_signer_gen_sig_batch",
                    batch::usersig_signer_gen_sig_batch(null(), null(), 0, null(), 0, null(), 0, null(), place),
                ),
                ("usersig_private_key_from_pem", key::usersig_private_key_from_pem(null(), 0, null(), place)),
                ("usersig_private_key_generate", key::usersig_private_key_generate(1, null(), place)),
                ("usersig_private_key_public_key", key::usersig_private_key_public_key(null(), null(), place)),
                ("usersig_private_key_to_pem", key::usersig_private_key_to_pem(null(), null(), 0, null(), place)),
                ("usersig_public_key_from_pem", key::usersig_public_key_from_pem(null(), 0, null(), place)),
                ("usersig_public_key_to_pem", key::usersig_public_key_to_pem(null(), null(), 0, null(), place)),
                ("usersig_secret_key_new", key::usersig_secret_key_new(null(), 0, null(), place)),
                (
                    "usersig_gen_sig_with_private_key",
                    once::usersig_gen_sig_with_private_key(1, null(), 0, null(), 0, null(), null(), 0, null(), place),
                ),
                (
                    "usersig_gen_sig_with_secret_key",
                    once::usersig_gen_sig_with_secret_key(1, null(), 0, null(), 0, null(), null(), 0, null(), place),
                ),
                (
                    "usersig_gen_private_map_key_with_private_key",
                    once::usersig_gen_private_map_key_with_private_key(
                        1,
                        null(),
                        0,
                        null(),
                        0,
                        1,
                        null(),
                        0,
                        0,
                        null(),
                        null(),
                        0,
                        null(),
                        place,
                    ),
                ),
                (
                    "usersig_gen_private_map_key_with_secret_key",
                    once::usersig_gen_private_map_key_with_secret_key(
                        1,
                        null(),
                        0,
                        null(),
                        0,
                        1,
                        null(),
                        0,
                        0,
                        null(),
                        null(),
                        0,
                        null(),
                        place,
                    ),
                ),
                (
                    "usersig_verify_with_public_key",
                    once::usersig_verify_with_public_key(1, null(), 0, null(), 0, null(), 0, null(), null(), place),
                ),
                (
                    "usersig_verify_with_secret_key",
                    once::usersig_verify_with_secret_key(1, null(), 0, null(), 0, null(), 0, null(), null(), place),
                ),
                (
                    "usersig_private_map_key_userbuf",
                    room::usersig_private_map_key_userbuf(1, null(), 0, 1, null(), 0, 0, 0, null(), 0, null(), place),
                ),
                ("usersig_signer_with_private_key", signer::usersig_signer_with_private_key(1, null(), null(), place)),
                ("usersig_signer_with_secret_key", signer::usersig_signer_with_secret_key(1, null(), null(), place)),
                ("usersig_signer_gen_sig", signer::usersig_signer_gen_sig(null(), null(), 0, null(), null(), 0, null(), place)),
                (
                    "usersig_signer_gen_private_map_key",
                    signer::usersig_signer_gen_private_map_key(
                        null(),
                        null(),
                        0,
                        1,
                        null(),
                        0,
                        0,
                        null(),
                        null(),
                        0,
                        null(),
                        place,
                    ),
                ),
                ("usersig_source_new", source::usersig_source_new(null(), null(), 0, null(), 0.5, null(), place)),
                ("usersig_source_ticket", source::usersig_source_ticket(null(), null(), 0, null(), place)),
                ("usersig_source_ticket_at", source::usersig_source_ticket_at(null(), 0, 0, null(), 0, null(), place)),
                ("usersig_freshness", source::usersig_freshness(0, 0, 0.5, 0, null(), place)),
                ("usersig_inspect", ticket::usersig_inspect(null(), 0, null(), place)),
                ("usersig_verifier_new", verifier::usersig_verifier_new(1, null(), 0, null(), 0, null(), null(), place)),
                (
                    "usersig_verifier_verify",
                    verifier::usersig_verifier_verify(null(), null(), 0, null(), 0, null(), null(), place),
                ),
                (
                    "usersig_verifier_authenticate",
                    verifier::usersig_verifier_authenticate(null(), null(), 0, null(), null(), place),
                ),
            ]
        };
        let without_details = guard(null(), || Ok(()));
        PANIC.set(false);
        for (name, status) in calls {
            assert_eq!(status, Status::USERSIG_INTERNAL, "{name}");
        }
        assert_eq!(without_details, Status::USERSIG_INTERNAL);
        // SAFETY: a failed call writes all of it.
        let error = unsafe { error.assume_init() };
        assert_eq!((error.status, error.code, error.check_err), (Status::USERSIG_INTERNAL, 99, 16));
        let declared = include_str!("../include/usersig.h").lines().filter_map(|line| line.strip_prefix("usersig_status "));
        let declared: Vec<&str> = declared.filter_map(|line| line.split('(').next()).collect();
        assert_eq!(calls.map(|(name, _)| name).as_slice(), declared, "the functions of the header");
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(fixed::<4>("abc"), [97, 98, 99, 0]);
        assert_eq!(fixed::<4>("abcd"), [97, 98, 99, 0]);
        assert_eq!(fixed::<4>("ab\u{e9}"), [97, 98, 0, 0]);
    }
}
