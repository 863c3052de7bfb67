//! What may be a secret of the console's, and what cannot be one.

use crate::error::{Error, ErrorCode, Result};
use crate::limits::{self, MAX_SECRET_LEN, SECRET_TOO_LONG, has_control};
use crate::pem;
use crate::recognise::form;

/// What is odd about a secret, for a warning; `None` for 64 lower-case hexadecimal digits, which all of the console's secrets are.
/// [`SecretKey::new`](crate::SecretKey::new) takes odd ones, too, but for those that cannot be meant.
#[must_use]
pub fn odd_secret(secret: &str) -> Option<&'static str> {
    const LEN: usize = 64;
    let is_hexadecimal = |byte: u8| byte.is_ascii_hexdigit();
    if secret.len() < LEN {
        Some("the secret has fewer than the 64 characters of the console's secrets; it may have been cut when it was copied")
    } else if secret.len() > LEN {
        Some("the secret has more than the 64 characters of the console's secrets; more than it may have been copied")
    } else if !secret.bytes().all(is_hexadecimal) {
        Some("the secret holds other characters than the console's secrets, which are 64 hexadecimal digits; copy it again")
    } else if secret.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Some("the secret has capital letters, and the console's secrets have none; it is used as text, so that it is another key")
    } else {
        None
    }
}

/// Refuses what cannot be the console's secret: what a copy brought along, and keys of another kind, which are no secret.
pub(crate) fn check(text: &str) -> Result<()> {
    const QUOTES: [char; 3] = ['"', '\'', '`'];
    // Spares the usual secret from everything that looks at its characters.
    if odd_secret(text).is_none() {
        return Ok(());
    }
    limits::secret_len(text.len())?;
    if form(pem::unquoted(&pem::unescaped(text)?)).is_some() {
        return Err(Error::new(
            ErrorCode::WrongKeyKind,
            "a key for v1 tickets was given where the v2 secret belongs (PEM, DER, a point, JWK or OpenSSH, in whatever encoding); \
             load it as a private or public key",
        ));
    }
    let problem = if text.is_empty() {
        "the secret is empty; copy it from the application's page in the console"
    } else if text.len() > MAX_SECRET_LEN {
        SECRET_TOO_LONG
    } else if !text.is_ascii() {
        "the secret holds a byte-order mark, a zero-width space or another character that is not ASCII; copy it again without that"
    } else if begins_with_name(text) {
        "the secret has its name before it, as in a line of an .env file; give only what stands after the = or :"
    } else if text.ends_with(['\n', '\r']) {
        "the secret ends with a line break, as texts copied from a page or read from a file do; trim it"
    } else if text.trim().len() != text.len() {
        "the secret has white space around it; trim it"
    } else if text.starts_with(QUOTES) || text.ends_with(QUOTES) {
        "the secret has quotes around it, as in a line of an .env file; give only what stands between them"
    } else if text.contains(['{', '}']) {
        "the secret holds braces, as JSON and unfilled templates do; give only the secret itself"
    } else if text.contains(|c: char| c.is_ascii_whitespace()) {
        "the secret holds white space; copy it again from the console"
    } else if has_control(text) {
        "the secret holds a control character; copy it again from the console"
    } else if holds_secret(text) {
        "the secret has something before or after its 64 hexadecimal digits, such as a name or brackets; give only the digits"
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorCode::InvalidKey, problem))
}

/// Whether one of the words in the text is what the console's secrets look like.
fn holds_secret(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| odd_secret(word).is_none())
}

/// Whether the text is `NAME=value`, `NAME: value` or either after `export`, and not base64 with its padding.
fn begins_with_name(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("export ").map_or(text, str::trim_start);
    let (name, rest) = text.split_at(text.find(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c)).unwrap_or(text.len()));
    let padding = rest.trim_start_matches('=').is_empty() && text.len().is_multiple_of(4);
    !padding && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && rest.trim_start().starts_with(['=', ':'])
}
