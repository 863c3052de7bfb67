//! JSON lines on stderr, written by a thread of their own. A ticket waits for its line; nothing else does.

use super::ServeError;
use super::config::read_file;
use crate::visible;
use hmac::{Hmac, KeyInit, Mac};
use prometheus::IntCounter;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;
use tokio::time::timeout;

/// Lines of tickets that wait for stderr, in bytes: beyond this no ticket is issued.
const MAX_TICKETS: usize = 4 * 1024 * 1024;
/// Other lines that wait, in bytes: beyond this they are dropped and counted.
const MAX_EVENTS: usize = 256 * 1024;
/// How long a ticket waits for its line to be written.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often refusals are summed up, and a stderr that failed is tried again.
const INTERVAL: Duration = Duration::from_secs(1);
/// How long the end of the process waits for stderr.
const LAST_WRITE: Duration = Duration::from_secs(2);

/// The log. Clones write to the same stderr.
#[derive(Clone, Debug)]
pub(super) struct Log(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    dropped: IntCounter,
    to_journal: bool,
}

#[derive(Debug, Default)]
struct State {
    waiting: Vec<u8>,
    /// How many of these bytes are not of tickets.
    events: usize,
    /// Told once what waits is written; dropped where it cannot be.
    tickets: Vec<oneshot::Sender<()>>,
    /// What was refused since it was last summed up, by event, path and word.
    refused: BTreeMap<[&'static str; 3], u64>,
    writing_since: Option<Instant>,
    failed: bool,
    ended: bool,
}

/// Whether the line of a ticket is written.
#[derive(Debug)]
pub(super) struct Written(oneshot::Receiver<()>);

impl Written {
    pub(super) async fn wait(self) -> bool {
        matches!(timeout(PATIENCE, self.0).await, Ok(Ok(())))
    }
}

/// The thread that writes.
#[derive(Debug)]
pub(super) struct Writer {
    log: Log,
    thread: Option<JoinHandle<()>>,
}

impl Log {
    pub(super) fn start() -> Result<(Self, Writer), ServeError> {
        let dropped = IntCounter::new("usersig_log_lines_dropped_total", "Log lines that stderr did not take")
            .map_err(|error| ServeError::new(error.to_string()))?;
        let (state, changed) = (Mutex::default(), Condvar::new());
        let log = Self(Arc::new(Shared { state, changed, dropped, to_journal: is_journal() }));
        let thread = std::thread::Builder::new()
            .name("log".to_owned())
            .spawn({
                let log = log.clone();
                move || log.write_out()
            })
            .map_err(|error| ServeError::new(format!("no thread could be started: {error}")))?;
        Ok((log.clone(), Writer { log, thread: Some(thread) }))
    }

