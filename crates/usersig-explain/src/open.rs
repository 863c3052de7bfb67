//! From characters to content: a ticket's envelope, undone in whatever way it was made.

use crate::field::Content;
use crate::finding::Finding;
use crate::inflate::{self, End, Inflated};
use crate::letters::{Alphabet, Blanks, Foreign, Run, Way, is_blank, is_invisible, unhex};
use crate::phrases as say;
use crate::say::Arg;
use crate::words::Word;
use usersig::MAX_TICKET_LEN;

/// What a text holds from its start on.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) end: End,
    /// Only where the end is [`End::Whole`] or [`End::WrongSum`].
    pub(crate) content: Option<Content>,
    /// Where it ends in the text.
    pub(crate) len: usize,
    pub(crate) findings: Vec<Finding>,
    /// How much could be read, to compare ways of reading.
    weight: usize,
}

impl Opened {
    pub(crate) fn is_whole(&self) -> bool {
        self.end == End::Whole
    }

    pub(crate) fn rank(&self) -> (u8, usize) {
        let end = match self.end {
            End::Whole => 3,
            End::WrongSum => 2,
            End::Early => 1,
            End::Broken => 0,
        };
        (end, self.weight)
    }
}

/// How much may still be read; shared by all attempts on one input.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Budget {
    /// Some thirty of the longest tickets.
    pub(crate) const fn new() -> Self {
        Self(32 * MAX_TICKET_LEN)
    }

    /// Each step has a cost of its own, however little it looks at.
    fn spend(&mut self, amount: usize) {
        self.0 = self.0.saturating_sub(amount + STEP);
    }

    pub(crate) const fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

/// What setting up a decompressor costs, in characters.
const STEP: usize = 512;

/// Encoded more often than this is nobody's.
const MAX_DEPTH: usize = 3;

/// Bytes undone: content, how many bytes it takes, and the mistakes in between.
struct Bytes {
    end: End,
    content: Option<Content>,
    used: usize,
    findings: Vec<Finding>,
    weight: usize,
}

/// Opens what begins at the start of the text; `None` where nothing of a ticket does.
pub(crate) fn open(text: &str, depth: usize, budget: &mut Budget) -> Option<Opened> {
    if depth > MAX_DEPTH || !promising(text, budget) {
        return None;
    }
    if let Some(opened) = hexadecimal(text, depth, budget) {
        return Some(opened);
    }
    let mut best: Option<Opened> = None;
    let mut attempt = |way: Way, budget: &mut Budget| -> bool {
        let Some(opened) = read(text, way, depth, budget) else { return false };
        let whole = opened.is_whole();
        // Anything can be read a little further with one character more or less.
        if !whole && way.foreign[0].is_some() {
            return false;
        }
        best = Some(match best.take() {
            Some(before) if before.rank() >= opened.rank() => before,
            _ => opened,
        });
        whole
    };
    let ways = [
        Way::new(Alphabet::Tencent, Blanks::End),
        Way::new(Alphabet::UrlSafe, Blanks::End),
        Way::new(Alphabet::Tencent, Blanks::Skipped),
        Way::new(Alphabet::Tencent, Blanks::Plus),
        Way::new(Alphabet::UrlSafe, Blanks::Skipped),
    ];
    if ways.into_iter().any(|way| attempt(way, budget)) {
        return best;
    }
    let strange = strange_characters(text);
    for first in &strange {
        for alphabet in [Alphabet::Tencent, Alphabet::UrlSafe] {
            for role in [Foreign::Skipped, Foreign::Plus, Foreign::Slash] {
                let mut way = Way::new(alphabet, Blanks::Skipped);
                way.foreign[0] = Some((*first, role));
                if attempt(way, budget) {
                    return best;
                }
                // Two of them at most: one for each of the alphabet's last characters.
                for other in strange.iter().filter(|other| *other != first) {
                    way.foreign[1] = Some((*other, if role == Foreign::Plus { Foreign::Slash } else { role }));
                    if attempt(way, budget) {
                        return best;
                    }
                }
            }
        }
    }
    best
}

