//! What systemd is told, where it started the service, and what `usersig serve reload` learns of a reload.

use super::ServeError;
use rustix::process::{Pid, Signal, kill_process};
use sd_notify::NotifyState;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// How long a reload may take.
const PATIENCE: Duration = Duration::from_secs(60);

fn notify(states: &[NotifyState<'_>]) {
    // Outside of systemd nobody is told.
    let _ = sd_notify::notify(states);
}

pub(super) fn ready(status: &str) {
    // A line of its own is another message.
    notify(&[NotifyState::Ready, NotifyState::Status(&status.replace('\n', " "))]);
}

pub(super) fn reloading() {
    if let Ok(now) = NotifyState::monotonic_usec_now() {
        notify(&[NotifyState::Reloading, now]);
    }
}

pub(super) fn stopping() {
    notify(&[NotifyState::Stopping]);
}

/// Whoever wants to know the outcome of a reload puts the first file there, and waits for the second.
fn files() -> Option<[PathBuf; 2]> {
    let folder = PathBuf::from(env::var_os("RUNTIME_DIRECTORY")?);
    Some(["reload-wanted", "reload-outcome"].map(|name| folder.join(name)))
}

/// True where somebody waits for the outcome of the reload that begins now.
pub(super) fn is_waited_for() -> bool {
    files().is_some_and(|[wanted, _]| fs::remove_file(wanted).is_ok())
}

/// The outcome, empty where the configuration was taken. It appears as a whole.
pub(super) fn tell(outcome: &str) {
    if let Some([wanted, file]) = files() {
        let _ = fs::write(&wanted, outcome).and_then(|()| fs::rename(wanted, file));
    }
}

/// Has a service that systemd started read its configuration again, and waits until it is in use.
///
/// # Errors
/// Why it was refused; or nobody answers.
pub fn reload(process: u32) -> Result<(), ServeError> {
    let Some([wanted, outcome]) = files() else {
        return Err(ServeError::new("RUNTIME_DIRECTORY must be set as it is for the service; use this as its ExecReload"));
    };
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
    let pid = pid.ok_or_else(|| ServeError::new("this must be the number of the service's process"))?;
    let failed = |error: std::io::Error| ServeError::new(format!("process {process} cannot be told to reload: {error}"));
    let _ = fs::remove_file(&outcome);
    fs::write(wanted, "").map_err(failed)?;
    kill_process(pid, Signal::HUP).map_err(|error| failed(error.into()))?;
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Ok(text) = fs::read_to_string(&outcome) {
            return if text.is_empty() { Ok(()) } else { Err(ServeError(text).at("the reload was refused")) };
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(ServeError::new("the service does not say what became of the reload; look into its log"))
}
