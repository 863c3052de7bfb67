//! The bytes of a connection, in the two places where hyper's own way is not enough: what it answers by itself to what is
//! no HTTP, and how a connection ends whose client still sends.

use super::service::{Peer, Service};
use bytes::{Buf, Bytes};
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};
use tokio_io_timeout::TimeoutStream;

/// What is read and thrown away after the last answer, in bytes and in time. A client that sends all of its request before it
/// reads would see a reset and no answer.
const DRAIN_BYTES: usize = 256 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// The same for a connection beyond the limit, whose place is wanted.
const SHORT_DRAIN_TIME: Duration = Duration::from_secs(1);

pub(super) struct Wire<S> {
    stream: Pin<Box<TimeoutStream<S>>>,
    service: Arc<Service>,
    peer: Arc<Peer>,
    /// What is left of our answer in place of hyper's.
    answer: Option<Bytes>,
    drain: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S: AsyncRead + AsyncWrite> Wire<S> {
    pub(super) fn new(stream: TimeoutStream<S>, service: &Arc<Service>, peer: &Arc<Peer>) -> Self {
        Self { stream: Box::pin(stream), service: service.clone(), peer: peer.clone(), answer: None, drain: None }
    }
}

/// Where hyper's own answer begins: it comes last, it has no body, and it has not the header that all of ours have.
fn hypers_own(bytes: &[u8]) -> Option<(usize, &str)> {
    if !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let start = bytes.windows(7).rposition(|window| window == b"HTTP/1.")?;
    let head = std::str::from_utf8(&bytes[start..]).ok()?;
    (head.get(8..10) == Some(" 4") && !head.contains("cache-control")).then_some((start, head))
}

impl<S: AsyncRead + AsyncWrite> AsyncRead for Wire<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_read(cx, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite> AsyncWrite for Wire<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        if wire.answer.is_none() {
            match hypers_own(bytes) {
                None => return wire.stream.as_mut().poll_write(cx, bytes),
                Some((0, own)) => {
                    wire.answer = Some(wire.service.unparsed(&wire.peer, own).into());
                    wire.peer.unread.store(true, Ordering::Relaxed);
                }
                // An answer before it was not yet written.
                Some((start, _)) => return wire.stream.as_mut().poll_write(cx, &bytes[..start]),
            }
        }
        while let Some(answer) = wire.answer.as_mut().filter(|answer| !answer.is_empty()) {
            match ready!(wire.stream.as_mut().poll_write(cx, answer))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => answer.advance(count),
            }
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        if wire.drain.is_none() {
            ready!(wire.stream.as_mut().poll_shutdown(cx))?;
            if !wire.peer.unread.load(Ordering::Relaxed) {
                return Poll::Ready(Ok(()));
            }
        }
        let time = if wire.peer.refused { SHORT_DRAIN_TIME } else { DRAIN_TIME };
        let (end, left) = wire.drain.get_or_insert_with(|| (Box::pin(sleep(time)), DRAIN_BYTES));
        while *left > 0 && end.as_mut().poll(cx).is_pending() {
            let mut memory = [MaybeUninit::uninit(); 16 * 1024];
            let mut buffer = ReadBuf::uninit(&mut memory);
            ready!(wire.stream.as_mut().poll_read(cx, &mut buffer))?;
            let count = buffer.filled().len();
            *left = if count == 0 { 0 } else { left.saturating_sub(count) };
        }
        Poll::Ready(Ok(()))
    }
}
