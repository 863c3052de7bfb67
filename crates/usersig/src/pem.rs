//! PEM text as people have it: from a console's download, a copied web page, a Windows editor, an environment variable.

use crate::error::{Error, ErrorCode, Result};
use crate::limits;
use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

/// What to do where a part of the file is missing.
pub(crate) const COPY_ALL: &str = "copy the whole file, with its BEGIN and END lines";
/// What to do where nothing is missing and something was changed.
pub(crate) const COPY_AGAIN: &str = "copy the file again, without a change";
/// What is wrong with a text that holds percent signs, and what to do.
pub(crate) const URL_ENCODED: (&str, &str) = ("it is URL-encoded", "decode its percent signs first");
const ALONE: &str = "give only the BEGIN line, the END line and what is between them";

/// One `BEGIN` to `END` block, not yet decoded.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    /// The base64 text without white space.
    body: &'a str,
}

impl Block<'_> {
    /// The bytes inside, decoded in constant time.
    pub(crate) fn decode(&self) -> Result<Zeroizing<Vec<u8>>> {
        match decode(self.body) {
            Some(bytes) if !bytes.is_empty() => Ok(bytes),
            _ => Err(damaged_base64(self.body)),
        }
    }
}

/// The error of a text with percent signs, or else this one.
fn unless_encoded(text: &str, problem: &str, remedy: &str) -> Error {
    let (problem, remedy) = if text.contains('%') { URL_ENCODED } else { (problem, remedy) };
    damaged(problem, remedy)
}

fn damaged_base64(body: &str) -> Error {
    unless_encoded(body, "its base64 text is damaged", COPY_AGAIN)
}

/// Decodes in constant time into memory that is wiped, also where the text turns out to be damaged.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; text.len() / 4 * 3 + 3]);
    let len = Base64::decode(text, &mut bytes).ok()?.len();
    bytes.truncate(len);
    Some(bytes)
}

/// A key's text without the escapes that JSON and environment files write: `\n` and `\r` for line breaks, `\/`, `\u002b`.
/// No key has a backslash of its own.
pub(crate) fn unescaped(text: &str) -> Result<Zeroizing<String>> {
    limits::pem_len(text.len())?;
    // Reserved once, since a string that grows leaves copies behind.
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        // What was escaped twice has two.
        let escape = escape.trim_start_matches('\\');
        let code = escape.strip_prefix('u').and_then(|digits| digits.split_at_checked(4));
        rest = if let Some((digits, after)) = code {
            out.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).filter(char::is_ascii));
            after
        } else if let Some(after) = escape.strip_prefix(['n', 'r', 't']) {
            out.push('\n');
            after
        } else {
            escape
        };
    }
    out.push_str(rest);
    Ok(out)
}

/// The text without white space, a byte-order mark and one pair of quotes around it.
pub(crate) fn unquoted(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || c == '\u{feff}';
    let text = text.trim_matches(around);
    let inside = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).map_or(text, |text| text.trim_matches(around))
}

/// The blocks of a text, which borrow from it and from `bodies`.
pub(crate) struct Blocks<'a> {
    found: Vec<(&'a str, std::ops::Range<usize>)>,
    /// All base64 texts in one buffer: many blocks take no more memory than one.
    bodies: Zeroizing<String>,
}

impl Blocks<'_> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = Block<'_>> {
        let body = |range: &std::ops::Range<usize>| self.bodies.get(range.clone()).unwrap_or_default();
        self.found.iter().map(move |(label, range)| Block { label, body: body(range) })
    }
}

