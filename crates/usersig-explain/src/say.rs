//! Texts in two languages with what was found put into them.

/// The language of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// A text in both languages. `{0}`, `{1}` … are the places for arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Phrase {
    pub(crate) en: &'static str,
    pub(crate) zh: &'static str,
}

impl Phrase {
    pub(crate) const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Chinese => self.zh,
        }
    }

    pub(crate) fn with(self, args: impl Into<Vec<Arg>>) -> Arg {
        Arg::Said(self, args.into())
    }
}

/// What is put into a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Arg {
    /// The same in every language.
    Shown(String),
    Said(Phrase, Vec<Self>),
    List(Vec<Self>),
}

impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Self {
        Self::Said(phrase, Vec::new())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Shown(shown(text))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Shown(number.to_string())
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Shown(number.to_string())
    }
}

impl Arg {
    fn text(&self, language: Language) -> String {
        match self {
            Self::Shown(text) => text.clone(),
            Self::Said(phrase, args) => filled(phrase.in_language(language), args, language),
            Self::List(items) => {
                let between = if language == Language::English { ", " } else { "、" };
                items.iter().map(|item| item.text(language)).collect::<Vec<_>>().join(between)
            }
        }
    }

    /// Takes a secret out of everything that was put into texts.
    pub(crate) fn hide(&mut self, secret: &str) {
        match self {
            Self::Shown(text) if text.contains(secret) => *text = text.replace(secret, "…"),
            Self::Shown(_) => {}
            Self::Said(_, args) | Self::List(args) => args.iter_mut().for_each(|arg| arg.hide(secret)),
        }
    }
}

/// The template with its arguments in their places.
pub(crate) fn filled(template: &str, args: &[Arg], language: Language) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut pieces = template.split('{');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once('}').unwrap_or(("", piece));
        if let Some(arg) = number.parse().ok().and_then(|index: usize| args.get(index)) {
            text.push_str(&arg.text(language));
        }
        text.push_str(rest);
    }
    text
}

/// The longest text that is shown as it was found, in characters.
const LONGEST: usize = 64;

/// Text from outside: without anything that moves a cursor or hides text, and not longer than a line bears.
pub(crate) fn shown(text: &str) -> String {
    let mut safe = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            safe.push('…');
            break;
        }
        match c {
            '"' | '\'' => safe.push(c),
            // Backticks are around what is shown.
            '`' => safe.push_str("\\u0060"),
            // What the standard library would not print as it is: control, format, separator and unassigned characters. Written
            // as in JSON, in which the rest of an answer is.
            _ if c.escape_debug().len() > 2 => {
                let mut units = [0; 2];
                c.encode_utf16(&mut units).iter().for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")));
            }
            _ => safe.extend(c.escape_debug()),
        }
    }
    safe
}

macro_rules! phrases {
    ($($name:ident = $en:literal, $zh:literal;)*) => {
        $(pub(crate) const $name: $crate::say::Phrase = $crate::say::Phrase { en: $en, zh: $zh };)*
    };
}
pub(crate) use phrases;
