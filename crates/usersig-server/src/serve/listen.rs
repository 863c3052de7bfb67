//! Where the service listens: a TCP address or a Unix socket.

use super::ServeError;
use listenfd::ListenFd;
use serde::Deserialize;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{fmt, io};
use tokio::net::TcpListener;

/// Where to listen: `127.0.0.1:8080`, or `unix:` and the name of a socket.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "String")]
pub enum Listen {
    /// An address; port 0 lets the system choose.
    Tcp(SocketAddr),
    /// The name of a socket.
    Unix(PathBuf),
}

impl Default for Listen {
    fn default() -> Self {
        Self::Tcp((Ipv4Addr::LOCALHOST, 8080).into())
    }
}

impl Listen {
    /// True where no other host gets to.
    pub(super) fn is_local(&self) -> bool {
        match self {
            Self::Tcp(address) => address.ip().to_canonical().is_loopback(),
            Self::Unix(_) => true,
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl FromStr for Listen {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("unix:") {
            Some("") => Err("unix: needs the name of a socket after it"),
            Some(path) if cfg!(unix) => Ok(Self::Unix(path.into())),
            Some(_) => Err("this system has no Unix sockets; use an address like 127.0.0.1:8080"),
            None => text.parse().map(Self::Tcp).map_err(|_| {
                "this is an address like 127.0.0.1:8080 or [::1]:8080 (numbers, not a name), or unix: and the name of a socket"
            }),
        }
    }
}

impl TryFrom<String> for Listen {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// The permissions of a Unix socket, given as in `"0660"`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SocketMode(u32);

impl Default for SocketMode {
    fn default() -> Self {
        Self(0o600)
    }
}

impl TryFrom<String> for SocketMode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match u32::from_str_radix(&text, 8) {
            Ok(mode) if mode <= 0o777 && (3..=4).contains(&text.len()) => Ok(Self(mode)),
            _ => Err("socket_mode is three or four octal digits in quotation marks, for example \"0660\""),
        }
    }
}

/// A listening socket.
#[derive(Debug)]
pub(super) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixSocket),
}

impl Listener {
    /// Takes the socket that systemd passed as this one, or makes it.
    pub(super) async fn bind(
        key: &str,
        listen: &Listen,
        mode: SocketMode,
        sockets: &mut ListenFd,
        index: usize,
    ) -> Result<Self, ServeError> {
        let failed = |error: io::Error| ServeError::new(format!("{listen} cannot be listened on: {error}")).at(key);
        if let Some(passed) = Self::passed(listen, sockets, index).map_err(failed)? {
            return Ok(passed);
        }
        match listen {
            Listen::Tcp(address) => TcpListener::bind(address).await.map(Self::Tcp).map_err(failed),
            #[cfg(unix)]
            Listen::Unix(path) => UnixSocket::bind(path, mode).map(Self::Unix).map_err(|error| error.at(key)),
            #[cfg(not(unix))]
            Listen::Unix(_) => Err(ServeError::new(format!("this system has no Unix sockets ({mode:?})"))),
        }
    }

    fn passed(listen: &Listen, sockets: &mut ListenFd, index: usize) -> io::Result<Option<Self>> {
        let listener = match listen {
            Listen::Tcp(_) => sockets.take_tcp_listener(index)?.map(|listener| {
                listener.set_nonblocking(true)?;
                TcpListener::from_std(listener).map(Self::Tcp)
            }),
            #[cfg(unix)]
            Listen::Unix(_) => sockets.take_unix_listener(index)?.map(|listener| {
                listener.set_nonblocking(true)?;
                let own = listener.local_addr()?.as_pathname().map(Path::to_owned).unwrap_or_default();
                let listener = tokio::net::UnixListener::from_std(listener)?;
                Ok(Self::Unix(UnixSocket { listener, path: own, identity: None }))
            }),
            #[cfg(not(unix))]
            Listen::Unix(_) => None,
        };
        let listener = listener.transpose()?;
        match listener.as_ref().map(Self::address) {
            Some(passed) if passed != listen.to_string() => {
                Err(io::Error::other(format!("systemd passes {passed} in its place; write the same address into both")))
            }
            _ => Ok(listener),
        }
    }

    /// How a client names it.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Tcp(listener) => listener.local_addr().map(|address| address.to_string()).unwrap_or_default(),
            #[cfg(unix)]
            Self::Unix(socket) => format!("unix:{}", socket.path.display()),
        }
    }
}

/// Connections that wait to be accepted, as the standard library has it.
#[cfg(unix)]
const BACKLOG: u32 = 1024;

/// A Unix socket that takes its name away when it is dropped.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct UnixSocket {
    pub(super) listener: tokio::net::UnixListener,
    path: PathBuf,
    /// Device and inode: another process may have put its own socket there since. None for systemd's, which stays.
    identity: Option<(u64, u64)>,
}

#[cfg(unix)]
impl UnixSocket {
    fn bind(path: &Path, mode: SocketMode) -> Result<Self, ServeError> {
        use std::os::fd::AsFd;
        use std::os::unix::fs::{FileTypeExt, PermissionsExt};
        match std::fs::symlink_metadata(path) {
            Ok(found) if !found.file_type().is_socket() => {
                return Err(ServeError::new("there is a file of that name that is no socket; move it away"));
            }
            Ok(_) if std::os::unix::net::UnixStream::connect(path).is_ok() => {
                return Err(ServeError::new("another process listens on this socket; stop it, or choose another name"));
            }
            Ok(_) | Err(_) => {}
        }
        let failed = |error: io::Error| ServeError::new(format!("the socket cannot be made: {error}"));
        // Made under another name and moved, so that it takes the place of what a killed process left.
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(format!(".{}", std::process::id()));
        let unfinished = PathBuf::from(unfinished);
        let _ = std::fs::remove_file(&unfinished);
        let socket = tokio::net::UnixSocket::new_stream().map_err(failed)?;
        let permissions = std::fs::Permissions::from_mode(mode.0);
        // Linux makes the name with the permissions of the socket, less the umask's. Elsewhere nobody gets in before `listen`.
        if let Ok(socket) = socket.as_fd().try_clone_to_owned() {
            let _ = std::fs::File::from(socket).set_permissions(permissions.clone());
        }
        let placed = socket
            .bind(&unfinished)
            .and_then(|()| std::fs::set_permissions(&unfinished, permissions))
            .and_then(|()| socket.listen(BACKLOG))
            .and_then(|listener| std::fs::rename(&unfinished, path).map(|()| listener))
            .and_then(|listener| Ok((listener, identity(path)?)));
        match placed {
            Ok((listener, identity)) => Ok(Self { listener, path: path.to_owned(), identity: Some(identity) }),
            Err(error) => {
                let _ = std::fs::remove_file(&unfinished);
                Err(failed(error))
            }
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::symlink_metadata(path).map(|found| (found.dev(), found.ino()))
}

#[cfg(unix)]
impl Drop for UnixSocket {
    fn drop(&mut self) {
        if self.identity.is_some() && identity(&self.path).ok() == self.identity {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
