//! From a request to its answer.

use super::answer::{self, Body};
use super::batch;
use super::body::read_json;
use super::loaded::Loaded;
use super::log::Log;
use super::metrics::Metrics;
use super::openapi;
use super::problem::{MISDIRECTED, Problem};
use super::rate::Rate;
use super::tickets::{self, Call};
use super::tls::ClientCertificate;
use arc_swap::ArcSwap;
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONNECTION, HOST, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response};
use serde_json::json;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio_rustls::rustls::pki_types::CertificateDer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const GET: &str = "GET, HEAD";
const POST: &str = "POST";

/// Everything that requests share.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) loaded: ArcSwap<Loaded>,
    pub(super) log: Log,
    pub(super) metrics: Metrics,
    pub(super) rate: Rate,
    pub(super) batches: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    pub(super) draining: AtomicBool,
    run: u32,
    next_request: AtomicU64,
}

/// What is known of a connection.
#[derive(Debug, Default)]
pub(super) struct Peer {
    pub(super) certificate: Option<ClientCertificate>,
    /// The authorities that the certificate was checked against.
    pub(super) client_ca: Option<Arc<Vec<CertificateDer<'static>>>>,
    pub(super) tcp: bool,
    /// The connection is one too many, and only told so.
    pub(super) refused: bool,
}

/// One of a limited number of places, given back when dropped.
#[derive(Debug)]
pub(super) struct Occupied(Arc<AtomicUsize>);

impl Occupied {
    pub(super) fn enter(count: &Arc<AtomicUsize>, limit: usize) -> Option<Self> {
        let entered = Self(count.clone());
        (count.fetch_add(1, Ordering::AcqRel) < limit).then_some(entered)
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

macro_rules! routes {
    ($($variant:ident = $path:literal, $methods:ident;)*) => {
        /// The paths there are.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Route {
            $($variant,)*
            /// Any other path.
            Unknown,
        }

        impl Route {
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn of(path: &str) -> Self {
                match path {
                    $($path => Self::$variant,)*
                    _ => Self::Unknown,
                }
            }

            /// Its path.
            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $path,)*
                    Self::Unknown => "unknown",
                }
            }

            pub(super) const fn methods(self) -> &'static str {
                match self {
                    $(Self::$variant => $methods,)*
                    Self::Unknown => "",
                }
            }
        }
    };
}

routes! {
    Usersig = "/v1/usersig", POST;
    PrivateMapKey = "/v1/private-map-key", POST;
    Verify = "/v1/verify", POST;
    Batch = "/v1/batch", POST;
    Healthz = "/healthz", GET;
    Readyz = "/readyz", GET;
    Metrics = "/metrics", GET;
    Openapi = "/openapi.json", GET;
}

impl Service {
    pub(super) fn new(loaded: Loaded, log: Log) -> Self {
        let mut run = [0; 4];
        // Request numbers need not be secret: without randomness they are only less unique.
        let _ = getrandom::fill(&mut run);
        Self {
            loaded: ArcSwap::from_pointee(loaded),
            metrics: Metrics::new(log.clone()),
            log,
            rate: Rate::new(),
            batches: Arc::default(),
            requests: Arc::default(),
            draining: AtomicBool::new(false),
            run: u32::from_be_bytes(run),
            next_request: AtomicU64::new(1),
        }
    }

    pub(super) async fn respond(self: Arc<Self>, peer: Arc<Peer>, request: Request<Incoming>) -> Response<Body> {
        let started = Instant::now();
        let loaded = self.loaded.load_full();
        let route = Route::of(request.uri().path());
        let id = self.request_id(request.headers());
        let text = id.to_str().unwrap_or_default();
        // A certificate of an authority that was taken away since is good for what is under way.
        let outdated = peer.client_ca.is_some() && loaded.tls.as_ref().is_none_or(|tls| tls.client_ca != peer.client_ca);
        let result = self.dispatch(loaded, &peer, route, text, request).await;
        let mut response = result.unwrap_or_else(|problem| {
            if matches!(problem.status().as_u16(), 401 | 403 | 421) {
                self.log.event("warn", "refused", json!({ "request": text, "path": route.name(), "word": problem.word() }));
            }
            problem.into_response()
        });
        let status = response.status().as_u16();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REQUEST_ID, id);
        if outdated || peer.refused {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        self.metrics.answered(route, status, started.elapsed());
        response
    }

