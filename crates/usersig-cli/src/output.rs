//! Writing stdout, and files that appear whole or not at all.

use crate::failure::Failure;
use std::fs::Permissions;
use std::io::{self, Write};
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

/// Prints the result, one line.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    bytes(format!("{text}\n").as_bytes())
}

/// Prints the result.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::NoReader,
        _ => Failure::Io("stdout cannot be written".to_owned(), error),
    })
}

/// Tells something on stderr. Nothing can be told where stderr is closed.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "usersig: {text}");
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Readers {
    /// Mode 0600.
    Owner,
    /// Mode 0644, less what the umask takes away.
    Everybody,
}

/// A file without its final name, in the folder where it will stand.
pub(crate) fn unfinished(path: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".usersig-").suffix(".tmp");
    if let Some(permissions) = permissions(readers) {
        builder.permissions(permissions);
    }
    builder.tempfile_in(folder)
}

#[cfg(unix)]
fn permissions(readers: Readers) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(match readers {
        Readers::Owner => 0o600,
        Readers::Everybody => 0o644,
    }))
}

/// Elsewhere a file has the permissions of its folder.
#[cfg(not(unix))]
fn permissions(_: Readers) -> Option<Permissions> {
    None
}
