//! JSON as people write it: also JavaScript's objects and Python's dictionaries, with each value's text and place.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// Deeper and larger ones are no ticket's.
const MAX_DEPTH: usize = 8;
const MAX_VALUES: usize = 512;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    Text(String),
    /// As it was written.
    Number(String),
    /// `true`, `null`, `undefined` and other bare words.
    Word(String),
    Object(Vec<Member>),
    Array(Vec<Self>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) value: Value,
    /// From the first byte of the name to the last of the value.
    pub(crate) span: Range<usize>,
}

/// The object that begins at the start of the text, and where it ends.
pub(crate) fn parse(text: &str) -> Option<(Vec<Member>, usize)> {
    let mut reader = Reader { text, chars: text.char_indices().peekable(), values: 0 };
    match reader.value(0)? {
        Value::Object(members) => Some((members, reader.position())),
        _ => None,
    }
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    values: usize,
}

impl Reader<'_> {
    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn skip_blanks(&mut self) {
        while self.chars.next_if(|(_, c)| c.is_whitespace() || *c == '\u{feff}').is_some() {}
    }

    /// Blanks, and the letter of Python's `u'…'` and `b'…'`.
    fn skip_prefix(&mut self) {
        self.skip_blanks();
        let at = self.position();
        if ["b'", "b\"", "u'", "u\""].iter().any(|prefix| self.text[at..].starts_with(prefix)) {
            self.chars.next();
        }
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.skip_blanks();
        self.chars.next_if(|(_, c)| *c == wanted).is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return None;
        }
        self.skip_prefix();
        match self.chars.peek()?.1 {
            '{' => self.object(depth),
            '[' => {
                self.chars.next();
                let mut items = Vec::new();
                while !self.next_is(']') {
                    items.push(self.value(depth + 1)?);
                    if !self.next_is(',') {
                        return self.next_is(']').then_some(Value::Array(items));
                    }
                }
                Some(Value::Array(items))
            }
            '"' | '\'' | '`' => self.text().map(Value::Text),
            _ => {
                let word = self.word()?;
                let number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
                Some(if number { Value::Number(word) } else { Value::Word(word) })
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.chars.next();
        let mut members = Vec::new();
        while !self.next_is('}') {
            self.skip_prefix();
            let start = self.position();
            let name = match self.chars.peek()?.1 {
                '"' | '\'' | '`' => self.text()?,
                _ => self.word()?,
            };
            if !self.next_is(':') {
                return None;
            }
            let value = self.value(depth + 1)?;
            members.push(Member { name, value, span: start..self.position() });
            if !self.next_is(',') {
                return self.next_is('}').then_some(Value::Object(members));
            }
        }
        Some(Value::Object(members))
    }

    fn word(&mut self) -> Option<String> {
        let mut word = String::new();
        while let Some((_, c)) = self.chars.next_if(|(_, c)| c.is_alphanumeric() || "_.$+-".contains(*c)) {
            word.push(c);
        }
        (!word.is_empty()).then_some(word)
    }

    fn text(&mut self) -> Option<String> {
        let (_, quote) = self.chars.next()?;
        let mut text = String::new();
        loop {
            match self.chars.next()?.1 {
                c if c == quote => return Some(text),
                '\\' => text.push(self.escaped()?),
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let high = match self.chars.next()?.1 {
            'n' => return Some('\n'),
            'r' => return Some('\r'),
            't' => return Some('\t'),
            'b' => return Some('\u{8}'),
            'f' => return Some('\u{c}'),
            'u' => self.hex()?,
            c => return Some(c),
        };
        if !(0xd800..0xdc00).contains(&high) {
            return Some(char::from_u32(high).unwrap_or('\u{fffd}'));
        }
        // A pair of surrogates is one character.
        self.chars.next_if(|(_, c)| *c == '\\')?;
        self.chars.next_if(|(_, c)| *c == 'u')?;
        let low = self.hex()?;
        Some(char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff)).unwrap_or('\u{fffd}'))
    }

    fn hex(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |value, _| Some(value * 16 + self.chars.next()?.1.to_digit(16)?))
    }
}

impl Value {
    /// A text or number as it is in a signed text.
    pub(crate) fn plain(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_languages_objects() {
        for text in [
            r#"{"a": "1", "b": -2.5, "c": null, "d": {"e": []}}"#,
            "{a: '1', b: -2.5, c: null, d: {e: [],},}",
            "{'a': u'1', 'b': -2.5, 'c': null, 'd': {'e': [ ]}}",
        ] {
            let (members, end) = parse(text).unwrap();
            assert_eq!(end, text.len());
            let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
            assert_eq!(names, ["a", "b", "c", "d"], "{text}");
            assert_eq!(members[0].value, Value::Text("1".into()));
            assert_eq!(members[1].value, Value::Number("-2.5".into()));
            assert_eq!(members[2].value, Value::Word("null".into()));
            assert!(text[members[1].span.clone()].ends_with("-2.5"));
        }
    }

    #[test]
    fn escapes_and_bounds() {
        let (members, end) = parse(r#"{"a":"\u4e2d\ud83d\ude00\/\n"} rest"#).unwrap();
        assert_eq!((members[0].value.plain(), end), (Some("中😀/\n"), 30));
        assert!(parse(r#"{"a":"#).is_none() && parse(r#"{"a":1"#).is_none() && parse("[1]").is_none());
        assert!(parse(&"{a:".repeat(100_000)).is_none());
    }
}
