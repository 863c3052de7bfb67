//! Keys from where the command line says: files, stdin, the environment.

use crate::args::KeyArgs;
use crate::failure::Failure;
use crate::input::Source;
use crate::warnings::Warnings;
use usersig::{Error, ErrorCode, SecretKey, SigningKey, VerifyingKey};
use usersig_server::key_file;
use zeroize::Zeroizing;

/// The environment variable that holds the secret where no option names a key.
pub(crate) const SECRET_VARIABLE: &str = "USERSIG_SECRET_KEY";

/// The key to make tickets with.
pub(crate) fn signing(args: &KeyArgs, warnings: &mut Warnings) -> Result<SigningKey, Failure> {
    match &args.key {
        Some(source) => Ok(key_file::private_key(&read(source, "--key")?)?.into()),
        None => Ok(secret_key(args, warnings)?.into()),
    }
}

/// The key to check tickets with; a private key stands for its public key.
pub(crate) fn verifying(args: &KeyArgs, warnings: &mut Warnings) -> Result<VerifyingKey, Failure> {
    match &args.key {
        Some(source) => Ok(key_file::public_key(&read(source, "--key")?)?.into()),
        None => Ok(secret_key(args, warnings)?.into()),
    }
}

fn secret_key(args: &KeyArgs, warnings: &mut Warnings) -> Result<SecretKey, Failure> {
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
    let key = key_file::secret_key(&bytes)?;
    if let Some(text) = key_file::odd_secret(&bytes) {
        warnings.add(text);
    }
    Ok(key)
}

fn read(source: &Source, option: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    source.read(option, key_file::MAX_LEN)?.ok_or_else(|| {
        Error::new(ErrorCode::InvalidKey, format!("what {option} names is longer than 65536 bytes; no key file is")).into()
    })
}
