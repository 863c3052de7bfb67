//! Writing stdout, and files that appear whole or not at all.

use crate::failure::Failure;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Prints the result, one line.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    bytes(format!("{text}\n").as_bytes())
}

/// Prints the result.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    print(|| io::stdout().write_all(bytes))
}

/// Has something written to stdout, to its end.
pub(crate) fn print(write: impl FnOnce() -> io::Result<()>) -> Result<(), Failure> {
    check_stdout()?;
    write().and_then(|()| io::stdout().flush()).map_err(stdout_unwritable)
}

/// Refuses a closed stdout, which only shows itself here: the standard library has put /dev/null in its place.
pub(crate) fn check_stdout() -> Result<(), Failure> {
    if closed_stdout::at_start() {
        return Err(Failure::Usage("stdout is closed, and the result goes there".to_owned()));
    }
    Ok(())
}

pub(crate) fn stdout_unwritable(error: io::Error) -> Failure {
    Failure::Io("stdout cannot be written".to_owned(), error)
}

/// True for what stdout goes to.
#[cfg(unix)]
pub(crate) fn is_stdout(file: &fs::Metadata) -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let stdout = io::stdout().as_fd().try_clone_to_owned().map(File::from).and_then(|stdout| stdout.metadata());
    stdout.is_ok_and(|stdout| (stdout.dev(), stdout.ino()) == (file.dev(), file.ino()))
}

#[cfg(not(unix))]
pub(crate) fn is_stdout(_: &fs::Metadata) -> bool {
    false
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Readers {
    /// Mode 0600.
    Owner,
    /// Mode 0644, less what the umask takes away.
    Everybody,
}

impl Readers {
    const fn mode(self) -> u32 {
        match self {
            Self::Owner => 0o600,
            Self::Everybody => 0o644,
        }
    }
}

/// A file without its final name, in the folder where it will be.
#[derive(Debug)]
pub(crate) enum Unfinished {
    /// It has no name at all, so that the system takes it away whatever ends this process.
    #[cfg(target_os = "linux")]
    Unnamed(File, Readers),
    /// Where the system or the filesystem has no files without names.
    Named(NamedTempFile),
}

impl Unfinished {
    pub(crate) fn beside(path: &Path, readers: Readers) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = unnamed::create(folder(path), readers.mode()) {
            return Ok(Self::Unnamed(file, readers));
        }
        builder(readers).tempfile_in(folder(path)).map(Self::Named).map_err(|error| without_path(&error))
    }

    /// The name that is to be removed where this process is interrupted.
    pub(crate) fn name(&self) -> Option<&Path> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(..) => None,
            Self::Named(file) => Some(file.path()),
        }
    }

    /// Gives the file its name in one step; in the place of another.
    pub(crate) fn replace(self, path: &Path) -> io::Result<()> {
        self.file().sync_all()?;
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file, readers) => match unnamed::link(&file, path) {
                // A link takes nothing's place; it needs a name from which it can be renamed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let named = builder(readers)
                        .make_in(folder(path), |name| unnamed::link(&file, name))
                        .map_err(|error| without_path(&error))?;
                    named.persist(path).map(drop).map_err(|failed| failed.error)
                }
                linked => linked,
            },
            Self::Named(file) => file.persist(path).map(drop).map_err(|failed| failed.error),
        }
    }

    /// Gives the file its name in one step; never in the place of another.
    pub(crate) fn place(self, path: &Path) -> io::Result<()> {
        self.file().sync_all()?;
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file, _) => unnamed::link(&file, path),
            Self::Named(file) => file.persist_noclobber(path).map(drop).map_err(|failed| failed.error),
        }
    }

    fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file, _) => file,
            Self::Named(file) => file.as_file(),
        }
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

/// The error without the file's name, which would repeat an argument.
fn without_path(error: &io::Error) -> io::Error {
    error.kind().into()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn builder(readers: Readers) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".usersig-").suffix(".tmp");
    // Elsewhere a file has the permissions of its folder.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(readers.mode()));
    builder
}

#[cfg(target_os = "linux")]
mod unnamed {
    use super::{File, Path, PathBuf, io};
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};
    use std::os::fd::AsRawFd;

    /// `None` where the filesystem has no such files, or no `/proc` is there to give them a name.
    pub(super) fn create(folder: &Path, mode: u32) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = File::from(open(folder, flags, Mode::from_raw_mode(mode)).ok()?);
        path(&file).exists().then_some(file)
    }

    pub(super) fn link(file: &File, name: &Path) -> io::Result<()> {
        Ok(linkat(CWD, path(file), CWD, name, AtFlags::SYMLINK_FOLLOW)?)
    }

    fn path(file: &File) -> PathBuf {
        format!("/proc/self/fd/{}", file.as_raw_fd()).into()
    }
}

#[cfg(unix)]
mod closed_stdout {
    use std::sync::atomic::{AtomicBool, Ordering};

    static CLOSED: AtomicBool = AtomicBool::new(false);

    /// Whether stdout was closed when the process started.
    pub(super) fn at_start() -> bool {
        CLOSED.load(Ordering::Relaxed)
    }

    extern "C" fn look() {
        CLOSED.store(rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err(), Ordering::Relaxed);
    }

    // The loader calls what is in this section before the standard library opens /dev/null for closed descriptors. `look` makes
    // one system call and sets a static; it needs nothing that is not there yet.
    #[allow(unsafe_code)]
    #[used]
    #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
    #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
    static LOOK: extern "C" fn() = look;
}

#[cfg(not(unix))]
mod closed_stdout {
    pub(super) const fn at_start() -> bool {
        false
    }
}
