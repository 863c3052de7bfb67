//! Verifier handles: an SDKAppID and the accepted keys that check tickets.

use crate::argument::{Place, free, reference, text};
use crate::failure::{CallError, Failure, guard};
use crate::key::{PublicKey, SecretKey};
use crate::options::{VerifierConfig, VerifyConfig, verifier_options, verify_options};
use crate::status::Status;
use crate::ticket::Ticket;
use std::ffi::c_char;
use usersig::{VerifyOptions, VerifyingKey, checked};

/// Checks tickets of one application. May be used by any number of threads at once.
pub struct Verifier(pub(crate) usersig::Verifier);

/// A verifier for the application `sdkappid`, 1 to 4294967295, that accepts tickets of any of the given keys: v1 tickets
/// of the public keys, v2 tickets of the secret keys. At least one key is needed; an array may be NULL where its count
/// is 0. It keeps copies of the keys. `options` may be NULL. Free it with usersig_verifier_free.
///
/// Fails with USERSIG_INVALID_SDKAPPID, or USERSIG_INVALID_ARGUMENT without a key or for a leeway above one day.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verifier_new(
    sdkappid: i64,
    public_keys: *const *const PublicKey,
    public_key_count: usize,
    secret_keys: *const *const SecretKey,
    secret_key_count: usize,
    options: *const VerifierConfig,
    verifier: *mut *mut Verifier,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let place = unsafe { Place::new(verifier, "verifier") }?;
        // SAFETY: as above.
        let (leeway, future_tolerance) = unsafe { verifier_options(options) }?;
        let mut keys: Vec<VerifyingKey> = Vec::new();
        for index in 0..public_key_count {
            // SAFETY: as above, and the index is below the count.
            keys.push(unsafe { element(public_keys, index, "public_keys") }?.0.clone().into());
        }
        for index in 0..secret_key_count {
            // SAFETY: as above, and the index is below the count.
            keys.push(unsafe { element(secret_keys, index, "secret_keys") }?.0.clone().into());
        }
        let mut made = usersig::Verifier::from_keys(sdkappid, keys)?;
        if let Some(seconds) = leeway {
            made = made.with_leeway(seconds)?;
        }
        if let Some(seconds) = future_tolerance {
            made = made.with_future_tolerance(seconds)?;
        }
        place.set(Verifier(made));
        Ok(())
    })
}

/// Frees a verifier; NULL is allowed. Tickets that it verified stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verifier_free(verifier: *mut Verifier) {
    // SAFETY: the header's rules for handles.
    unsafe { free(verifier) };
}

/// Checks that a ticket is valid for the user `identifier`: its form, signature, SDKAppID, identifier, userbuf and time,
/// in this order. The call for a login: the user is known, and the ticket must be theirs. `options` may be NULL: now, and
/// without a userbuf. `verified` receives the ticket's content, to be freed with usersig_ticket_free; it may be NULL where
/// the answer alone is wanted.
///
/// Returns USERSIG_OK for a valid ticket. For others: the statuses 20 to 26 (empty, too long, malformed or of an unknown
/// version), USERSIG_NO_KEY_FOR_VERSION, USERSIG_BAD_SIGNATURE, USERSIG_SDKAPPID_MISMATCH, USERSIG_IDENTIFIER_MISMATCH,
/// USERSIG_USERBUF_MISMATCH, USERSIG_EXPIRED, USERSIG_NOT_YET_VALID. For unusable arguments: USERSIG_INVALID_IDENTIFIER,
/// USERSIG_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verifier_verify(
    verifier: *const Verifier,
    ticket: *const c_char,
    ticket_len: usize,
    identifier: *const c_char,
    identifier_len: usize,
    options: *const VerifyConfig,
    verified: *mut *mut Ticket,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe {
        proven(verified, error, || {
            let verifier = &reference(verifier, "verifier")?.0;
            let (ticket, identifier, options) = claim(ticket, ticket_len, identifier, identifier_len, options)?;
            Ok(verifier.verify_with(ticket, identifier, &options)?)
        })
    }
}

/// Tells who sent a ticket: checks all that usersig_verifier_verify does but for whom the ticket was made, which
/// `verified` then says. The call for a service that receives the ticket as the only proof of who its caller is; where the
/// user is known, as in a login, usersig_verifier_verify is the call, for a valid ticket of another user passes here.
/// The arguments and statuses are those of usersig_verifier_verify without the identifier, and `verified` must not be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verifier_authenticate(
    verifier: *const Verifier,
    ticket: *const c_char,
    ticket_len: usize,
    options: *const VerifyConfig,
    verified: *mut *mut Ticket,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, verifier, ticket, options) = unsafe {
            (
                Place::new(verified, "verified")?,
                reference(verifier, "verifier")?,
                text(ticket, ticket_len, "ticket", checked::ticket_text)?,
                verify_options(options)?,
            )
        };
        place.set_raw(Ticket::new(&verifier.0.authenticate_with(ticket, &options)?));
        Ok(())
    })
}

/// A ticket, the user whose it must be, and how it is checked.
///
/// # Safety
/// As [`text`] and [`verify_options`].
pub(crate) unsafe fn claim<'a>(
    ticket: *const c_char,
    ticket_len: usize,
    identifier: *const c_char,
    identifier_len: usize,
    options: *const VerifyConfig,
) -> Result<(&'a str, &'a str, VerifyOptions<'a>), Failure> {
    // SAFETY: the caller vouches for all of them.
    unsafe {
        let ticket = text(ticket, ticket_len, "ticket", checked::ticket_text)?;
        Ok((ticket, text(identifier, identifier_len, "identifier", checked::identifier_text)?, verify_options(options)?))
    }
}

/// Checks a ticket, and gives its content to a caller who wants it.
///
/// # Safety
/// As [`Place::optional`] and [`guard`].
pub(crate) unsafe fn proven(
    verified: *mut *mut Ticket,
    error: *mut CallError,
    check: impl FnOnce() -> Result<usersig::Ticket, Failure>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller vouches for it.
        let place = unsafe { Place::optional(verified) };
        let content = check()?;
        if let Some(place) = place {
            place.set_raw(Ticket::new(&content));
        }
        Ok(())
    })
}

/// A handle of an array.
///
/// # Safety
/// `array` is NULL or leads to more than `index` pointers, each NULL or to a `T` that lives during the call.
unsafe fn element<'a, T>(array: *const *const T, index: usize, name: &'static str) -> Result<&'a T, Failure> {
    if array.is_null() {
        return Err(Failure::null(name));
    }
    // SAFETY: not NULL, and the caller vouches for the index.
    let pointer = unsafe { array.add(index).read() };
    // SAFETY: the caller vouches for it.
    unsafe { reference(pointer, name) }
}
