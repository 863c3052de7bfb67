//! A configuration made ready: keys parsed, callers indexed, TLS set up. A reload makes a new one beside it.

use super::ServeError;
use super::caller::Callers;
use super::config::{self, Config, Limits, read_file};
use super::log::IdentifierHash;
use super::tls::Tls;
use crate::key_file;
use std::collections::HashMap;
use std::path::Path;
use usersig::{DEFAULT_EXPIRE, PrivateKey, Signer, Verifier, VerifyingKey, checked};

/// Read by every request, never changed.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) config: Config,
    applications: HashMap<u32, Application>,
    pub(super) callers: Callers,
    pub(super) tls: Option<Tls>,
    pub(super) identifier_hash: Option<IdentifierHash>,
    /// What is probably a mistake.
    pub(super) warnings: Vec<String>,
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
}

impl Loaded {
    pub(super) fn new(config: Config) -> Result<Self, ServeError> {
        config.check()?;
        let (mut applications, mut warnings) = (HashMap::new(), Vec::new());
        for (index, application) in config.application.iter().enumerate() {
            // As the file counts, with its first [[application]] as 1.
            let place = format!("[[application]] {}", index + 1);
            let sdkappid = checked::sdkappid(application.sdkappid)
                .map_err(|error| ServeError::new(error.message()).at("sdkappid").at(&place))?;
            let mut warn = |text| warnings.push(format!("{place}: {text}"));
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
        Ok(Self { applications, callers, tls, identifier_hash, warnings, config })
    }

    pub(super) const fn limits(&self) -> &Limits {
        &self.config.limits
    }

    pub(super) fn application(&self, sdkappid: u32) -> Option<&Application> {
        self.applications.get(&sdkappid)
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
        let (signer, version, own) = match (&config.key, &config.secret_key_file) {
            (Some(_), Some(_)) => {
                return Err(ServeError::new(
                    "key and secret_key_file are both given; the one that new tickets are made with stays, the other one \
                     belongs into verify_keys or verify_secret_key_files",
                ));
            }
            (Some(path), None) => {
                let key: PrivateKey = read_key(path, key_file::private_key).map_err(|error| error.at("key"))?;
                let public = key.public_key().map_err(|error| ServeError::new(error.message()).at("key"))?;
                (Some(signer(sdkappid, key)?), "1.0", Some(VerifyingKey::from(public)))
            }
            (None, Some(path)) => {
                let key = read_key(path, &mut secret_key).map_err(|error| error.at("secret_key_file"))?;
                (Some(signer(sdkappid, key.clone())?), "2.0", Some(VerifyingKey::from(key)))
            }
            (None, None) => (None, "", None),
        };
        let mut keys = Vec::from_iter(own);
        for path in &config.verify_keys {
            keys.push(read_key(path, key_file::public_key).map_err(|error| error.at("verify_keys"))?.into());
        }
        for path in &config.verify_secret_key_files {
            keys.push(read_key(path, &mut secret_key).map_err(|error| error.at("verify_secret_key_files"))?.into());
        }
        let mut keys = keys.into_iter();
        let Some(first) = keys.next() else {
            return Err(ServeError::new("no key is given; add key (v1) or secret_key_file (v2)"));
        };
        let verifier = Verifier::new(sdkappid, first).map_err(|error| ServeError::new(error.message()))?;
        let verifier = keys.fold(verifier, Verifier::with_key);
        let max_expire = config.max_expire.unwrap_or(DEFAULT_EXPIRE.into());
        let max_expire = seconds("max_expire", max_expire)?;
        let expire = config.expire.map_or(Ok(max_expire.min(DEFAULT_EXPIRE)), |expire| seconds("expire", expire))?;
        if expire > max_expire {
            return Err(ServeError::new("expire is longer than max_expire; shorten it, or allow more"));
        }
        Ok(Self { signer, verifier, version, max_expire, expire, allow_issued_at: config.allow_issued_at })
    }
}

fn signer(sdkappid: u32, key: impl Into<usersig::SigningKey>) -> Result<Signer, ServeError> {
    Signer::new(sdkappid, key).map_err(|error| ServeError::new(error.message()))
}

pub(super) fn seconds(key: &str, value: i64) -> Result<u32, ServeError> {
    checked::expire(value).map_err(|_| ServeError::new("this is a number of seconds from 0 to 4294967295").at(key))
}

fn read_key<T>(path: &Path, parse: impl FnOnce(&[u8]) -> usersig::Result<T>) -> Result<T, ServeError> {
    let bytes = read_file(path, key_file::MAX_LEN)?;
    parse(&bytes).map_err(|error| ServeError::new(error.message()))
}
