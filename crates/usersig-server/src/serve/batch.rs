//! `POST /v1/batch`: requests for tickets as lines or as a list, answered line by line once all of them are here: ordinary
//! clients send everything before they read.

use super::answer::{Body, with_type};
use super::body::{ContentType, collect};
use super::caller::Identity;
use super::fields::Issued;
use super::loaded::Loaded;
use super::problem::{self, Problem, REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE};
use super::service::{Occupied, Peer, Service};
use super::split::Splitter;
use super::tickets::{self, Call, Unlogged};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use http_body_util::{Either, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::{HeaderMap, Response};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Lines that are made before other requests have their turn: about half a millisecond.
const LINES_AT_ONCE: usize = 32;
/// The longest request of a batch, in bytes: more than any that can be met.
const MAX_LINE: usize = 32 * 1024;

/// A line of the answer.
#[derive(Serialize)]
struct Line<'a> {
    line: u64,
    #[serde(flatten)]
    issued: Option<&'a Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a problem::Content>,
}

/// The last line of the answer: without it the answer was cut off.
#[derive(Serialize)]
struct End {
    done: bool,
    issued: u64,
    failed: u64,
}

/// What goes on while the answer is sent.
struct Batch {
    service: Arc<Service>,
    loaded: Arc<Loaded>,
    peer: Arc<Peer>,
    identity: Identity,
    request_id: String,
    splitter: Splitter,
    takes_lines: bool,
    line: u64,
    /// Lines that are not answered yet.
    open: Vec<(u64, Result<Unlogged, Problem>)>,
    issued: u64,
    failed: u64,
    ended: bool,
    _place: Occupied,
}

pub(super) async fn batch(call: Call<'_>, headers: &HeaderMap, body: &mut Option<Incoming>) -> Result<Response<Body>, Problem> {
    let content_type = ContentType::of(headers).ok_or_else(|| {
        let text = "a batch is lines (Content-Type: application/x-ndjson) or a JSON list (application/json)";
        Problem::own(UNSUPPORTED_MEDIA_TYPE, text)
    })?;
    let limits = call.loaded.limits();
    let place = Occupied::enter(&call.service.batches, limits.batches)
        .ok_or_else(|| Problem::overloaded("as many batches are running as limits.batches allows; try again later"))?;
    let (idle, time) = (Duration::from_secs(limits.body_seconds), Duration::from_secs(limits.batch_seconds));
    let whole = collect(body, limits.batch_bytes, idle, time).await?;
    let batch = Batch {
        service: call.service.clone(),
        loaded: call.loaded.clone(),
        peer: call.peer.clone(),
        identity: call.identity.clone(),
        request_id: call.request_id.to_owned(),
        splitter: Splitter::new(content_type, &whole)?,
        takes_lines: content_type == ContentType::Ndjson,
        line: 0,
        open: Vec::new(),
        issued: 0,
        failed: 0,
        ended: false,
        _place: place,
    };
    let lines = stream::unfold(batch, |mut batch| async move {
        let lines = batch.next_lines().await?;
        Some((Ok(Frame::data(lines)), batch))
    });
    Ok(with_type(Either::Right(StreamBody::new(lines.boxed())), "application/x-ndjson"))
}

impl Batch {
    /// The next lines of the answer, `None` after its end.
    async fn next_lines(&mut self) -> Option<Bytes> {
        if self.ended {
            return None;
        }
        // Lines that are written as fast as they are made would leave no turn to others.
        tokio::task::yield_now().await;
        let more = self.make();
        let mut lines = Vec::new();
        for (line, result) in std::mem::take(&mut self.open) {
            let result = match result {
                Ok(unlogged) => unlogged.logged(&self.service, &self.loaded).await,
                Err(problem) => Err(problem),
            };
            let (issued, problem) = (result.as_ref().ok(), result.as_ref().err().map(Problem::content));
            self.issued += u64::from(issued.is_some());
            self.failed += u64::from(problem.is_some());
            push(&mut lines, &Line { line, issued, problem });
        }
        if !more {
            self.ended = true;
            push(&mut lines, &End { done: true, issued: self.issued, failed: self.failed });
        }
        Some(lines.into())
    }

    /// Works on some lines; false once the request is at its end.
    fn make(&mut self) -> bool {
        while self.open.len() < LINES_AT_ONCE {
            let Some(item) = self.splitter.next() else { return false };
            self.line += 1;
            // Blank lines have a number and no answer.
            if self.takes_lines && item.trim_ascii().is_empty() {
                continue;
            }
            let result = if item.len() > MAX_LINE {
                Err(Problem::own(REQUEST_TOO_LARGE, "a request of a batch has at most 32768 bytes"))
            } else {
                let call = Call {
                    service: &self.service,
                    loaded: &self.loaded,
                    peer: &self.peer,
                    identity: &self.identity,
                    request_id: &self.request_id,
                    line: Some(self.line),
                };
                tickets::usersig(call, &item)
            };
            self.open.push((self.line, result));
        }
        true
    }
}

impl Drop for Batch {
    /// One line says what became of the whole, also where nobody takes the rest of the answer.
    fn drop(&mut self) {
        let fields = json!({
            "peer": self.peer.address, "caller": self.identity.name(), "request": self.request_id,
            "issued": self.issued, "failed": self.failed, "answered": self.ended,
        });
        self.service.log.event("info", "batch", fields);
    }
}

fn push(lines: &mut Vec<u8>, line: &impl Serialize) {
    // A Vec takes every byte, and our own lines are always JSON.
    let _ = serde_json::to_writer(&mut *lines, line);
    lines.push(b'\n');
}
