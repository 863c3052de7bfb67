//! The two ways to a UserSig that need no code: the debug page and the service that runs next to a backend. The
//! `usersig` command starts both and shares their reading of key files and their JSON.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[cfg(feature = "http")]
mod answer;
#[cfg(feature = "console")]
pub mod console;
pub mod duration;
pub mod key_file;
mod keys_zip;
#[cfg(feature = "http")]
mod objects;
#[cfg(feature = "serve")]
pub mod serve;
pub mod ticket_json;
pub mod visible;

/// The documentation of both, from which the command makes a manual page.
pub const README: &str = include_str!("../README.md");
