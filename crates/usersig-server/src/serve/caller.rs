//! Who calls: bearer tokens and client certificates, and what each caller may ask for.

use super::ServeError;
use super::config;
use super::config::seconds;
use super::problem::Problem;
use super::tls::ClientCertificate;
use super::token::digest;
use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use std::collections::HashSet;
use std::sync::Arc;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use usersig::checked;

/// A caller of the configuration.
#[derive(Debug)]
pub(super) struct Caller {
    name: Arc<str>,
    certificates: Vec<String>,
    /// `None` for all.
    applications: Option<HashSet<u32>>,
    pub(super) max_expire: u32,
}

/// All callers, and the hashes of their tokens.
#[derive(Debug)]
pub(super) struct Callers {
    callers: Vec<Arc<Caller>>,
    tokens: Vec<([u8; 32], u32)>,
}

impl Callers {
    pub(super) fn new(config: &[config::Caller], is_application: impl Fn(u32) -> bool) -> Result<Self, ServeError> {
        let mut all = Self { callers: Vec::new(), tokens: Vec::new() };
        for (index, caller) in config.iter().enumerate() {
            all.add(caller, &is_application).map_err(|error| error.at(format!("[[caller]] {}", index + 1)))?;
        }
        Ok(all)
    }

    fn add(&mut self, config: &config::Caller, is_application: impl Fn(u32) -> bool) -> Result<(), ServeError> {
        let clean = |name: &str| !name.is_empty() && name.len() <= 64 && !name.chars().any(char::is_control);
        if !clean(&config.name) || self.callers.iter().any(|other| *other.name == config.name) {
            return Err(ServeError::new(
                "name: the name must be 1 to 64 bytes and another one for each caller, since logs hold it",
            ));
        }
        if config.token_sha256.is_empty() && config.certificates.is_empty() {
            return Err(ServeError::new(
                "token_sha256 or certificates is needed; usersig serve token makes a token and its hash",
            ));
        }
        let index = u32::try_from(self.callers.len()).unwrap_or(u32::MAX);
        for hash in &config.token_sha256 {
            let mut bytes = [0; 32];
            if base16ct::mixed::decode(hash, &mut bytes).map(<[u8]>::len) != Ok(32) {
                return Err(ServeError::new(
                    "token_sha256: 64 hexadecimal digits belong here, the SHA-256 of the token and not the token itself; \
                     usersig serve token makes both",
                ));
            }
            if self.tokens.iter().any(|(other, _)| *other == bytes) {
                return Err(ServeError::new("token_sha256: this token is another caller's, or stands here twice; take it out"));
            }
            self.tokens.push((bytes, index));
        }
        for (index, name) in config.certificates.iter().enumerate() {
            let taken =
                config.certificates[..index].contains(name) || self.callers.iter().any(|other| other.certificates.contains(name));
            if taken {
                return Err(ServeError::new("certificates: this name is another caller's, or is here twice; take it out"));
            }
        }
        let mut applications = None;
        if let Some(list) = &config.applications {
            let mut set = HashSet::new();
            for id in list {
                match checked::sdkappid(*id) {
                    Ok(id) if is_application(id) => set.insert(id),
                    _ => {
                        return Err(ServeError::new(
                            "applications: no [[application]] has this sdkappid; correct it, or add one",
                        ));
                    }
                };
            }
            applications = Some(set);
        }
        let max_expire = config.max_expire.map_or(Ok(u32::MAX), |value| seconds("max_expire", value))?;
        let certificates = config.certificates.clone();
        self.callers.push(Arc::new(Caller { name: config.name.as_str().into(), certificates, applications, max_expire }));
        Ok(())
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.callers.is_empty()
    }

    pub(super) fn need_certificates(&self) -> bool {
        self.callers.iter().any(|caller| !caller.certificates.is_empty())
    }

    /// Who sent this request. The certificate is good under this configuration; where no caller is configured at all, that is
    /// enough.
    pub(super) fn identify(&self, headers: &HeaderMap, certificate: Option<&ClientCertificate>) -> Result<Identity, Problem> {
        if self.callers.is_empty() {
            return Ok(Identity { caller: None, name: certificate.map(ClientCertificate::name) });
        }
        let caller = if let Some(value) = headers.get(AUTHORIZATION) {
            let token = bearer_token(value.as_bytes())
                .ok_or_else(|| Problem::unauthorized("the Authorization header is not: Bearer, one space, the token"))?;
            self.by_token(token).ok_or_else(|| Problem::unauthorized("this token is nobody's; it may have been taken back"))?
        } else {
            let certificate = certificate.ok_or_else(|| {
                Problem::unauthorized("the request does not say who sends it; add the header Authorization: Bearer TOKEN")
            })?;
            let is_named = |caller: &&Arc<Caller>| caller.certificates.iter().any(|name| certificate.is_named(name));
            let mut named = self.callers.iter().filter(is_named);
            match (named.next(), named.next()) {
                (Some(caller), None) => caller,
                (None, _) => {
                    return Err(Problem::unauthorized("no caller has this certificate's name; add the name, or send a token"));
                }
                _ => return Err(Problem::unauthorized("the certificate has the names of two callers; send a token")),
            }
        };
        Ok(Identity { caller: Some(caller.clone()), name: Some(caller.name.clone()) })
    }

    /// Every hash is compared to its end, whichever it is, in constant time.
    fn by_token(&self, token: &[u8]) -> Option<&Arc<Caller>> {
        let presented = digest(token);
        let (mut found, mut index) = (Choice::from(0), 0_u32);
        for (hash, caller) in &self.tokens {
            let equal = hash.ct_eq(&presented);
            index.conditional_assign(caller, equal);
            found |= equal;
        }
        if bool::from(found) { self.callers.get(index as usize) } else { None }
    }
}

/// The text after the scheme, whose case does not matter.
fn bearer_token(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(7)?;
    (scheme.eq_ignore_ascii_case(b"bearer ") && !token.is_empty() && token.iter().all(u8::is_ascii_graphic)).then_some(token)
}

/// Who sent a request.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    caller: Option<Arc<Caller>>,
    name: Option<Arc<str>>,
}

impl Identity {
    /// For the log: a caller's name, a certificate's name, or nothing where nobody is asked.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(super) fn shared_name(&self) -> Option<Arc<str>> {
        self.name.clone()
    }

    pub(super) fn may_use(&self, sdkappid: u32) -> bool {
        let limited = self.caller.as_ref().and_then(|caller| caller.applications.as_ref());
        limited.is_none_or(|applications| applications.contains(&sdkappid))
    }

    pub(super) fn max_expire(&self) -> u32 {
        self.caller.as_ref().map_or(u32::MAX, |caller| caller.max_expire)
    }
}
