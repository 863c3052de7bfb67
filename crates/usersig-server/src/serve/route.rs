//! From a request to its answer.

use super::answer::{self, Body};
use super::batch;
use super::body::{read_json, skip};
use super::loaded::Loaded;
use super::path::{GET, POST, Route};
use super::problem::{HEAD_TOO_LARGE, MALFORMED_REQUEST, MISDIRECTED, Problem};
use super::service::{Occupied, Peer, REQUEST_ID, Service};
use super::tickets::{self, Call};
use super::tls::ClientCertificate;
use bytes::Bytes;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CACHE_CONTROL, CONNECTION, HOST, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request, Response};
use std::net::IpAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// `openapi.json` with this version in it.
static OPENAPI: LazyLock<Bytes> =
    LazyLock::new(|| Bytes::from(include_str!("openapi.json").replacen("0.0.0", usersig::VERSION, 1)));

impl Service {
    pub(super) async fn respond(self: Arc<Self>, peer: Arc<Peer>, request: Request<Incoming>) -> Response<Body> {
        let started = Instant::now();
        peer.asked.notify_one();
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
        let mut response = self.sealed(started, &peer, route, id, result);
        if outdated || peer.refused || unread {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// What every answer has, whatever it says.
    fn sealed(
        &self,
        started: Instant,
        peer: &Peer,
        route: Route,
        id: HeaderValue,
        result: Result<Response<Body>, Problem>,
    ) -> Response<Body> {
        let mut response = result.unwrap_or_else(|problem| {
            if route == Route::Unknown || matches!(problem.status().as_u16(), 401 | 403 | 421 | 429) {
                self.log.refused("refused", route.name(), problem.word(), || {
                    let mut known = problem.known();
                    known["request"] = id.to_str().unwrap_or_default().into();
                    known["peer"] = peer.address.as_str().into();
                    known
                });
            }
            problem.into_response()
        });
        let status = response.status();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REQUEST_ID, id);
        self.metrics.answered(route, status.as_str(), started.elapsed());
        response
    }

    /// The answer to what is no HTTP, with hyper's own for it as a beginning.
    pub(super) fn unparsed(&self, peer: &Peer, hypers_own: &str) -> Vec<u8> {
        let problem = if hypers_own.contains(" 400 ") {
            Problem::own(MALFORMED_REQUEST, "this is not HTTP/1.1; look at what is sent, and whether it is TLS or HTTP/2")
        } else {
            Problem::own(HEAD_TOO_LARGE, "a request's head has at most 16384 bytes and 64 headers; send less")
        };
        let body = serde_json::to_string(problem.content()).unwrap_or_default();
        let response = self.sealed(Instant::now(), peer, Route::Unknown, self.new_request_id(), Err(problem));
        let mut text = hypers_own.trim_end().replace("content-length: 0", &format!("content-length: {}", body.len()));
        for (name, value) in response.headers() {
            text.extend(["\r\n", name.as_str(), ": ", value.to_str().unwrap_or_default()]);
        }
        text.extend(["\r\n\r\n", &body]);
        text.into_bytes()
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
        if peer.health && route != Route::Metrics {
            return Err(Problem::not_found());
        }
        if peer.health && !loaded.gives_metrics_to_probes() {
            return Err(Problem::unauthorized("this listener asks for no certificate; give the one who reads metrics a token"));
        }
        let identity = loaded.callers.identify(&head.headers, certificate)?;
        let call = Call { service: self, loaded, peer, identity: &identity, request_id, line: None };
        identified(call, head, body).await.map_err(|problem| problem.to(identity.shared_name()))
    }
}

async fn identified(call: Call<'_>, head: &Parts, body: &mut Option<Incoming>) -> Result<Response<Body>, Problem> {
    let Call { service, loaded, .. } = call;
    let route = Route::of(head.uri.path());
    check_method(route, &head.method)?;
    match route {
        Route::Metrics => {
            let text = service.metrics.text(|sdkappid| call.identity.may_use(sdkappid));
            return Ok(answer::text("text/plain; version=0.0.4; charset=utf-8", text));
        }
        Route::Openapi => return Ok(answer::text("application/json", OPENAPI.clone())),
        Route::Unknown => return Err(Problem::not_found()),
        _ => {}
    }
    let limits = loaded.limits();
    let _place = Occupied::enter(&service.requests, limits.requests)
        .ok_or_else(|| Problem::overloaded("as many requests are under way as limits.requests allows; try again later"))?;
    if route == Route::Batch {
        return batch::batch(call, &head.headers, body).await;
    }
    let json = read_json(&head.headers, body, limits.body_bytes, Duration::from_secs(limits.body_seconds)).await?;
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
    unlogged?.logged(service, loaded).await.map(|issued| answer::json(&issued))
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
