//! What was given: the ticket in a text, and what is around it.

use crate::field::{Content, Field, plain};
use crate::finding::Finding;
use crate::inflate::End;
use crate::letters::{is_blank, is_invisible};
use crate::open::{Budget, Opened, character, open};
use crate::phrases as say;
use crate::say::Arg;
use crate::words::Word;

/// The ticket in a text.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) end: End,
    pub(crate) content: Option<Content>,
    /// The signature, where it is beside the content.
    pub(crate) sig: Option<String>,
    pub(crate) findings: Vec<Finding>,
    /// The ticket as it is in the text, once what is around it is gone.
    pub(crate) text: String,
    /// What is behind the ticket.
    pub(crate) after: String,
    /// The input with the place of the ticket left out.
    pub(crate) rest: String,
}

/// A place in a text where a ticket is.
struct Found {
    start: usize,
    opened: Opened,
}

/// Texts are wrapped a few times, not for ever.
const MAX_ROUNDS: usize = 6;
/// Places at which a ticket may begin, beyond which none is looked for.
const MAX_STARTS: usize = 4096;

/// Looks for a ticket, under the encodings of pages, URLs and JSON if need be.
pub(crate) fn find(input: &str, budget: &mut Budget) -> Option<Given> {
    let mut layers = Layers::default();
    let mut text = input.to_owned();
    let mut best: Option<(Found, String, Layers)> = None;
    for _ in 0..MAX_ROUNDS {
        if let Some(found) = scan(&text, budget) {
            let whole = found.opened.is_whole();
            best = Some(match best.take() {
                Some(before) if found.opened.rank() <= before.0.opened.rank() => before,
                _ => (found, text.clone(), layers.clone()),
            });
            if whole {
                break;
            }
        }
        let Some(next) = layers.undo(&text) else { break };
        text = next;
    }
    let (found, text, layers) = best?;
    Some(describe(found, &text, layers, budget))
}

/// The first whole ticket, else what comes nearest to one.
fn scan(text: &str, budget: &mut Budget) -> Option<Found> {
    let mut best: Option<Found> = None;
    let mut before = ' ';
    let mut starts = 0;
    for (start, c) in text.char_indices() {
        let boundary = !before.is_ascii_alphanumeric();
        before = c;
        if budget.is_spent() {
            break;
        }
        let letter = c.is_ascii_alphanumeric() || "+/*-_".contains(c);
        // In the middle of a word only where zlib's first bytes are.
        if !letter || !(boundary || ["eJ", "H4sI"].iter().any(|head| text[start..].starts_with(head))) {
            continue;
        }
        starts += 1;
        if starts > MAX_STARTS {
            break;
        }
        let Some(opened) = open(&text[start..], 0, budget) else { continue };
        if opened.is_whole() && opened.content.is_some() {
            return Some(Found { start, opened });
        }
        if best.as_ref().is_none_or(|best| opened.rank() > best.opened.rank()) {
            best = Some(Found { start, opened });
        }
    }
    best
}

/// Encodings around the ticket that were undone.
#[derive(Clone, Debug, Default)]
struct Layers {
    percent: usize,
    entities: bool,
    escapes: bool,
    wide: Option<Finding>,
}

impl Layers {
    /// Undoes one of them; `None` where there is none.
    fn undo(&mut self, text: &str) -> Option<String> {
        if let Some(next) = percent_decoded(text) {
            self.percent += 1;
            return Some(next);
        }
        if let Some(next) = without_entities(text) {
            self.entities = true;
            return Some(next);
        }
        if let Some(next) = unescaped(text) {
            self.escapes = true;
            return Some(next);
        }
        let at = text.chars().position(is_wide)?;
        self.wide = text.chars().nth(at).map(|c| Finding::new(Word::ForeignCharacter, [(at + 1).into(), character(c)]));
        Some(text.chars().map(narrow).collect())
    }
}

/// The text, and what is under its encodings.
pub(crate) fn layers_of(text: &str) -> Vec<String> {
    let mut layers = Layers::default();
    let mut texts = vec![text.to_owned()];
    while texts.len() < 5
        && let Some(next) = texts.last().and_then(|text| layers.undo(text))
    {
        texts.push(next);
    }
    texts
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}')
}

