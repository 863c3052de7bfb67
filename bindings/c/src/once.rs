//! One-shot calls for programs that want no handles: the key's text is given, and parsed, every time.

use crate::argument::{text, write_text};
use crate::failure::CallError;
use crate::key::private_key;
use crate::options::{GenConfig, VerifyConfig, user};
use crate::room::{privileges, room};
use crate::status::Status;
use crate::ticket::Ticket;
use crate::verifier::{claim, proven};
use std::ffi::c_char;
use usersig::checked;

/// Makes a v1 ticket with a private key in PEM. As usersig_private_key_from_pem and usersig_signer_gen_sig in one; for
/// more than one ticket keep a signer instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_gen_sig_with_private_key(
    sdkappid: i64,
    private_key_pem: *const c_char,
    private_key_pem_len: usize,
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
            let pem = text(private_key_pem, private_key_pem_len, "private_key_pem", checked::key_text)?;
            let (identifier, options) = user(identifier, identifier_len, options)?;
            Ok(usersig::Signer::new(sdkappid, private_key(pem)?)?.gen_sig_with(identifier, &options)?)
        })
    }
}

/// Makes a v2 ticket with the console's secret. As usersig_secret_key_new and usersig_signer_gen_sig in one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_gen_sig_with_secret_key(
    sdkappid: i64,
    secret: *const c_char,
    secret_len: usize,
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
            let secret = text(secret, secret_len, "secret", checked::secret_text)?;
            let (identifier, options) = user(identifier, identifier_len, options)?;
            Ok(usersig::Signer::new(sdkappid, usersig::SecretKey::new(secret)?)?.gen_sig_with(identifier, &options)?)
        })
    }
}

/// Makes a PrivateMapKey with a private key in PEM. As usersig_private_key_from_pem and usersig_signer_gen_private_map_key in one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_gen_private_map_key_with_private_key(
    sdkappid: i64,
    private_key_pem: *const c_char,
    private_key_pem_len: usize,
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
            let pem = text(private_key_pem, private_key_pem_len, "private_key_pem", checked::key_text)?;
            let (identifier, options) = user(identifier, identifier_len, options)?;
            let room = room(room_number, room_name, room_name_len)?;
            let signer = usersig::Signer::new(sdkappid, private_key(pem)?)?;
            Ok(signer.gen_private_map_key(identifier, &room, privileges(privilege_bits)?, &options)?)
        })
    }
}

/// Makes a PrivateMapKey with the console's secret. As usersig_secret_key_new and usersig_signer_gen_private_map_key in one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_gen_private_map_key_with_secret_key(
    sdkappid: i64,
    secret: *const c_char,
    secret_len: usize,
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
            let secret = text(secret, secret_len, "secret", checked::secret_text)?;
            let (identifier, options) = user(identifier, identifier_len, options)?;
            let room = room(room_number, room_name, room_name_len)?;
            let signer = usersig::Signer::new(sdkappid, usersig::SecretKey::new(secret)?)?;
            Ok(signer.gen_private_map_key(identifier, &room, privileges(privilege_bits)?, &options)?)
        })
    }
}

/// Checks a v1 ticket with a public key in PEM. As usersig_public_key_from_pem, usersig_verifier_new and
/// usersig_verifier_verify in one; a v2 ticket is refused with USERSIG_NO_KEY_FOR_VERSION.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verify_with_public_key(
    sdkappid: i64,
    public_key_pem: *const c_char,
    public_key_pem_len: usize,
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
            let pem = text(public_key_pem, public_key_pem_len, "public_key_pem", checked::key_text)?;
            let (ticket, identifier, options) = claim(ticket, ticket_len, identifier, identifier_len, options)?;
            let verifier = usersig::Verifier::new(sdkappid, usersig::PublicKey::from_pem(pem)?)?;
            Ok(verifier.verify_with(ticket, identifier, &options)?)
        })
    }
}

/// Checks a v2 ticket with the console's secret. As usersig_secret_key_new, usersig_verifier_new and
/// usersig_verifier_verify in one; a v1 ticket is refused with USERSIG_NO_KEY_FOR_VERSION.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_verify_with_secret_key(
    sdkappid: i64,
    secret: *const c_char,
    secret_len: usize,
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
            let secret = text(secret, secret_len, "secret", checked::secret_text)?;
            let (ticket, identifier, options) = claim(ticket, ticket_len, identifier, identifier_len, options)?;
            let verifier = usersig::Verifier::new(sdkappid, usersig::SecretKey::new(secret)?)?;
            Ok(verifier.verify_with(ticket, identifier, &options)?)
        })
    }
}
