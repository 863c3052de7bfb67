//! A configuration made ready: keys parsed, callers indexed, TLS set up. A reload makes a new one beside it.

use super::ServeError;
use super::caller::Callers;
use super::config::{self, Config, Limits, read_file, seconds};
use super::listen::Listen;
use super::log::IdentifierHash;
use super::tls::Tls;
use super::token::digest;
use crate::key_file;
use std::collections::HashMap;
use std::path::Path;
use usersig::{DEFAULT_EXPIRE, PrivateKey, PublicKey, Signer, Verifier, VerifyingKey, checked};

/// Open files that are no connections of the limit: those that are refused, listeners, keys while they are read.
#[cfg(unix)]
const OTHER_FILES: u64 = 128;

/// Read by every request, never changed.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) config: Config,
    applications: HashMap<u32, Application>,
    pub(super) callers: Callers,
    pub(super) tls: Option<Tls>,
    pub(super) identifier_hash: Option<IdentifierHash>,
    /// What is probably a mistake, and the log's word for it.
    pub(super) warnings: Vec<(&'static str, String)>,
    /// Keys whose new values need a restart.
    pub(super) not_taken: Vec<&'static str>,
}

#[derive(Debug)]
pub(super) struct Application {
    /// Absent where the configuration has keys to verify alone.
    pub(super) signer: Option<Signer>,
    pub(super) verifier: Verifier,
    pub(super) version: &'static str,
    pub(super) max_expire: u32,
    pub(super) expire: u32,
    pub(super) allow_issued_at: bool,
    /// Its keys as `--check` shows them.
    keys: Vec<String>,
}

impl Loaded {
    /// Makes a configuration ready, to take the place of the one that runs.
    pub(super) fn new(mut config: Config, running: Option<&Config>) -> Result<Self, ServeError> {
        config.check()?;
        let not_taken = running.map_or(Ok(Vec::new()), |running| config.keep(running))?;
        let (mut applications, mut warnings) = (HashMap::new(), Vec::new());
        for (index, application) in config.application.iter().enumerate() {
            // As the file counts, with its first [[application]] as 1.
            let place = format!("[[application]] {}", index + 1);
            let sdkappid = checked::sdkappid(application.sdkappid)
                .map_err(|error| ServeError::new(error.message()).at("sdkappid").at(&place))?;
            let mut warn = |text| warnings.push(("odd_configuration", format!("{place}: {text}")));
            let ready = Application::new(sdkappid, application, &mut warn).map_err(|error| error.at(&place))?;
            if applications.insert(sdkappid, ready).is_some() {
                return Err(
                    ServeError::new("sdkappid: an application before has the same one; put all its keys into one").at(place)
                );
            }
        }
        let callers = Callers::new(&config.caller, |sdkappid| applications.contains_key(&sdkappid))?;
        let tls = config.tls.as_ref().map(Tls::new).transpose()?;
        if tls.as_ref().is_none_or(|tls| tls.client_ca.is_none()) && callers.need_certificates() {
            return Err(ServeError::new(
                "[[caller]] certificates: these are checked against tls.client_ca, which is missing; add it",
            ));
        }
        let identifier_hash = match &config.log.identifier_hash_key_file {
            Some(path) => Some(IdentifierHash::read(path).map_err(|error| error.at("log.identifier_hash_key_file"))?),
            None => None,
        };
        let readable = config.secret_files().into_iter().filter(|path| others_can_read(path));
        let readable = readable.map(|path| format!("{}: users other than its owner can read it; chmod o= FILE", path.display()));
        let certificates = tls.iter().flat_map(Tls::warnings);
        let warned = readable.chain(certificates).chain(too_few_files(&config.limits));
        warnings.extend(warned.map(|text| ("risky_configuration", text)));
        Ok(Self { applications, callers, tls, identifier_hash, warnings, not_taken, config })
    }

    /// What would run, for people.
    pub(super) fn summary(&self) -> Vec<String> {
        let config = &self.config;
        let transport = match (&self.tls, &config.listen) {
            (Some(tls), _) if tls.client_ca.is_some() => "TLS with client certificates",
            (Some(_), _) => "TLS",
            (None, Listen::Unix(_)) => "a Unix socket",
            (None, Listen::Tcp(_)) => "plain HTTP",
        };
        let mut lines = vec![format!("listen: {}, {transport}", config.listen)];
        lines.extend(config.health_listen.iter().map(|listen| format!("health_listen: {listen}, plain HTTP")));
        lines.extend(self.tls.iter().flat_map(|tls| &tls.files).map(|file| format!("tls.{file}")));
        for application in &config.application {
            let Some(ready) = checked::sdkappid(application.sdkappid).ok().and_then(|id| self.application(id)) else { continue };
            let (id, keys, longest) = (application.sdkappid, ready.keys.join("; "), ready.max_expire);
            lines.push(format!("application {id}: {keys}; max_expire {longest} s, expire {} s", ready.expire));
        }
        if self.is_open() {
            lines.push("callers: everybody who reaches it".to_owned());
        }
        lines.extend(config.caller.iter().map(|caller| {
            let applications = match &caller.applications {
                None => "all applications".to_owned(),
                Some(list) if list.is_empty() => "metrics alone".to_owned(),
                Some(list) => format!("applications {list:?}"),
            };
            let (tokens, certificates) = (caller.token_sha256.len(), caller.certificates.len());
            format!("caller {:?}: {applications}; tokens: {tokens}, certificates: {certificates}", caller.name)
        }));
        lines
    }

