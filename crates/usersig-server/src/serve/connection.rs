//! Accepting connections and serving them until the service ends.

use super::config::Limits;
use super::listen::Listener;
use super::service::{Occupied, Peer, Service};
use super::tls::ClientCertificate;
use super::wire::Wire;
use futures_util::FutureExt;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;

/// Connections beyond the limit that are told so; others are closed at once.
const REFUSED_CONNECTIONS: u32 = 64;
const REFUSED_SECONDS: u64 = 2;
/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;
/// How long a connection without a request lives on at the end.
const FIRST_REQUEST: Duration = Duration::from_secs(1);
/// How long to wait where the system has no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Listener {
    /// The next connection, and from where it is.
    async fn accept(&self) -> io::Result<(Stream, String)> {
        match self {
            Self::Tcp(listener) => listener.accept().await.map(|(stream, address)| (Stream::Tcp(stream), address.to_string())),
            #[cfg(unix)]
            Self::Unix(socket) => {
                let (stream, _) = socket.listener.accept().await?;
                let user = stream.peer_cred().map(|other| format!("uid {}", other.uid())).unwrap_or_default();
                Ok((Stream::Unix(stream), user))
            }
        }
    }
}

/// Counts open connections.
#[derive(Debug, Default)]
struct Places {
    taken: Arc<AtomicU32>,
    refused: Arc<AtomicU32>,
}

/// Serves until `stop`.
pub(super) async fn serve(
    listener: Listener,
    health: bool,
    service: &Arc<Service>,
    ending: &watch::Sender<()>,
    stop: impl Future<Output = ()>,
) {
    let places = Places::default();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok(accepted) => begin(accepted, health, service, &places, ending),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                service.log.event("error", "accept_failed", json!({ "error": error.to_string() }));
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    // Clients that the system has already connected are served, too.
    while let Some(Ok(accepted)) = listener.accept().now_or_never() {
        begin(accepted, health, service, &places, ending);
    }
}

/// The client went away before its connection was accepted.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

fn begin((stream, address): (Stream, String), health: bool, service: &Arc<Service>, places: &Places, ending: &watch::Sender<()>) {
    let limit = service.loaded.load().limits().connections;
    let (place, refused) = match Occupied::enter(&places.taken, limit) {
        Some(place) => (place, false),
        None => {
            service.metrics.connections_refused.inc();
            match Occupied::enter(&places.refused, REFUSED_CONNECTIONS) {
                Some(place) => (place, true),
                None => return,
            }
        }
    };
    let (service, ending) = (service.clone(), ending.subscribe());
    tokio::spawn(async move {
        service.metrics.connections.inc();
        run(stream, &service, ending, Peer { address, health, refused, ..Peer::default() }).await;
        service.metrics.connections.dec();
        drop(place);
    });
}

async fn run(stream: Stream, service: &Arc<Service>, ending: watch::Receiver<()>, mut peer: Peer) {
    match stream {
        #[cfg(unix)]
        Stream::Unix(stream) => speak(stream, service, peer, ending).await,
        Stream::Tcp(stream) => {
            peer.tcp = true;
            // An answer is one write; it must not wait for the client's acknowledgement.
            let _ = stream.set_nodelay(true);
            let loaded = service.loaded.load_full();
            let Some(tls) = loaded.tls.as_ref().filter(|_| !peer.health) else {
                return speak(stream, service, peer, ending).await;
            };
            let acceptor = TlsAcceptor::from(tls.server.clone());
            let stream = match timeout(patience(&peer, loaded.limits()), acceptor.accept(stream)).await {
                Ok(Ok(stream)) => stream,
                failed => {
                    let reason = failed.map_or_else(
                        |_| "it took too long".to_owned(),
                        |failed| failed.err().map_or_else(String::new, |error| error.to_string()),
                    );
                    service.metrics.handshake_failures.inc();
                    service.log.refused(
                        "tls_failed",
                        "tls",
                        "handshake_failed",
                        || json!({ "peer": peer.address, "reason": reason }),
                    );
                    return;
                }
            };
            peer.tls = true;
            if let Some(client_ca) = &tls.client_ca {
                let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
                peer.certificate = Some(ClientCertificate::read(chain, client_ca.clone()));
            }
            drop(loaded);
            speak(stream, service, peer, ending).await;
        }
    }
}

/// How long to wait for a request's head. The few places beyond the limit are for probes, and nobody may keep them long.
fn patience(peer: &Peer, limits: &Limits) -> Duration {
    Duration::from_secs(if peer.refused { limits.idle_seconds.min(REFUSED_SECONDS) } else { limits.idle_seconds })
}

async fn speak<S>(stream: S, service: &Arc<Service>, peer: Peer, mut ending: watch::Receiver<()>)
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let loaded = service.loaded.load();
    let limits = loaded.limits();
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(Duration::from_secs(limits.write_seconds)));
    let peer = Arc::new(peer);
    let wire = Wire::new(stream, service, &peer);
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(patience(&peer, limits))
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        // A ticket's answer is short: copying it behind its head costs less than a list of two buffers.
        .writev(false);
    drop(loaded);
    let (service, asking) = (service.clone(), peer.clone());
    let answer = service_fn(move |request| {
        let response = service.clone().respond(asking.clone(), request);
        async { Ok::<_, Infallible>(response.await) }
    });
    let mut connection = pin!(builder.serve_connection(TokioIo::new(wire), answer));
    let end = async {
        let _ = ending.changed().await;
        // hyper closes at once what has sent nothing yet, and the request may be on its way.
        let _ = timeout(FIRST_REQUEST, peer.asked.notified()).await;
    };
    // A client that goes away or breaks off needs no word.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = end => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
