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

    /// Takes a secret out of everything that was put into texts, as it is shown there and also where its end is cut off.
    pub(crate) fn hide(&mut self, secret: &str) {
        match self {
            Self::Shown(text) => {
                let mut at = 0;
                while let Some(c) = text[at..].chars().next() {
                    let both = text[at..].chars().zip(secret.chars().flat_map(seen));
                    let same = at + both.take_while(|(shown, hidden)| shown == hidden).map(|(c, _)| c.len_utf8()).sum::<usize>();
                    if same - at < 8 {
                        at += c.len_utf8();
                    } else {
                        text.replace_range(at..same, if text[same..].starts_with('…') { "" } else { "…" });
                    }
                }
            }
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
        safe.extend(seen(c));
    }
    safe
}

/// A character as it is shown.
fn seen(c: char) -> Vec<char> {
    match c {
        '"' | '\'' => vec![c],
        // Backticks are around what is shown.
        '`' => "\\u0060".chars().collect(),
        // What the standard library would not print as it is: control, format, separator and unassigned characters. Written
        // as in JSON, in which the rest of an answer is.
        _ if c.escape_debug().len() > 2 => {
            c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| format!("\\u{unit:04x}").chars().collect::<Vec<_>>()).collect()
        }
        _ => c.escape_debug().collect(),
    }
}

macro_rules! phrases {
    ($($name:ident = $en:literal, $zh:literal;)*) => {
        $(pub(crate) const $name: $crate::say::Phrase = $crate::say::Phrase { en: $en, zh: $zh };)*
    };
}
pub(crate) use phrases;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_ends_where_it_seems_to() {
        assert_eq!(shown("a`b \"c\" 'd' 用户"), "a\\u0060b \"c\" 'd' 用户");
        assert_eq!(shown("\\\u{202e}\u{1f}\n\u{e0001}"), "\\\\\\u202e\\u001f\\n\\udb40\\udc01");
        assert_eq!(shown(&"é".repeat(LONGEST + 1)), "é".repeat(LONGEST) + "…");
    }

    #[test]
    fn a_secret_is_taken_out_however_it_is_shown() {
        for secret in ["0123456789abcdef".repeat(4), "pa`ss\\word\n123".to_owned()] {
            for around in ["", "user=", "\u{202e}"] {
                let mut arg =
                    Arg::List(vec![Arg::from(format!("{around}{secret}").as_str()), Arg::Shown(format!("`{}`", shown(&secret)))]);
                arg.hide(&secret);
                assert_eq!(arg.text(Language::English), format!("{}…, `…`", shown(around)));
            }
        }
    }
}
