//! Bearer tokens: made here, kept by the caller; the configuration holds their SHA-256.

use super::ServeError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A new token and what the configuration says of it.
#[derive(Debug)]
pub struct Token {
    /// For the caller: `usersig_` and 43 characters, 256 random bits.
    pub token: Zeroizing<String>,
    /// For the configuration's `token_sha256`: 64 hexadecimal digits.
    pub sha256: String,
}

/// A new token from the operating system's randomness.
///
/// # Errors
/// Where the system has none.
pub fn new_token() -> Result<Token, ServeError> {
    let mut random = Zeroizing::new([0; 32]);
    getrandom::fill(random.as_mut_slice())
        .map_err(|_| ServeError::new("the operating system gave no random bytes; no token was made"))?;
    let token = Zeroizing::new(format!("usersig_{}", URL_SAFE_NO_PAD.encode(random.as_slice())));
    let sha256 = base16ct::lower::encode_string(&digest(token.as_bytes()));
    Ok(Token { token, sha256 })
}

pub(super) fn digest(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}