    async fn dispatch(
        self: &Arc<Self>,
        loaded: Arc<Loaded>,
        peer: &Peer,
        route: Route,
        request_id: &str,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Problem> {
        if peer.refused {
            return Err(Problem::overloaded("as many connections are open as limits.connections allows; try again later"));
        }
        let (head, body) = request.into_parts();
        if matches!(route, Route::Healthz | Route::Readyz) {
            check_method(route, &head.method)?;
            return match route {
                Route::Healthz => Ok(answer::text("text/plain", "ok\n")),
                _ if self.draining.load(Ordering::Relaxed) => {
                    Err(Problem::overloaded("the service is shutting down; ask another one"))
                }
                _ => Ok(answer::text("text/plain", "ready\n")),
            };
        }
        if peer.tcp && loaded.is_open() {
            check_host(&head.headers)?;
        }
        let identity = loaded.callers.identify(&head.headers, peer.certificate.as_ref())?;
        check_method(route, &head.method)?;
        match route {
            Route::Metrics => {
                return Ok(answer::text("application/openmetrics-text; version=1.0.0; charset=utf-8", self.metrics.text()));
            }
            Route::Openapi => return Ok(answer::text("application/json", openapi::DOCUMENT.clone())),
            Route::Unknown => return Err(Problem::not_found()),
            _ => {}
        }
        let limits = loaded.limits();
        let _place = Occupied::enter(&self.requests, limits.requests)
            .ok_or_else(|| Problem::overloaded("as many requests are under way as limits.requests allows; try again later"))?;
        if route == Route::Batch {
            return batch::batch(self, loaded, identity, request_id, &head.headers, body);
        }
        let json = read_json(&head.headers, body, limits.body_bytes, Duration::from_secs(limits.body_seconds)).await?;
        let call = Call { service: self, loaded: &loaded, identity: &identity, request_id, line: None };
        let answer = match route {
            Route::Usersig => tickets::usersig(call, &json).map(|issued| answer::json(&issued)),
            Route::PrivateMapKey => tickets::private_map_key(call, &json).map(|issued| answer::json(&issued)),
            _ => tickets::verify(call, &json),
        };
        // Requests that came together are all worked on before the first answer is written, so that a sleeping client is
        // woken once and not for each of them; that took a fifth of the time.
        tokio::task::yield_now().await;
        answer
    }

    /// The caller's own name for the request where it is fit for a log, or a new one.
    fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let fit = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=64).contains(&bytes.len()) && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
        };
        headers.get(&REQUEST_ID).filter(fit).cloned().unwrap_or_else(|| {
            let number = self.next_request.fetch_add(1, Ordering::Relaxed);
            // Hexadecimal digits are always a header value.
            HeaderValue::try_from(format!("{:08x}-{number:x}", self.run)).unwrap_or_else(|_| number.into())
        })
    }
}

fn check_method(route: Route, method: &Method) -> Result<(), Problem> {
    let fits = match route.methods() {
        GET => method == Method::GET || method == Method::HEAD,
        POST => method == Method::POST,
        _ => true,
    };
    if fits { Ok(()) } else { Err(Problem::method_not_allowed(route.methods())) }
}

/// Where nobody is asked who they are, a page in a browser could reach this machine's address under its own name (DNS
/// rebinding); the Host header then has that name.
fn check_host(headers: &HeaderMap) -> Result<(), Problem> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if is_loopback(host) {
        return Ok(());
    }
    let text = "the Host header names another host than this one (a proxy must set it to the address it connects to); without \
                a [[caller]] only requests to localhost, 127.0.0.1 or [::1] are taken";
    Err(Problem::own(MISDIRECTED, text))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, port)) if port.is_empty() || port.starts_with(':') => name,
        Some(_) => return false,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for good in ["localhost", "LOCALHOST:1", "127.0.0.1:8080", "127.1.2.3", "[::1]:80", "[::1]"] {
            assert!(is_loopback(good), "{good}");
        }
        for bad in ["", "example.com", "localhost.example.com", "10.0.0.1", "[::2]:80", "[::1]x", "127.0.0.1.example.com", "::1"]
        {
            assert!(!is_loopback(bad), "{bad}");
        }
    }

    #[test]
    fn places_are_given_back() {
        let count = Arc::default();
        let first = Occupied::enter(&count, 1);
        assert!(first.is_some() && Occupied::enter(&count, 1).is_none());
        drop(first);
        assert!(Occupied::enter(&count, 1).is_some());
        assert_eq!(count.load(Ordering::Relaxed), 0);
    }
}
