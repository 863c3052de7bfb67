//! What is accepted and probably a mistake: said on stderr, once for each kind.

use crate::stderr;
use std::time::{SystemTime, UNIX_EPOCH};
use usersig::SERVICE_IDENTIFIER_LEN;

/// The longest validity that Tencent's international pages name, in seconds: ten years. The Chinese ones say 50 (2026-11).
const TEN_YEARS: u32 = 315_360_000;

/// In seconds a validity of more than thirty years, and as a moment any since 2001.
const FIRST_DATE: u32 = 1_000_000_000;

/// What programs that have no identifier send for one.
const MISSING: [&str; 5] = ["undefined", "null", "NaN", "[object Object]", "None"];

type Kind = (fn(&str) -> bool, &'static str);

const KINDS: [Kind; 4] = [
    (
        |identifier| identifier.len() > SERVICE_IDENTIFIER_LEN,
        "the identifier is longer than 32 bytes, which Tencent's packages rule out; shorten it",
    ),
    (
        |identifier| !identifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)),
        "the identifier has other characters than A-Z a-z 0-9 _ -, which Tencent's packages rule out",
    ),
    (
        |identifier| identifier.trim().len() < identifier.len(),
        "the identifier begins or ends with a blank, which is part of it; trim it where it is read",
    ),
    (
        |identifier| MISSING.contains(&identifier),
        "the identifier is what programs write for a missing value (undefined, null, NaN); check where it comes from",
    ),
];

#[derive(Debug)]
pub(crate) struct Warnings {
    quiet: bool,
    texts: Vec<String>,
    /// For each kind the line of its first identifier, and how many more there are.
    found: [Option<(Option<u64>, u64)>; KINDS.len()],
}

impl Warnings {
    pub(crate) const fn new(quiet: bool) -> Self {
        Self { quiet, texts: Vec::new(), found: [None; KINDS.len()] }
    }

    pub(crate) fn add(&mut self, text: impl Into<String>) {
        self.texts.push(text.into());
    }

    pub(crate) fn look_at_identifier(&mut self, identifier: &str, line: Option<u64>) {
        for ((applies, _), found) in KINDS.iter().zip(&mut self.found) {
            if applies(identifier) {
                *found = Some(found.map_or((line, 0), |(line, more)| (line, more + 1)));
            }
        }
    }

    /// Looks at a validity in seconds from `issued_at`, the present where `None`.
    pub(crate) fn look_at_expire(&mut self, expire: u32, issued_at: Option<u64>) {
        if expire <= TEN_YEARS {
            return;
        }
        let mut text = format!(
            "expire is {} days; Tencent's international pages allow at most ten years (3650 days)",
            expire.div_ceil(86_400)
        );
        if expire >= FIRST_DATE {
            text += "; it looks like a date, and expire must be the seconds from the ticket's issue";
            let present = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
            let until = u64::from(expire).saturating_sub(issued_at.unwrap_or_else(present));
            if (1..=u64::from(TEN_YEARS)).contains(&until) {
                text += &format!(" (until that date: {until})");
            }
        }
        self.add(text);
    }

    /// Writes them to stderr.
    pub(crate) fn tell(self) {
        if self.quiet {
            return;
        }
        for text in self.texts {
            stderr::note(&format!("warning: {text}"));
        }
        for ((_, text), found) in KINDS.iter().zip(self.found) {
            match found {
                None => {}
                Some((None, _)) => stderr::note(&format!("warning: {text}")),
                Some((Some(line), 0)) => stderr::note(&format!("warning: {text} (line {line})")),
                Some((Some(line), more)) => stderr::note(&format!("warning: {text} (line {line}, and {more} more)")),
            }
        }
    }
}
