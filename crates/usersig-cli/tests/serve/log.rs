//! Each ticket has its line before it is answered, and nobody else's lines are in its way.

use super::callers::token;
use super::tls::{TLS, connect, make_certificates};
use super::{Client, SDKAPPID, Server, basic, command, request, until};
use rustix::fs::{Mode, OFlags};
use serde_json::{Value, json};
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Instant;
use tempfile::TempDir;

const UNLIMITED: &str = "[limits]\ntickets_per_minute = 0\n[[application]]";

/// A service whose stderr is something else than a pipe that is read.
struct Unread {
    child: Child,
    socket: PathBuf,
    _folder: TempDir,
}

impl Unread {
    fn start(stderr: impl Into<Stdio>, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("usersig.sock");
        let config = basic()
            .replace("[[application]]", &format!("{more}{UNLIMITED}"))
            .replace("127.0.0.1:0", &format!("unix:{}", socket.display()));
        let file = folder.path().join("usersig.toml");
        std::fs::write(&file, config).unwrap();
        let child = command().arg("serve").arg("--config").arg(&file).stderr(stderr).spawn().unwrap();
        until(|| std::os::unix::net::UnixStream::connect(&socket).is_ok());
        Self { child, socket, _folder: folder }
    }

    fn connect(&self) -> Client {
        Client::connect(&format!("unix:{}", self.socket.display()))
    }

    /// Issuing has stopped, and what probes and alerts look at says so.
    #[track_caller]
    fn has_stopped(&self, reason: &str) {
        let mut client = self.connect();
        client.post("/v1/usersig", &request()).problem(503, "overloaded");
        let room = json!({ "sdkappid": SDKAPPID, "identifier": "a", "room": 1, "privileges": 1 });
        client.post("/v1/private-map-key", &room).problem(503, "overloaded");
        let lines = client.post("/v1/batch", &json!([request(), request()]));
        let lines: Vec<Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines[..2].iter().all(|line| line["problem"]["word"] == "overloaded"), "{lines:?}");
        assert_eq!(lines[2], json!({ "done": true, "issued": 0, "failed": 2 }));
        client.get("/readyz").problem(503, "overloaded");
        assert_eq!(client.get("/healthz").status, 200);
        let verify = json!({ "sdkappid": SDKAPPID, "identifier": "xiaojun", "usersig": "x" });
        client.post("/v1/verify", &verify).problem(422, "malformed_base64");
        let metrics = client.get("/metrics").body;
        for (name, value) in [("failed", reason == "failed"), ("not_read", reason == "not_read")] {
            let line = format!("usersig_log_stopped{{reason=\"{name}\"}} {}\n", u8::from(value));
            assert!(metrics.contains(&line), "no {line:?} in {metrics}");
        }
        assert!(metrics.contains("usersig_tickets_issued_total{sdkappid=\"1400000000\",version=\"2.0\"} 0\n"), "{metrics}");
    }

    #[track_caller]
    fn goes_on(&self) {
        let mut client = self.connect();
        until(|| client.post("/v1/usersig", &request()).status == 200);
        assert_eq!(client.get("/readyz").status, 200);
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_full_disk() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    Unread::start(full(), "").has_stopped("failed");
    // Unless the operator wants tickets without lines, which are counted.
    let service = Unread::start(full(), "[log]\nallow_missing_lines = true\n");
    let mut client = service.connect();
    for _ in 0..5 {
        client.post("/v1/usersig", &request()).ok();
    }
    assert_eq!(client.get("/readyz").status, 200);
    let lost = || {
        let metrics = service.connect().get("/metrics").body;
        let line = metrics.lines().find_map(|line| line.strip_prefix("usersig_log_lines_dropped_total ")).unwrap();
        line.parse::<u32>().unwrap()
    };
    // With the line about the start.
    until(|| lost() >= 6);
}

/// The reader of a pipe goes away, and another one comes.
#[test]
fn a_reader_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("log");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let open = |write| std::fs::OpenOptions::new().read(true).write(write).open(&fifo).unwrap();
    let (both, mut reader) = (open(true), open(false));
    let writer = std::fs::OpenOptions::new().write(true).open(&fifo).unwrap();
    let service = Unread::start(writer, "");
    drop(both);
    let mut first = [0; 4096];
    assert!(reader.read(&mut first).unwrap() > 0);
    drop(reader);
    // A child of another test, just forked, may still hold it.
    until(|| rustix::fs::open(&fifo, OFlags::WRONLY | OFlags::NONBLOCK, Mode::empty()).is_err());
    service.has_stopped("failed");
    let mut reader = open(false);
    service.goes_on();
    let mut text = vec![0; 65536];
    let count = reader.read(&mut text).unwrap();
    let lines: Vec<Value> =
        text[..count].split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    // Around them there may be what was written before the reader went, and what was refused meanwhile.
    let at = |event| lines.iter().position(|line| line["event"] == event).unwrap();
    assert!(lines[at("log_failed")]["dropped"].as_u64() > Some(0) && at("log_failed") < at("ticket"), "{lines:?}");
}