fn narrow(c: char) -> char {
    if is_wide(c) { char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c) } else { c }
}

fn percent_decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    (out.len() < bytes.len()).then(|| String::from_utf8_lossy(&out).into_owned())
}

/// Whether the ticket's neighbours are percent-encoded.
fn next_to_percent(before: &str, after: &str) -> bool {
    let encoded = |three: Option<&str>| three.is_some_and(|three| three.starts_with('%') && percent_decoded(three).is_some());
    encoded(before.len().checked_sub(3).and_then(|at| before.get(at..))) || encoded(after.get(..3))
}

/// What pages make of the characters that are near tickets.
fn without_entities(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once(';').map_or("", |(name, _)| name);
        let number = name.strip_prefix('#').filter(|digits| digits.len() <= 6).and_then(|digits| {
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            code.ok().and_then(char::from_u32)
        });
        let named = match name {
            "quot" => Some('"'),
            "apos" => Some('\''),
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "nbsp" => Some('\u{a0}'),
            "equals" => Some('='),
            "plus" => Some('+'),
            "sol" => Some('/'),
            "ast" => Some('*'),
            "lowbar" => Some('_'),
            "hyphen" | "dash" => Some('-'),
            _ => None,
        };
        match number.or(named) {
            Some(c) => {
                out.push(c);
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// One level of a JSON text's or a program's escapes.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let hex =
            |rest: &str, len| rest.get(..len).and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some(kind @ ('u' | 'x')) => {
                let len = if kind == 'u' { 4 } else { 2 };
                match hex(chars.as_str(), len) {
                    Some(c) => {
                        out.push(c);
                        chars.nth(len - 1);
                    }
                    None => out.push(kind),
                }
            }
            Some(c) => out.push(c),
            None => out.push('\\'),
        }
    }
    (out != text).then_some(out)
}

/// Puts what is around the ticket into words.
fn describe(found: Found, text: &str, layers: Layers, budget: &mut Budget) -> Given {
    let Found { mut start, opened } = found;
    let mut end = start + opened.len;
    let mut findings = Vec::new();
    let mut sig = None;
    let mut inner = opened.findings;
    if opened.content.as_ref().is_some_and(|content| !content.has(Field::Sig))
        && let Some(joined) = joined(text, start, end)
    {
        // What is wrong with each part's encoding is of no use any more.
        inner = vec![Finding::new(Word::JoinedParts, [Arg::Shown(format!("`{}`", joined.by))])];
        (start, end, sig) = (joined.start, joined.end, Some(joined.sig));
    }
    let ticket = text[start..end].to_owned();

    let mut others = 0_usize;
    if opened.end == End::Whole {
        let mut from = end;
        let mut known = vec![ticket.clone()];
        while others < 9
            && let Some(next) = scan(&text[from..], budget).filter(|next| next.opened.is_whole())
        {
            let (at, len) = (from + next.start, next.opened.len);
            from = at + len.max(1);
            // Logs and answers show the same one again.
            if !known.contains(&text[at..at + len].to_owned()) {
                known.push(text[at..at + len].to_owned());
                others += 1;
            }
        }
    }
    // A ticket without a character that is encoded may have them around it.
    let (mut before, mut after) = (text[..start].to_owned(), text[end..].to_owned());
    let mut percent = layers.percent;
    if next_to_percent(&before, &after) {
        percent += 1;
        before = percent_decoded(&before).unwrap_or(before);
        after = percent_decoded(&after).unwrap_or(after);
    }
    let mut entities = layers.entities;
    // Of entities there may be entities.
    for _ in 0..3 {
        let decoded = (without_entities(&before), without_entities(&after));
        entities |= decoded.0.is_some() || decoded.1.is_some();
        (before, after) = (decoded.0.unwrap_or(before), decoded.1.unwrap_or(after));
    }
    if entities {
        findings.push(Finding::new(Word::HtmlEntities, []));
    }
    if percent > 0 {
        findings.push(Finding::new(Word::PercentEncoding, [percent.into()]));
    }
    let mut around = Around { before: &before, after: &after, json: layers.escapes, ..Around::default() };
    around.look(others == 0);
    findings.extend(around.findings);
    if others > 0 {
        findings.push(Finding::new(Word::SeveralTickets, [(others + 1).into()]));
    }
    // White space inside and around is one mistake.
    if let Some(blanks) = around.blanks {
        match inner.iter_mut().find(|finding| finding.word() == Word::WhiteSpace) {
            Some(finding) => finding.add(blanks),
            None => findings.push(Finding::new(Word::WhiteSpace, [Arg::List(vec![blanks])])),
        }
    }
    inner.extend(layers.wide);
    findings.extend(inner);
    findings.sort_by_key(Finding::word);
    Given {
        end: opened.end,
        content: opened.content,
        sig,
        findings,
        after: text[end..].to_owned(),
        rest: [&text[..start], " ", &text[end..]].concat(),
        text: ticket,
    }
}

