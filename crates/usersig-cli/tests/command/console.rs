//! `usersig console` over HTTP, as programs that are not its page speak to it. The page itself is tested in a browser, in
//! `crates/usersig-server/console-tests`.

use super::{command, generate, private_key, secret};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream, UdpSocket};
use std::process::{Child, Stdio};

/// A running console.
struct Console {
    child: Child,
    url: String,
    port: u16,
    token: String,
}

impl Console {
    fn start() -> Self {
        Self::started(&[]).unwrap()
    }

    /// None where it ended instead.
    fn started(args: &[&str]) -> Option<Self> {
        let mut command = command(&[&["console", "--no-open"], args].concat());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let Some(url) = line.strip_suffix('\n') else {
            child.wait().unwrap();
            return None;
        };
        let (address, token) = url.strip_prefix("http://127.0.0.1:").unwrap().split_once("/#").unwrap();
        Some(Self { port: address.parse().unwrap(), token: token.to_owned(), url: url.to_owned(), child })
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends bytes and reads the answer to its end, which every answer has.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        // The console may refuse before it has read everything.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::parse(&answer)
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.raw(request("GET", path, headers, "").as_bytes())
    }

    /// Asks the interface as the page does, with these headers in place of, or beside, the page's.
    fn post_with(&self, path: &str, body: &str, changes: &[(&str, &str)]) -> Answer {
        let host = self.host();
        let usual = [("Host", host.as_str()), ("X-Usersig-Token", &self.token), ("Content-Type", "application/json")];
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let headers: Vec<_> = kept.chain(changes.iter().filter(|(_, value)| *value != ABSENT)).copied().collect();
        self.raw(request("POST", path, &headers, body).as_bytes())
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        let answer = self.post_with(path, &body.to_string(), &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Ends it with a signal; gives its exit status and all that it wrote after the first line.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let killed = std::process::Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let status = self.child.wait().unwrap();
        let mut text = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        (status.code(), text)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// In a list of headers: not this one.
const ABSENT: &str = "\0";

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    format!("{method} {path} HTTP/1.1\r\n{lines}{length}\r\n{body}")
}

#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).map_or(0, |status| status.parse().unwrap());
        let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())).unwrap();
        Self { status, headers: lines.map(pair).collect(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let value = values.next();
        assert!(values.next().is_none(), "{name} stands twice");
        value
    }
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn secret_text() -> String {
    std::fs::read_to_string(secret()).unwrap().trim_end().to_owned()
}

fn generate_request(key: &str) -> Value {
    json!({"key": base64(key), "sdkappid": "1400000000", "identifier": "xiaojun", "expire": "600", "userbuf": null, "room": null})
}

#[test]
fn one_line_with_an_address_that_works_and_a_token_that_is_new() {
    let [one, other] = [Console::start(), Console::start()];
    assert!(one.url != other.url && one.port != other.port);
    for console in [&one, &other] {
        assert!(console.token.len() == 43 && console.token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        assert_eq!(console.get("/", &[("Host", &console.host())]).status, 200);
    }
    assert_ne!(one.token, other.token);
    assert_eq!(one.post_with("/api/explain", r#"{"ticket":""}"#, &[("X-Usersig-Token", &other.token)]).status, 401);
}

#[test]
fn a_port_of_ones_choice() {
    // Below the ports that the system gives away, and never opened here: a child of another test, just forked, would hold it.
    let free = (20_000..20_100).find_map(|port| Some((port, Console::started(&["--port", &port.to_string()])?)));
    let (port, console) = free.unwrap();
    assert_eq!(console.port, port);
    super::run(&["console", "--no-open", "--port", &port.to_string()])
        .failed(2, &[&format!("the debug page cannot listen on port {port} of 127.0.0.1: ")]);
    super::run(&["console", "--port", "65536"]).failed(2, &["a number from 0 to 65535"]);
    super::run(&["console", "--open"]).failed(2, &["unexpected argument"]);
}

/// It listens on 127.0.0.1 and on no other address of this machine.
#[test]
fn other_machines_do_not_reach_it() {
    let console = Console::start();
    // No packet is sent; this only chooses the address that other machines know.
    let outward = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    for address in outward.into_iter().map(|address| address.ip()).chain([Ipv4Addr::new(127, 0, 0, 2).into()]) {
        if !address.is_unspecified() && address != Ipv4Addr::LOCALHOST {
            assert!(TcpStream::connect(SocketAddr::new(address, console.port)).is_err(), "{address}");
        }
    }
    #[cfg(target_os = "linux")]
    {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|path| std::fs::read_to_string(path).unwrap_or_default()).concat();
        let port = format!(":{:04X}", console.port);
        let listening: Vec<_> = tables
            .lines()
            .filter_map(|line| {
                let fields: Vec<_> = line.split_whitespace().collect();
                (*fields.get(3)? == "0A" && fields[1].ends_with(&port)).then(|| fields[1].to_owned())
            })
            .collect();
        assert_eq!(listening, [format!("0100007F{port}")]);
    }
}

#[test]
fn every_answer_has_the_headers() {
    let console = Console::start();
    let host = console.host();
    let answers = [
        console.get("/", &[("Host", &host)]),
        console.get("/app.js", &[("Host", &host)]),
        console.get("/nothing", &[("Host", &host)]),
        console.get("/", &[("Host", "attacker.example")]),
        console
            .get("/api/explain", &[("Host", &host), ("X-Usersig-Token", &console.token), ("Content-Type", "application/json")]),
        console.post_with("/api/explain", r#"{"ticket":""}"#, &[]),
        console.post_with("/api/explain", "{", &[]),
        console.post_with("/api/explain", "{}", &[("X-Usersig-Token", ABSENT)]),
    ];
    assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 200, 404, 421, 405, 200, 400, 401]);
    for answer in answers {
        let policy = answer.header("content-security-policy").unwrap();
        for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]
        {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cache-control", "no-store"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("connection", "close"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{answer:?}");
        }
        assert!(
            answer
                .headers
                .iter()
                .all(|(name, _)| !name.starts_with("access-control") && name != "server" && name != "set-cookie")
        );
    }
}

