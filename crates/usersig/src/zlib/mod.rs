//! zlib (RFC 1950, RFC 1951): a reader that takes each stream in one form only, and a writer with codes made for tickets.

mod format;
mod read;
mod tables;
mod write;

pub use format::adler32;
#[cfg(usersig_internals)]
pub(crate) use read::work;
pub(crate) use read::{Refused, inflate};
pub(crate) use write::{deflate, store};