/// The first characters that are in no base64 and have some of it behind them.
fn strange_characters(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    let mut chars = text.chars().take(MAX_TICKET_LEN).peekable();
    let letters = Way::new(Alphabet::UrlSafe, Blanks::End);
    let known = |c: char| letters.value(c).is_some() || c == '=';
    while let Some(c) = chars.next() {
        if known(c) || is_blank(c) {
            continue;
        }
        // What ends a text in programs and URLs ends a ticket, too.
        if found.len() == 2 || "&\"'`<>()[]{}\\".contains(c) || !chars.peek().is_some_and(|next| known(*next)) {
            break;
        }
        if !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// Cheap: whether the first characters could be those of something that [`open`] knows.
fn promising(text: &str, budget: &mut Budget) -> bool {
    let mut may_be = |alphabet| {
        let start = Run::read(text, Way::new(alphabet, Blanks::Skipped), 88).bytes;
        if inflate::is_zlib(&start)
            || start.starts_with(&[0x1f, 0x8b])
            || looks_like_content(&start)
            || (start.len() >= 12 && start.iter().all(|byte| is_letter(*byte)))
        {
            return true;
        }
        if start.len() < 24 || budget.is_spent() {
            return false;
        }
        budget.spend(0);
        starts_with_brace(&inflate::raw_at_most(&start, 64).data)
    };
    let url_safe = text.chars().take(88).any(|c| c == '-' || c == '_');
    may_be(Alphabet::Tencent)
        || (url_safe && may_be(Alphabet::UrlSafe))
        || text.len() >= 40 && text.chars().take(40).all(|c| c.is_ascii_hexdigit())
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'*' | b'-' | b'_')
}

fn starts_with_brace(data: &[u8]) -> bool {
    data.trim_ascii_start().starts_with(b"{")
}

fn looks_like_content(start: &[u8]) -> bool {
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start).trim_ascii_start();
    let word = |word: &[u8]| start.len() >= word.len() && start[..word.len()].eq_ignore_ascii_case(word);
    let object = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    object.is_some_and(|inner| inner.starts_with(b"\"") || inner.starts_with(b"'"))
        || word(b"tls.")
        || word(b"identifier")
        || word(b"userid")
}

/// Hexadecimal digits where base64 belongs.
fn hexadecimal(text: &str, depth: usize, budget: &mut Budget) -> Option<Opened> {
    let len = text.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(text.len()).min(2 * MAX_TICKET_LEN) & !1;
    if len < 40 || budget.is_spent() {
        return None;
    }
    budget.spend(len);
    let bytes = unhex(text.get(..len)?)?;
    let mut undone = undo(&bytes, depth, budget)?;
    if undone.findings.first().is_none_or(|finding| finding.word() != Word::EncodedTwice) {
        undone.findings.insert(0, Finding::new(Word::Hexadecimal, []));
    }
    Some(Opened {
        end: undone.end,
        content: undone.content,
        len: undone.used * 2,
        findings: undone.findings,
        weight: undone.weight,
    })
}

/// One way of reading the characters.
fn read(text: &str, way: Way, depth: usize, budget: &mut Budget) -> Option<Opened> {
    if budget.is_spent() {
        return None;
    }
    let run = Run::read(text, way, usize::MAX);
    budget.spend(run.len());
    if run.len() < 4 {
        return None;
    }
    let mut undone = undo(&run.bytes, depth, budget)?;
    let (len, findings) = if matches!(undone.end, End::Early | End::Broken) {
        let end = run.end_of(usize::MAX);
        let padding = text[end..].len() - text[end..].trim_start_matches(['_', '=']).len();
        (end + padding, alphabet(&text[..end], way, Vec::new()).into_iter().collect())
    } else {
        let count = Run::chars_of(undone.used);
        encoding(text, way, run.end_of(count), count)
    };
    let mut findings = findings;
    findings.append(&mut undone.findings);
    Some(Opened { end: undone.end, content: undone.content, len, findings, weight: undone.weight })
}

