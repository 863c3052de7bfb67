//! The life of the service: start, reload, end.

use super::ServeError;
use super::config::Config;
use super::connection;
use super::listen::Listener;
use super::loaded::Loaded;
use super::log::Log;
use super::route::Service;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::runtime::{self, Runtime};
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
    fn load(&self) -> Result<Loaded, ServeError> {
        match self {
            Self::File(path) => {
                let place = path.display();
                Config::read(path).and_then(Loaded::new).map_err(|error| error.at(place))
            }
            Self::Options(config) => Loaded::new(Config::clone(config)),
        }
    }
}

/// Reads the configuration with all its files and says whether the service would start with it, and what in it is probably
/// a mistake.
///
/// # Errors
/// What is wrong, with the name of the file and the key.
pub fn check(source: &Source) -> Result<Vec<String>, ServeError> {
    source.load().map(|loaded| loaded.warnings)
}

/// Runs the service until it is told to end.
///
/// # Errors
/// Why it did not start.
pub fn run(source: Source) -> Result<(), ServeError> {
    let loaded = source.load()?;
    let runtime = runtime(&loaded.config)?;
    // Ends after the runtime, with the last lines.
    let (log, writer) = Log::start()?;
    let result = runtime.block_on(async { tokio::spawn(main(source, loaded, log)).await });
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

async fn main(source: Source, loaded: Loaded, log: Log) -> Result<(), ServeError> {
    let mut signals = Signals::new()?;
    let listener = Listener::bind(&loaded.config.listen, loaded.config.socket_mode).await?;
    let service = Arc::new(Service::new(loaded, log));
    service.log.event(
        "info",
        "listening",
        json!({ "address": listener.address(), "version": usersig::VERSION, "process": std::process::id() }),
    );
    service.warn();
    let stop = async {
        while signals.next().await == Signal::Reload {
            let (source, service) = (source.clone(), service.clone());
            // Off the threads that answer requests: a key file may lie on a slow disk.
            let _ = tokio::task::spawn_blocking(move || reload(&source, &service)).await;
        }
        service.draining.store(true, Ordering::Relaxed);
        service.log.event("info", "stopping", json!({ "connections": service.metrics.connections.get() }));
    };
    let graceful = connection::serve(listener, &service, stop).await;
    let drain = Duration::from_secs(service.loaded.load().limits().drain_seconds);
    let end = async {
        tokio::select! {
            () = graceful.shutdown() => true,
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
    let old = service.loaded.load();
    let new = source.load().and_then(|new| {
        let (new_config, config) = (&new.config, &old.config);
        if (&new_config.listen, new_config.socket_mode, new_config.threads)
            != (&config.listen, config.socket_mode, config.threads)
        {
            return Err(ServeError::new("listen, socket_mode and threads change only by a restart; leave them as they were"));
        }
        Ok(new)
    });
    match new {
        Ok(new) => {
            service.loaded.store(Arc::new(new));
            service.metrics.reloaded("taken");
            service.log.event("info", "reloaded", json!({}));
            service.warn();
        }
        Err(error) => {
            service.metrics.reloaded("refused");
            service.log.event("error", "reload_refused", json!({ "reason": error.to_string() }));
        }
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
