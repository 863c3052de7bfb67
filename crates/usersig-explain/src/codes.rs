//! What Tencent's side reports and what it means: the look-up in the [`TABLE`], which comes from the vocabulary.

mod table;

use crate::say::Language;
use table::NAMES;
pub use table::{Place, Row, TABLE};
use usersig::ErrorCode;

/// A code with its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServiceCode {
    code: &'static str,
    row: &'static Row,
}

impl ServiceCode {
    /// The code, for example `"70009"` or `"0x4004"`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Its row.
    #[must_use]
    pub const fn row(&self) -> &'static Row {
        self.row
    }

    /// Who reports it, what it means, what to do.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let row = self.row;
        let (colon, stop) = if language == Language::English { (": ", " ") } else { ("：", "") };
        [row.place().text(language), colon, row.means(language), stop, row.advice(language)].concat()
    }
}

/// The rows for whatever a text names: codes anywhere in it, and names, in any case.
#[must_use]
pub fn lookup(text: &str) -> Vec<ServiceCode> {
    found(text, false)
}

/// The same in a text with a ticket in it, which has numbers of all kinds around it: small ones count only behind a word
/// for them.
pub(crate) fn lookup_beside_ticket(text: &str) -> Vec<ServiceCode> {
    found(text, true)
}

fn found(text: &str, strict: bool) -> Vec<ServiceCode> {
    let lower = text.to_lowercase();
    let mut codes: Vec<ServiceCode> = Vec::new();
    let mut add = |code: &str| {
        if let Some(code) = row_of(code).filter(|code| codes.iter().all(|known| known.code != code.code)) {
            codes.push(code);
            return true;
        }
        false
    };
    for (at, token) in tokens(&lower) {
        let digits = token.trim_start_matches('-');
        let bare = text.trim() == token || after_word(&lower[..at]);
        if digits.len() <= 3 && !bare || strict && digits.len() <= 4 && !token.starts_with('-') && !bare {
            continue;
        }
        // Written in decimal by the SDK's own call, and without the sign or with one too many by people.
        let _ = add(match token {
            "16388" => "0x4004",
            "16385" => "0x4001",
            _ => token,
        }) || (digits.len() >= 4 && add(&if token.starts_with('-') { digits.to_owned() } else { format!("-{token}") }));
    }
    for (name, named) in NAMES {
        let word = |rest: &str| !name.contains('_') || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if lower.match_indices(name).any(|(at, _)| word(&lower[at + name.len()..])) {
            named.iter().for_each(|code| {
                add(code);
            });
        }
    }
    codes
}

/// Messages have fewer numbers.
const MAX_TOKENS: usize = 512;

/// Numbers that stand by themselves, with their sign.
fn tokens(lower: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() && tokens.len() < MAX_TOKENS {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let hex = bytes[at..].starts_with(b"0x");
        let body = if hex { at + 2 } else { at };
        let part = |byte: &u8| if hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
        let len = bytes[body..].iter().take_while(|byte| part(byte)).count();
        let end = body + len;
        let mut start = at;
        if start > 0 && bytes[start - 1] == b'-' {
            start -= 1;
        }
        let before = lower[..start].chars().next_back();
        let glued_before = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/'));
        let after = &bytes[end..];
        let glued_after = after.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/'))
            || (after.len() >= 2 && matches!(after[0], b'.' | b':') && after[1].is_ascii_digit());
        if !glued_after && len <= 6 {
            if !glued_before {
                tokens.push((start, &lower[start..end]));
            } else if start < at {
                // "error-70009": a hyphen and no sign.
                tokens.push((at, &lower[at..end]));
            }
        }
        at = end.max(at + 1);
    }
    tokens
}

/// Whether a number behind this is called a code.
fn after_word(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'\\:=：#([,".contains(c));
    ["code", "error", "err", "errno", "错误码", "错误", "报错", "码", "ret", "status", "返回"]
        .iter()
        .any(|word| before.ends_with(word))
}

fn row_of(code: &str) -> Option<ServiceCode> {
    TABLE.iter().find_map(|row| row.codes().iter().find(|own| **own == code).map(|code| ServiceCode { code, row }))
}

/// The codes that Tencent's side has for what a verifier says.
pub(crate) fn of_error(error: ErrorCode) -> impl Iterator<Item = ServiceCode> {
    TABLE
        .iter()
        .filter(move |row| row.is_about_ticket() && row.errors().contains(&error))
        .flat_map(|row| row.codes().iter().map(move |code| ServiceCode { code, row }))
}
