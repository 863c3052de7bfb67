//! What requests share, and what is known of a connection.

use super::ServeError;
use super::loaded::Loaded;
use super::log::Log;
use super::metrics::Metrics;
use super::problem::Problem;
use super::rate::Rate;
use super::tls::ClientCertificate;
use arc_swap::ArcSwap;
use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use tokio::sync::Notify;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Everything that requests share.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) loaded: ArcSwap<Loaded>,
    pub(super) log: Log,
    pub(super) metrics: Metrics,
    pub(super) rate: Rate,
    pub(super) batches: Arc<AtomicU32>,
    pub(super) requests: Arc<AtomicU32>,
    pub(super) draining: AtomicBool,
    run: u32,
    next_request: AtomicU64,
}

/// What is known of a connection.
#[derive(Debug, Default)]
pub(super) struct Peer {
    /// For the log: an address, or the user of a Unix socket's other end.
    pub(super) address: String,
    /// Came to `health_listen`, where nobody shows a certificate.
    pub(super) health: bool,
    pub(super) certificate: Option<ClientCertificate>,
    pub(super) tcp: bool,
    pub(super) tls: bool,
    /// The connection is one too many, and only told so.
    pub(super) refused: bool,
    /// Told of requests.
    pub(super) asked: Notify,
    /// More of a request may come, though its answer is written.
    pub(super) unread: AtomicBool,
}

impl Peer {
    /// The client's certificate, where this configuration asks for one. The connection may have been opened under an earlier
    /// one: what could not be opened under this one has proved nothing.
    pub(super) fn certificate(&self, loaded: &Loaded) -> Result<Option<&ClientCertificate>, Problem> {
        if self.health {
            return Ok(None);
        }
        let tls = loaded.tls.as_ref();
        let certificate = match tls.and_then(|tls| tls.client_ca.as_ref()) {
            Some(client_ca) => self.certificate.as_ref().filter(|certificate| client_ca.trusts(certificate)).map(Some),
            None => Some(None),
        };
        certificate.filter(|_| !self.tcp || self.tls == tls.is_some()).ok_or_else(|| {
            Problem::unauthorized(
                "this connection was opened under an earlier configuration and could not be opened now; open a new one",
            )
        })
    }
}

/// One of a limited number of places, given back when dropped.
#[derive(Debug)]
pub(super) struct Occupied(Arc<AtomicU32>);

impl Occupied {
    pub(super) fn enter(count: &Arc<AtomicU32>, limit: u32) -> Option<Self> {
        let entered = Self(count.clone());
        (count.fetch_add(1, Ordering::AcqRel) < limit).then_some(entered)
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Service {
    pub(super) fn new(loaded: Loaded, log: Log) -> Result<Self, ServeError> {
        let mut run = [0; 4];
        // Request numbers need not be secret: without randomness they are only less unique.
        let _ = getrandom::fill(&mut run);
        let metrics = Metrics::new(log.clone(), &loaded).map_err(|error| ServeError::new(format!("metrics: {error}")))?;
        Ok(Self {
            loaded: ArcSwap::from_pointee(loaded),
            metrics,
            log,
            rate: Rate::new(),
            batches: Arc::default(),
            requests: Arc::default(),
            draining: AtomicBool::new(false),
            run: u32::from_be_bytes(run),
            next_request: AtomicU64::new(1),
        })
    }

    /// Logs what in the configuration is probably a mistake, and what of it is not in use.
    pub(super) fn warn(&self) {
        let loaded = self.loaded.load();
        for (event, text) in &loaded.warnings {
            self.log.event("warn", event, json!({ "reason": text }));
        }
        if !loaded.not_taken.is_empty() {
            self.log.event("warn", "restart_needed", json!({ "keys": loaded.not_taken }));
        }
    }

    /// Whether a ticket can have its line in the log.
    pub(super) fn check_log(&self, loaded: &Loaded) -> Result<(), Problem> {
        let stopped = !loaded.config.log.allow_missing_lines && self.log.stopped().iter().any(|(_, stopped)| *stopped);
        if stopped { Err(Problem::not_logged()) } else { Ok(()) }
    }

    /// The caller's own name for the request where it is fit for a log, or a new one.
    pub(super) fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let fit = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=64).contains(&bytes.len()) && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
        };
        headers.get(&REQUEST_ID).filter(fit).cloned().unwrap_or_else(|| self.new_request_id())
    }

    pub(super) fn new_request_id(&self) -> HeaderValue {
        let number = self.next_request.fetch_add(1, Ordering::Relaxed);
        // Hexadecimal digits are always a header value.
        HeaderValue::try_from(format!("{:08x}-{number:x}", self.run)).unwrap_or_else(|_| number.into())
    }
}