/// What is wrong with the characters up to `end`, of which `count` count, and with the padding after them.
fn encoding(text: &str, way: Way, end: usize, count: usize) -> (usize, Vec<Finding>) {
    let body = &text[..end];
    let mut findings = Vec::new();
    let mut standard = Vec::new();
    let blanks = body.chars().filter(|c| is_blank(*c)).count();
    if way.blanks == Blanks::Plus && body.contains(' ') {
        standard.push(Arg::from(say::BLANKS_FOR_PLUS));
    } else if blanks > 0 {
        let at = body.chars().position(is_blank).unwrap_or_default();
        findings
            .push(Finding::new(Word::WhiteSpace, [Arg::List(vec![say::BLANKS_INSIDE.with([blanks.into(), (at + 1).into()])])]));
    }
    let invisible = body.chars().position(is_invisible);
    let foreign = body.chars().position(|c| way.foreign.iter().flatten().any(|(foreign, _)| *foreign == c));
    let mut strange = foreign.or(invisible).and_then(|at| Some((at, body.chars().nth(at)?)));

    let wanted = count.wrapping_neg() % 4;
    let blank_len =
        if way.blanks == Blanks::Skipped { text[end..].len() - text[end..].trim_start_matches(is_blank).len() } else { 0 };
    let (mut len, mut padding) = (end, 0);
    let mut rest = text[end..].chars();
    if let Some(first) = text[end + blank_len..].chars().next().filter(|c| wanted > 0 && "_=~.*-!$@^|＝".contains(*c)) {
        if blank_len > 0 && matches!(first, '_' | '=') {
            len += blank_len;
            rest = text[len..].chars();
        }
        let run = rest.clone().take_while(|c| *c == first).count();
        // One that is no base64's padding only in the place of all of it, and not a sentence's end.
        if matches!(first, '_' | '=') || (run == wanted && !rest.clone().nth(run).is_some_and(|c| c.is_alphanumeric())) {
            padding = run.min(wanted);
            len += padding * first.len_utf8();
            match first {
                '_' => {}
                '=' if way.alphabet == Alphabet::Tencent => standard.push("=".into()),
                '=' => {}
                _ => strange = strange.or(Some((text[..end].chars().count(), first))),
            }
        }
    }
    if let Some((at, c)) = strange {
        findings.push(Finding::new(Word::ForeignCharacter, [(at + 1).into(), character(c)]));
    }
    findings.extend(alphabet(body, way, standard));
    if way.alphabet == Alphabet::Tencent && padding < wanted {
        findings.push(Finding::new(Word::NoPadding, [(wanted - padding).into()]));
    }
    (len, findings)
}

/// Another alphabet than Tencent's; `standard` has what else of the standard one was met.
fn alphabet(body: &str, way: Way, mut standard: Vec<Arg>) -> Option<Finding> {
    if way.alphabet == Alphabet::UrlSafe && body.contains(['-', '_']) {
        return Some(Finding::new(Word::UrlSafeBase64, []));
    }
    let symbols = ["+", "/"].into_iter().filter(|symbol| way.alphabet == Alphabet::Tencent && body.contains(symbol));
    standard.splice(0..0, symbols.map(Arg::from));
    (!standard.is_empty()).then(|| Finding::new(Word::StandardBase64, [Arg::List(standard)]))
}

/// A character by its name where showing it would not help.
pub(crate) fn character(c: char) -> Arg {
    match c {
        '!'..='~' => Arg::Shown(format!("`{c}`")),
        _ if c.is_alphanumeric() || !is_blank(c) => {
            Arg::Shown(format!("`{}` (U+{:04X})", crate::say::shown(c.encode_utf8(&mut [0; 4])), u32::from(c)))
        }
        _ => Arg::Shown(format!("U+{:04X}", u32::from(c))),
    }
}

