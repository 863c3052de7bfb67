//! Slow, oversized, malformed and too many requests.

use super::{SDKAPPID, Server, basic, request, until};
use serde_json::json;
use std::collections::BTreeSet;

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
        r#"{"sdkappid":1400000000,"identifier":"a","userbuf":["YQ=="]}"#,
    ];
    for case in cases {
        client.request("POST", "/v1/usersig", "application/json", case.as_bytes()).problem(400, "malformed_request");
    }
    client
        .request("POST", "/v1/usersig", "application/json", b"{\"sdkappid\":1400000000,\"identifier\":\"\xff\"}")
        .problem(400, "malformed_request");
    // A list of an object's values is no object, wherever one is read.
    for (path, list) in [
        ("/v1/usersig", r#"[1400000000,"admin",3600,null,null,null]"#),
        ("/v1/private-map-key", r#"[1400000000,"admin",1,255,null,null,null]"#),
        ("/v1/verify", r#"[1400000000,"admin","x",null,null,null,null]"#),
        ("/v1/verify", r#"{"sdkappid":1400000000,"identifier":"a","usersig":"x","userbuf":["exactly","YQ=="]}"#),
        ("/v1/verify", r#"{"sdkappid":1400000000,"identifier":"a","usersig":"x","userbuf":["any"]}"#),
    ] {
        client.request("POST", path, "application/json", list.as_bytes()).problem(400, "malformed_request");
    }
    let answer = client.request("POST", "/v1/batch", "application/json", br#"[[1400000000,"admin",3600,null,null,null]]"#);
    assert!(answer.body.contains("malformed_request") && !answer.body.contains("usersig\":\""), "{answer:?}");
    // No value comes back.
    let answer = client.request("POST", "/v1/usersig", "application/json", br#"{"sdkappid":"top-secret","identifier":"a"}"#);
    assert!(!answer.body.contains("top-secret"), "{answer:?}");
    let answer = client.request("POST", "/v1/usersig", "application/json", br#"{"sdkappid":1,"top-secret":"a"}"#);
    assert!(!answer.body.contains("top-secret"), "{answer:?}");
    // What the document says of fields and paths is what is taken.
    let document = client.get("/openapi.json").json();
    assert_eq!(document["info"]["version"], usersig::VERSION);
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(reference) = operations["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str() else {
            continue;
        };
        let properties = &document["components"]["schemas"][reference.rsplit('/').next().unwrap()]["properties"];
        let properties: BTreeSet<_> = properties.as_object().unwrap().keys().map(String::as_str).collect();
        let detail = client.request("POST", path, "application/json", b"{\"x\":1}").problem(400, "malformed_request")["detail"]
            .to_string();
        let fields: BTreeSet<_> = detail.split('`').skip(1).step_by(2).collect();
        assert!(properties.is_subset(&fields), "{path}: {fields:?}");
        // What another path takes is refused here.
        for field in fields.difference(&properties) {
            let mut body = json!({ "sdkappid": SDKAPPID, "identifier": "a" });
            if path == "/v1/private-map-key" {
                (body["room"], body["privileges"]) = (json!(1), json!(1));
            }
            body[field] = if *field == "userbuf" { json!("YQ==") } else { json!(1) };
            let detail = client.post(path, &body).problem(400, "malformed_request")["detail"].to_string();
            assert!(detail.contains(field), "{detail}");
        }
    }
    let metrics = client.get("/metrics").body;
    let routes: BTreeSet<_> = metrics.split("route=\"").skip(1).map(|text| text.split('"').next().unwrap()).collect();
    let paths = document["paths"].as_object().unwrap().iter();
    assert_eq!(routes, paths.clone().map(|(path, _)| path.as_str()).chain(["unknown"]).collect());
    for (path, operations) in paths {
        let answer = client.request("DELETE", path, "application/json", b"");
        let allowed: Vec<_> = operations.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        assert_eq!(answer.header("allow").unwrap().replace(", HEAD", ""), allowed.join(" "), "{path}");
    }
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
}

/// What is no HTTP is answered, logged and counted like everything else.
#[test]
fn what_cannot_be_parsed() {
    let mut server = Server::start(&basic());
    let long = |text: &str| format!("GET /{text} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let headers = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: y\r\n".repeat(100));
    let cases = [
        ("\0\0\0\0\r\n\r\n".to_owned(), 400, "malformed_request"),
        ("GET\r\n\r\n".to_owned(), 400, "malformed_request"),
        ("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n".to_owned(), 400, "malformed_request"),
        ("POST / HTTP/1.1\r\nno colon\r\n\r\n".to_owned(), 400, "malformed_request"),
        ("\x16\x03\x01\x02\0\x01\0".repeat(40), 400, "malformed_request"),
        (headers, 431, "head_too_large"),
        (long(&"x".repeat(70_000)), 431, "head_too_large"),
        (long(&"x".repeat(5_000_000)), 431, "head_too_large"),
    ];
    let mut ids = Vec::new();
    for (text, status, word) in &cases {
        for first in ["", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
            let mut client = server.connect();
            client.send(format!("{first}{text}")).unwrap();
            if !first.is_empty() {
                assert_eq!(client.answer().unwrap().body, "ok\n");
            }
            let answer = client.answer().expect("an answer");
            answer.problem(*status, word);
            assert!(answer.header("date").is_some() && answer.header("connection") == Some("close"), "{answer:?}");
            ids.push(answer.header("x-request-id").unwrap().to_owned());
            assert!(client.ended());
        }
    }
    let metrics = server.connect().get("/metrics").body;
    for (status, count) in [(400, 10), (431, 6)] {
        let line = format!("usersig_requests_total{{route=\"unknown\",status=\"{status}\"}} {count}\n");
        assert!(metrics.contains(&line), "no {line:?} in {metrics}");
    }
    let (_, log) = server.stop();
    let refused = log.iter().filter(|line| line["event"] == "refused");
    assert_eq!(refused.map(|line| line["count"].as_u64().unwrap_or(1)).sum::<u64>(), ids.len() as u64);
    assert!(log.iter().any(|line| line["event"] == "refused" && line["request"] == *ids[0]), "{log:?}");
}

#[test]
fn oversized_requests() {
    let mut server = Server::start(&with_limits("body_bytes = 1000\nbatch_bytes = 5000"));
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
    // A batch has no ticket before the refusal, whether its length is known or not.
    let line = format!("{}\n", request());
    let batch = line.repeat(5000 / line.len() + 1);
    for content_type in ["application/x-ndjson", "application/json"] {
        server.connect().request("POST", "/v1/batch", content_type, batch.as_bytes()).problem(413, "request_too_large");
    }
    let mut client = server.connect();
    let head = head.replace("/v1/usersig", "/v1/batch").replace("/json", "/x-ndjson");
    client.send(format!("{head}{:x}\r\n{batch}\r\n0\r\n\r\n", batch.len())).unwrap();
    client.answer().unwrap().problem(413, "request_too_large");
    assert!(server.stop().1.iter().all(|line| line["event"] != "ticket"));
}

/// A client that sends all of its request before it reads gets to read the answer, and no reset.
#[test]
fn early_answers_arrive() {
    let token = super::callers::token();
    let caller = format!("[[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{}\"]\n", token.1);
    let server = Server::start(&(with_limits("batch_bytes = 5000\nconnections = 1") + &caller));
    let line = format!("{}\n", request());
    let long = line.repeat(8 * 1024 * 1024 / line.len());
    let ndjson = "application/x-ndjson";
    for (path, content_type, token, status, word) in [
        ("/v1/batch", ndjson, "", 401, "unauthorized"),
        ("/v1/batch", ndjson, &token.0, 413, "request_too_large"),
        ("/v1/batch", "text/plain", &token.0, 415, "unsupported_media_type"),
        ("/v1/usersig", "application/json", &token.0, 413, "request_too_large"),
        ("/nothing", ndjson, &token.0, 404, "not_found"),
        ("/healthz", ndjson, &token.0, 405, "method_not_allowed"),
    ] {
        let mut client = server.connect().token(token);
        let head = client.head("POST", path, content_type, long.len());
        client.send(head + &long).unwrap();
        let answer = client.answer().expect("an answer");
        answer.problem(status, word);
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(client.ended_well());
        drop(client);
        until(|| server.open_connections() == 0);
    }
    // Beyond the limit of connections, too.
    let mut first = server.connect().token(&token.0);
    first.post("/v1/usersig", &request()).ok();
    let mut second = server.connect();
    // Its place is wanted: what it may send after the answer has a second to arrive in.
    let short = &long[..1 << 20];
    second.send(second.head("POST", "/v1/batch", ndjson, short.len()) + short).unwrap();
    second.answer().unwrap().problem(503, "overloaded");
    assert!(second.ended_well());
    // A batch that is found too long while it is read.
    let head = first.head("POST", "/v1/batch", ndjson, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked");
    first.send(format!("{head}{:x}\r\n{long}\r\n0\r\n\r\n", long.len())).unwrap();
    first.answer().unwrap().problem(413, "request_too_large");
    assert!(first.ended_well());
}

/// What is thrown away is bounded, in bytes and in time.
#[test]
fn nobody_sends_for_ever() {
    let server = Server::start(&basic());
    let started = std::time::Instant::now();
    let sending = |pause| {
        let mut client = server.connect();
        client.send(client.head("POST", "/nothing", "text/plain", 1 << 40)).unwrap();
        client.answer().unwrap().problem(404, "not_found");
        move || {
            let piece = vec![0; if pause > 0 { 1 } else { 1 << 20 }];
            let mut sent = 0;
            while client.send(&piece).is_ok() {
                sent += piece.len();
                assert!(started.elapsed() < super::PATIENCE && sent < 1 << 30, "{sent} bytes");
                std::thread::sleep(std::time::Duration::from_millis(pause));
            }
        }
    };
    let slow = std::thread::spawn(sending(100));
    sending(0)();
    slow.join().unwrap();
    server.usersig().ok();
}

#[test]
fn slow_requests_are_ended() {
    let server = Server::start(&with_limits("idle_seconds = 3\nbody_seconds = 3"));
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
    batch.answer().unwrap().problem(408, "request_timeout");
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
    // The process is alive, and probes must not have it killed; whether it takes requests is another question.
    assert_eq!(server.connect().get("/healthz").body, "ok\n");
    server.connect().get("/readyz").problem(503, "overloaded");
    drop(first);
    // The place comes back once the service has seen the end of the connection.
    until(|| server.usersig().status == 200);
}

#[test]
fn a_thousand_connections() {
    // As the service does for itself: shells allow a program 1024 files until it asks for more.
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        limit.current = limit.maximum;
        setrlimit(Resource::Nofile, limit).unwrap();
    }
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
