//! Base64 as generators write it: read from a place in a text up to what cannot belong to it, with a note of what was met.

use usersig::MAX_TICKET_LEN;

/// What `-` and `_` stand for. `+ * /` are read alike in both, so that a half replaced text is read, too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Alphabet {
    /// Tencent's `-` for `/` and `_` for `=`, standard base64 included.
    Tencent,
    /// RFC 4648's `-` for `+` and `_` for `/`.
    UrlSafe,
}

/// How a character that belongs to no base64 is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Foreign {
    /// It was put in.
    Skipped,
    /// It stands for one of the alphabet's last two.
    Plus,
    Slash,
}

/// One way of reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Way {
    pub(crate) alphabet: Alphabet,
    pub(crate) blanks: Blanks,
    pub(crate) foreign: [Option<(char, Foreign)>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Blanks {
    /// White space ends the text.
    End,
    /// White space was put in.
    Skipped,
    /// A blank was a `+` that went through the decoding of a form.
    Plus,
}

impl Way {
    pub(crate) const fn new(alphabet: Alphabet, blanks: Blanks) -> Self {
        Self { alphabet, blanks, foreign: [None; 2] }
    }

    pub(crate) fn value(self, c: char) -> Option<u8> {
        let value = match c {
            'A'..='Z' => u32::from(c) - 65,
            'a'..='z' => u32::from(c) - 71,
            '0'..='9' => u32::from(c) + 4,
            '+' | '*' => 62,
            '-' if self.alphabet == Alphabet::UrlSafe => 62,
            '/' | '-' => 63,
            '_' if self.alphabet == Alphabet::UrlSafe => 63,
            ' ' if self.blanks == Blanks::Plus => 62,
            _ => match self.role(c)? {
                Foreign::Plus => 62,
                Foreign::Slash => 63,
                Foreign::Skipped => return None,
            },
        };
        u8::try_from(value).ok()
    }

    fn skips(self, c: char) -> bool {
        (self.blanks != Blanks::End && is_blank(c)) || self.role(c) == Some(Foreign::Skipped)
    }

    fn role(self, c: char) -> Option<Foreign> {
        self.foreign.into_iter().flatten().find(|(foreign, _)| *foreign == c).map(|(_, role)| role)
    }
}

/// White space, and the characters without width that pages and chat programs put into long words.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) bytes: Vec<u8>,
    /// Where each character that counts ends.
    ends: Vec<usize>,
}

impl Run {
    /// Reads from the start of `text`, at most as much as a ticket may have.
    pub(crate) fn read(text: &str, way: Way, limit: usize) -> Self {
        let mut run = Self { bytes: Vec::new(), ends: Vec::new() };
        let (mut bits, mut held) = (0_u32, 0);
        for (at, c) in text.char_indices() {
            let Some(value) = way.value(c) else {
                if way.skips(c) && !run.ends.is_empty() {
                    continue;
                }
                break;
            };
            if run.ends.len() == limit.min(MAX_TICKET_LEN) {
                break;
            }
            run.ends.push(at + c.len_utf8());
            bits = (bits << 6 | u32::from(value)) & 0xffff;
            held += 6;
            if held >= 8 {
                held -= 8;
                run.bytes.extend(u8::try_from(bits >> held & 0xff));
            }
        }
        run
    }

    /// The number of characters.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many characters the first `bytes` bytes take.
    pub(crate) const fn chars_of(bytes: usize) -> usize {
        (bytes * 8).div_ceil(6)
    }

    /// Where the first `count` characters end.
    pub(crate) fn end_of(&self, count: usize) -> usize {
        count.min(self.len()).checked_sub(1).map_or(0, |last| self.ends[last])
    }
}

/// The bytes of a whole text in any base64, where it is one.
pub(crate) fn decode(text: &str, alphabet: Alphabet) -> Option<Vec<u8>> {
    let body = text.trim_end_matches(if alphabet == Alphabet::Tencent { &['=', '_'][..] } else { &['='][..] });
    let run = Run::read(body, Way::new(alphabet, Blanks::End), usize::MAX);
    (run.end_of(usize::MAX) == body.len() && run.len() % 4 != 1 && text.len() - body.len() <= 2).then_some(run.bytes)
}

/// The bytes of a text of hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0 && !digits.is_empty())?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
