//! The configuration file: its keys, their defaults, and errors that name the file, the line or key, and what to do.

use super::ServeError;
use super::listen::{Listen, SocketMode};
use super::problem::without_values;
use crate::objects::objects;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use usersig::checked;

/// The largest configuration file, in bytes.
const MAX_LEN: usize = 1024 * 1024;

/// Everything that the configuration file says. `README.md` has the table of keys.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen.
    pub listen: Listen,
    /// Where to answer probes and give metrics, without TLS and client certificates.
    pub(super) health_listen: Option<Listen>,
    /// Threads that answer requests; one per core by default.
    pub threads: Option<NonZeroUsize>,
    /// Take requests without TLS from other hosts.
    pub(super) allow_plaintext: bool,
    /// The mode of the Unix socket.
    pub(super) socket_mode: SocketMode,
    pub(super) tls: Option<Tls>,
    pub(super) log: Log,
    pub(super) limits: Limits,
    /// The applications to make and check tickets for.
    pub application: Vec<Application>,
    pub(super) caller: Vec<Caller>,
}

/// One application and its keys.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct Application {
    /// 1 to 4294967295.
    pub sdkappid: i64,
    /// The console's `private_key.txt` or `keys.zip`, for v1 tickets.
    pub key: Option<PathBuf>,
    /// The file with the console's secret, for v2 tickets.
    pub secret_key_file: Option<PathBuf>,
    /// More keys whose v1 tickets are accepted.
    pub verify_keys: Vec<PathBuf>,
    /// More secrets whose v2 tickets are accepted.
    pub verify_secret_key_files: Vec<PathBuf>,
    /// The longest validity that a request may ask for, in seconds; 180 days by default.
    #[serde(deserialize_with = "duration")]
    pub max_expire: Option<i64>,
    /// The validity where a request asks for none, in seconds; the longest one by default.
    #[serde(deserialize_with = "duration")]
    pub expire: Option<i64>,
    /// Let requests say when a ticket is issued.
    pub allow_issued_at: bool,
}

#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub(super) struct Caller {
    pub(super) name: String,
    pub(super) token_sha256: Vec<String>,
    pub(super) certificates: Vec<String>,
    pub(super) applications: Option<Vec<i64>>,
    #[serde(deserialize_with = "duration")]
    pub(super) max_expire: Option<i64>,
}

#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct Tls {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
    pub(super) client_ca: Option<PathBuf>,
}

#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub(super) struct Log {
    pub(super) identifier_hash_key_file: Option<PathBuf>,
    pub(super) allow_missing_lines: bool,
}

macro_rules! limits {
    ($($key:ident: $type:ty = $default:expr, $range:expr;)*) => {
        #[derive(Clone, PartialEq, Debug, Deserialize)]
        #[serde(remote = "Self", deny_unknown_fields, default)]
        pub(super) struct Limits {
            $(pub(super) $key: $type,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($key: $default,)* }
            }
        }

        impl Limits {
            fn check(&self) -> Result<(), ServeError> {
                $(if !$range.contains(&self.$key) {
                    let (least, most) = ($range.start(), $range.end());
                    return Err(ServeError::new(format!("limits.{} is from {least} to {most}", stringify!($key))));
                })*
                Ok(())
            }
        }
    };
}

// Key, default, range.
limits! {
    connections: u32 = 4096, 1..=1_000_000;
    requests: u32 = 1024, 1..=1_000_000;
    batches: u32 = 8, 1..=100_000;
    body_bytes: u32 = 64 * 1024, 1..=16 * 1024 * 1024;
    batch_bytes: u32 = 64 * 1024 * 1024, 1..=u32::MAX;
    idle_seconds: u64 = 30, 1..=86_400;
    body_seconds: u64 = 10, 1..=86_400;
    batch_seconds: u64 = 600, 1..=86_400;
    write_seconds: u64 = 30, 1..=86_400;
    unready_seconds: u64 = 0, 0..=86_400;
    drain_seconds: u64 = 30, 1..=86_400;
    tickets_per_minute: u32 = 60, 0..=u32::MAX;
}

objects!("a table": Config, Application, Caller, Tls, Log, Limits);

impl Config {
    /// The configuration that the command's options describe: one application, and no callers to tell apart.
    #[must_use]
    pub fn of_one(listen: Listen, application: Application) -> Self {
        Self { listen, application: vec![application], ..Self::default() }
    }