    /// Why no ticket can have its line at the moment, and whether it is so.
    pub(super) fn stopped(&self) -> [(&'static str, bool); 2] {
        let state = self.lock();
        [("failed", state.failed), ("not_read", state.writing_since.is_some_and(|since| since.elapsed() > PATIENCE))]
    }

    /// The line of an issued ticket.
    pub(super) fn audit(&self, line: &impl Serialize) -> Written {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.lock();
        if state.waiting.len() - state.events < MAX_TICKETS {
            state.tickets.push(sender);
            self.push(&mut state, "info", line);
        } else {
            self.0.dropped.inc();
        }
        Written(receiver)
    }

    /// A line about the service itself.
    pub(super) fn event(&self, level: &'static str, event: &'static str, fields: Value) {
        self.push_event(&mut self.lock(), level, event, fields);
    }

    /// Something refused. The first of its kind has a line at once with what is known of it, the others of the same interval
    /// one line for all.
    pub(super) fn refused(&self, event: &'static str, path: &'static str, word: &'static str, known: impl FnOnce() -> Value) {
        let mut state = self.lock();
        let count = state.refused.entry([event, path, word]).or_default();
        *count += 1;
        if *count == 1 {
            let mut fields = known();
            fields["path"] = path.into();
            fields["word"] = word.into();
            self.push_event(&mut state, "warn", event, fields);
        }
    }

    pub(super) fn dropped(&self) -> IntCounter {
        self.0.dropped.clone()
    }

    fn push_event(&self, state: &mut State, level: &'static str, event: &'static str, fields: Value) {
        if state.events < MAX_EVENTS {
            let before = state.waiting.len();
            self.push(state, level, &Event { time: now(), level, event, fields });
            state.events += state.waiting.len() - before;
        } else {
            self.0.dropped.inc();
        }
    }

    fn push(&self, state: &mut State, level: &str, line: &impl Serialize) {
        if state.waiting.is_empty() {
            self.0.changed.notify_one();
        }
        self.write_line(&mut state.waiting, level, line);
    }

    fn write_line(&self, lines: &mut Vec<u8>, level: &str, line: &impl Serialize) {
        if self.0.to_journal {
            lines.extend_from_slice(match level {
                "error" => b"<3>",
                "warn" => b"<4>",
                _ => b"<6>",
            });
        }
        write_line(lines, line);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_out(&self) {
        let mut lines = Vec::new();
        // What stderr said last, and whether it took half a line.
        let (mut failure, mut torn) = (None::<io::Error>, false);
        let mut summed = Instant::now();
        loop {
            let idle = |state: &mut State| state.waiting.is_empty() && !state.ended;
            let waited = self.0.changed.wait_timeout_while(self.lock(), INTERVAL, idle);
            let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if state.ended || summed.elapsed() >= INTERVAL {
                summed = Instant::now();
                let refused = std::mem::take(&mut state.refused);
                for ([event, path, word], count) in refused.into_iter().filter(|(_, count)| *count > 1) {
                    let fields = json!({ "path": path, "word": word, "count": count - 1 });
                    self.push_event(&mut state, "warn", event, fields);
                }
            }
            if state.waiting.is_empty() {
                if state.ended {
                    return;
                }
                if failure.is_none() {
                    continue;
                }
            }
            if let Some(error) = &failure {
                lines.extend(torn.then_some(b'\n'));
                let fields = json!({ "error": error.to_string(), "dropped": self.0.dropped.get() });
                self.write_line(&mut lines, "error", &Event { time: now(), level: "error", event: "log_failed", fields });
            }
            let own = lines.len();
            lines.append(&mut state.waiting);
            state.waiting.shrink_to(MAX_EVENTS);
            state.events = 0;
            let tickets = std::mem::take(&mut state.tickets);
            state.writing_since = Some(Instant::now());
            drop(state);
            let outcome = write(&lines);
            let mut state = self.lock();
            state.writing_since = None;
            state.failed = outcome.is_err();
            drop(state);
            failure = match outcome {
                Ok(()) => {
                    torn = false;
                    for ticket in tickets {
                        let _ = ticket.send(());
                    }
                    None
                }
                Err((written, error)) => {
                    torn = lines[..written].last().map_or(torn, |byte| *byte != b'\n');
                    let lost = lines[written.max(own)..].iter().filter(|byte| **byte == b'\n').count();
                    self.0.dropped.inc_by(lost as u64);
                    Some(error)
                }
            };
            lines.clear();
            lines.shrink_to(MAX_EVENTS);
        }
    }
}

fn write_line(lines: &mut Vec<u8>, line: &impl Serialize) {
    // A Vec takes every byte, and our own lines are always JSON.
    let _ = visible::write_json(lines, line);
    lines.push(b'\n');
}

/// True where stderr is the journal's, which takes a line's priority from its beginning.
#[cfg(unix)]
fn is_journal() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let own = io::stderr().as_fd().try_clone_to_owned().and_then(|stderr| std::fs::File::from(stderr).metadata());
    let journal = std::env::var("JOURNAL_STREAM").unwrap_or_default();
    own.is_ok_and(|own| journal == format!("{}:{}", own.dev(), own.ino()))
}

#[cfg(not(unix))]
fn is_journal() -> bool {
    false
}

/// Writes to stderr; an error says how much was written before.
fn write(lines: &[u8]) -> Result<(), (usize, io::Error)> {
    let mut written = 0;
    while written < lines.len() {
        match io::stderr().write(&lines[written..]) {
            Ok(0) => return Err((written, io::ErrorKind::WriteZero.into())),
            Ok(count) => written += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Whoever shares the other end may have made it so.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(Duration::from_millis(1)),
            Err(error) => return Err((written, error)),
        }
    }
    Ok(())
}

impl Drop for Writer {
    /// Writes what waits, unless nobody reads it.
    fn drop(&mut self) {
        self.log.lock().ended = true;
        self.log.0.changed.notify_one();
        let deadline = Instant::now() + LAST_WRITE;
        while let Some(thread) = &self.thread
            && !thread.is_finished()
            && Instant::now() < deadline
        {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[derive(Serialize)]
struct Event {
    time: f64,
    level: &'static str,
    event: &'static str,
    #[serde(flatten)]
    fields: Value,
}

/// The line of an issued ticket: who got what, and never the ticket.
#[derive(Debug, Serialize)]
pub(super) struct Audit<'a> {
    pub(super) time: f64,
    pub(super) level: &'static str,
    pub(super) event: &'static str,
    pub(super) peer: &'a str,
    pub(super) caller: Option<&'a str>,
    pub(super) sdkappid: u32,
    pub(super) kind: &'static str,
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
            return Err(ServeError::new("the key is shorter than 32 bytes; openssl rand -out FILE 32 makes one").of_file(path));
        }
        Hmac::new_from_slice(&key).map(Self).map_err(|_| ServeError::new("the key cannot be used"))
    }

    /// 32 hexadecimal digits.
    pub(super) fn of(&self, identifier: &str) -> String {
        base16ct::lower::encode_string(&self.0.clone().chain_update(identifier).finalize().into_bytes()[..16])
    }
}
