//! Key handles: parsed once, shared by any number of threads, wiped when freed.

use crate::argument::{Place, free, reference, text, write_text};
use crate::failure::{CallError, Failure, guard};
use crate::status::Status;
use std::ffi::c_char;
use usersig::{Error, ErrorCode, checked};

/// An EC private key, which signs v1 tickets. May be used by any number of threads at once.
pub struct PrivateKey(pub(crate) usersig::PrivateKey);

/// An EC public key, which verifies v1 tickets. May be used by any number of threads at once.
pub struct PublicKey(pub(crate) usersig::PublicKey);

/// The console's secret, which signs and verifies v2 tickets. May be used by any number of threads at once.
pub struct SecretKey(pub(crate) usersig::SecretKey);

/// The curve of an EC key.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Curve {
    /// P-256, also called prime256v1 and secp256r1.
    USERSIG_CURVE_P256 = 1,
    /// secp256k1.
    USERSIG_CURVE_SECP256K1 = 2,
}

/// The usersig_curve of a curve; 0 for one that this interface does not know.
fn number(curve: usersig::Curve) -> i32 {
    match curve {
        usersig::Curve::P256 => Curve::USERSIG_CURVE_P256 as i32,
        usersig::Curve::Secp256k1 => Curve::USERSIG_CURVE_SECP256K1 as i32,
        _ => 0,
    }
}

/// The one place where a private key is read.
pub(crate) fn private_key(pem: &str) -> Result<usersig::PrivateKey, Failure> {
    allowed()?;
    Ok(usersig::PrivateKey::from_pem(pem)?)
}

#[cfg(target_arch = "wasm32")]
use crate::wasm::private_keys as allowed;

/// Everywhere but on WebAssembly private keys are used in constant time.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unnecessary_wraps)]
fn allowed() -> Result<(), Failure> {
    Ok(())
}

/// Reads a private key from PEM text of at most 16384 bytes: PKCS#8 (the console's private_key.txt) or SEC1.
/// Fails with USERSIG_INVALID_KEY, USERSIG_UNSUPPORTED_CURVE or USERSIG_WRONG_KEY_KIND.
/// Free the key with usersig_private_key_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_key_from_pem(
    pem: *const c_char,
    pem_len: usize,
    key: *mut *mut PrivateKey,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, pem) = unsafe { (Place::new(key, "key")?, text(pem, pem_len, "pem", checked::key_text)?) };
        place.set(PrivateKey(private_key(pem)?));
        Ok(())
    })
}

/// Makes a new private key from the system's randomness. `curve` is a usersig_curve; another number is refused with
/// USERSIG_UNSUPPORTED_CURVE.
/// Free the key with usersig_private_key_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_key_generate(curve: i32, key: *mut *mut PrivateKey, error: *mut CallError) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let place = unsafe { Place::new(key, "key") }?;
        let curve = match curve {
            number if number == Curve::USERSIG_CURVE_P256 as i32 => usersig::Curve::P256,
            number if number == Curve::USERSIG_CURVE_SECP256K1 as i32 => usersig::Curve::Secp256k1,
            _ => {
                let problem = "curve must be USERSIG_CURVE_P256 or USERSIG_CURVE_SECP256K1";
                return Err(Error::new(ErrorCode::UnsupportedCurve, problem).into());
            }
        };
        allowed()?;
        place.set(PrivateKey(usersig::PrivateKey::generate(curve)?));
        Ok(())
    })
}

/// The public key that verifies what a private key signs. Free it with usersig_public_key_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_key_public_key(
    key: *const PrivateKey,
    public_key: *mut *mut PublicKey,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, key) = unsafe { (Place::new(public_key, "public_key")?, reference(key, "key")?) };
        place.set(PublicKey(key.0.public_key()));
        Ok(())
    })
}

/// The curve of a private key, a usersig_curve; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_key_curve(key: *const PrivateKey) -> i32 {
    // SAFETY: the header's rules for pointers.
    unsafe { key.as_ref() }.map_or(0, |key| number(key.0.curve()))
}

/// Writes a private key as PKCS#8 PEM text, the form of the console's private_key.txt; USERSIG_PEM_BUFFER bytes are
/// enough. Wipe the buffer with usersig_wipe after use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_key_to_pem(
    key: *const PrivateKey,
    pem: *mut c_char,
    pem_capacity: usize,
    pem_len: *mut usize,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe { write_text(pem, pem_capacity, pem_len, "pem", error, || Ok(reference(key, "key")?.0.to_pem())) }
}

/// Wipes and frees a private key; NULL is allowed. Signers made from it go on working.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_key_free(key: *mut PrivateKey) {
    // SAFETY: the header's rules for handles.
    unsafe { free(key) };
}

/// Reads a public key from PEM text (SPKI, "PUBLIC KEY") of at most 16384 bytes.
/// Fails with USERSIG_INVALID_KEY, USERSIG_UNSUPPORTED_CURVE or USERSIG_WRONG_KEY_KIND.
/// Free the key with usersig_public_key_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_public_key_from_pem(
    pem: *const c_char,
    pem_len: usize,
    key: *mut *mut PublicKey,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, pem) = unsafe { (Place::new(key, "key")?, text(pem, pem_len, "pem", checked::key_text)?) };
        place.set(PublicKey(usersig::PublicKey::from_pem(pem)?));
        Ok(())
    })
}

/// The curve of a public key, a usersig_curve; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_public_key_curve(key: *const PublicKey) -> i32 {
    // SAFETY: the header's rules for pointers.
    unsafe { key.as_ref() }.map_or(0, |key| number(key.0.curve()))
}

/// Writes a public key as PEM text; USERSIG_PEM_BUFFER bytes are enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_public_key_to_pem(
    key: *const PublicKey,
    pem: *mut c_char,
    pem_capacity: usize,
    pem_len: *mut usize,
    error: *mut CallError,
) -> Status {
    // SAFETY: the header's rules for pointers.
    unsafe { write_text(pem, pem_capacity, pem_len, "pem", error, || Ok(reference(key, "key")?.0.to_pem())) }
}

/// Frees a public key; NULL is allowed. Verifiers made from it go on working.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_public_key_free(key: *mut PublicKey) {
    // SAFETY: the header's rules for handles.
    unsafe { free(key) };
}

/// Takes the v2 secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.
/// Fails with USERSIG_INVALID_KEY, or USERSIG_WRONG_KEY_KIND where the text looks like a PEM or DER key.
/// Free the key with usersig_secret_key_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_secret_key_new(
    secret: *const c_char,
    secret_len: usize,
    key: *mut *mut SecretKey,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (place, secret) = unsafe { (Place::new(key, "key")?, text(secret, secret_len, "secret", checked::secret_text)?) };
        place.set(SecretKey(usersig::SecretKey::new(secret)?));
        Ok(())
    })
}

/// Wipes and frees a secret key; NULL is allowed. Signers and verifiers made from it go on working.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_secret_key_free(key: *mut SecretKey) {
    // SAFETY: the header's rules for handles.
    unsafe { free(key) };
}
