//! Reading files and stdin, never more than a stated number of bytes.

use crate::failure::Failure;
use crate::stderr;
use std::convert::Infallible;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::str::FromStr;
use usersig::{Error, ErrorCode, MAX_TICKET_LEN};
use usersig_server::key_file::read_at_most;
use zeroize::Zeroizing;

/// Where an argument's content comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// `-`
    Stdin,
    /// A file, or anything else that can be opened and read.
    File(PathBuf),
}

impl From<&OsStr> for Source {
    fn from(text: &OsStr) -> Self {
        if text == "-" { Self::Stdin } else { Self::File(text.into()) }
    }
}

impl FromStr for Source {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(OsStr::new(text)))
    }
}

impl Source {
    /// Reads at most `limit` bytes; `None` where there are more. `option` is named in the error instead of the
    /// file, since people put a key itself where its file belongs, and keys do not go to stderr.
    pub(crate) fn read(&self, option: &str, limit: usize) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
        let read = match self {
            Self::Stdin => read_at_most(io::stdin().lock(), limit),
            Self::File(path) => File::open(path).and_then(|file| read_at_most(file, limit)),
        };
        read.map_err(|error| {
            let place = match self {
                Self::Stdin => format!("stdin cannot be read for {option}"),
                Self::File(_) if error.kind() == io::ErrorKind::NotFound => {
                    format!("{option} takes the name of a file (not its content, for keys do not go on the command line), and there is none of that name")
                }
                Self::File(_) => format!("the file given to {option} cannot be read"),
            };
            Failure::Io(place, error)
        })
    }
}

/// More than any ticket with the line breaks after it.
const TICKET_INPUT_LIMIT: usize = 2 * MAX_TICKET_LEN;

/// The ticket from the command line or, for `-` or nothing, from stdin; without the line breaks at its end.
pub(crate) fn ticket(argument: Option<&str>) -> Result<String, Failure> {
    let text = match argument {
        Some(text) if text != "-" => text.to_owned(),
        _ => {
            if io::stdin().is_terminal() {
                stderr::note("reading the ticket from the terminal; end it with Enter and Ctrl-D");
            }
            let bytes = Source::Stdin.read("the ticket", TICKET_INPUT_LIMIT)?.ok_or_else(|| {
                Failure::NotValid(Error::new(ErrorCode::TooLong, "the ticket is longer than 16384 bytes; no UserSig is"), None)
            })?;
            // Bytes that are no text are in no ticket's alphabet either, and the replacement says so.
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
