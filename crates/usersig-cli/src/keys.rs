//! Keys from where the command line says: files, stdin, the environment.

use crate::args::KeyArgs;
use crate::failure::Failure;
use crate::input::Source;
use usersig::{Error, ErrorCode, SecretKey, SigningKey, VerifyingKey};
use usersig_server::key_file;
use zeroize::Zeroizing;

/// The environment variable that holds the secret where no option names a key.
pub(crate) const SECRET_VARIABLE: &str = "USERSIG_SECRET_KEY";

/// The key to make tickets with.
pub(crate) fn signing(args: &KeyArgs) -> Result<SigningKey, Failure> {
    match &args.key {
        Some(source) => Ok(key_file::private_key(&read(source, "--key")?)?.into()),
        None => Ok(secret_key(args)?.into()),
    }
}

/// The key to check tickets with; a private key stands for its public key.
pub(crate) fn verifying(args: &KeyArgs) -> Result<VerifyingKey, Failure> {
    match &args.key {
        Some(source) => Ok(key_file::public_key(&read(source, "--key")?)?.into()),
        None => Ok(secret_key(args)?.into()),
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
    Ok(key_file::secret_key(&bytes)?)
}

fn read(source: &Source, option: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    source.read(option, key_file::MAX_LEN)?.ok_or_else(|| {
        Error::new(ErrorCode::InvalidKey, format!("what {option} names is longer than 65536 bytes; no key file is")).into()
    })
}
