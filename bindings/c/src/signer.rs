//! Signer handles: an SDKAppID and a key that make tickets.

use crate::argument::{Place, free, reference, write_text};
use crate::failure::{CallError, guard};
use crate::key::{PrivateKey, SecretKey};
use crate::options::{GenConfig, user};
use crate::room::{privileges, room};
use crate::status::Status;
use std::ffi::c_char;

/// Makes tickets for one application. May be used by any number of threads at once.
pub struct Signer(pub(crate) usersig::Signer);

/// A signer of v1 tickets (ECDSA) for the application `sdkappid`, 1 to 4294967295; otherwise USERSIG_INVALID_SDKAPPID.
/// It keeps a copy of the key. Free it with usersig_signer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_signer_with_private_key(
    sdkappid: i64,
    key: *const PrivateKey,
    signer: *mut *mut Signer,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, key) = unsafe { (Place::new(signer, "signer")?, reference(key, "key")?) };
        place.set(Signer(usersig::Signer::new(sdkappid, key.0.clone())?));
        Ok(())
    })
}

/// A signer of v2 tickets (HMAC-SHA256) for the application `sdkappid`, 1 to 4294967295; otherwise
/// USERSIG_INVALID_SDKAPPID. It keeps a copy of the key. Free it with usersig_signer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_signer_with_secret_key(
    sdkappid: i64,
    key: *const SecretKey,
    signer: *mut *mut Signer,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, key) = unsafe { (Place::new(signer, "signer")?, reference(key, "key")?) };
        place.set(Signer(usersig::Signer::new(sdkappid, key.0.clone())?));
        Ok(())
    })
}

/// Wipes and frees a signer; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_signer_free(signer: *mut Signer) {
    // SAFETY: the header's rules for handles.
    unsafe { free(signer) };
}

/// Makes a ticket for the user `identifier`: 1 to 1024 bytes of UTF-8 without control characters (the service itself
/// takes at most 32 bytes). `options` may be NULL: 180 days from now.
///
/// `ticket` receives the ticket and a NUL, `ticket_len` (may be NULL) its length without the NUL. 1024 bytes hold any ticket
/// for an identifier of the service's size without userbuf, account_type and appid_at_3rd; USERSIG_TICKET_MAX + 1 hold any.
/// Where the buffer is too small the result is USERSIG_BUFFER_TOO_SMALL and `ticket_len` the length needed without the NUL.
///
/// Fails with USERSIG_INVALID_IDENTIFIER, USERSIG_INVALID_EXPIRE, USERSIG_INVALID_USERBUF or USERSIG_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_signer_gen_sig(
    signer: *const Signer,
    identifier: *const c_char,
    identifier_len: usize,
    options: *const GenConfig,
    ticket: *mut c_char,
    ticket_capacity: usize,
    ticket_len: *mut usize,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe {
        write_text(ticket, ticket_capacity, ticket_len, "ticket", error, || {
            let signer = &reference(signer, "signer")?.0;
            let (identifier, options) = user(identifier, identifier_len, options)?;
            Ok(signer.gen_sig_with(identifier, &options)?)
        })
    }
}

/// Makes a TRTC PrivateMapKey: a ticket that lets the user into one room. The room is `room_number`, 1 to 4294967294,
/// with `room_name` NULL; or it is `room_name`, 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,
/// with `room_number` 0. `privilege_bits` is a sum of USERSIG_PRIVILEGE_ constants. `options` as in
/// usersig_signer_gen_sig, but without a userbuf; `ticket` as there: 1024 bytes hold any for an identifier of
/// the service's size.
///
/// Fails as usersig_signer_gen_sig, with USERSIG_INVALID_ROOM, and with USERSIG_INVALID_EXPIRE where the permission would
/// end after 2106-02-07, the last moment that its 32 bits can name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_signer_gen_private_map_key(
    signer: *const Signer,
    identifier: *const c_char,
    identifier_len: usize,
    room_number: i64,
    room_name: *const c_char,
    room_name_len: usize,
    privilege_bits: i64,
    options: *const GenConfig,
    ticket: *mut c_char,
    ticket_capacity: usize,
    ticket_len: *mut usize,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe {
        write_text(ticket, ticket_capacity, ticket_len, "ticket", error, || {
            let signer = &reference(signer, "signer")?.0;
            let (identifier, options) = user(identifier, identifier_len, options)?;
            let room = room(room_number, room_name, room_name_len)?;
            Ok(signer.gen_private_map_key(identifier, &room, privileges(privilege_bits)?, &options)?)
        })
    }
}