/// DNS rebinding: the page of a foreign name that leads here.
#[test]
fn only_its_own_names_are_answered() {
    let console = Console::start();
    let port = console.port;
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
        assert_eq!(console.get("/", &[("Host", &host)]).status, 200);
        assert_eq!(console.post_with("/api/explain", r#"{"ticket":""}"#, &[("Host", &host)]).status, 200);
    }
    for host in [
        "attacker.example".to_owned(),
        format!("attacker.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port.wrapping_add(1)),
        format!("127.0.0.1.attacker.example:{port}"),
        format!("127.0.0.2:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::1]:{port}"),
        format!("LOCALHOST.:{port}"),
        format!("user@127.0.0.1:{port}"),
        String::new(),
    ] {
        for answer in
            [console.get("/", &[("Host", &host)]), console.post_with("/api/explain", r#"{"ticket":""}"#, &[("Host", &host)])]
        {
            assert!([400, 421].contains(&answer.status), "{host}: {answer:?}");
        }
    }
    let own = console.host();
    assert!([400, 421].contains(&console.get("/", &[]).status));
    assert!([400, 421].contains(&console.get("/", &[("Host", &own), ("Host", "attacker.example")]).status));
    assert_eq!(console.get("http://attacker.example/", &[("Host", &own)]).status, 421);
    assert!([400, 421].contains(&console.raw(b"GET / HTTP/1.0\r\n\r\n").status));
}

#[test]
fn the_interface_wants_the_token_in_its_header() {
    let console = Console::start();
    let body = r#"{"ticket":""}"#;
    let wrong_case =
        console.token.chars().map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c }).collect::<String>();
    for token in [ABSENT, "", "x", &console.token[1..], &format!("{}A", console.token), &wrong_case, &"A".repeat(43)] {
        for path in ["/api/key", "/api/generate", "/api/explain", "/api/nothing"] {
            assert_eq!(console.post_with(path, body, &[("X-Usersig-Token", token)]).status, 401, "{token} {path}");
        }
    }
    let query = format!("/api/explain?token={}", console.token);
    assert_eq!(console.post_with(&query, body, &[("X-Usersig-Token", ABSENT)]).status, 401);
    assert_eq!(console.post_with("/api/nothing", body, &[]).status, 404);
    let answer = console.post_with("/api/explain", body, &[("X-Usersig-Token", ABSENT)]);
    assert!(answer.body.contains("Open the address that usersig console printed") && !answer.body.contains(&console.token));
}

#[test]
fn other_sites_are_refused_even_with_the_token() {
    let console = Console::start();
    let body = r#"{"ticket":""}"#;
    let own = format!("http://{}", console.host());
    let port = console.port;
    let status = |headers: &[(&str, &str)]| console.post_with("/api/explain", body, headers).status;
    assert_eq!(status(&[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]), 200);
    for origin in [
        "null",
        "http://attacker.example",
        &format!("https://127.0.0.1:{port}"),
        &format!("http://localhost:{port}"),
        &format!("http://127.0.0.1:{}", port.wrapping_add(1)),
        "http://127.0.0.1",
        &format!("{own}/"),
        &format!("{own}.attacker.example"),
        "",
    ] {
        assert_eq!(status(&[("Origin", origin)]), 403, "{origin}");
    }
    for site in ["cross-site", "same-site", "none", "", "SAME-ORIGIN"] {
        assert_eq!(status(&[("Origin", &own), ("Sec-Fetch-Site", site)]), 403, "{site}");
    }
    // What another site may not even load. A link to the page may stand anywhere.
    let host = console.host();
    let get = |path: &str, mode: &str, dest: &str| {
        let headers =
            [("Host", host.as_str()), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)];
        console.get(path, &headers).status
    };
    assert_eq!(get("/app.js", "no-cors", "script"), 403);
    assert_eq!(get("/icon.svg", "no-cors", "image"), 403);
    assert_eq!(get("/", "navigate", "iframe"), 403);
    assert_eq!(get("/", "cors", "empty"), 403);
    assert_eq!(get("/", "navigate", "document"), 200);
    // A preflight gets no permission.
    let preflight = request("OPTIONS", "/api/explain", &[("Host", &host), ("Origin", "http://attacker.example")], "");
    assert_eq!(console.raw(preflight.as_bytes()).status, 403);
}

#[test]
fn other_types_methods_and_sizes_are_refused() {
    let console = Console::start();
    for kind in
        [ABSENT, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=latin1"]
    {
        assert_eq!(console.post_with("/api/explain", r#"{"ticket":""}"#, &[("Content-Type", kind)]).status, 415, "{kind}");
    }
    let (host, token) = (console.host(), console.token.clone());
    let usual = [("Host", host.as_str()), ("X-Usersig-Token", &token), ("Content-Type", "application/json")];
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        assert_eq!(console.raw(request(method, "/api/explain", &usual, "").as_bytes()).status, 405, "{method}");
    }
    assert_eq!(console.raw(request("POST", "/", &usual, "{}").as_bytes()).status, 405);

    let sized = |len: usize| format!(r#"{{"ticket":"{}"}}"#, "a".repeat(len - r#"{"ticket":""}"#.len()));
    assert_eq!(console.post_with("/api/explain", &sized(262_144), &[]).status, 200);
    assert_eq!(console.post_with("/api/explain", &sized(262_145), &[]).status, 413);
    // A length that is only claimed, and one that is not stated at all.
    let claimed = request("POST", "/api/explain", &[&usual[..], &[("Content-Length", "99999999999")]].concat(), "");
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, console.port)).unwrap();
    stream.write_all(claimed.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!([0, 400, 413].contains(&Answer::parse(&answer).status));
    let mut chunked =
        request("POST", "/api/explain", &[&usual[..], &[("Transfer-Encoding", "chunked")]].concat(), "").into_bytes();
    for _ in 0..300 {
        chunked.extend_from_slice(b"400\r\n");
        chunked.extend_from_slice(&[b' '; 1024]);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(console.raw(&chunked).status, 413);
    for body in ["", "{", "null", "[]", "{}", r#"{"ticket":1}"#, r#"{"ticket":"","more":1}"#, r#"{"ticket":"\ud800"}"#] {
        assert_eq!(console.post_with("/api/explain", body, &[]).status, 400, "{body}");
    }
    for key in [r#""!""#, "null", "[1]", r#""QQ""#] {
        let answer = console.post_with("/api/key", &format!(r#"{{"key":{key},"purpose":"check"}}"#), &[]);
        assert_eq!((answer.status, answer.body.contains(key)), (400, false), "{key}");
    }
    // After all of that it still answers.
    assert_eq!(console.ask("/api/explain", &json!({"ticket": ""}))["error"]["code"], "empty");
}

#[test]
fn what_it_makes_is_what_the_command_verifies() {
    let console = Console::start();
    for (key, option, file) in [
        (std::fs::read_to_string(private_key()).unwrap(), "--key", super::public_key()),
        (std::fs::read_to_string(secret()).unwrap(), "--secret-key-file", secret()),
    ] {
        let made = console.ask("/api/generate", &generate_request(&key));
        let said = super::verify(&[option, &file, made["ticket"].as_str().unwrap()]).json();
        assert_eq!(made["fields"], said);
        assert_eq!(said["expire"], 600);
        let checked = json!({"key": base64(&key), "ticket": made["ticket"], "sdkappid": "1400000000", "identifier": "xiaojun"});
        assert_eq!(console.ask("/api/explain", &checked)["fields"], said);
        let mut looked = said.clone();
        looked["verified"] = false.into();
        assert_eq!(console.ask("/api/explain", &json!({"ticket": made["ticket"]}))["fields"], looked);
    }
    // And the other way round.
    let ticket = generate(&["--secret-key-file", &secret(), "--room", "7", "--privileges", "enter"]).line().to_owned();
    let asked = json!({"key": base64(secret_text()), "ticket": ticket, "sdkappid": "1400000000", "identifier": "xiaojun"});
    let fields = &console.ask("/api/explain", &asked)["fields"];
    assert_eq!((&fields["room"], &fields["privileges"], &fields["verified"]), (&json!(7), &json!(2), &json!(true)));
}

#[cfg(unix)]
#[test]
fn every_signal_ends_it_cleanly_and_nothing_was_logged() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let console = Console::start();
        console.ask("/api/generate", &generate_request(&secret_text()));
        console.post_with("/api/key", &secret_text(), &[]);
        // Connections that ask nothing, or half of something, do not hold it up.
        let idle = TcpStream::connect((Ipv4Addr::LOCALHOST, console.port)).unwrap();
        let mut half = TcpStream::connect((Ipv4Addr::LOCALHOST, console.port)).unwrap();
        half.write_all(b"POST /api/key HTTP/1.1\r\nContent-Length: 100\r\n").unwrap();
        let (status, text) = console.end(signal);
        assert_eq!(
            (status, text.as_str()),
            (Some(0), "usersig: the debug page is for trying out, not for production; Ctrl-C ends it\n")
        );
        drop((idle, half));
    }
}

/// The memory of the process holds no part of a key once it was answered.
#[cfg(target_os = "linux")]
#[test]
fn keys_are_wiped_after_the_answer() {
    let console = Console::start();
    let secret = secret_text();
    let pem = std::fs::read_to_string(private_key()).unwrap();
    let pem_line = pem.lines().nth(1).unwrap();
    let ticket = console.ask("/api/generate", &generate_request(&secret))["ticket"].as_str().unwrap().to_owned();
    for key in [&secret, &pem] {
        console.ask("/api/key", &json!({"key": base64(key), "purpose": "generate"}));
        console.ask("/api/generate", &generate_request(key));
        console.ask(
            "/api/explain",
            &json!({"key": base64(key), "ticket": ticket, "sdkappid": "1400000000", "identifier": "xiaojun"}),
        );
        // As a text that is no JSON, and cut off.
        console.post_with("/api/key", &format!(r#"{{"key":"{}""#, base64(key)), &[]);
        console.post_with("/api/key", &format!(r#"{{"key":"{}!","purpose":"check"}}"#, base64(key)), &[]);
    }
    // Any 24 characters of what was sent, and any 12 of the bytes behind it.
    let texts = [secret.clone(), base64(&secret), pem_line.to_owned(), base64(&pem)];
    let needles: Vec<Vec<u8>> = texts.iter().flat_map(|text| text.as_bytes().chunks_exact(24)).map(<[u8]>::to_vec).collect();
    let found = || {
        let process = procfs(console.child.id());
        assert!(process.len() > 100_000, "{} bytes of memory were read", process.len());
        // The reading finds what is there: the token is.
        assert!(contains(&process, console.token.as_bytes()));
        let there = needles.iter().filter(|needle| contains(&process, needle));
        there.map(|needle| String::from_utf8_lossy(needle).into_owned()).collect::<Vec<_>>()
    };
    // The buffer of a connection ends with it, a moment after the answer.
    let kept = (0..3000).map(|_| found()).find(|found| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        found.is_empty()
    });
    assert!(kept.is_some(), "{:?}", found());
}

/// All readable and writable memory of a process that is this test's child.
#[cfg(target_os = "linux")]
fn procfs(pid: u32) -> Vec<u8> {
    use std::os::unix::fs::FileExt;
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let memory = std::fs::File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut all = Vec::new();
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let (range, mode) = (fields.next().unwrap(), fields.next().unwrap());
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
        if mode.starts_with("rw") {
            let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
            // Some special mappings cannot be read.
            if memory.read_exact_at(&mut bytes, start).is_ok() {
                all.extend(bytes);
            }
        }
    }
    all
}

#[cfg(target_os = "linux")]
fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let first = needle[0];
    let mut rest = haystack;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Where there is no browser, the address is still printed and works.
#[cfg(unix)]
#[test]
fn no_browser_is_no_error() {
    let empty = super::Folder::new();
    let mut command = command(&["console"]);
    command.env("PATH", empty.name("")).env_remove("BROWSER").env_remove("DISPLAY");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("http://127.0.0.1:"));
    let mut note = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut note).unwrap();
    assert_eq!(note, "usersig: no browser was found; open the address above in one\n");
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The browser is given the address, with its token.
#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_opened() {
    let folder = super::Folder::new();
    let path = format!("{}:/usr/bin:/bin", folder.name("").trim_end_matches('/'));
    // Written by another program: a child of another test, just forked, may hold what is opened here, and such a file does not run.
    let script = r#"cd "$0" && mkfifo given && echo "echo \"\$1\" >'$0/given'" >xdg-open && chmod +x xdg-open"#;
    let mut shell = std::process::Command::new("sh");
    assert!(shell.args(["-c", script]).arg(folder.path("")).status().unwrap().success());
    let mut command = command(&["console"]);
    command.env("PATH", path).env_remove("BROWSER");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    // Waits until the stand-in for the browser writes.
    let given = std::fs::read_to_string(folder.path("given")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(given, line);
}
