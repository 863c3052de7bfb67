//! The console page: tickets made and checked by hand, in the browser, on this machine alone.
//!
//! The page holds nothing but what is typed into it, and the server holds nothing between two requests. Every request must
//! come from the page itself; `guard` has the rules.

mod api;
mod guard;
mod key;
mod mistakes;
mod page;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::post;
use guard::Guard;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

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

    /// Answers until Ctrl-C, or a request to end.
    ///
    /// # Errors
    /// Where the system refuses what a server needs.
    pub fn serve(self) -> io::Result<()> {
        // Everything takes microseconds, so one thread is enough.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            // No answer takes long enough to be waited for.
            tokio::select! {
                ended = axum::serve(listener, router(self.guard)) => ended,
                ended = asked_to_end() => ended,
            }
        })
    }
}

fn router(guard: Guard) -> Router {
    page::routes()
        .route("/api/key", post(api::key))
        .route("/api/generate", post(api::generate))
        .route("/api/inspect", post(api::inspect))
        .route("/api/verify", post(api::verify))
        .layer(from_fn_with_state(Arc::new(guard), guard::guard))
}

#[cfg(unix)]
async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended,
        _ = terminate.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
