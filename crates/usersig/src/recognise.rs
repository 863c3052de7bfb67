//! Keys in other forms than the one that belongs in their place: named where a PEM file belongs, refused where a secret does,
//! for as an HMAC's secret a public key would be known to everybody.

use crate::ecdsa::{self, Curve};
use crate::error::Result;
use crate::limits;
use crate::pem;
use pkcs8::der::{AnyRef, Decode, Reader, SliceReader, Tag, Tagged};
use zeroize::Zeroizing;

/// What a DER structure is, as far as its first fields tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Structure {
    Pkcs8,
    Sec1,
    Spki,
    EncryptedPkcs8,
    Rsa,
    Other,
}

impl Structure {
    pub(crate) fn of(der: &[u8]) -> Self {
        let first_tags = || {
            let mut reader = SliceReader::new(der)?;
            let tags = reader.sequence(|fields| {
                let mut tags = [None; 3];
                for tag in &mut tags {
                    if !fields.is_finished() {
                        *tag = Some(AnyRef::decode(fields)?.tag());
                    }
                }
                let rest = fields.remaining_len();
                fields.read_slice(rest).map(|_| tags)
            })?;
            reader.finish()?;
            Ok::<_, pkcs8::der::Error>(tags)
        };
        match first_tags() {
            Ok([Some(Tag::Integer), Some(Tag::Sequence), Some(Tag::OctetString)]) => Self::Pkcs8,
            Ok([Some(Tag::Integer), Some(Tag::OctetString), _]) => Self::Sec1,
            Ok([Some(Tag::Sequence), Some(Tag::BitString), None]) => Self::Spki,
            Ok([Some(Tag::Sequence), Some(Tag::OctetString), None]) => Self::EncryptedPkcs8,
            Ok([Some(Tag::Integer), Some(Tag::Integer), _]) => Self::Rsa,
            _ => Self::Other,
        }
    }
}

/// How a key is written that is not read as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Pem,
    Base64OfPem,
    Der,
    Base64OfDer,
    Hexadecimal,
    UrlEncoded,
    Point,
    Jwk,
    Ssh,
}

impl Form {
    /// What is wrong with it where PEM belongs, and what to do.
    pub(crate) const fn problem(self) -> (&'static str, &'static str) {
        match self {
            Self::Pem => ("it has no whole BEGIN line", pem::COPY_ALL),
            Self::Base64OfPem => ("it is base64 of a whole PEM file", "decode it once"),
            Self::Der => {
                ("it is DER", "convert it with: openssl pkey -inform DER -in key.der -out key.pem (-pubin for a public key)")
            }
            Self::Base64OfDer => ("its BEGIN and END lines are missing", pem::COPY_ALL),
            Self::Hexadecimal => ("it is in hexadecimal", "give the PEM file that it was made from"),
            Self::UrlEncoded => pem::URL_ENCODED,
            Self::Point => ("it is only a point of the curve", "give the public key's PEM file"),
            Self::Jwk => ("it is a JSON Web Key", "convert it to PEM"),
            Self::Ssh => ("it is in OpenSSH's form", "convert it with: ssh-keygen -e -m PKCS8 -f key.pub"),
        }
    }
}

/// The text of a private or public key that was read as bytes.
///
/// # Errors
/// [`InvalidKey`](crate::ErrorCode::InvalidKey) where it is longer than [`MAX_PEM_LEN`](crate::MAX_PEM_LEN), binary DER, UTF-16 or
/// no text at all.
pub fn key_text(bytes: &[u8]) -> Result<&str> {
    limits::pem_len(bytes.len())?;
    std::str::from_utf8(bytes).map_err(|_| match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => pem::damaged("it is in UTF-16", "save it as UTF-8"),
        _ if is_whole_sequence(bytes) => {
            let (problem, remedy) = Form::Der.problem();
            pem::damaged(problem, remedy)
        }
        _ => pem::damaged("it is not text in UTF-8", "give the content of the key file"),
    })
}

/// The form of a key, or `None` where the text is no key at all. It is at most [`MAX_PEM_LEN`](crate::MAX_PEM_LEN) bytes long,
/// unescaped and unquoted. Base64 is decoded in constant time, and all into memory that is wiped.
pub(crate) fn form(text: &str) -> Option<Form> {
    nested_form(text, MAX_DEPTH)
}

/// How often a key may be encoded once more and is still seen.
const MAX_DEPTH: usize = 3;

fn nested_form(text: &str, depth: usize) -> Option<Form> {
    // What follows a value in a list or a program.
    let text = text.trim_end_matches([',', ';', ' ']);
    match percent_decoded(text) {
        Some(decoded) if depth > 0 => nested_form(&decoded, depth - 1).and(Some(Form::UrlEncoded)),
        _ => encoded_form(text, depth),
    }
}

fn encoded_form(text: &str, depth: usize) -> Option<Form> {
    // The bytes may be a text that holds a key in its turn.
    let form_of = |bytes: &[u8]| {
        let text = || std::str::from_utf8(bytes).ok().filter(|_| depth > 0);
        form_of(bytes).or_else(|| nested_form(text()?, depth - 1))
    };
    if let Some(form) = self::form_of(text.as_bytes()) {
        return Some(form);
    }
    // OpenSSH's public keys stand between the name of their algorithm and a comment; they begin with three zero bytes.
    let is_ssh =
        |word: &str| word.starts_with("AAAA") && decoded(word, '-', '_').is_some_and(|bytes| form_of(&bytes) == Some(Form::Ssh));
    if text.split_ascii_whitespace().any(is_ssh) {
        return Some(Form::Ssh);
    }
    // Standard and URL-safe base64 at once, then Tencent's.
    let base64 = [('-', '_'), ('*', '-')].into_iter().find_map(|(plus, slash)| form_of(&decoded(text, plus, slash)?));
    match base64 {
        Some(Form::Pem) => Some(Form::Base64OfPem),
        Some(Form::Der) => Some(Form::Base64OfDer),
        Some(form) => Some(form),
        None => form_of(&from_hexadecimal(text)?).and(Some(Form::Hexadecimal)),
    }
}

