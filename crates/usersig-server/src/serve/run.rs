//! The life of the service: start, reload, end.

use super::ServeError;
use super::config::Config;
use super::connection;
use super::listen::Listener;
use super::loaded::Loaded;
use super::log::Log;
use super::service::Service;
use super::systemd;
use futures_util::future::pending;
use listenfd::ListenFd;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::runtime::{self, Runtime};
use tokio::sync::watch;
use tokio::time::timeout;

/// Where the configuration comes from, each time that it is read.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// The command's options.
    Options(Box<Config>),
}

impl Source {
    fn load(&self, running: Option<&Config>) -> Result<Loaded, ServeError> {
        match self {
            Self::File(path) => {
                let loaded = Config::read(path).and_then(|config| Loaded::new(config, running));
                // What is no file's name may be a key.
                let place = if path.exists() { path.display().to_string() } else { "--config".to_owned() };
                loaded.map_err(|error| error.at(place))
            }
            Self::Options(config) => Loaded::new(Config::clone(config), running),
        }
    }
}

/// Reads the configuration with all its files and says what would run, and what in it is probably a mistake.
///
/// # Errors
/// What is wrong, with the name of the file and the key.
pub fn check(source: &Source) -> Result<Vec<String>, ServeError> {
    let loaded = source.load(None)?;
    let mut lines = loaded.summary();
    lines.extend(loaded.warnings.iter().map(|(_, text)| format!("warning: {text}")));
    Ok(lines)
}

/// Runs the service until it is told to end.
///
/// # Errors
/// Why it did not start.
pub fn run(source: Source) -> Result<(), ServeError> {
    let loaded = source.load(None)?;
    let sockets = ListenFd::from_env();
    raise_open_files();
    let runtime = runtime(&loaded.config)?;
    // Ends after the runtime, with the last lines.
    let (log, writer) = Log::start()?;
    let result = runtime.block_on(async { tokio::spawn(main(source, loaded, sockets, log)).await });
    // What did not end in time is broken off.
    runtime.shutdown_background();
    drop(writer);
    result.unwrap_or_else(|_| Err(ServeError::new("the service broke off; this is a bug in usersig, please report it")))
}

fn runtime(config: &Config) -> Result<Runtime, ServeError> {
    let threads = config.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let mut builder = if threads == 1 { runtime::Builder::new_current_thread() } else { runtime::Builder::new_multi_thread() };
    builder
        .worker_threads(threads)
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| ServeError::new(format!("the threads cannot be started: {error}")))
}

async fn main(source: Source, loaded: Loaded, mut sockets: ListenFd, log: Log) -> Result<(), ServeError> {
    let mut signals = Signals::new()?;
    let config = &loaded.config;
    let listener = Listener::bind("listen", &config.listen, config.socket_mode, &mut sockets, 0).await?;
    let health = match &config.health_listen {
        Some(listen) => Some(Listener::bind("health_listen", listen, config.socket_mode, &mut sockets, 1).await?),
        None => None,
    };
    if sockets.len() > 1 + usize::from(health.is_some()) {
        return Err(ServeError::new(
            "systemd passes more sockets than listen and health_listen; take them out of the socket unit",
        ));
    }
    let service = Arc::new(Service::new(loaded, log)?);
    let address = listener.address();
    let mut fields = json!({ "address": address, "version": usersig::VERSION, "process": std::process::id() });
    if let Some(health) = &health {
        fields["health_address"] = health.address().into();
    }
    service.log.event("info", "listening", fields);
    service.warn();
    systemd::ready(&format!("listening on {address}"));
    let stop = async {
        while signals.next().await == Signal::Reload {
            let (source, service) = (source.clone(), service.clone());
            // Off the threads that answer requests: a key file may lie on a slow disk.
            let _ = tokio::task::spawn_blocking(move || reload(&source, &service)).await;
        }
        systemd::notify("STOPPING=1");
        service.draining.store(true, Ordering::Relaxed);
        service.log.event("info", "stopping", json!({ "connections": service.metrics.connections.get() }));
        // Balancers have this long to see it, unless a second signal comes.
        let unready = Duration::from_secs(service.loaded.load().limits().unready_seconds);
        let _ = timeout(unready, async { while signals.next().await == Signal::Reload {} }).await;
    };
    let ending = watch::Sender::new(());
    let probes = async {
        match health {
            Some(health) => connection::serve(health, true, &service, &ending, pending()).await,
            None => pending().await,
        }
    };
    tokio::select! {
        () = connection::serve(listener, false, &service, &ending, stop) => {}
        () = probes => {}
    }
    let drain = Duration::from_secs(service.loaded.load().limits().drain_seconds);
    let end = async {
        ending.send_replace(());
        tokio::select! {
            () = ending.closed() => true,
            // Asked twice is asked to end now.
            () = async { while signals.next().await == Signal::Reload {} } => false,
        }
    };
    let drained = timeout(drain, end).await.unwrap_or(false);
    service.log.event("info", "stopped", json!({ "drained": drained, "broken_off": service.metrics.connections.get() }));
    Ok(())
}

/// Takes a new configuration as a whole, or keeps the old one.
fn reload(source: &Source, service: &Service) {
    let is_waited_for = systemd::is_waited_for();
    systemd::notify("RELOADING=1");
    let (status, outcome) = match source.load(Some(&service.loaded.load().config)) {
        Ok(new) => {
            service.metrics.reloaded(Some(&new));
            service.loaded.store(Arc::new(new));
            service.log.event("info", "reloaded", json!({}));
            service.warn();
            let not_taken = service.loaded.load().not_taken.join(", ");
            let status = if not_taken.is_empty() { "reloaded".to_owned() } else { format!("reloaded; restart for: {not_taken}") };
            (status, String::new())
        }
        Err(error) => {
            service.metrics.reloaded(None);
            service.log.event("error", "reload_refused", json!({ "reason": error.to_string() }));
            (format!("the last reload was refused: {error}"), error.to_string())
        }
    };
    systemd::ready(&status);
    if is_waited_for {
        systemd::tell(&outcome);
    }
}

/// Every connection is an open file, and the limit that shells and systemd set is low for programs that cannot have more.
fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        limit.current = limit.maximum;
        // Where it is not allowed, the limit stays.
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Signal {
    Reload,
    Stop,
}

/// SIGHUP reloads; SIGTERM and SIGINT end.
#[cfg(unix)]
#[derive(Debug)]
struct Signals {
    hangup: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> Result<Self, ServeError> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| ServeError::new(format!("signals cannot be listened to: {error}")));
        Ok(Self {
            hangup: listen(SignalKind::hangup())?,
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.hangup.recv() => Signal::Reload,
            _ = self.terminate.recv() => Signal::Stop,
            _ = self.interrupt.recv() => Signal::Stop,
        }
    }
}

/// Ctrl-C ends; a new configuration needs a restart.
#[cfg(not(unix))]
#[derive(Debug)]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> Result<Self, ServeError> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        let _ = tokio::signal::ctrl_c().await;
        Signal::Stop
    }
}
