//! Make and check *UserSig* login tickets for Tencent Cloud Chat (IM) and TRTC.
//!
//! A backend signs `(SDKAppID, identifier, expire)` and hands the ticket to its app. Two versions are in use:
//! v1 is signed with an EC private key (P-256 or secp256k1), v2 with the console's secret (HMAC-SHA256).
//! The type of the key selects the version.
//!
//! ```
//! use usersig::{SecretKey, Signer, Verifier};
//!
//! let secret = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")?;
//! let signer = Signer::new(1_400_000_000, secret.clone())?;
//! let ticket = signer.gen_sig("xiaojun")?;
//!
//! let verifier = Verifier::new(1_400_000_000, secret)?;
//! let verified = verifier.verify(&ticket, "xiaojun")?;
//! assert_eq!(verified.expire(), usersig::DEFAULT_EXPIRE);
//! # Ok::<(), usersig::Error>(())
//! ```
//!
//! The crate does no I/O besides reading the clock where no time is given, and has no global state but tables of constants
//! and each thread's buffers: under 1 KiB after usual tickets, up to 401 KiB after long ones, and up to 758 KiB where it made
//! long ones with [`Compression::Fast`] as well, since there is a compressor for each level.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

// A ticket passes these in this order: text, base64, zlib, JSON, claims, signature, checks.
mod base64;
mod batch;
mod claims;
mod code;
mod ecdsa;
mod envelope;
mod error;
#[cfg(usersig_internals)]
#[doc(hidden)]
pub mod internals;
mod json;
mod key;
mod limits;
mod pem;
mod recognise;
mod room;
mod secret;
mod signer;
mod source;
mod ticket;
mod time;
mod verifier;
mod version;
mod wipe;
mod zlib;

/// For the bindings, the command and the service: checks, where they have to refuse something before they can pass it on, and what
/// else no program that uses this crate needs.
#[doc(hidden)]
pub mod checked {
    pub use crate::ecdsa::from_der as signature_from_der;
    pub use crate::error::{check_err, check_err_of};
    pub use crate::key::has_signed;
    pub use crate::limits::*;
    pub use crate::recognise::key_text;
    pub use crate::secret::odd_secret;
    pub use crate::source::{Freshness, freshness};
    pub use crate::ticket::ticket_json;
    pub use crate::zlib::adler32;
}

pub use ecdsa::Curve;
pub use envelope::Compression;
pub use error::{Error, ErrorCode, ErrorKind, Result};
pub use key::{PrivateKey, PrivatePem, PublicKey, SecretKey, SigningKey, VerifyingKey};
pub use limits::{
    DEFAULT_EXPIRE, MAX_IDENTIFIER_LEN, MAX_JSON_LEN, MAX_LEEWAY, MAX_PEM_LEN, MAX_SECRET_LEN, MAX_TICKET_LEN, MAX_UNIX_TIME,
    MAX_USERBUF_LEN, SERVICE_IDENTIFIER_LEN,
};
pub use room::{PrivateMapKey, Privileges, Room};
pub use signer::{GenOptions, Signer};
pub use source::UserSigSource;
pub use ticket::{Ticket, TicketContent, UntrustedTicket, inspect};
pub use time::{Seconds, UnixTime};
pub use verifier::{ExpectedUserbuf, Verifier, VerifyOptions};
pub use version::Version;

/// The version of this crate, which every binding shares.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Runs the examples of the README as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
