//! A ticket's signature as it was written.

use crate::finding::Finding;
use crate::letters::{Alphabet, decode, unhex};
use crate::phrases as say;
use crate::say::{Arg, Phrase};
use crate::words::Word;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usersig::checked::signature_from_der as from_der;

/// A signature that can be checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sig {
    /// HMAC-SHA256, or what takes its place.
    Mac([u8; 32]),
    /// r and s of ECDSA.
    Ecdsa([u8; 64]),
}

/// Reads it in any encoding and says what is wrong with that.
pub(crate) fn read(text: &str, v1: bool) -> (Option<Sig>, Vec<Finding>) {
    let mut findings = Vec::new();
    let one_line: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let Some(mut bytes) = bytes(&one_line, &mut findings) else {
        findings.push(Finding::new(Word::WrongType, [say::NO_BASE64.with([Arg::from("TLS.sig")])]));
        return (None, findings);
    };
    if let Some(inner) = std::str::from_utf8(&bytes).ok().filter(|digits| is_hash(digits.len() / 2)).and_then(unhex) {
        findings = vec![Finding::new(Word::HexadecimalSignature, [Arg::from(say::BASE64_OF_HEX)])];
        bytes = inner;
    }
    let sig = match (v1, bytes.len()) {
        (false, 32) => <[u8; 32]>::try_from(bytes.as_slice()).ok().map(Sig::Mac),
        (true, 64) => {
            findings.push(length(64, say::SIDE_BY_SIDE, true));
            <[u8; 64]>::try_from(bytes.as_slice()).ok().map(Sig::Ecdsa)
        }
        (true, _) => {
            let sig = from_der(&bytes);
            if sig.is_none() {
                findings.push(length(bytes.len(), kind(&bytes), true));
            }
            sig.map(Sig::Ecdsa)
        }
        (false, len) => {
            findings.push(length(len, kind(&bytes), false));
            None
        }
    };
    (sig, findings)
}

fn length(len: usize, kind: Phrase, v1: bool) -> Finding {
    let right = if v1 { say::NEEDS_DER } else { say::NEEDS_MAC };
    Finding::new(Word::SignatureLength, [len.into(), kind.into(), right.into()])
}

const fn is_hash(len: usize) -> bool {
    matches!(len, 16 | 20 | 28 | 32 | 48 | 64 | 68..=72)
}

/// What signatures of this length are.
pub(crate) fn kind(bytes: &[u8]) -> Phrase {
    match bytes.len() {
        16 => say::MD5,
        20 => say::SHA1,
        28 => say::SHA224,
        32 => say::SHA256,
        48 => say::SHA384,
        64 => say::SHA512,
        _ if from_der(bytes).is_some() => say::ECDSA,
        _ => say::UNKNOWN_SIGNATURE,
    }
}

/// The bytes of a text that is nothing but a signature.
pub(crate) fn alone(text: &str) -> Option<Phrase> {
    let text = text.trim();
    let bytes = unhex(text).filter(|bytes| is_hash(bytes.len())).or_else(|| bytes(text, &mut Vec::new()))?;
    let fits =
        from_der(&bytes).is_some() || matches!(bytes.len(), 20 | 28 | 32 | 48 | 64) || (bytes.len() == 16 && text.len() == 32);
    fits.then(|| kind(&bytes))
}

fn bytes(text: &str, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    if let Some(bytes) = unhex(text).filter(|bytes| is_hash(bytes.len())) {
        findings.push(Finding::new(Word::HexadecimalSignature, [Arg::from(say::HEX_DIGITS)]));
        return Some(bytes);
    }
    if let Ok(bytes) = STANDARD.decode(text) {
        return Some(bytes);
    }
    let mapped = |alphabet, phrase: Phrase| decode(text, alphabet).map(|bytes| (bytes, phrase));
    let url_safe = text.contains('_') && !text.ends_with('_') || !text.contains(['*', '_', '=']);
    let (bytes, phrase) = if url_safe {
        mapped(Alphabet::UrlSafe, say::URL_SAFE)
    } else {
        mapped(Alphabet::Tencent, say::TENCENT).or_else(|| mapped(Alphabet::UrlSafe, say::URL_SAFE))
    }?;
    findings.push(Finding::new(Word::MappedSignature, [Arg::from(phrase)]));
    Some(bytes)
}
