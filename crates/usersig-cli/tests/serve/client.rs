//! A small HTTP client: what it sends is exactly what a test says.

use super::PATIENCE;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;

/// A connection that can be read and written.
pub(crate) trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

/// One connection.
pub(crate) struct Client {
    stream: BufReader<Box<dyn Stream>>,
    pub(crate) headers: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("cache-control"), Some("no-store"));
        self.json()
    }

    /// Checks that this is a problem with this status and word.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, word: &str) -> Value {
        let json = self.json();
        assert_eq!((self.status, json["word"].as_str()), (status, Some(word)), "{self:?}");
        assert_eq!(json["status"], status);
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert_eq!(self.header("cache-control"), Some("no-store"));
        json
    }
}

impl Client {
    pub(crate) fn connect(address: &str) -> Self {
        let stream: Box<dyn Stream> = if let Some(path) = address.strip_prefix("unix:") {
            let stream = UnixStream::connect(path).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            Box::new(stream)
        } else {
            let stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            stream.set_nodelay(true).unwrap();
            Box::new(stream)
        };
        Self::over(stream)
    }

    pub(crate) fn over(stream: Box<dyn Stream>) -> Self {
        Self { stream: BufReader::new(stream), headers: String::new() }
    }

    pub(crate) fn with(mut self, header: &str) -> Self {
        self.headers.push_str(header);
        self.headers.push_str("\r\n");
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.with(&format!("Authorization: Bearer {token}"))
    }

    /// Writes bytes as they are.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        self.stream.get_mut().write_all(bytes.as_ref())?;
        self.stream.get_mut().flush()
    }

    pub(crate) fn head(&self, method: &str, path: &str, content_type: &str, length: usize) -> String {
        format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n",
            self.headers
        )
    }

    pub(crate) fn request(&mut self, method: &str, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let mut bytes = self.head(method, path, content_type, body.len()).into_bytes();
        bytes.extend_from_slice(body);
        // An early refusal may close the connection while this is still written.
        let _ = self.send(bytes);
        self.answer().expect("an answer")
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.request("POST", path, "application/json", body.to_string().as_bytes())
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        let text = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", self.headers);
        self.send(text).unwrap();
        self.answer().expect("an answer")
    }

    /// The head of an answer, `None` where the connection has ended.
    pub(crate) fn answer_head(&mut self) -> Option<(u16, String)> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Some((status, head))
    }

    pub(crate) fn answer(&mut self) -> Option<Answer> {
        let (status, head) = self.answer_head()?;
        let mut answer = Answer { status, head, body: String::new() };
        let mut body = Vec::new();
        if let Some(length) = answer.header("content-length") {
            body.resize(length.parse().unwrap(), 0);
            self.stream.read_exact(&mut body).ok()?;
        } else if answer.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.chunk() {
                body.extend(chunk);
            }
        }
        answer.body = String::from_utf8(body).unwrap();
        Some(answer)
    }

    /// One chunk of a chunked body, `None` after the last.
    pub(crate) fn chunk(&mut self) -> Option<Vec<u8>> {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let length = usize::from_str_radix(line.trim_end(), 16).unwrap_or_else(|_| panic!("no chunk: {line:?}"));
        let mut chunk = vec![0; length + 2];
        self.stream.read_exact(&mut chunk).unwrap();
        chunk.truncate(length);
        (length > 0).then_some(chunk)
    }

    /// The other side ends the connection, and does not reset it.
    pub(crate) fn ended_well(&mut self) -> bool {
        self.stream.read_to_end(&mut Vec::new()).is_ok_and(|rest| rest == 0)
    }

    /// Waits until the other side ends the connection.
    pub(crate) fn ended(&mut self) -> bool {
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Ok(_) => true,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}
