//! Keys in the files that people have: PEM texts, the console's `keys.zip`, files with a secret.

use crate::keys_zip::{self, Member};
use std::io::{self, Read};
use usersig::{Error, ErrorCode, PrivateKey, PublicKey, Result, SecretKey, checked};
use zeroize::Zeroizing;

/// The largest key file, an archive included, in bytes.
pub const MAX_LEN: usize = 64 * 1024;

/// An EC private key from a PEM text or from `private_key` in the console's `keys.zip`.
///
/// # Errors
/// Those of [`PrivateKey::from_pem`]; [`ErrorCode::InvalidKey`] for an archive that is not the console's, and for bytes
/// that are not UTF-8.
pub fn private_key(file: &[u8]) -> Result<PrivateKey> {
    if !keys_zip::is_zip(file) {
        return PrivateKey::from_pem(checked::key_text(file)?);
    }
    let pem = keys_zip::read(file, Member::PrivateKey)?
        .ok_or_else(|| Error::new(ErrorCode::InvalidKey, "the archive holds no file called private_key.txt or private_key"))?;
    PrivateKey::from_pem(checked::key_text(&pem)?)
}

/// An EC public key from a PEM text or the console's `keys.zip`; a private key stands for its public key.
///
/// # Errors
/// Those of [`PublicKey::from_pem`] and of [`private_key`].
pub fn public_key(file: &[u8]) -> Result<PublicKey> {
    if !keys_zip::is_zip(file) {
        return either_key(checked::key_text(file)?);
    }
    for member in [Member::PublicKey, Member::PrivateKey] {
        if let Some(pem) = keys_zip::read(file, member)? {
            return either_key(checked::key_text(&pem)?);
        }
    }
    Err(Error::new(ErrorCode::InvalidKey, "the archive holds neither a public_key nor a private_key file"))
}

/// The console's secret from a file with nothing else in it; line breaks at the end do not count.
///
/// # Errors
/// Those of [`SecretKey::new`]; [`ErrorCode::WrongKeyKind`] for an archive, [`ErrorCode::InvalidKey`] for bytes that are
/// not UTF-8.
pub fn secret_key(file: &[u8]) -> Result<SecretKey> {
    if keys_zip::is_zip(file) {
        return Err(Error::new(
            ErrorCode::WrongKeyKind,
            "an archive of v1 keys was given where the v2 secret belongs; use it as the EC key (--key of the command)",
        ));
    }
    SecretKey::new(secret_text(file)?)
}

/// What is odd about the secret in a file that [`secret_key`] takes.
#[must_use]
pub fn odd_secret(file: &[u8]) -> Option<&'static str> {
    secret_text(file).ok().and_then(checked::odd_secret)
}

/// The text of the secret in a file, unchecked.
///
/// # Errors
/// [`ErrorCode::InvalidKey`] for bytes that are not UTF-8.
pub fn secret_text(file: &[u8]) -> Result<&str> {
    let text = std::str::from_utf8(file)
        .map_err(|_| Error::new(ErrorCode::InvalidKey, "the secret is not text in UTF-8; save its file as UTF-8"))?;
    Ok(text.trim_end_matches(['\r', '\n']))
}

/// All bytes of `reader`, wiped when dropped; `None` where there are more than `limit`. The buffer is as large as it may get from the start: growing would leave copies of a key in freed memory.
///
/// # Errors
/// Those of reading.
pub fn read_at_most(reader: impl Read, limit: usize) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(limit + 1));
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

/// A public key, or the one that belongs to a private key.
fn either_key(pem: &str) -> Result<PublicKey> {
    let public_error = match PublicKey::from_pem(pem) {
        Ok(key) => return Ok(key),
        Err(error) => error,
    };
    match PrivateKey::from_pem(pem) {
        Ok(key) => Ok(key.public_key()),
        // A private key would do as well; this one has something else wrong with it.
        Err(private_error) if public_error.message().starts_with("a private key") => Err(private_error),
        Err(_) => Err(public_error),
    }
}
