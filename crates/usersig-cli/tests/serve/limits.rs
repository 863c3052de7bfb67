//! Slow, oversized, malformed and too many requests.

use super::{SDKAPPID, Server, basic, request};
use serde_json::json;

fn with_limits(limits: &str) -> String {
    basic().replace("[[application]]", &format!("[limits]\n{limits}\n[[application]]"))
}

#[test]
fn malformed_requests() {
    let server = Server::start(&basic());
    let mut client = server.connect();
    let cases: &[&str] = &[
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"sdkappid":1400000000}"#,
        r#"{"sdkappid":"1400000000","identifier":"a"}"#,
        r#"{"sdkappid":1400000000.5,"identifier":"a"}"#,
        r#"{"sdkappid":14e8,"identifier":"a"}"#,
        r#"{"sdkappid":1400000000,"identifier":5}"#,
        r#"{"sdkappid":1400000000,"identifier":"a","Expire":5}"#,
        r#"{"sdkappid":1400000000,"identifier":"a","account_type":"0"}"#,
        r#"{"sdkappid":1400000000,"identifier":"a","identifier":"b"}"#,
        r#"{"sdkappid":1400000000,"identifier":"a","userbuf":"a"}"#,
        r#"{"sdkappid":1400000000,"identifier":"\ud800"}"#,
        r#"{"sdkappid":1400000000,"identifier":"a"} x"#,
    ];
    for case in cases {
        client.request("POST", "/v1/usersig", "application/json", case.as_bytes()).problem(400, "malformed_request");
    }
    client
        .request("POST", "/v1/usersig", "application/json", b"{\"sdkappid\":1400000000,\"identifier\":\"\xff\"}")
        .problem(400, "malformed_request");
    // No value comes back.
    let answer = client.request("POST", "/v1/usersig", "application/json", br#"{"sdkappid":"top-secret","identifier":"a"}"#);
    assert!(!answer.body.contains("top-secret"), "{answer:?}");
    let answer = client.request("POST", "/v1/usersig", "application/json", br#"{"sdkappid":1,"top-secret":"a"}"#);
    assert!(!answer.body.contains("top-secret"), "{answer:?}");
    for (number, word) in [("1e30", "invalid_sdkappid"), ("-99999999999999999999", "invalid_sdkappid"), ("0", "invalid_sdkappid")]
    {
        let text = format!(r#"{{"sdkappid":{number},"identifier":"a"}}"#);
        client.request("POST", "/v1/usersig", "application/json", text.as_bytes()).problem(400, word);
    }
    client.request("POST", "/v1/usersig", "application/xml", b"{}").problem(415, "unsupported_media_type");
    client.request("PUT", "/v1/usersig", "application/json", b"{}").problem(405, "method_not_allowed");
    assert_eq!(client.get("/v1/usersig").header("allow"), Some("POST"));
    client.get("/nothing").problem(404, "not_found");
    let dated = json!({ "sdkappid": SDKAPPID, "identifier": "a", "issued_at": 1 });
    client.post("/v1/usersig", &dated).problem(403, "forbidden");
    // The same connection still works.
    client.post("/v1/usersig", &request()).ok();
    for garbage in
        ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "POST / HTTP/1.1\r\n a\r\n\r\n"]
    {
        let mut client = server.connect();
        client.send(garbage).unwrap();
        assert!(client.answer().is_none_or(|answer| answer.status == 400), "{garbage:?}");
    }
    server.usersig().ok();
}

#[test]
fn oversized_requests() {
    let server = Server::start(&with_limits("body_bytes = 1000\nbatch_bytes = 5000"));
    let long = vec![b' '; 1001];
    server.connect().request("POST", "/v1/usersig", "application/json", &long).problem(413, "request_too_large");
    // Without a length, too, and before the body is at its end.
    let mut client = server.connect();
    let head =
        "POST /v1/usersig HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.send(head).unwrap();
    client.send(format!("{:x}\r\n{}\r\n", 1001, " ".repeat(1001))).unwrap();
    client.answer().unwrap().problem(413, "request_too_large");
    // Only announced.
    let mut client = server.connect();
    client.send(client.head("POST", "/v1/verify", "application/json", 1 << 40)).unwrap();
    client.answer().unwrap().problem(413, "request_too_large");
    // A head beyond its bounds.
    let mut client = server.connect();
    let _ = client.send(format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(100_000)));
    assert!(client.answer().is_none_or(|answer| answer.status == 431));
    let answer = server.connect().request("POST", "/v1/batch", "application/x-ndjson", &vec![b'\n'; 5001]);
    let end: serde_json::Value = serde_json::from_str(answer.body.lines().last().unwrap()).unwrap();
    assert_eq!((&end["done"], &end["problem"]["word"]), (&json!(false), &json!("request_too_large")));
    server.usersig().ok();
}

