//! Keys from where the command line says: files, stdin, the environment.

use crate::args::KeyArgs;
use crate::failure::Failure;
use crate::input::Source;
use crate::warnings::Warnings;
use usersig::{Error, ErrorCode, PublicKey, SecretKey, SigningKey, VerifyingKey};
use usersig_explain::Question;
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

/// A key to check tickets with. The secret as text, for the search for what a signature does fit.
pub(crate) enum Checking {
    Public(PublicKey),
    Secret(Zeroizing<String>),
}

/// The key to check tickets with, if one is given; a private key stands for its public key.
pub(crate) fn checking(args: &KeyArgs, warnings: &mut Warnings) -> Result<Option<Checking>, Failure> {
    if let Some(source) = &args.key {
        return Ok(Some(Checking::Public(key_file::public_key(&read(source, "--key")?)?)));
    }
    let Some(bytes) = secret_bytes(args)? else { return Ok(None) };
    checked_secret(&bytes, warnings)?;
    Ok(Some(Checking::Secret(Zeroizing::new(key_file::secret_text(&bytes)?.to_owned()))))
}

impl Checking {
    pub(crate) fn key(&self) -> Result<VerifyingKey, Error> {
        match self {
            Self::Public(key) => Ok(key.clone().into()),
            Self::Secret(secret) => SecretKey::new(secret).map(VerifyingKey::from),
        }
    }

    /// Has the signature looked at, too.
    pub(crate) fn of<'a>(&'a self, question: Question<'a>) -> Question<'a> {
        match self {
            Self::Public(key) => question.public_key(key),
            Self::Secret(secret) => question.secret(secret),
        }
    }
}

pub(crate) fn none_given() -> Failure {
    Failure::Usage(format!(
        "no key was given: use --key FILE for v1 tickets, or --secret-key-file FILE (or the environment \
         variable {SECRET_VARIABLE}) for v2 tickets"
    ))
}

fn secret_key(args: &KeyArgs, warnings: &mut Warnings) -> Result<SecretKey, Failure> {
    let bytes = secret_bytes(args)?.ok_or_else(none_given)?;
    checked_secret(&bytes, warnings)
}

fn secret_bytes(args: &KeyArgs) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    match &args.secret_key_file {
        Some(source) => read(source, "--secret-key-file").map(Some),
        None => Ok(std::env::var_os(SECRET_VARIABLE).map(|value| Zeroizing::new(value.into_encoded_bytes()))),
    }
}

fn checked_secret(bytes: &[u8], warnings: &mut Warnings) -> Result<SecretKey, Failure> {
    let key = key_file::secret_key(bytes)?;
    if let Some(text) = key_file::odd_secret(bytes) {
        warnings.add(text);
    }
    Ok(key)
}

fn read(source: &Source, option: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    source.read(option, key_file::MAX_LEN)?.ok_or_else(|| {
        Error::new(ErrorCode::InvalidKey, format!("what {option} names is longer than 65536 bytes; no key file is")).into()
    })
}
