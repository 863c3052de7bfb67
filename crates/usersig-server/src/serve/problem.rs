//! Errors as RFC 9457 problem details.

use super::answer::{Body, json_bytes};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use hyper::{Response, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::sync::Arc;
use usersig::{Error, ErrorCode, ErrorKind};

/// What went wrong with a request. Boxed, since the other outcome is the usual one.
#[derive(Debug)]
pub(super) struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    status: StatusCode,
    content: Content,
    header: Option<(HeaderName, HeaderValue)>,
    /// For the log alone.
    caller: Option<Arc<str>>,
    sdkappid: Option<u32>,
}

/// The JSON object. `word`, `number` and `service_code` are those of the library's error table; an error of the service
/// itself has a word alone.
#[derive(Debug, Serialize)]
pub(super) struct Content {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: Cow<'static, str>,
    word: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// The service's own errors: status, word, title.
type Own = (StatusCode, &'static str, &'static str);

pub(super) const MALFORMED_REQUEST: Own = (StatusCode::BAD_REQUEST, "malformed_request", "The request cannot be read");
const UNAUTHORIZED: Own = (StatusCode::UNAUTHORIZED, "unauthorized", "The caller is not known");
const FORBIDDEN: Own = (StatusCode::FORBIDDEN, "forbidden", "The caller may not do this");
const NOT_FOUND: Own = (StatusCode::NOT_FOUND, "not_found", "There is nothing here");
const METHOD_NOT_ALLOWED: Own = (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Another method is needed");
pub(super) const REQUEST_TIMEOUT: Own = (StatusCode::REQUEST_TIMEOUT, "request_timeout", "The request did not arrive in time");
pub(super) const REQUEST_TOO_LARGE: Own = (StatusCode::PAYLOAD_TOO_LARGE, "request_too_large", "The request is too large");
pub(super) const UNSUPPORTED_MEDIA_TYPE: Own =
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Another content type is needed");
pub(super) const MISDIRECTED: Own = (StatusCode::MISDIRECTED_REQUEST, "misdirected_request", "The Host is not this service's");
pub(super) const HEAD_TOO_LARGE: Own =
    (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "head_too_large", "The request's head is too large");
const RATE_LIMITED: Own = (StatusCode::TOO_MANY_REQUESTS, "rate_limited", "Too many tickets for one identifier");
const OVERLOADED: Own = (StatusCode::SERVICE_UNAVAILABLE, "overloaded", "The service is busy");

impl Problem {
    pub(super) fn own((status, word, title): Own, detail: impl Into<Cow<'static, str>>) -> Self {
        let content = Content {
            r#type: format!("urn:usersig:service:{word}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            word,
            number: None,
            service_code: None,
            field: None,
        };
        Self::new(status, content)
    }

    fn new(status: StatusCode, content: Content) -> Self {
        Self(Box::new(Parts { status, content, header: None, caller: None, sdkappid: None }))
    }

    pub(super) fn unauthorized(detail: &'static str) -> Self {
        Self::own(UNAUTHORIZED, detail).with(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"usersig\""))
    }

    pub(super) fn forbidden(detail: &'static str) -> Self {
        Self::own(FORBIDDEN, detail)
    }

    pub(super) fn not_found() -> Self {
        Self::own(NOT_FOUND, "there is nothing at this path; /openapi.json lists what there is")
    }

    pub(super) fn method_not_allowed(allow: &'static str) -> Self {
        Self::own(METHOD_NOT_ALLOWED, format!("this path takes {allow}")).with(ALLOW, HeaderValue::from_static(allow))
    }

    pub(super) fn rate_limited(seconds: u64) -> Self {
        Self::own(RATE_LIMITED, "this identifier had as many tickets as limits.tickets_per_minute allows; use the last one again")
            .with(RETRY_AFTER, seconds.into())
    }

    pub(super) fn overloaded(detail: &'static str) -> Self {
        Self::own(OVERLOADED, detail).with(RETRY_AFTER, HeaderValue::from_static("1"))
    }

    pub(super) fn not_logged() -> Self {
        Self::overloaded("stderr takes no log lines, and no ticket is issued without one; look at its disk or reader")
    }

    /// Whose request it was, for the log.
    pub(super) fn to(mut self, caller: Option<Arc<str>>) -> Self {
        self.0.caller = caller;
        self
    }

    /// Which application was meant, for the log.
    pub(super) fn about(mut self, sdkappid: u32) -> Self {
        self.0.sdkappid = Some(sdkappid);
        self
    }

    pub(super) fn known(&self) -> Value {
        json!({ "caller": self.0.caller.as_deref(), "sdkappid": self.0.sdkappid })
    }

    fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.header = Some((name, value));
        self
    }

    pub(super) fn status(&self) -> StatusCode {
        self.0.status
    }

    pub(super) fn word(&self) -> &'static str {
        self.0.content.word
    }

    /// The object, as a line of a batch holds it.
    pub(super) fn content(&self) -> &Content {
        &self.0.content
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(json_bytes(&self.0.content));
        *response.status_mut() = self.0.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some((name, value)) = self.0.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// A ticket that is not valid is 422, a request that cannot be met 400.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let code = error.code();
        let (status, title) = match code {
            ErrorCode::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "A bug"),
            _ if code.kind() == ErrorKind::Ticket => (StatusCode::UNPROCESSABLE_ENTITY, "The ticket is not valid"),
            _ => (StatusCode::BAD_REQUEST, "The request cannot be met"),
        };
        let content = Content {
            r#type: format!("urn:usersig:error:{}", code.word()),
            title,
            status: status.as_u16(),
            detail: Cow::Owned(error.message().to_owned()),
            word: code.word(),
            number: Some(code.number()),
            service_code: code.service_code(),
            field: error.field_name(),
        };
        Self::new(status, content)
    }
}

/// A parser's message without the values that it repeats: they may be keys, tickets or identifiers.
pub(super) fn without_values(message: &str) -> String {
    for start in ["invalid type: ", "invalid value: "] {
        if let Some(rest) = message.strip_prefix(start) {
            // The kind of the value is the text up to the first quotation mark; what was expected follows the last comma.
            let kind = rest.split(['"', '`', ',']).next().unwrap_or_default().trim_end();
            let expected = rest.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
            return format!("{start}{kind}, expected {expected}");
        }
    }
    for start in ["unknown field `", "unknown variant `", "duplicate field `"] {
        if message.starts_with(start) {
            let kind = start.trim_end_matches([' ', '`']);
            return match message.rsplit_once("`, expected ") {
                Some((_, expected)) => format!("{kind}, expected {expected}"),
                None => kind.to_owned(),
            };
        }
    }
    message.to_owned()
}
