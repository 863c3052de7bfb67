//! `usersig serve`: the built binary, spoken to as callers speak to it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod batch;
mod callers;
mod client;
mod conformance;
mod life;
mod limits;
mod log;
mod reload;
mod start;
mod tls;

use client::{Answer, Client};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SDKAPPID: u32 = 1_400_000_000;
/// Longer than anything takes, so that a test fails and does not hang.
const PATIENCE: Duration = Duration::from_secs(60);

fn published_key(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/keys").join(name);
    path.canonicalize().unwrap().into_os_string().into_string().unwrap()
}

/// The configuration of one application with the published v2 secret, on a port that the system chooses.
fn basic() -> String {
    format!(
        "listen = \"127.0.0.1:0\"\nthreads = 1\n[[application]]\nsdkappid = {SDKAPPID}\nsecret_key_file = \"{}\"\n",
        published_key("secret.txt")
    )
}

/// Waits for what is bound to come, but when.
#[track_caller]
fn until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The built command.
fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_usersig"));
    command.stdin(Stdio::null());
    command
}

/// A running service, ended with the test.
struct Server {
    child: Child,
    lines: Receiver<Value>,
    /// What was read from stderr so far.
    seen: Vec<Value>,
    address: String,
    folder: TempDir,
    /// Open before anybody connected.
    sockets: usize,
}

impl Server {
    fn start(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start_in(folder, config)
    }

    fn start_in(folder: TempDir, config: &str) -> Self {
        std::fs::write(folder.path().join("usersig.toml"), config).unwrap();
        let mut command = command();
        command.arg("serve").arg("--config").arg(folder.path().join("usersig.toml"));
        Self::run(folder, command)
    }

    fn run(folder: TempDir, mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines() {
                let line = line.unwrap();
                let value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"));
                if send.send(value).is_err() {
                    return;
                }
            }
        });
        let mut server = Self { child, lines, seen: Vec::new(), address: String::new(), folder, sockets: 0 };
        server.address = server.event("listening")["address"].as_str().unwrap().to_owned();
        server.sockets = sockets(&server.child);
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// Waits for a line of the log.
    #[track_caller]
    fn event(&mut self, name: &str) -> Value {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no {name} in the log: {:?}", self.seen));
            self.seen.push(line.clone());
            if line["event"] == name {
                return line;
            }
        }
    }

    fn connect(&self) -> Client {
        Client::connect(&self.address)
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.connect().post(path, body)
    }

    /// How many connections the process has open, seen from outside.
    fn open_connections(&self) -> usize {
        sockets(&self.child) - self.sockets
    }

    /// A ticket request with nothing special about it.
    fn usersig(&self) -> Answer {
        self.post("/v1/usersig", &request())
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Ends the service and gives the rest of its log.
    fn stop(&mut self) -> (ExitStatus, Vec<Value>) {
        self.signal("-TERM");
        self.ended()
    }

    fn ended(&mut self) -> (ExitStatus, Vec<Value>) {
        let status = self.child.wait().unwrap();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.seen.push(line);
        }
        (status, std::mem::take(&mut self.seen))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sockets(child: &Child) -> usize {
    let open = std::fs::read_dir(format!("/proc/{}/fd", child.id())).unwrap();
    let links = open.filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok());
    links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
}

fn request() -> Value {
    json!({ "sdkappid": SDKAPPID, "identifier": "xiaojun" })
}

/// Runs a start that must fail and gives what stderr says.
#[track_caller]
fn refused(folder: &TempDir, config: &str) -> String {
    let file = folder.path().join("usersig.toml");
    std::fs::write(&file, config).unwrap();
    let output = command().arg("serve").arg("--config").arg(&file).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{stderr}");
    assert!(stderr.contains("usersig.toml: ") && !stderr.contains("panicked"), "{stderr}");
    stderr
}
