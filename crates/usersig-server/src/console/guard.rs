//! Who may ask: the page of this run, in a browser on this machine.
//!
//! Listening on loopback keeps other machines out, and nothing else. Pages of other sites in the same browser are kept out
//! by the `Host` header (DNS rebinding), by `Origin` and `Sec-Fetch-Site`, and by the token, which they cannot know. Other
//! users of the machine are kept out of the interface by the token.

use crate::answer::Body;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Response, StatusCode};
use std::fmt;
use std::io;
use subtle::ConstantTimeEq;

/// The header that holds the token.
const TOKEN: HeaderName = HeaderName::from_static("x-usersig-token");

/// What stands on every answer. Trusted Types keep the page's own scripts from ever writing HTML from text.
const HEADERS: [(HeaderName, &str); 10] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), clipboard-read=()"),
    // With the connection go the buffers through which a key came.
    (header::CONNECTION, "close"),
];

/// What a request is compared with.
pub(super) struct Guard {
    hosts: Vec<String>,
    token: String,
}

impl Guard {
    pub(super) fn new(port: u16) -> io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| io::Error::other("the operating system gave no random bytes"))?;
        let mut hosts = vec![format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        // Browsers leave the port of http out.
        if port == 80 {
            hosts.extend(["127.0.0.1".to_owned(), "localhost".to_owned()]);
        }
        Ok(Self { hosts, token: URL_SAFE_NO_PAD.encode(bytes) })
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn check(&self, request: &Parts) -> Result<(), Refusal> {
        let headers = &request.headers;
        let host = text(headers, &header::HOST).filter(|host| self.hosts.iter().any(|own| own == host));
        // A request line may name another host than the header.
        let (Some(host), None) = (host, request.uri.authority()) else {
            return Err((StatusCode::MISDIRECTED_REQUEST, "This server answers to 127.0.0.1 and localhost alone."));
        };
        let interface = request.uri.path().starts_with("/api/");
        if from_elsewhere(headers, host, &request.method, interface) {
            return Err((StatusCode::FORBIDDEN, "Only the console's own page may ask this."));
        }
        if !interface {
            return Ok(());
        }
        let given = headers.get(&TOKEN).map_or(&[][..], HeaderValue::as_bytes);
        if !bool::from(given.ct_eq(self.token.as_bytes())) {
            return Err((
                StatusCode::UNAUTHORIZED,
                "The token of this run is missing. Open the address that usersig console printed.",
            ));
        }
        if text(headers, &header::CONTENT_TYPE) != Some("application/json") {
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "The console's interface takes application/json."));
        }
        Ok(())
    }
}

/// Hides the token.
impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

pub(super) type Refusal = (StatusCode, &'static str);

/// True where a browser says that another site asks. A link to the page may stand anywhere, for example in a terminal
/// that is itself a page.
fn from_elsewhere(headers: &HeaderMap, host: &str, method: &Method, interface: bool) -> bool {
    if headers.contains_key(header::ORIGIN)
        && text(headers, &header::ORIGIN).and_then(|origin| origin.strip_prefix("http://")) != Some(host)
    {
        return true;
    }
    let fetch = |name| text(headers, &HeaderName::from_static(name));
    match headers.contains_key("sec-fetch-site").then(|| fetch("sec-fetch-site")) {
        None | Some(Some("same-origin")) => false,
        Some(Some("none")) => interface,
        Some(_) => {
            let followed_link = fetch("sec-fetch-mode") == Some("navigate") && fetch("sec-fetch-dest") == Some("document");
            interface || method != Method::GET || !followed_link
        }
    }
}

/// A header that stands once and is text.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let only = values.next().filter(|_| values.next().is_none())?;
    only.to_str().ok()
}

/// Puts the headers on an answer.
pub(super) fn seal(response: &mut Response<Body>) {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}