/// Finds the blocks of a text. Takes CRLF and CR, blank lines, white space around and inside lines or in place of line breaks,
/// lines that are not broken, a missing final line break, lines around the blocks, and a `BEGIN` line that stands twice.
pub(crate) fn blocks(text: &str) -> Result<Blocks<'_>> {
    let mut blocks = Blocks { found: Vec::new(), bodies: Zeroizing::new(String::new()) };
    let mut open: Option<(&str, usize)> = None;
    for line in text.split(['\n', '\r']) {
        let mut line = line.trim();
        while !line.is_empty() {
            let Some((label, start)) = open else {
                if let Some((label, rest)) = marker(line, "BEGIN") {
                    // Reserved once: a string that grows leaves copies behind.
                    if blocks.bodies.capacity() == 0 {
                        blocks.bodies.reserve_exact(text.len());
                    }
                    open = Some((label, blocks.bodies.len()));
                    line = rest;
                } else if let Some((before, _)) = line.split_once("-----BEGIN") {
                    let (problem, remedy) = match before {
                        "" => ("its BEGIN line is damaged", COPY_AGAIN),
                        _ => ("there is something before BEGIN on its line, such as a name or a quote", ALONE),
                    };
                    return Err(unless_encoded(line, problem, remedy));
                } else if marker(line, "END").is_some() {
                    return Err(foreign_end());
                } else {
                    line = "";
                }
                continue;
            };
            // "Proc-Type: 4,ENCRYPTED"; no line of base64, which would be a key's, is searched for the word.
            if line.contains(':') && line.contains("ENCRYPTED") {
                return Err(encrypted());
            }
            let (body, rest) = line.split_at(line.find('-').unwrap_or(line.len()));
            blocks.bodies.extend(body.split_whitespace());
            if rest.is_empty() {
                break;
            }
            match (marker(rest, "BEGIN"), marker(rest, "END")) {
                (Some((again, rest)), _) if again == label && blocks.bodies.len() == start => line = rest,
                (Some(_), _) => return Err(damaged("a second BEGIN line stands before the first END line", COPY_AGAIN)),
                (_, Some((end, rest))) if end == label => {
                    blocks.found.push((label, start..blocks.bodies.len()));
                    open = None;
                    // The END marker may stand twice, too, and the next block on the same line.
                    line = rest;
                    while let Some((_, rest)) = marker(line, "END").filter(|(again, _)| *again == label) {
                        line = rest;
                    }
                    if !line.is_empty() && !line.starts_with("-----BEGIN") {
                        let problem = "there is something after END on its line, such as a quote or a comma";
                        return Err(unless_encoded(line, problem, ALONE));
                    }
                }
                (_, Some(_)) => return Err(foreign_end()),
                (None, None) => return Err(damaged_base64(line)),
            }
        }
    }
    if open.is_some() {
        return Err(damaged("its END line is missing", COPY_ALL));
    }
    Ok(blocks)
}

/// A block with the usual 64 characters to a line. A secret one is wiped when it is dropped, as all that is made on the way.
pub(crate) fn write(label: &str, der: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(Base64::encode_string(der));
    // Reserved once, since a string that grows leaves copies behind.
    let mut pem = Zeroizing::new(String::with_capacity(2 * (label.len() + 20) + body.len() + body.len().div_ceil(64)));
    pem.extend(["-----BEGIN ", label, "-----\n"]);
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.extend([line, "\n"]);
        rest = after;
    }
    pem.extend(["-----END ", label, "-----\n"]);
    pem
}

/// The label of `-----BEGIN label-----`, and what follows on the line.
fn marker<'a>(line: &'a str, kind: &str) -> Option<(&'a str, &'a str)> {
    let rest = line.strip_prefix("-----")?.strip_prefix(kind)?.strip_prefix(' ')?;
    let (label, rest) = rest.split_at(rest.find('-')?);
    Some((label, rest.strip_prefix("-----")?.trim_start()))
}

fn foreign_end() -> Error {
    damaged("its END line does not belong to its BEGIN line", COPY_AGAIN)
}

/// `problem` says what is wrong with the text, `remedy` what to do.
pub(crate) fn damaged(problem: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidKey, format!("the key is not usable PEM: {problem}; {remedy}"))
}

pub(crate) fn encrypted() -> Error {
    Error::new(
        ErrorCode::InvalidKey,
        "the key is encrypted with a passphrase; decrypt it first, for example with: openssl pkey -in key.pem -out plain.pem",
    )
}
