//! PEM text as people have it: from a console's download, a copied web page, a Windows editor.

use crate::checked::MAX_PEM_LEN;
use crate::error::{Error, ErrorCode, Result};
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// What is wrong with a text that went through JSON or an environment file without being unescaped.
pub(crate) const ESCAPED_LINE_BREAKS: &str = "its line breaks are the two characters \\n instead of real line breaks";

/// One `BEGIN` to `END` block, not yet decoded.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    /// The base64 text without line breaks.
    body: Zeroizing<String>,
}

impl Block<'_> {
    /// The bytes inside, decoded in constant time.
    pub(crate) fn decode(&self) -> Result<Zeroizing<Vec<u8>>> {
        match decode(&self.body) {
            Some(bytes) if !bytes.is_empty() => Ok(bytes),
            _ => Err(damaged("its base64 text is damaged")),
        }
    }
}

/// Decodes in constant time into memory that is wiped, also where the text turns out to be damaged.
fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; text.len() / 4 * 3 + 3]);
    let len = Base64::decode(text, &mut bytes).ok()?.len();
    bytes.truncate(len);
    Some(bytes)
}

/// Finds the blocks of a text. Takes CRLF and CR, blank lines, spaces around lines, a byte-order mark, a missing final
/// line break, text around the blocks, and a `BEGIN` line that stands twice.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block<'_>>> {
    if text.len() > MAX_PEM_LEN {
        return Err(damaged("it is longer than 16384 bytes"));
    }
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    let text = text.trim_start_matches('\u{feff}');
    let mut next = 0;
    for line in text.split(['\n', '\r']) {
        next += line.len() + 1;
        let line = line.trim();
        match (marker(line, "BEGIN"), marker(line, "END"), open.as_mut()) {
            (Some(label), _, None) => {
                // Reserved once, since a string that grows leaves copies behind; no more than stands before the next END
                // line, so that many blocks take no more memory than one. Only the starts of lines are looked at.
                let rest = text.get(next..).unwrap_or_default().split(['\n', '\r']);
                let room = rest.take_while(|line| marker(line.trim(), "END").is_none()).map(str::len).sum();
                open = Some(Block { label, body: Zeroizing::new(String::with_capacity(room)) });
            }
            (Some(label), _, Some(block)) if block.label == label && block.body.is_empty() => {}
            (Some(_), ..) => return Err(damaged("a second BEGIN line stands before the first END line")),
            (_, Some(label), Some(block)) if block.label == label => blocks.extend(open.take()),
            (_, Some(_), _) => return Err(damaged("its END line does not belong to its BEGIN line")),
            // "Proc-Type: 4,ENCRYPTED"; no line of base64, which would be a key's, is searched for the word.
            (None, None, Some(_)) if line.contains(':') && line.contains("ENCRYPTED") => return Err(encrypted()),
            (None, None, Some(block)) => block.body.push_str(line),
            (None, None, None) => {}
        }
    }
    if open.is_some() {
        let problem = if text.contains("\\n") { ESCAPED_LINE_BREAKS } else { "its END line is missing" };
        return Err(damaged(problem));
    }
    Ok(blocks)
}

/// The label of `-----BEGIN label-----`, also where the marker stands twice on its line.
fn marker<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    let rest = line.strip_prefix("-----")?.strip_prefix(kind)?.strip_prefix(' ')?;
    let (label, rest) = rest.split_once("-----")?;
    let repeated = rest.strip_prefix("-----").and_then(|rest| rest.strip_prefix(kind)).and_then(|rest| rest.strip_prefix(' '));
    (rest.is_empty() || repeated.and_then(|rest| rest.strip_prefix(label)) == Some("-----")).then_some(label)
}

/// True for text that holds a PEM block, however damaged.
pub(crate) fn looks_like_pem(text: &str) -> bool {
    text.contains("-----BEGIN") || text.contains("-----END")
}

/// True for the whole of a DER SEQUENCE, bare or as the base64 text between the lines of a PEM file.
pub(crate) fn looks_like_der(text: &str) -> bool {
    let whole_sequence = |bytes: &[u8]| {
        matches!(bytes, [0x30, len, rest @ ..] if *len < 0x80 && rest.len() == usize::from(*len))
            || matches!(bytes, [0x30, 0x81, len, rest @ ..] if rest.len() == usize::from(*len))
            || matches!(bytes, [0x30, 0x82, high, low, rest @ ..]
                if rest.len() == usize::from(u16::from_be_bytes([*high, *low])))
    };
    // Too long for any key, or begins neither with the byte 0x30 nor with its base64: spares secrets from being decoded.
    if text.len() > MAX_PEM_LEN || !text.trim_start().starts_with(['0', 'M']) {
        return false;
    }
    // Reserved once: a string that grows leaves copies behind.
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    joined.extend(text.split_ascii_whitespace());
    whole_sequence(text.as_bytes()) || decode(&joined).is_some_and(|bytes| whole_sequence(&bytes))
}

pub(crate) fn damaged(problem: &str) -> Error {
    Error::new(
        ErrorCode::InvalidKey,
        format!("the key is not usable PEM: {problem}; copy the whole file, with its BEGIN and END lines"),
    )
}

pub(crate) fn encrypted() -> Error {
    Error::new(
        ErrorCode::InvalidKey,
        "the key is encrypted with a passphrase; decrypt it first, for example with: openssl pkey -in key.pem -out plain.pem",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_look_like_der() {
        for secret in [
            "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "302e0201003005060330700420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa00",
            "s",
        ] {
            assert!(!looks_like_der(secret));
        }
        assert!(looks_like_der("MAMCAQE="));
        assert!(looks_like_der("MAMC\nAQE=\n"));
    }
}