#[test]
fn slow_requests_are_ended() {
    let server = Server::start(&with_limits("idle_seconds = 1\nbody_seconds = 1"));
    let mut silent = server.connect();
    let mut head = server.connect();
    head.send("POST /v1/usersig HTTP/1.1\r\nHost: local").unwrap();
    let mut body = server.connect();
    body.send(body.head("POST", "/v1/usersig", "application/json", 100)).unwrap();
    body.send("{").unwrap();
    let mut batch = server.connect();
    batch.send(batch.head("POST", "/v1/batch", "application/x-ndjson", 100)).unwrap();
    // A drop now and then does not help.
    let dripping = std::thread::spawn({
        let mut client = server.connect();
        move || {
            let start = std::time::Instant::now();
            while start.elapsed() < super::PATIENCE {
                if client.send("X").is_err() {
                    return true;
                }
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            false
        }
    });
    body.answer().unwrap().problem(408, "request_timeout");
    assert!(batch.answer().unwrap().body.contains("request_timeout"));
    assert!(silent.ended() && head.ended() && body.ended() && batch.ended());
    assert!(dripping.join().unwrap());
    server.usersig().ok();
}

#[test]
fn one_identifier_has_so_many_tickets() {
    let server = Server::start(&with_limits("tickets_per_minute = 3"));
    for _ in 0..3 {
        server.usersig().ok();
    }
    let answer = server.usersig();
    answer.problem(429, "rate_limited");
    assert!((1..=20).contains(&answer.header("retry-after").unwrap().parse::<u32>().unwrap()));
    server.post("/v1/usersig", &json!({ "sdkappid": SDKAPPID, "identifier": "other" })).ok();
}

#[test]
fn connections_beyond_the_limit_are_told_so() {
    let server = Server::start(&with_limits("connections = 2"));
    let mut first = server.connect();
    let mut second = server.connect();
    first.post("/v1/usersig", &request()).ok();
    second.post("/v1/usersig", &request()).ok();
    let mut third = server.connect();
    let answer = third.post("/v1/usersig", &request());
    answer.problem(503, "overloaded");
    assert_eq!((answer.header("retry-after"), answer.header("connection")), (Some("1"), Some("close")));
    assert!(third.ended());
    drop(first);
    // The place comes back once the service has seen the end of the connection.
    let back = (0..600).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        server.usersig().status == 200
    });
    assert!(back);
}

#[test]
fn a_thousand_connections() {
    let server = Server::start(&with_limits("tickets_per_minute = 0"));
    let mut clients: Vec<_> = (0..1000).map(|_| server.connect()).collect();
    for round in 0..2 {
        let body = request().to_string();
        for client in &mut clients {
            let head = client.head("POST", "/v1/usersig", "application/json", body.len());
            client.send(head + &body).unwrap();
        }
        for (index, client) in clients.iter_mut().enumerate() {
            let answer = client.answer().unwrap_or_else(|| panic!("connection {index} in round {round}"));
            answer.ok();
        }
    }
    let text = server.connect().get("/metrics").body;
    assert!(text.contains("usersig_connections 1001\n"), "{text}");
    assert!(text.contains("usersig_tickets_issued_total{sdkappid=\"1400000000\",version=\"2.0\"} 2000\n"), "{text}");
}
