//! One mistake: its word, and what was found.

use crate::say::{Arg, Language, filled};
use crate::words::Word;
use usersig::ErrorCode;

/// One mistake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    word: Word,
    args: Vec<Arg>,
}

impl Finding {
    pub(crate) fn new(word: Word, args: impl Into<Vec<Arg>>) -> Self {
        Self { word, args: args.into() }
    }

    /// Its word.
    #[must_use]
    pub const fn word(&self) -> Word {
        self.word
    }

    /// What a verifier says about such a ticket.
    #[must_use]
    pub const fn error(&self) -> ErrorCode {
        self.word.error()
    }

    /// What was found, what is right and what to change. Holds no ticket, key or control character.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        filled(self.word.template().in_language(language), &self.args, language)
    }

    /// One more item of the finding's list.
    pub(crate) fn add(&mut self, item: Arg) {
        match self.args.last_mut() {
            Some(Arg::List(items)) => items.push(item),
            _ => self.args.push(Arg::List(vec![item])),
        }
    }

    pub(crate) fn hide(&mut self, secret: &str) {
        self.args.iter_mut().for_each(|arg| arg.hide(secret));
    }
}
