//! From a request to its answer.

use super::answer::{self, Body};
use super::batch;
use super::body::{read_json, skip};
use super::loaded::Loaded;
use super::log::Log;
use super::metrics::Metrics;
use super::openapi;
use super::problem::{HEAD_TOO_LARGE, MALFORMED_REQUEST, MISDIRECTED, Problem};
use super::rate::Rate;
use super::tickets::{self, Call};
use super::tls::ClientCertificate;
use arc_swap::ArcSwap;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CACHE_CONTROL, CONNECTION, HOST, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request, Response};
use serde_json::json;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

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
    pub(super) tcp: bool,
    pub(super) tls: bool,
    /// The connection is one too many, and only told so.
    pub(super) refused: bool,
    /// More of a request may come, though its answer is written.
    pub(super) unread: AtomicBool,
}

impl Peer {
    /// The client's certificate, where this configuration asks for one. The connection may have been opened under an earlier
    /// one: what could not be opened under this one has proved nothing.
    fn certificate(&self, loaded: &Loaded) -> Result<Option<&ClientCertificate>, Problem> {
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
        let (head, body) = request.into_parts();
        let route = Route::of(head.uri.path());
        let id = self.request_id(&head.headers);
        let text = id.to_str().unwrap_or_default();
        let certificate = peer.certificate(&loaded);
        let client_ca = loaded.tls.as_ref().and_then(|tls| tls.client_ca.as_deref());
        let outdated = certificate.is_err() || peer.certificate.as_ref().is_some_and(|own| own.is_outdated(client_ca));
        let mut body = Some(body);
        let result = match certificate {
            Ok(certificate) => self.dispatch(&loaded, &peer, certificate, text, &head, &mut body).await,
            Err(problem) => Err(problem),
        };
        let unread = match &mut body {
            Some(body) => !body.is_end_stream() && !skip(body, loaded.limits().body_bytes).await,
            None => false,
        };
        if unread {
            peer.unread.store(true, Ordering::Relaxed);
        }
        let mut response = self.sealed(started, route, id, result);
        if outdated || peer.refused || unread {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// What every answer has, whatever it says.
    fn sealed(&self, started: Instant, route: Route, id: HeaderValue, result: Result<Response<Body>, Problem>) -> Response<Body> {
        let mut response = result.unwrap_or_else(|problem| {
            if route == Route::Unknown || matches!(problem.status().as_u16(), 401 | 403 | 421) {
                self.log.refused(id.to_str().unwrap_or_default(), route.name(), problem.word());
            }
            problem.into_response()
        });
        let status = response.status().as_u16();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REQUEST_ID, id);
        self.metrics.answered(route, status, started.elapsed());
        response
    }

    /// The answer to what is no HTTP, with hyper's own for it as a beginning.
    pub(super) fn unparsed(&self, hypers_own: &str) -> Vec<u8> {
        let problem = if hypers_own.contains(" 400 ") {
            Problem::own(MALFORMED_REQUEST, "this is not HTTP/1.1; look at what is sent, and whether it is TLS or HTTP/2")
        } else {
            Problem::own(HEAD_TOO_LARGE, "a request's head has at most 16384 bytes and 64 headers; send less")
        };
        let body = serde_json::to_string(problem.content()).unwrap_or_default();
        let response = self.sealed(Instant::now(), Route::Unknown, self.new_request_id(), Err(problem));
        let mut text = hypers_own.trim_end().replace("content-length: 0", &format!("content-length: {}", body.len()));
        for (name, value) in response.headers() {
            text.extend(["\r\n", name.as_str(), ": ", value.to_str().unwrap_or_default()]);
        }
        text.extend(["\r\n\r\n", &body]);
        text.into_bytes()
    }

    /// Logs what in the configuration is probably a mistake.
    pub(super) fn warn(&self) {
        for text in &self.loaded.load().warnings {
            self.log.event("warn", "odd_configuration", json!({ "reason": text }));
        }
    }

    /// Whether a ticket can have its line in the log.
    pub(super) fn check_log(&self, loaded: &Loaded) -> Result<(), Problem> {
        let stopped = !loaded.config.log.allow_missing_lines && self.log.stopped().iter().any(|(_, stopped)| *stopped);
        if stopped { Err(Problem::not_logged()) } else { Ok(()) }
    }

    async fn dispatch(
        self: &Arc<Self>,
        loaded: &Arc<Loaded>,
        peer: &Arc<Peer>,
        certificate: Option<&ClientCertificate>,
        request_id: &str,
        head: &Parts,
        body: &mut Option<Incoming>,
    ) -> Result<Response<Body>, Problem> {
        let route = Route::of(head.uri.path());
        if matches!(route, Route::Healthz | Route::Readyz) {
            check_method(route, &head.method)?;
        }
        if route == Route::Healthz {
            return Ok(answer::text("text/plain", "ok\n"));
        }
        if peer.refused {
            return Err(Problem::overloaded("as many connections are open as limits.connections allows; try again later"));
        }
        if route == Route::Readyz {
            self.check_log(loaded)?;
            if self.draining.load(Ordering::Relaxed) {
                return Err(Problem::overloaded("the service is shutting down; ask another one"));
            }
            return Ok(answer::text("text/plain", "ready\n"));
        }
        if peer.tcp && loaded.is_open() {
            check_host(&head.headers)?;
        }
        let identity = loaded.callers.identify(&head.headers, certificate)?;
        check_method(route, &head.method)?;
        match route {
            Route::Metrics => {
                let text = self.metrics.text(|sdkappid| identity.may_use(sdkappid));
                return Ok(answer::text("application/openmetrics-text; version=1.0.0; charset=utf-8", text));
            }
            Route::Openapi => return Ok(answer::text("application/json", openapi::DOCUMENT.clone())),
            Route::Unknown => return Err(Problem::not_found()),
            _ => {}
        }
        let limits = loaded.limits();
        let _place = Occupied::enter(&self.requests, limits.requests)
            .ok_or_else(|| Problem::overloaded("as many requests are under way as limits.requests allows; try again later"))?;
        if route == Route::Batch {
            return batch::batch(self, loaded.clone(), identity, request_id, &head.headers, body).await;
        }
        let json = read_json(&head.headers, body, limits.body_bytes, Duration::from_secs(limits.body_seconds)).await?;
        let call = Call { service: self, loaded, identity: &identity, request_id, line: None };
        let unlogged = match route {
            Route::Usersig => tickets::usersig(call, &json),
            Route::PrivateMapKey => tickets::private_map_key(call, &json),
            _ => {
                let answer = tickets::verify(call, &json);
                together().await;
                return answer;
            }
        };
        together().await;
        unlogged?.logged(self, loaded).await.map(|issued| answer::json(&issued))
    }

    /// The caller's own name for the request where it is fit for a log, or a new one.
    fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let fit = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=64).contains(&bytes.len()) && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
        };
        headers.get(&REQUEST_ID).filter(fit).cloned().unwrap_or_else(|| self.new_request_id())
    }

    fn new_request_id(&self) -> HeaderValue {
        let number = self.next_request.fetch_add(1, Ordering::Relaxed);
        // Hexadecimal digits are always a header value.
        HeaderValue::try_from(format!("{:08x}-{number:x}", self.run)).unwrap_or_else(|_| number.into())
    }
}

/// Requests that came together are all worked on before the first answer is written, so that a sleeping client is woken once
/// and not for each of them; that took a fifth of the time.
async fn together() {
    tokio::task::yield_now().await;
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
    let text = "the Host header names another host than this one (a proxy must set it to the address it connects to); where \
                nobody is asked who they are, it must be localhost, 127.x.x.x or [::1]";
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
