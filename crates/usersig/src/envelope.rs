//! JSON to ticket text and back: zlib inside Tencent's base64, with its bounds.

use crate::base64::{TENCENT, decode_ticket};
use crate::error::{Error, ErrorCode, Result};
use crate::limits::{self, MAX_JSON_LEN, MAX_TICKET_LEN};
use crate::version::Version;
use crate::zlib::{Refused, deflate, inflate, store};
use base64::Engine;
use flate2::{Compress, FlushCompress, Status};
use std::cell::RefCell;

/// How hard a ticket is compressed. Every level is read by every verifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum Compression {
    /// As short as zlib's default level makes it, within 2 %.
    #[default]
    Default,
    /// Least time.
    Fast,
    /// Stored without compression: the longest ticket. A ticket that would pass
    /// [`MAX_TICKET_LEN`](crate::MAX_TICKET_LEN) is compressed all the same.
    None,
}

/// What a thread keeps between calls: setting a compressor up costs more than a signature.
#[derive(Default)]
struct Workspace {
    default: Option<Compress>,
    fast: Option<Compress>,
    compressed: Vec<u8>,
    json: Vec<u8>,
    text: Vec<u8>,
}

thread_local! {
    static WORKSPACE: RefCell<Workspace> = const {
        RefCell::new(Workspace { default: None, fast: None, compressed: Vec::new(), json: Vec::new(), text: Vec::new() })
    };
}

/// Wraps the JSON into a ticket, which `take` gets.
pub(crate) fn seal<T>(json: &[u8], version: Version, compression: Compression, take: impl FnOnce(&str) -> T) -> Result<T> {
    WORKSPACE.with_borrow_mut(|workspace| {
        workspace.deflate(json, version, compression)?;
        let text_len = |compressed: &[u8]| ::base64::encoded_len(compressed.len(), true).filter(|len| *len <= MAX_TICKET_LEN);
        if text_len(&workspace.compressed).is_none() && compression != Compression::Default {
            workspace.deflate(json, version, Compression::Default)?;
        }
        text_len(&workspace.compressed)
            .and_then(|len| {
                workspace.text.resize(len, 0);
                TENCENT.encode_slice(&workspace.compressed, &mut workspace.text).ok()
            })
            .and_then(|_| std::str::from_utf8(&workspace.text).ok())
            .map(take)
            .ok_or_else(|| Error::new(ErrorCode::TooLong, "the ticket would be longer than 16384 bytes; shorten the userbuf"))
    })
}

/// Unwraps a ticket and hands its JSON to `read`.
pub(crate) fn open<T>(ticket: &str, read: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
    if ticket.is_empty() {
        return Err(Error::new(ErrorCode::Empty, "the ticket is empty; pass the text that the server made"));
    }
    limits::ticket_len(ticket.len())?;
    // The workspace is taken out for the call, so that a panic in between leaves a fresh one.
    let mut workspace = WORKSPACE.with_borrow_mut(std::mem::take);
    let result = workspace.inflate(ticket).and_then(|()| read(&workspace.json));
    WORKSPACE.set(workspace);
    result
}

impl Workspace {
    /// Compresses into `self.compressed`.
    fn deflate(&mut self, json: &[u8], version: Version, compression: Compression) -> Result<()> {
        self.compressed.clear();
        if compression != Compression::None && deflate(json, version, &mut self.compressed) {
            return Ok(());
        }
        let (slot, level) = match compression {
            Compression::Default => (&mut self.default, 6),
            Compression::Fast => (&mut self.fast, 1),
            Compression::None => {
                store(json, &mut self.compressed);
                return Ok(());
            }
        };
        let deflate = slot.get_or_insert_with(|| Compress::new(flate2::Compression::new(level), true));
        deflate.reset();
        // zlib's bound for incompressible input, so that one call finishes the stream.
        self.compressed.reserve(json.len() + json.len() / 8 + 64);
        match deflate.compress_vec(json, &mut self.compressed, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => Ok(()),
            _ => Err(Error::new(ErrorCode::Internal, "compression failed; this is a bug in usersig, please report it")),
        }
    }

    /// Decodes and inflates into `self.json`, at most [`MAX_JSON_LEN`] bytes.
    fn inflate(&mut self, ticket: &str) -> Result<()> {
        self.compressed.clear();
        decode_ticket(ticket, &mut self.compressed)?;
        inflate(&self.compressed, &mut self.json, MAX_JSON_LEN).map_err(|refused| match refused {
            Refused::TooLong => Error::new(ErrorCode::TooLong, "the ticket inflates to more than 32768 bytes; no UserSig does"),
            Refused::Damaged => Error::new(
                ErrorCode::MalformedZlib,
                "the ticket's zlib stream is damaged; it was changed or cut on its way, or made by a faulty generator, \
                 compare it with the ticket that was made",
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(json: &[u8], compression: Compression) -> String {
        let ticket = seal(json, Version::V2, compression, str::to_owned).unwrap();
        assert_eq!(open(&ticket, |read| Ok(read.to_vec())).unwrap(), json);
        ticket
    }

    #[test]
    fn every_level_round_trips() {
        let json = br#"{"TLS.ver":"2.0","TLS.identifier":"xiaojun"}"#;
        for compression in [Compression::Default, Compression::Fast, Compression::None] {
            for len in [1, 2, json.len()] {
                round_trip(&json[..len], compression);
            }
        }
    }

    /// A8: the bound on the output is exact, and nothing is inflated beyond it.
    #[test]
    fn inflating_stops_at_the_bound() {
        round_trip(&[b' '; MAX_JSON_LEN], Compression::Default);
        for beyond in [MAX_JSON_LEN + 1, 10_000_000] {
            let bomb = seal(&vec![b' '; beyond], Version::V2, Compression::Default, str::to_owned).unwrap();
            assert_eq!(open(&bomb, |_| Ok(())).unwrap_err().code(), ErrorCode::TooLong);
        }
        WORKSPACE.with_borrow(|workspace| assert!(workspace.json.capacity() <= 2 * MAX_JSON_LEN));
    }

    /// No level may produce a ticket that no verifier would read.
    #[test]
    fn stored_tickets_beyond_the_bound_are_compressed() {
        let json: Vec<u8> = (0..MAX_JSON_LEN).map(|index| b"abcdefgh"[(index * index / 7) % 8]).collect();
        assert!(round_trip(&json, Compression::None).len() <= MAX_TICKET_LEN);
        assert!(round_trip(&json, Compression::Fast).len() <= MAX_TICKET_LEN);
    }
}
