//! `POST /v1/batch`: requests for tickets as lines or as a list, answered line by line while they arrive.

use super::answer::{Body, with_type};
use super::body::{ContentType, next_piece, too_large, too_slow};
use super::caller::Identity;
use super::fields::Issued;
use super::loaded::Loaded;
use super::problem::{self, MALFORMED_REQUEST, Problem, REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE};
use super::route::{Occupied, Peer, Service};
use super::split::{Broken, Item, Splitter};
use super::tickets::{self, Call, Unlogged};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use http_body_util::{Either, StreamBody};
use hyper::body::{Body as _, Frame, Incoming};
use hyper::{HeaderMap, Response};
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Lines that are made before other requests have their turn: about half a millisecond.
const LINES_AT_ONCE: usize = 32;

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
struct End<'a> {
    done: bool,
    issued: u64,
    failed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a problem::Content>,
}

/// What goes on while the answer is sent.
struct Batch {
    service: Arc<Service>,
    loaded: Arc<Loaded>,
    peer: Arc<Peer>,
    identity: Identity,
    request_id: String,
    body: Incoming,
    splitter: Splitter,
    left: u64,
    deadline: Instant,
    line: u64,
    /// Lines that are not answered yet.
    open: Vec<(u64, Result<Unlogged, Problem>)>,
    issued: u64,
    failed: u64,
    ended: bool,
    _place: Occupied,
}

pub(super) fn batch(
    service: &Arc<Service>,
    loaded: Arc<Loaded>,
    peer: &Arc<Peer>,
    identity: Identity,
    request_id: &str,
    headers: &HeaderMap,
    body: &mut Option<Incoming>,
) -> Result<Response<Body>, Problem> {
    let content_type = ContentType::of(headers).ok_or_else(|| {
        let text = "a batch is lines (Content-Type: application/x-ndjson) or a JSON list (application/json)";
        Problem::own(UNSUPPORTED_MEDIA_TYPE, text)
    })?;
    let limits = loaded.limits();
    let body = body.take_if(|body| body.size_hint().lower() <= limits.batch_bytes).ok_or_else(too_large)?;
    let place = Occupied::enter(&service.batches, limits.batches)
        .ok_or_else(|| Problem::overloaded("as many batches are running as limits.batches allows; try again later"))?;
    let batch = Batch {
        service: service.clone(),
        peer: peer.clone(),
        identity,
        request_id: request_id.to_owned(),
        body,
        splitter: Splitter::new(content_type),
        left: limits.batch_bytes,
        deadline: Instant::now() + Duration::from_secs(limits.batch_seconds),
        line: 0,
        open: Vec::new(),
        issued: 0,
        failed: 0,
        ended: false,
        _place: place,
        loaded,
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
        let more = self.more().await;
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
        match more {
            Ok(true) => {}
            Ok(false) => self.end(&mut lines, None),
            Err(problem) => self.end(&mut lines, Some(&problem)),
        }
        Some(lines.into())
    }

    /// Works on some lines; false once the request is at its end.
    async fn more(&mut self) -> Result<bool, Problem> {
        loop {
            while let Some(item) = self.splitter.next().map_err(broken)? {
                self.work(item);
                if self.open.len() == LINES_AT_ONCE {
                    return Ok(true);
                }
            }
            if !self.open.is_empty() {
                return Ok(true);
            }
            let idle = Duration::from_secs(self.loaded.limits().body_seconds);
            let wait = idle.min(self.deadline.saturating_duration_since(Instant::now()));
            let piece = timeout(wait, next_piece(&mut self.body)).await.map_err(|_| too_slow())??;
            let Some(piece) = piece else {
                if let Some(item) = self.splitter.finish().map_err(broken)? {
                    self.work(item);
                }
                return Ok(false);
            };
            self.left = self.left.checked_sub(piece.len() as u64).ok_or_else(too_large)?;
            self.splitter.feed(piece);
        }
    }

    /// Works on one item. Blank lines have a number and no answer.
    fn work(&mut self, item: Item) {
        self.line += 1;
        let result = match item {
            Item::TooLong => Err(Problem::own(REQUEST_TOO_LARGE, "a request of a batch has at most 32768 bytes")),
            _ if self.splitter.takes_lines() && item.is_blank() => return,
            Item::Text(text) => {
                let call = Call {
                    service: &self.service,
                    loaded: &self.loaded,
                    identity: &self.identity,
                    request_id: &self.request_id,
                    line: Some(self.line),
                };
                tickets::usersig(call, &text)
            }
        };
        self.open.push((self.line, result));
    }

    fn end(&mut self, lines: &mut Vec<u8>, problem: Option<&Problem>) {
        self.ended = true;
        if problem.is_some() {
            self.peer.unread.store(true, Ordering::Relaxed);
        }
        let end =
            End { done: problem.is_none(), issued: self.issued, failed: self.failed, problem: problem.map(Problem::content) };
        push(lines, &end);
    }
}

fn push(lines: &mut Vec<u8>, line: &impl Serialize) {
    // A Vec takes every byte, and our own lines are always JSON.
    let _ = serde_json::to_writer(&mut *lines, line);
    lines.push(b'\n');
}

fn broken(broken: Broken) -> Problem {
    let text = match broken {
        Broken::NoList => "the body is not a JSON list; begin it with [, or send lines as application/x-ndjson",
        Broken::NotClosed => "the JSON list has no end; it may have been cut off",
        Broken::Followed => "something stands after the JSON list; send one list",
    };
    Problem::own(MALFORMED_REQUEST, text)
}
