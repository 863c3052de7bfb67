//! What systemd is told, where it started the service, and what `usersig serve reload` learns of a reload.

use super::ServeError;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

/// How long a reload may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Outside of systemd nobody is told.
pub(super) fn notify(state: &str) {
    #[cfg(unix)]
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Custom(state)]);
    #[cfg(not(unix))]
    let _ = state;
}

pub(super) fn ready(status: &str) {
    // A line of its own is another message.
    notify(&format!("READY=1\nSTATUS={}", status.replace('\n', " ")));
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
    let failed = |error: io::Error| ServeError::new(format!("process {process} cannot be told to reload: {error}"));
    let _ = fs::remove_file(&outcome);
    fs::write(wanted, "").and_then(|()| hang_up(process)).map_err(failed)?;
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Ok(text) = fs::read_to_string(&outcome) {
            return if text.is_empty() { Ok(()) } else { Err(ServeError(text).at("the reload was refused")) };
        }
        thread::sleep(Duration::from_millis(5));
    }
    Err(ServeError::new("the service does not say what became of the reload; look into its log"))
}

#[cfg(unix)]
fn hang_up(process: u32) -> io::Result<()> {
    use rustix::process::{Pid, Signal, kill_process};
    let pid =
        i32::try_from(process).ok().and_then(Pid::from_raw).ok_or_else(|| io::Error::other("no process has this number"))?;
    Ok(kill_process(pid, Signal::HUP)?)
}

#[cfg(not(unix))]
fn hang_up(_: u32) -> io::Result<()> {
    Err(io::Error::other("this system has no signal for a reload; restart the service"))
}
