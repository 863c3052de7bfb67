//! The debug page, `usersig console`: tickets made and checked by hand, in the browser, on this machine alone.
//!
//! The page holds nothing but what is typed into it, and the server holds nothing between two requests. Every request must
//! come from the page itself; `guard` has the rules.

mod api;
mod guard;
mod key;
mod page;

use crate::answer::{self, Body};
use guard::Guard;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// The largest request, in bytes: a key file and a ticket, in base64 and JSON.
const MAX_REQUEST_LEN: usize = 256 * 1024;
/// What is longer is read this far, so that whoever sends it gets to read the answer.
const MAX_READ_LEN: usize = 4 * 1024 * 1024;
/// How long to wait where the system has no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A console that listens and does not answer yet.
#[derive(Debug)]
pub struct Console {
    listener: TcpListener,
    guard: Guard,
    port: u16,
}

impl Console {
    /// Listens on 127.0.0.1, on this port or, for 0, on any free one, and draws the token of this run.
    ///
    /// # Errors
    /// Where the port is taken or not allowed, and where the system gives no random bytes.
    pub fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, guard: Guard::new(port)?, port })
    }

    /// The page's address. The token stands in the fragment, which a browser sends to nobody.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/#{}", self.port, self.guard.token())
    }

    /// Opens the page in the user's browser.
    ///
    /// # Errors
    /// Where no browser is found; the address can still be opened by hand.
    pub fn open(&self) -> io::Result<()> {
        open::that_detached(self.url())
    }

    /// Answers until the process ends.
    ///
    /// # Errors
    /// Where the system refuses what a server needs.
    pub fn serve(self) -> io::Result<()> {
        // Everything takes microseconds, so one thread is enough.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let guard = Arc::new(self.guard);
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                };
                let guard = guard.clone();
                let service = service_fn(move |request| {
                    let guard = guard.clone();
                    async move { Ok::<_, Infallible>(respond(&guard, request).await) }
                });
                // A browser that goes away needs no word.
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        })
    }
}

async fn respond(guard: &Guard, request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let mut response = match guard.check(&head) {
        Ok(()) => route(&head.method, head.uri.path(), body).await,
        Err((status, text)) => refused(status, text),
    };
    guard::seal(&mut response);
    response
}

async fn route(method: &Method, path: &str, body: Incoming) -> Response<Body> {
    let allowed = match (api::call(path), page::file(path)) {
        (Some(call), _) if method == Method::POST => {
            return match Limited::new(body, MAX_READ_LEN).collect().await.map(|body| body.to_bytes()) {
                Ok(request) if request.len() <= MAX_REQUEST_LEN => call(&request),
                _ => refused(StatusCode::PAYLOAD_TOO_LARGE, "The request is longer than 262144 bytes, or was cut."),
            };
        }
        (Some(_), _) => "POST",
        (None, Some(file)) if method == Method::GET || method == Method::HEAD => return file,
        (None, Some(_)) => "GET, HEAD",
        (None, None) => return refused(StatusCode::NOT_FOUND, "There is no such path."),
    };
    let mut response = refused(StatusCode::METHOD_NOT_ALLOWED, "This path is asked with another method.");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

fn refused(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = answer::text("text/plain; charset=utf-8", text);
    *response.status_mut() = status;
    response
}
