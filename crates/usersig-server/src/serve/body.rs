//! Reading a request's body: its type, its size, its time.

use super::problem::{MALFORMED_REQUEST, Problem, REQUEST_TIMEOUT, REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::{Body, Incoming};
use hyper::header::CONTENT_TYPE;
use std::time::Duration;
use tokio::time::timeout;

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

/// The whole body of a request with JSON in it.
pub(super) async fn read_json(
    headers: &HeaderMap,
    body: &mut Option<Incoming>,
    limit: u32,
    time: Duration,
) -> Result<Bytes, Problem> {
    if ContentType::of(headers) != Some(ContentType::Json) {
        return Err(Problem::own(UNSUPPORTED_MEDIA_TYPE, "this path takes JSON: Content-Type: application/json"));
    }
    collect(body, limit, time, time).await
}

/// The whole body, which is taken away once it is read: within `time`, and `idle` between two pieces.
pub(super) async fn collect(body: &mut Option<Incoming>, limit: u32, idle: Duration, time: Duration) -> Result<Bytes, Problem> {
    let Some(incoming) = body else { return Ok(Bytes::new()) };
    let (limit, announced) = (limit as usize, usize::try_from(incoming.size_hint().lower()).unwrap_or(usize::MAX));
    if announced > limit {
        return Err(too_large());
    }
    let all = async {
        let mut whole = BytesMut::new();
        while let Some(piece) = timeout(idle, next_piece(incoming)).await.map_err(|_| too_slow())?? {
            if whole.len() + piece.len() > limit {
                return Err(too_large());
            }
            if whole.is_empty() && piece.len() == announced {
                return Ok(piece);
            }
            // As large as it will be, where that is known: growing holds it twice.
            whole.reserve(announced.max(whole.len() + piece.len()) - whole.len());
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    };
    // Usually the body has come with the head, and no timer is ever set.
    let whole = timeout(time, all).await.unwrap_or_else(|_| Err(too_slow()))?;
    *body = None;
    Ok(whole)
}

/// Reads a body that nobody needs, so that the connection stays good for the next request; false where that takes too long.
pub(super) async fn skip(body: &mut Incoming, limit: u32) -> bool {
    let mut left = Some(limit as usize).filter(|_| body.size_hint().lower() <= limit.into());
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
    timeout(SKIP_TIME, end).await.unwrap_or(false)
}

/// The next bytes of a body, `None` at its end.
async fn next_piece(body: &mut Incoming) -> Result<Option<Bytes>, Problem> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::own(MALFORMED_REQUEST, "the body was cut off or is not well-formed HTTP"))?;
        // Trailers have no meaning here.
        if let Ok(piece) = frame.into_data() {
            return Ok(Some(piece));
        }
    }
    Ok(None)
}

fn too_slow() -> Problem {
    Problem::own(REQUEST_TIMEOUT, "the body did not arrive within the time of the configuration's limits; send it again")
}

fn too_large() -> Problem {
    Problem::own(
        REQUEST_TOO_LARGE,
        "the body is longer than the configuration's limits allow; use /v1/batch, or several requests",
    )
}