    pub(super) const fn applications(&self) -> &HashMap<u32, Application> {
        &self.applications
    }

    pub(super) const fn limits(&self) -> &Limits {
        &self.config.limits
    }

    pub(super) fn application(&self, sdkappid: u32) -> Option<&Application> {
        self.applications.get(&sdkappid)
    }

    /// True where a token guards them, or nobody else gets to what is open.
    pub(super) fn gives_metrics_to_probes(&self) -> bool {
        let is_local = self.config.health_listen.as_ref().is_none_or(Listen::is_local);
        !self.callers.is_empty() || self.is_open() && is_local
    }

    /// True where every request is taken without a question.
    pub(super) fn is_open(&self) -> bool {
        self.callers.is_empty() && self.tls.as_ref().is_none_or(|tls| tls.client_ca.is_none())
    }
}

impl Application {
    fn new(sdkappid: u32, config: &config::Application, warn: &mut impl FnMut(&'static str)) -> Result<Self, ServeError> {
        let mut secret_key = |file: &[u8]| {
            key_file::odd_secret(file).map(&mut *warn);
            key_file::secret_key(file)
        };
        let mut known = Vec::new();
        let (signer, version, own) = match (&config.key, &config.secret_key_file) {
            (Some(_), Some(_)) => {
                return Err(ServeError::new(
                    "key and secret_key_file are both given; the one that new tickets are made with stays, the other one \
                     belongs into verify_keys or verify_secret_key_files",
                ));
            }
            (Some(path), None) => {
                let key: PrivateKey = read_key(path, key_file::private_key).map_err(|error| error.at("key"))?;
                let public = key.public_key();
                known.push(format!("key {}", fingerprint(&public)));
                (Some(signer(sdkappid, key)?), "1.0", Some(VerifyingKey::from(public)))
            }
            (None, Some(path)) => {
                let key = read_key(path, &mut secret_key).map_err(|error| error.at("secret_key_file"))?;
                known.push("secret_key_file".to_owned());
                (Some(signer(sdkappid, key.clone())?), "2.0", Some(VerifyingKey::from(key)))
            }
            (None, None) => (None, "", None),
        };
        let mut keys = Vec::from_iter(own);
        for path in &config.verify_keys {
            let key = read_key(path, key_file::public_key).map_err(|error| error.at("verify_keys"))?;
            known.push(format!("verify_keys {}", fingerprint(&key)));
            keys.push(key.into());
        }
        for path in &config.verify_secret_key_files {
            known.push("verify_secret_key_files".to_owned());
            keys.push(read_key(path, &mut secret_key).map_err(|error| error.at("verify_secret_key_files"))?.into());
        }
        if keys.is_empty() {
            return Err(ServeError::new("no key is given; add key (v1) or secret_key_file (v2)"));
        }
        let verifier = Verifier::from_keys(sdkappid, keys).map_err(|error| ServeError::new(error.message()))?;
        let max_expire = config.max_expire.unwrap_or(DEFAULT_EXPIRE.into());
        let max_expire = seconds("max_expire", max_expire)?;
        let expire = config.expire.map_or(Ok(max_expire.min(DEFAULT_EXPIRE)), |expire| seconds("expire", expire))?;
        if expire > max_expire {
            return Err(ServeError::new("expire is longer than max_expire; shorten it, or allow more"));
        }
        Ok(Self { signer, verifier, version, max_expire, expire, allow_issued_at: config.allow_issued_at, keys: known })
    }
}

fn signer(sdkappid: u32, key: impl Into<usersig::SigningKey>) -> Result<Signer, ServeError> {
    Signer::new(sdkappid, key).map_err(|error| ServeError::new(error.message()))
}

fn read_key<T>(path: &Path, parse: impl FnOnce(&[u8]) -> usersig::Result<T>) -> Result<T, ServeError> {
    let bytes = read_file(path, key_file::MAX_LEN)?;
    parse(&bytes).map_err(|error| ServeError::new(error.message()).of_file(path))
}

/// Names a key without telling it: `openssl pkey -pubin -outform DER | sha256sum` of the public key.
fn fingerprint(key: &PublicKey) -> String {
    format!("EC {} (SHA-256 of its public key {})", key.curve().name(), base16ct::lower::encode_string(&digest(&key.to_der())))
}

#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).is_ok_and(|file| file.mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_: &Path) -> bool {
    false
}

/// Warns where the process may not open as many files as there may be connections.
#[cfg(unix)]
fn too_few_files(limits: &Limits) -> Option<String> {
    let files = rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum?;
    let needed = u64::from(limits.connections) + OTHER_FILES;
    let text =
        format!("limits.connections needs {needed} open files, and the process may have {files}; raise LimitNOFILE or ulimit -n");
    (files < needed).then_some(text)
}

#[cfg(not(unix))]
fn too_few_files(_: &Limits) -> Option<String> {
    None
}