/// Undoes compression, and encodings below it.
fn undo(bytes: &[u8], depth: usize, budget: &mut Budget) -> Option<Bytes> {
    if inflate::is_zlib(bytes)
        && let Some(found) = inflated(&inflate::zlib(bytes), None, depth, budget)
    {
        return Some(found);
    }
    if let Some(found) = inflate::gzip(bytes).and_then(|data| inflated(&data, Some(Word::Gzip), depth, budget)) {
        return Some(found);
    }
    if looks_like_content(bytes) {
        let text = valid_prefix(bytes);
        if let Some((content, used)) = Content::read(text) {
            let word = if matches!(content, Content::Json(..)) { Word::NotCompressed } else { Word::SignedText };
            return Some(Bytes {
                end: End::Whole,
                content: Some(content),
                used,
                findings: vec![Finding::new(word, [])],
                weight: used,
            });
        }
        // The beginning of a ticket's JSON.
        if text.contains("TLS.") && text.len() == bytes.len() {
            let findings = vec![Finding::new(Word::NotCompressed, [])];
            return Some(Bytes { end: End::Early, content: None, used: bytes.len(), findings, weight: bytes.len() });
        }
        return None;
    }
    if bytes.len() >= 12 && bytes[..12].iter().all(|byte| is_letter(*byte)) {
        let inner = open(valid_prefix(bytes), depth + 1, budget)?;
        let mut findings = vec![Finding::new(Word::EncodedTwice, [say::BASE64_OF_BASE64.into()])];
        findings.extend(inner.findings);
        return Some(Bytes { end: inner.end, content: inner.content, used: inner.len, findings, weight: inner.weight });
    }
    let data = inflate::raw(bytes);
    if starts_with_brace(&data.data) && data.end == End::Whole {
        inflated(&data, Some(Word::RawDeflate), depth, budget)
    } else {
        None
    }
}

/// What a stream held.
fn inflated(stream: &Inflated, word: Option<Word>, depth: usize, budget: &mut Budget) -> Option<Bytes> {
    let mut findings: Vec<_> = word.map(|word| Finding::new(word, [])).into_iter().collect();
    let whole = matches!(stream.end, End::Whole | End::WrongSum);
    let (end, used, weight) = (stream.end, stream.used, stream.data.len());
    budget.spend(weight);
    let text = String::from_utf8_lossy(&stream.data);
    if !whole {
        // What can be read must look like the beginning; nothing yet is as good.
        let fits = text.is_empty() || text.trim_start().starts_with('{') || text.starts_with("TLS");
        return fits.then_some(Bytes { end, content: None, used, findings, weight });
    }
    if let Some((content, _)) = Content::read(&text) {
        if matches!(content, Content::Lines(_)) {
            findings.push(Finding::new(Word::SignedText, []));
        }
        return Some(Bytes { end, content: Some(content), used, findings, weight });
    }
    if depth < MAX_DEPTH {
        // Compressed twice, or encoded before it was compressed.
        let inner = undo(&stream.data, depth + 1, budget).or_else(|| {
            let opened = open(&text, depth + 1, budget)?;
            Some(Bytes { end: opened.end, content: opened.content, used, findings: opened.findings, weight })
        });
        if let Some(inner) = inner.filter(|inner| inner.content.is_some()) {
            findings.push(Finding::new(Word::EncodedTwice, [say::COMPRESSED_ONCE_MORE.into()]));
            // That the inner base64 is a standard one or holds JSON alone is no mistake of its own.
            return Some(Bytes { end, content: inner.content, used, findings, weight });
        }
    }
    // A JSON object all the same: something is missing, which is said later.
    if starts_with_brace(&stream.data)
        && let Some((members, _)) = crate::object::parse(text.trim_start())
    {
        return Some(Bytes { end, content: Some(Content::Json(text.trim().to_owned(), members)), used, findings, weight });
    }
    starts_with_brace(&stream.data).then_some(Bytes { end: End::Broken, content: None, used, findings, weight })
}

fn valid_prefix(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}
