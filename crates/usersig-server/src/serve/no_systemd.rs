//! Where there is no systemd.

use super::ServeError;

pub(super) fn ready(_: &str) {}

pub(super) fn reloading() {}

pub(super) fn stopping() {}

pub(super) fn is_waited_for() -> bool {
    false
}

pub(super) fn tell(_: &str) {}

/// Refuses.
///
/// # Errors
/// Always: a new configuration needs a restart.
pub fn reload(_: u32) -> Result<(), ServeError> {
    Err(ServeError::new("this system has no signal for a reload; restart the service"))
}