    pub(super) fn read(path: &Path) -> Result<Self, ServeError> {
        let bytes = read_file(path, MAX_LEN)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| ServeError::new("is not text in UTF-8; save it as UTF-8"))?;
        let mut config: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            // The library's own rendering shows the line, and a mistaken line may hold a secret.
            ServeError::new(format!("line {line}: {}; see the table of keys in the manual", plain(error.message())))
        })?;
        config.resolve(path.parent().unwrap_or(Path::new("")));
        Ok(config)
    }

    /// Names of files are relative to the configuration's own folder.
    fn resolve(&mut self, folder: &Path) {
        let mut paths: Vec<&mut PathBuf> = Vec::new();
        for application in &mut self.application {
            paths.extend(application.key.as_mut());
            paths.extend(application.secret_key_file.as_mut());
            paths.extend(&mut application.verify_keys);
            paths.extend(&mut application.verify_secret_key_files);
        }
        if let Some(tls) = &mut self.tls {
            paths.extend([&mut tls.certificate, &mut tls.key]);
            paths.extend(tls.client_ca.as_mut());
        }
        paths.extend(self.log.identifier_hash_key_file.as_mut());
        for path in paths {
            *path = folder.join(&*path);
        }
    }

    /// The files that hold secrets.
    pub(super) fn secret_files(&self) -> Vec<&PathBuf> {
        let mut paths: Vec<_> = self.log.identifier_hash_key_file.iter().chain(self.tls.iter().map(|tls| &tls.key)).collect();
        for application in &self.application {
            paths.extend(application.key.iter().chain(&application.secret_key_file).chain(&application.verify_secret_key_files));
        }
        paths
    }

    /// What needs no file to be seen wrong.
    pub(super) fn check(&self) -> Result<(), ServeError> {
        self.limits.check()?;
        if self.application.is_empty() {
            return Err(ServeError::new("there is no [[application]]; add one with its sdkappid and key"));
        }
        if matches!(self.listen, Listen::Unix(_)) && self.tls.is_some() {
            return Err(ServeError::new("[tls] has no use on a Unix socket; take it out, or listen on an address"));
        }
        self.check_listen()
    }

    /// Keeps what cannot change while the service runs, and says which keys that are.
    pub(super) fn keep(&mut self, running: &Self) -> Result<Vec<&'static str>, ServeError> {
        let changed = [
            ("listen", self.listen != running.listen),
            ("health_listen", self.health_listen != running.health_listen),
            ("socket_mode", self.socket_mode != running.socket_mode),
            ("threads", self.threads != running.threads),
        ];
        // What protected the old address goes on to protect it.
        if self.listen != running.listen && self.tls.is_none() {
            self.tls.clone_from(&running.tls);
            self.allow_plaintext = running.allow_plaintext;
        }
        self.listen.clone_from(&running.listen);
        self.health_listen.clone_from(&running.health_listen);
        (self.socket_mode, self.threads) = (running.socket_mode, running.threads);
        self.check_listen()?;
        Ok(changed.into_iter().filter(|(_, changed)| *changed).map(|(key, _)| key).collect())
    }

    /// Nobody listens in the open.
    fn check_listen(&self) -> Result<(), ServeError> {
        if self.listen.is_local() {
            return Ok(());
        }
        let Some(tls) = &self.tls else {
            if self.allow_plaintext && !self.caller.is_empty() {
                return Ok(());
            }
            return Err(ServeError::new(
                "listen is an address that other hosts reach, where tickets and tokens must not travel in the open: add [tls] \
                 and a [[caller]], or listen on 127.0.0.1 or a Unix socket behind a proxy (allow_plaintext = true with a \
                 [[caller]] says that the network itself encrypts)",
            ));
        };
        if self.caller.is_empty() && tls.client_ca.is_none() {
            return Err(ServeError::new(
                "listen is an address that other hosts reach, and nobody is asked who they are: add a [[caller]] with \
                 token_sha256 (usersig serve token makes one) or tls.client_ca, or listen on 127.0.0.1 or a Unix socket",
            ));
        }
        Ok(())
    }
}

/// Seconds, as a number or as the command line has them.
fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a number of seconds, or text like \"180d\", \"12h\", \"30m\" or \"45s\"")]
    enum Duration {
        Seconds(i64),
        Text(String),
    }
    match Duration::deserialize(deserializer)? {
        Duration::Seconds(seconds) => Ok(Some(seconds)),
        Duration::Text(text) => crate::duration::seconds(&text).map(Some).map_err(D::Error::custom),
    }
}

/// The parser's message in words of the configuration, and without its values.
fn plain(message: &str) -> String {
    let words = [
        ("expected i64", "expected an integer"),
        ("expected a nonzero usize", "expected an integer from 1"),
        ("expected u64", "expected an integer from 0"),
        ("expected u32", "expected an integer from 0"),
        ("expected usize", "expected an integer from 0"),
        ("expected a boolean", "expected true or false"),
        ("sequence", "array"),
        ("map", "table"),
    ];
    words.iter().fold(without_values(message), |text, (theirs, ours)| text.replace(theirs, ours))
}

pub(super) fn seconds(key: &str, value: i64) -> Result<u32, ServeError> {
    checked::expire(value).map_err(|_| ServeError::new("this is a number of seconds from 0 to 4294967295").at(key))
}

/// A file's bytes, wiped when dropped. The error does not say the file's name, since people put a key itself where its
/// file belongs.
pub(super) fn read_file(path: &Path, limit: usize) -> Result<zeroize::Zeroizing<Vec<u8>>, ServeError> {
    let read = std::fs::File::open(path).and_then(|file| crate::key_file::read_at_most(file, limit));
    match read {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(ServeError::new(format!("the file is longer than {limit} bytes"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(ServeError::new(
            "there is no file of that name (a name is relative to the configuration's folder; a key itself has no place here)",
        )),
        Err(error) => Err(ServeError::new(format!("the file cannot be read: {error}"))),
    }
}
