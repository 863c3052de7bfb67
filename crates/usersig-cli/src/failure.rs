//! Why a command ended without its result, and with which exit status.

use crate::language::{of_people, said, say};
use crate::stderr;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;
use usersig::{Error, ErrorCode};
use usersig_explain::Language;
#[cfg(feature = "serve")]
use usersig_server::serve::ServeError;

/// The exit status for a ticket that is not valid, and for a batch of which some lines were left out.
const NOT_VALID: u8 = 1;
/// The exit status for wrong usage or input.
const WRONG_INPUT: u8 = 2;
/// The exit status of the old tools for wrong arguments.
const OLD_USAGE: u8 = 255;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The ticket that was asked about is not valid; and what is said of it in place of the error's own sentence.
    NotValid(Error, Option<String>),
    /// `explain` printed what it found.
    Found,
    /// An old tool was called in a way that it does not have; its usage was printed.
    OldUsage,
    /// A key, number or text that was given cannot be used.
    Input(Error),
    /// The command was called in a way that the argument parser cannot see to be wrong.
    Usage(String),
    /// A file cannot be read or written; the text says which one and what for.
    Io(String, io::Error),
    /// Some lines of a batch were reported before; this many were left out.
    LinesLeftOut(u64),
    /// The service did not start.
    #[cfg(feature = "serve")]
    Start(ServeError),
    /// The argument parser does not take the arguments; the error has nothing of their values.
    Arguments(clap::Error),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::NotValid(..) | Self::Found | Self::LinesLeftOut(_) => NOT_VALID,
            Self::OldUsage => OLD_USAGE,
            _ => WRONG_INPUT,
        })
    }

    /// Writes the failure to stderr.
    pub(crate) fn report(&self) {
        let text = match self {
            Self::NotValid(error, instead) => {
                let sentence = instead.as_deref().unwrap_or_else(|| error.message());
                format!("{}\n\"usersig explain\" shows more.", described(error, sentence))
            }
            Self::Input(error) => describe(error),
            Self::Usage(text) => format!("{text}\nFor more information, try 'usersig --help'."),
            Self::Io(what, error) => format!("{what}: {error}"),
            #[cfg(feature = "serve")]
            Self::Start(error) => error.to_string(),
            Self::LinesLeftOut(1) => "1 line was left out, see above".to_owned(),
            Self::LinesLeftOut(count) => format!("{count} lines were left out, see above"),
            Self::Found | Self::OldUsage => return,
            Self::Arguments(error) => {
                // Nothing can be told where stderr is closed.
                let _ = match of_people() {
                    Language::English => error.print(),
                    Language::Chinese => write!(io::stderr(), "{}", said(&error.render().to_string())),
                };
                return;
            }
        };
        stderr::note(&text);
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Input(error)
    }
}

/// An error as this command says it: word, number, meaning, and the service's codes on a line of their own.
pub(crate) fn describe(error: &Error) -> String {
    described(error, error.message())
}

fn described(error: &Error, sentence: &str) -> String {
    let code = error.code();
    let mut text = format!("{} (code {}): {sentence}", code.word(), code.number());
    let codes = service_codes(code);
    if !codes.is_empty() {
        let _ = write!(text, "\nThe service's code for this: {codes}");
    }
    text
}

/// Positive numbers are Chat codes, negative ones TRTC codes.
fn service_codes(code: ErrorCode) -> String {
    let named = code.service_codes().iter().map(|number| match number {
        ..0 => format!("{number}{}", say(" (TRTC)", "（TRTC）")),
        _ => format!("{number}{}", say(" (Chat)", "（IM）")),
    });
    named.collect::<Vec<_>>().join(say(", ", "、"))
}