struct Joined {
    start: usize,
    end: usize,
    by: char,
    sig: String,
}

const JOINTS: [char; 6] = ['.', ':', '|', '~', ';', ','];
/// Base64 of SHA-1's 20 bytes, the shortest signature.
const SHORTEST_SIG: usize = 27;

pub(crate) fn is_sig(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/=*-_".contains(c)
}

/// The signature behind the content, or in front of it.
fn joined(text: &str, start: usize, end: usize) -> Option<Joined> {
    let after = &text[end..];
    if let Some(by) = after.chars().next().filter(|c| JOINTS.contains(c)) {
        let rest = &after[1..];
        let len = rest.find(|c| !is_sig(c)).unwrap_or(rest.len());
        if len >= SHORTEST_SIG {
            // A JWT's head is a part, too.
            let head = text[..start].strip_suffix(by).filter(|before| before.ends_with(is_sig));
            let start = head.map_or(start, |before| before.trim_end_matches(is_sig).len());
            return Some(Joined { start, end: end + 1 + len, by, sig: rest[..len].to_owned() });
        }
    }
    let before = &text[..start];
    let by = before.chars().next_back().filter(|c| JOINTS.contains(c))?;
    let before = &before[..before.len() - 1];
    let from = before.trim_end_matches(is_sig).len();
    (before.len() - from >= SHORTEST_SIG).then(|| Joined { start: from, end, by, sig: before[from..].to_owned() })
}

#[derive(Default)]
struct Around<'a> {
    before: &'a str,
    after: &'a str,
    json: bool,
    blanks: Option<Arg>,
    findings: Vec<Finding>,
}

const QUOTES: [(&str, &str); 9] =
    [("\"", "\""), ("'", "'"), ("`", "`"), ("“", "”"), ("‘", "’"), ("”", "”"), ("「", "」"), ("«", "»"), ("’", "’")];

