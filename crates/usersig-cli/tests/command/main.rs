//! The built `usersig` command, run as users run it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod batch;
mod compat;
mod conformance;
mod console;
mod explain;
mod generate;
mod keygen;
mod keys;
mod pages;
#[cfg(unix)]
mod readme;
mod show;

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const SDKAPPID: &str = "1400000000";

/// What a run of the command gave.
#[derive(Debug)]
struct Ran {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// The one line of a successful run.
    #[track_caller]
    fn line(&self) -> &str {
        assert_eq!(self.status, Some(0), "{self:?}");
        let line = self.stdout.strip_suffix('\n').expect("the result ends with a line break");
        assert!(!line.is_empty() && !line.contains(['\n', '\r']), "{self:?}");
        line
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(self.line()).unwrap()
    }

    /// Checks that the run failed in this way: no result, and all of `texts` on stderr.
    #[track_caller]
    fn failed(&self, status: i32, texts: &[&str]) {
        assert_eq!((self.status, self.stdout.as_str()), (Some(status), ""), "{self:?}");
        for text in texts {
            assert!(self.stderr.contains(text), "{text:?} is missing: {self:?}");
        }
        assert!(!self.stderr.contains("panicked"), "{self:?}");
    }
}

/// The command, without a secret in its environment.
fn command<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_usersig"));
    command.args(args).env_remove("USERSIG_SECRET_KEY").env("LC_ALL", "C");
    command
}

/// A stdout that nobody reads. A pipe would not do: a child of another test, just forked, may hold the end that was dropped.
#[cfg(unix)]
fn nobody() -> std::os::fd::OwnedFd {
    let (writer, reader) = std::os::unix::net::UnixStream::pair().unwrap();
    reader.shutdown(std::net::Shutdown::Both).unwrap();
    writer.into()
}

fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Ran {
    run_with(command(args), b"")
}

fn run_with(mut command: Command, stdin: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The command need not read all of it.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs it in English, and where it fails in Chinese as well: only the texts for people differ, and none stays English.
#[track_caller]
fn run_in_both(args: &[impl AsRef<std::ffi::OsStr>], stdin: &[u8]) -> Ran {
    let english = run_with(command(args), stdin);
    if english.status != Some(0) {
        let mut asked = command(args);
        asked.env("LC_ALL", "zh_CN.UTF-8");
        let chinese = run_with(asked, stdin);
        assert_eq!((chinese.status, &chinese.stdout), (english.status, &english.stdout));
        let word = |ran: &Ran| ran.stderr.split(' ').nth(1).map(|word| word.split('（').next().unwrap().to_owned());
        assert!(!english.stderr.contains("(code ") || word(&chinese) == word(&english), "{chinese:?}");
        let is_chinese = |line: &str| line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for line in chinese.stderr.lines().filter(|line| !line.is_empty() && !line.starts_with("  ")) {
            assert!(is_chinese(line), "{line}: {english:?}");
        }
    }
    english
}

/// `usersig gen` for the test application and the user xiaojun.
fn generate(args: &[&str]) -> Ran {
    run(&[&["gen", "--sdkappid", SDKAPPID, "--identifier", "xiaojun"], args].concat())
}

/// `usersig verify` for the test application and the user xiaojun.
fn verify(args: &[&str]) -> Ran {
    run(&[&["verify", "--sdkappid", SDKAPPID, "--identifier", "xiaojun"], args].concat())
}

/// A file of the repository's published test keys.
fn published_key(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/keys").join(name);
    path.canonicalize().unwrap().into_os_string().into_string().unwrap()
}

fn private_key() -> String {
    published_key("p256/private_key.txt")
}

fn public_key() -> String {
    published_key("p256/public_key.txt")
}

fn secret() -> String {
    published_key("secret.txt")
}

/// A folder for one test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).into_os_string().into_string().unwrap()
    }

    /// Writes a file and gives its name.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.name(name)
    }

    /// The names of all files, sorted.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}
