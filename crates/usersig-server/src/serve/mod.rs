//! `usersig serve`: the service that runs next to a backend and makes and checks tickets over HTTP.
//!
//! It speaks HTTP/1.1 by hyper alone: eight routes need no framework, and a ticket is signed in the time that a
//! framework's layers take.

mod batch;
mod body;
mod caller;
mod config;
mod connection;
mod fields;
mod listen;
mod loaded;
mod log;
mod metrics;
mod path;
mod problem;
mod rate;
mod route;
mod run;
mod service;
mod split;
mod systemd;
mod tickets;
mod tls;
mod token;
mod wire;

pub use config::{Application, Config};
pub use listen::Listen;
pub use run::{Source, check, run};
pub use systemd::reload;
pub use token::{Token, new_token};

use crate::answer;
use std::fmt;

/// Why the service did not start, or did not take a new configuration: one text that says what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServeError(String);

impl ServeError {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The same, about the content of a file.
    fn of_file(self, path: &std::path::Path) -> Self {
        Self(format!("{} (file {})", self.0, path.display()))
    }

    /// The same, said of `what`.
    fn at(self, what: impl fmt::Display) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ServeError {}