impl Around<'_> {
    /// Takes away what is recognised, from the ticket outwards.
    fn look(&mut self, alone: bool) {
        self.find_blanks(alone);
        self.find_url();
        self.find_json();
        self.find_quotes();
        if !self.before.trim().is_empty() {
            let name = known_name(self.before);
            let what = match name {
                Some(name) => say::NAME_IS.with([Arg::Shown(name)]),
                None => say::CHARACTERS_ARE.with([self.before.trim().chars().count().into()]),
            };
            self.findings.push(Finding::new(Word::TextBefore, [what]));
        }
        if alone && !self.after.trim().is_empty() {
            let what = say::CHARACTERS_ARE.with([self.after.trim().chars().count().into()]);
            self.findings.push(Finding::new(Word::TextAfter, [what]));
        }
    }

    fn find_blanks(&mut self, alone: bool) {
        let blank = |text: &str| text.chars().all(is_blank);
        let mut count = if blank(self.before) { self.before.chars().count() } else { 0 };
        // Every file ends with a line break.
        let after = self.after.strip_suffix('\n').map_or(self.after, |text| text.strip_suffix('\r').unwrap_or(text));
        if alone && blank(after) {
            count += after.chars().count();
        }
        let invisible = |text: &str| text.chars().find(|c| is_invisible(*c));
        if let Some(c) = invisible(self.before).or_else(|| invisible(self.after)).filter(|_| count > 0) {
            self.findings.push(Finding::new(Word::ForeignCharacter, [1_usize.into(), character(c)]));
        }
        // Inside the quotes that are around it.
        let (before, after) = (self.before.trim_end_matches(is_blank), self.after.trim_start_matches(is_blank));
        if before.ends_with(['"', '\'']) && after.starts_with(['"', '\'', '\\']) {
            count += self.before[before.len()..].chars().count() + self.after[..self.after.len() - after.len()].chars().count();
            (self.before, self.after) = (before, after);
        }
        if count > 0 {
            self.blanks = Some(say::BLANKS_AROUND.with([count.into()]));
        }
        self.before = self.before.trim_start_matches(is_blank);
        self.after = self.after.trim_end_matches(is_blank);
    }

    fn find_url(&mut self) {
        let edge = |c: char| c.is_whitespace() || "\"'<>()`“”".contains(c);
        let start = self.before.rfind(edge).map_or(0, |at| at + self.before[at..].chars().next().map_or(1, char::len_utf8));
        let url = &self.before[start..];
        if url.contains("://") || url.starts_with("www.") || (url.contains('/') && url.contains('?')) {
            self.findings.push(Finding::new(Word::Url, []));
            self.before = &self.before[..start];
            self.after = &self.after[self.after.find(edge).unwrap_or(self.after.len())..];
        }
    }

    fn find_json(&mut self) {
        let open = |left: char, right: char| {
            let depth = self.before.matches(left).count() > self.before.matches(right).count();
            if depth { self.before.find(left) } else { None }
        };
        let quoted = self.before.ends_with(['"', '\'']);
        let start = open('{', '}').or_else(|| open('[', ']').filter(|_| quoted));
        let end = self.after.rfind(['}', ']']).map(|at| at + 1);
        if let Some(start) = start.filter(|_| end.is_some() || quoted) {
            self.json = true;
            self.before = &self.before[..start];
            self.after = &self.after[end.unwrap_or(self.after.len())..];
        }
        if self.json {
            self.findings.push(Finding::new(Word::JsonAround, []));
            self.before = self.before.trim_end_matches(['"', '\'', '\\', '[', '(', '{']);
            self.after = self.after.trim_start_matches(['"', '\'', '\\', ']', ')', '}', ';']);
        }
    }

    fn find_quotes(&mut self) {
        let mut found = Vec::new();
        loop {
            let before = self.before;
            let after = self.after.strip_prefix('\\').unwrap_or(self.after);
            let pair = QUOTES.iter().find(|(left, right)| {
                let (left, right) = (before.ends_with(left), after.starts_with(right));
                // One that was lost on its way out of a JSON text.
                (left && (right || after.is_empty())) || (right && before.is_empty())
            });
            let Some((left, right)) = pair else { break };
            found.push(Arg::Shown(format!("{left}…{right}")));
            let before = before.strip_suffix(left).unwrap_or(before);
            self.before = before.strip_suffix('\\').unwrap_or(before);
            self.after = after.strip_prefix(right).unwrap_or(after);
        }
        if !found.is_empty() {
            self.before = python_prefix(self.before);
            found.dedup();
            self.findings.push(Finding::new(Word::Quotes, [Arg::List(found)]));
        }
    }
}

/// Without the letter of `b'…'`.
fn python_prefix(before: &str) -> &str {
    let rest = before.trim_end_matches(['b', 'u', 'r', 'f', 'B']);
    if rest.len() + 2 >= before.len() && !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_') { rest } else { before }
}

/// The name in front of a ticket, where it is a usual one: anything else could be a secret.
fn known_name(before: &str) -> Option<String> {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || ":=>\"'([{".contains(c));
    let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').map_or(0, |at| at + 1);
    let name = before.get(start..).filter(|name| name.len() <= 24)?;
    let known = [
        "usersig",
        "sig",
        "signature",
        "ticket",
        "token",
        "bearer",
        "authorization",
        "privatemapkey",
        "password",
        "auth",
        "authbuffer",
    ];
    known.contains(&plain(name).as_str()).then(|| name.to_owned())
}
