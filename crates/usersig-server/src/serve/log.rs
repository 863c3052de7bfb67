//! JSON lines on stderr, written by a thread of their own so that no request waits for a slow reader.

use super::ServeError;
use super::config::read_file;
use super::token::to_hex;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Lines that wait for stderr, in bytes: beyond this no ticket is issued, and other lines are dropped and counted.
const MAX_WAITING: usize = 4 * 1024 * 1024;
/// How long lines are collected before they are written together.
const COLLECT: Duration = Duration::from_millis(10);
/// How long the end of the process waits for stderr.
const LAST_WRITE: Duration = Duration::from_secs(2);

/// The log. Clones write to the same stderr.
#[derive(Clone, Debug)]
pub(super) struct Log(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    dropped: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    waiting: Vec<u8>,
    ended: bool,
}

/// The thread that writes.
#[derive(Debug)]
pub(super) struct Writer {
    log: Log,
    thread: Option<JoinHandle<()>>,
}

impl Log {
    pub(super) fn start() -> Result<(Self, Writer), ServeError> {
        let log = Self(Arc::default());
        let thread = std::thread::Builder::new()
            .name("log".to_owned())
            .spawn({
                let log = log.clone();
                move || log.write_out()
            })
            .map_err(|error| ServeError::new(format!("no thread could be started: {error}")))?;
        Ok((log.clone(), Writer { log, thread: Some(thread) }))
    }

    /// False while stderr takes no more lines: a ticket must not be issued without its line.
    pub(super) fn takes_lines(&self) -> bool {
        self.lock().waiting.len() < MAX_WAITING
    }

    /// The line of an issued ticket. It is kept even where the lines have grown too many in the meantime.
    pub(super) fn audit(&self, line: &impl Serialize) {
        self.push(&mut self.lock(), line);
    }

    /// A line about the service itself.
    pub(super) fn event(&self, level: &'static str, event: &'static str, fields: impl Serialize) {
        let mut state = self.lock();
        if state.waiting.len() < MAX_WAITING {
            self.push(&mut state, &Event { time: now(), level, event, fields });
        } else {
            self.0.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }

    fn push(&self, state: &mut MutexGuard<'_, State>, line: &impl Serialize) {
        let first = state.waiting.is_empty();
        // A Vec takes every byte, and our own lines are always JSON.
        let _ = serde_json::to_writer(&mut state.waiting, line);
        state.waiting.push(b'\n');
        if first {
            self.0.changed.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_out(&self) {
        let mut lines = Vec::new();
        loop {
            let mut state = self.lock();
            while state.waiting.is_empty() && !state.ended {
                state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if !state.ended {
                drop(state);
                std::thread::sleep(COLLECT);
                state = self.lock();
            }
            if state.waiting.is_empty() && state.ended {
                return;
            }
            std::mem::swap(&mut lines, &mut state.waiting);
            drop(state);
            // Nothing can be told where stderr is closed.
            let _ = std::io::stderr().write_all(&lines);
            lines.clear();
            lines.shrink_to(256 * 1024);
        }
    }
}

impl Drop for Writer {
    /// Writes what waits, unless nobody reads it.
    fn drop(&mut self) {
        self.log.lock().ended = true;
        self.log.0.changed.notify_one();
        let deadline = std::time::Instant::now() + LAST_WRITE;
        while let Some(thread) = &self.thread
            && !thread.is_finished()
            && std::time::Instant::now() < deadline
        {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[derive(Serialize)]
struct Event<F> {
    time: f64,
    level: &'static str,
    event: &'static str,
    #[serde(flatten)]
    fields: F,
}

/// The line of an issued ticket: who got what, and never the ticket.
#[derive(Debug, Serialize)]
pub(super) struct Audit<'a> {
    pub(super) time: f64,
    pub(super) level: &'static str,
    pub(super) event: &'static str,
    pub(super) caller: Option<&'a str>,
    pub(super) sdkappid: u32,
    pub(super) version: &'static str,
    pub(super) issued_at: u64,
    pub(super) expire: u32,
    pub(super) request: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier_hash: Option<String>,
}

/// Unix seconds with milliseconds.
pub(super) fn now() -> f64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    #[allow(clippy::cast_precision_loss, reason = "exact until the year 287396")]
    let millis = elapsed.as_millis() as f64;
    millis / 1000.0
}

/// HMAC-SHA256 of identifiers, so that a log can be searched for a user by whoever has the key.
#[derive(Clone)]
pub(super) struct IdentifierHash(Hmac<Sha256>);

impl std::fmt::Debug for IdentifierHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentifierHash").finish_non_exhaustive()
    }
}

impl IdentifierHash {
    /// The key is the file's bytes as they are.
    pub(super) fn read(path: &Path) -> Result<Self, ServeError> {
        let key = read_file(path, 4096)?;
        if key.len() < 32 {
            return Err(ServeError::new("the key is shorter than 32 bytes; openssl rand -out FILE 32 makes one"));
        }
        Hmac::new_from_slice(&key).map(Self).map_err(|_| ServeError::new("the key cannot be used"))
    }

    /// 32 hexadecimal digits.
    pub(super) fn of(&self, identifier: &str) -> String {
        to_hex(&self.0.clone().chain_update(identifier).finalize().into_bytes()[..16])
    }
}
