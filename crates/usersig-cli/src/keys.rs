//! Keys from where people have them: PEM files, the console's archive, secret files, stdin, the environment.

use crate::args::KeyArgs;
use crate::failure::Failure;
use crate::input::Source;
use crate::keys_zip::{self, Member};
use usersig::{Error, ErrorCode, PrivateKey, PublicKey, SecretKey, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

/// The environment variable that holds the secret where no option names a key.
pub(crate) const SECRET_VARIABLE: &str = "USERSIG_SECRET_KEY";

/// The largest key file, an archive included.
const MAX_KEY_FILE_LEN: usize = 64 * 1024;

/// The key to make tickets with.
pub(crate) fn signing(args: &KeyArgs) -> Result<SigningKey, Failure> {
    match &args.key {
        Some(source) => Ok(private_key(source)?.into()),
        None => Ok(secret_key(args)?.into()),
    }
}

/// The key to check tickets with; a private key stands for its public key.
pub(crate) fn verifying(args: &KeyArgs) -> Result<VerifyingKey, Failure> {
    match &args.key {
        Some(source) => Ok(public_key(source)?.into()),
        None => Ok(secret_key(args)?.into()),
    }
}

fn private_key(source: &Source) -> Result<PrivateKey, Failure> {
    let bytes = read(source, "--key")?;
    let pem = if keys_zip::is_zip(&bytes) {
        keys_zip::read(&bytes, Member::PrivateKey)?
            .ok_or_else(|| Error::new(ErrorCode::InvalidKey, "the archive holds no file called private_key.txt or private_key"))?
    } else {
        bytes
    };
    Ok(PrivateKey::from_pem(text(&pem)?)?)
}

fn public_key(source: &Source) -> Result<PublicKey, Failure> {
    let bytes = read(source, "--key")?;
    if !keys_zip::is_zip(&bytes) {
        return either_key(text(&bytes)?);
    }
    for member in [Member::PublicKey, Member::PrivateKey] {
        if let Some(pem) = keys_zip::read(&bytes, member)? {
            return either_key(text(&pem)?);
        }
    }
    Err(Error::new(ErrorCode::InvalidKey, "the archive holds neither a public_key nor a private_key file").into())
}

/// A public key, or the one that belongs to a private key.
fn either_key(pem: &str) -> Result<PublicKey, Failure> {
    let public_error = match PublicKey::from_pem(pem) {
        Ok(key) => return Ok(key),
        Err(error) => error,
    };
    match PrivateKey::from_pem(pem).and_then(|key| key.public_key()) {
        Ok(key) => Ok(key),
        Err(private_error) if pem.contains("PRIVATE KEY-----") => Err(private_error.into()),
        Err(_) => Err(public_error.into()),
    }
}

fn secret_key(args: &KeyArgs) -> Result<SecretKey, Failure> {
    let bytes = match &args.secret_key_file {
        Some(source) => read(source, "--secret-key-file")?,
        None => match std::env::var_os(SECRET_VARIABLE) {
            Some(value) => Zeroizing::new(value.into_encoded_bytes()),
            None => {
                return Err(Failure::Usage(format!(
                    "no key was given: use --key FILE for v1 tickets, or --secret-key-file FILE (or the environment \
                     variable {SECRET_VARIABLE}) for v2 tickets"
                )));
            }
        },
    };
    if keys_zip::is_zip(&bytes) {
        let problem = "an archive of v1 keys was given where the v2 secret belongs; use it with --key";
        return Err(Error::new(ErrorCode::WrongKeyKind, problem).into());
    }
    Ok(SecretKey::new(text(&bytes)?.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']))?)
}

fn read(source: &Source, option: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    source.read(option, MAX_KEY_FILE_LEN)?.ok_or_else(|| {
        Error::new(ErrorCode::InvalidKey, format!("what {option} names is longer than 65536 bytes; no key file is")).into()
    })
}

fn text(bytes: &[u8]) -> Result<&str, Failure> {
    std::str::from_utf8(bytes).map_err(|_| {
        let problem =
            "the key is not text in UTF-8; save it as UTF-8, or convert a binary (DER) key with openssl pkey -inform DER";
        Error::new(ErrorCode::InvalidKey, problem).into()
    })
}
