//! Reading a request's body: its type, its size, its time.

use super::problem::{MALFORMED_REQUEST, Problem, REQUEST_TIMEOUT, REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::{Body, Incoming};
use hyper::header::CONTENT_TYPE;
use std::time::Duration;

/// How long to wait for the rest of a body that nobody needs.
const SKIP_TIME: Duration = Duration::from_secs(1);

/// How the content of a request is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ContentType {
    Json,
    /// One JSON value on each line.
    Ndjson,
}

impl ContentType {
    /// From the header, which must be there: a page in a browser cannot send these types without asking first.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(CONTENT_TYPE)?.as_bytes();
        let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
        let name = value[..end].trim_ascii();
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        if is("application/json") {
            return Some(Self::Json);
        }
        ["application/x-ndjson", "application/ndjson", "application/jsonl"].into_iter().any(is).then_some(Self::Ndjson)
    }
}

/// The whole body of a request with JSON in it, which is taken away once it is read.
pub(super) async fn read_json(
    headers: &HeaderMap,
    body: &mut Option<Incoming>,
    limit: usize,
    time: Duration,
) -> Result<Bytes, Problem> {
    if ContentType::of(headers) != Some(ContentType::Json) {
        return Err(Problem::own(UNSUPPORTED_MEDIA_TYPE, "this path takes JSON: Content-Type: application/json"));
    }
    let Some(incoming) = body else { return Ok(Bytes::new()) };
    // Usually the body has come with the head, and the timer is never set.
    let whole = tokio::time::timeout(time, collect(incoming, limit)).await.unwrap_or_else(|_| Err(too_slow()))?;
    *body = None;
    Ok(whole)
}

async fn collect(body: &mut Incoming, limit: usize) -> Result<Bytes, Problem> {
    let announced = body.size_hint().lower();
    if announced > limit as u64 {
        return Err(too_large());
    }
    let mut whole = BytesMut::new();
    while let Some(piece) = next_piece(body).await? {
        if whole.len() + piece.len() > limit {
            return Err(too_large());
        }
        if whole.is_empty() && piece.len() as u64 == announced {
            return Ok(piece);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

/// Reads a body that nobody needs, so that the connection stays good for the next request; false where that takes too long.
pub(super) async fn skip(body: &mut Incoming, limit: usize) -> bool {
    let mut left = Some(limit).filter(|limit| body.size_hint().lower() <= *limit as u64);
    let end = async {
        while let Some(some) = left {
            match next_piece(body).await {
                Ok(Some(piece)) => left = some.checked_sub(piece.len()),
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
        false
    };
    tokio::time::timeout(SKIP_TIME, end).await.unwrap_or(false)
}

/// The next bytes of a body, `None` at its end.
pub(super) async fn next_piece(body: &mut Incoming) -> Result<Option<Bytes>, Problem> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::own(MALFORMED_REQUEST, "the body was cut off or is not well-formed HTTP"))?;
        // Trailers have no meaning here.
        if let Ok(piece) = frame.into_data() {
            return Ok(Some(piece));
        }
    }
    Ok(None)
}

pub(super) fn too_slow() -> Problem {
    Problem::own(REQUEST_TIMEOUT, "the body did not arrive within the time of the configuration's limits; send it again")
}

pub(super) fn too_large() -> Problem {
    Problem::own(
        REQUEST_TOO_LARGE,
        "the body is longer than the configuration's limits allow; use /v1/batch, or several requests",
    )
}