/// A log that nobody reads holds back tickets and nothing else.
#[test]
fn a_reader_that_does_not_read() {
    let mut service = Unread::start(Stdio::piped(), "");
    let mut client = service.connect();
    let mut answered = 0;
    let refused = loop {
        let answer = client.post("/v1/usersig", &request());
        if answer.status != 200 {
            break answer;
        }
        answered += 1;
    };
    refused.problem(503, "overloaded");
    let verify = json!({ "sdkappid": SDKAPPID, "identifier": "xiaojun", "usersig": "x" });
    client.post("/v1/verify", &verify).problem(422, "malformed_base64");
    // The thread that writes began to wait a little later than the ticket.
    until(|| client.get("/readyz").status == 503);
    assert!(client.get("/metrics").body.contains("usersig_log_stopped{reason=\"not_read\"} 1\n"));
    // Once somebody reads again, tickets come again.
    let mut stderr = service.child.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    service.goes_on();
    // Ended and not killed, so that it writes what still waits.
    assert!(std::process::Command::new("kill").arg(service.child.id().to_string()).status().unwrap().success());
    assert!(service.child.wait().unwrap().success());
    let text = reader.join().unwrap().unwrap();
    assert!(text.lines().filter(|line| line.contains("\"ticket\"")).count() > answered);
}

/// What was answered has its line, however the process ends.
#[test]
fn killed_with_every_line_written() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut service = Unread::start(file.reopen().unwrap(), "");
    let batch = json!(vec![request(); 500]);
    let answered = service.connect().post("/v1/batch", &batch).body.matches("\"usersig\"").count();
    service.child.kill().unwrap();
    service.child.wait().unwrap();
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert_eq!((answered, text.matches("\"event\":\"ticket\"").count()), (500, 500));
}

/// What a terminal would not show, or would turn round, is escaped.
#[test]
fn nothing_in_a_line_is_hidden() {
    let (file, (token, hash)) = (tempfile::NamedTempFile::new().unwrap(), token());
    let name = "店\\u202E\\u200B\\u2028\\uFEFFé";
    let caller = format!("[[caller]]\nname = \"{name}\"\ntoken_sha256 = [\"{hash}\"]\n");
    let service = Unread::start(file.reopen().unwrap(), &caller);
    service.connect().token(&token).post("/v1/usersig", &request()).ok();
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(text.contains(&format!("\"caller\":\"{}\"", name.to_lowercase())), "{text}");
}

/// Refusals are counted, whatever their number, and a few lines say so.
#[test]
fn refusals_are_summed_up() {
    const COUNT: usize = 20_000;
    let mut server = Server::start(&format!("{}[[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{}\"]\n", basic(), token().1));
    let mut client = server.connect();
    let start = Instant::now();
    for _ in 0..COUNT / 100 {
        client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100)).unwrap();
        for _ in 0..100 {
            client.answer().unwrap().problem(401, "unauthorized");
        }
    }
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    let (_, log) = server.stop();
    let refused: Vec<_> = log.iter().filter(|line| line["event"] == "refused").collect();
    let sum: u64 = refused.iter().map(|line| line["count"].as_u64().unwrap_or(1)).sum();
    assert_eq!(sum, COUNT as u64);
    assert!(refused.len() <= 2 * (seconds + 2), "{} lines in {seconds} s", refused.len());
    assert!(refused.iter().all(|line| line["path"] == "/metrics" && line["word"] == "unauthorized"));
    assert!(refused[0]["peer"].as_str().unwrap().starts_with("127.0.0.1:"), "{refused:?}");
}

/// Who asked from where for what: of tickets, batches, refusals, and connections without a TLS handshake.
#[test]
fn what_an_incident_asks_first() {
    let (token, hash) = token();
    let folder = tempfile::tempdir().unwrap();
    make_certificates(folder.path());
    let caller = format!("[[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{hash}\"]\n");
    let mut server = Server::start_in(folder, &format!("{}{TLS}{caller}", basic()));
    let mut client = connect(&server, None).token(&token);
    client.post("/v1/usersig", &request()).ok();
    client.post("/v1/private-map-key", &json!({ "sdkappid": SDKAPPID, "identifier": "a", "room": 1, "privileges": 1 })).ok();
    client.post("/v1/batch", &json!([request(), 5]));
    client.post("/v1/usersig", &json!({ "sdkappid": 7, "identifier": "a" })).problem(403, "forbidden");
    for _ in 0..50 {
        let mut plain = server.connect();
        let _ = plain.send("GET / HTTP/1.1\r\n\r\n");
        assert!(plain.ended());
    }
    let metrics = client.get("/metrics").body;
    assert!(metrics.contains("usersig_tls_handshake_failures_total 50\n"), "{metrics}");
    let (_, log) = server.stop();
    let of = |event: &str| log.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    let kinds: Vec<_> = of("ticket").iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["usersig", "private_map_key", "usersig"]);
    let (batch, refused, failed) = (of("batch"), of("refused"), of("tls_failed"));
    assert_eq!((batch.len(), &batch[0]["issued"], &batch[0]["failed"]), (1, &json!(1), &json!(1)));
    assert_eq!((refused.len(), &refused[0]["sdkappid"], &refused[0]["word"]), (1, &json!(7), &json!("forbidden")));
    for line in of("ticket").into_iter().chain([batch[0], refused[0]]) {
        assert!(line["caller"] == "shop" && line["peer"].as_str().unwrap().starts_with("127.0.0.1:"), "{line}");
    }
    assert_eq!(failed.iter().map(|line| line["count"].as_u64().unwrap_or(1)).sum::<u64>(), 50);
    assert!(failed.len() < 10 && failed[0]["peer"].is_string() && failed[0]["reason"].is_string(), "{failed:?}");
}