/// True for text that holds a PEM block, however damaged.
fn looks_like_pem(text: &str) -> bool {
    ["-----BEGIN", "-----END", "---- BEGIN"].iter().any(|mark| text.contains(mark))
}

fn form_of(bytes: &[u8]) -> Option<Form> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if looks_like_pem(text) {
        Some(Form::Pem)
    } else if text.contains('{') && text.contains("kty") {
        Some(Form::Jwk)
    } else if is_whole_sequence(bytes) {
        Some(Form::Der)
    } else if is_point(bytes) {
        Some(Form::Point)
    } else if is_ssh(bytes) {
        Some(Form::Ssh)
    } else {
        None
    }
}

/// Any DER SEQUENCE of exactly these bytes.
pub(crate) fn is_whole_sequence(bytes: &[u8]) -> bool {
    sequence_len(bytes) == Some(bytes.len())
}

/// A DER SEQUENCE whose end is missing.
pub(crate) fn is_cut(bytes: &[u8]) -> bool {
    sequence_len(bytes).is_some_and(|len| len > bytes.len())
}

/// How long the DER SEQUENCE is that begins here.
fn sequence_len(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0x30, len @ ..=0x7f, ..] => Some(2 + usize::from(*len)),
        [0x30, 0x81, len, ..] => Some(3 + usize::from(*len)),
        [0x30, 0x82, high, low, ..] => Some(4 + usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

/// A point of either curve: compressed, uncompressed, hybrid, or its two coordinates alone; also within a DER string.
fn is_point(bytes: &[u8]) -> bool {
    let bytes = match bytes {
        [4, len, rest @ ..] | [3, len, 0, rest @ ..]
            if bytes.len() == 2 + usize::from(*len) && (*len > 64 || rest.len() == 33) =>
        {
            rest
        }
        _ => bytes,
    };
    let (form, coordinates) = match bytes {
        [form @ (2 | 3), x @ ..] if x.len() == 32 => (*form, x),
        [4 | 6 | 7, both @ ..] if both.len() == 64 => (4, both),
        both if both.len() == 64 => (4, both),
        _ => return false,
    };
    let mut point = [0; 65];
    point[0] = form;
    let point = &mut point[..=coordinates.len()];
    point[1..].copy_from_slice(coordinates);
    [Curve::P256, Curve::Secp256k1].into_iter().any(|curve| ecdsa::backend(curve).verifying(point).is_some())
}

/// The beginning of an OpenSSH public key: the length of its algorithm's name, and the name.
fn is_ssh(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0, 7..64, rest @ ..] if [&b"ssh-"[..], b"ecdsa-", b"sk-"].iter().any(|name| rest.starts_with(name)))
}

/// Base64 with or without padding and white space, with these characters or the standard ones as the last two of its alphabet.
fn decoded(text: &str, plus: char, slash: char) -> Option<Zeroizing<Vec<u8>>> {
    // Tencent's padding is a character of the URL-safe alphabet.
    let padding = if slash == '_' { '=' } else { '_' };
    let characters = text.trim_end_matches(['=', padding]).chars().filter(|c| !c.is_ascii_whitespace());
    // Reserved once, with its padding: a string that grows leaves copies behind.
    let mut standard = Zeroizing::new(String::with_capacity(text.len() + 3));
    standard.extend(characters.map(|c| match c {
        _ if c == plus => '+',
        _ if c == slash => '/',
        _ => c,
    }));
    while !standard.len().is_multiple_of(4) {
        standard.push('=');
    }
    pem::decode(&standard)
}

/// Hexadecimal digits in either case, with anything between them that is neither digit nor letter, and `0x` before them.
/// `None` for 32 bytes: that is how secrets look.
fn from_hexadecimal(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let digits =
        words.map(|word| word.trim_start_matches("0x").trim_start_matches("0X").trim_start_matches('x')).flat_map(str::chars);
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2 + 1));
    let mut high = None;
    for digit in digits {
        let digit = u8::try_from(digit.to_digit(16)?).ok()?;
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => bytes.push(high | digit),
        }
    }
    (high.is_none() && bytes.len() > 32).then_some(bytes)
}

/// The text with its `%2B` and the like decoded; `None` where it has none.
fn percent_decoded(text: &str) -> Option<Zeroizing<String>> {
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut parts = text.split('%');
    out.push_str(parts.next()?);
    let mut any = false;
    for part in parts {
        let escape = part.split_at_checked(2).and_then(|(code, rest)| Some((u8::from_str_radix(code, 16).ok()?, rest)));
        match escape {
            Some((byte, rest)) if byte.is_ascii() => {
                any = true;
                out.push(char::from(byte));
                out.push_str(rest);
            }
            _ => {
                out.push('%');
                out.push_str(part);
            }
        }
    }
    any.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_no_keys() {
        for secret in [
            "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "302e0201003005060330700420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa00",
            "02c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee",
            "1Z5PngDjGaufeSiPoBuxdHY7EK3JTdAjMP93S4KvV3M=",
            "s",
            "%zz",
            "MAMC",
            // Decoded once and no more, however often it was encoded.
            "%25252541",
        ] {
            assert_eq!(form(secret), None, "{secret}");
        }
        assert_eq!(form("MAMCAQE="), Some(Form::Base64OfDer));
        assert_eq!(form("MAMC\nAQE=\n"), Some(Form::Base64OfDer));
    }
}
