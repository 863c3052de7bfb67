//! `POST /v1/batch`.

use super::{SDKAPPID, Server, basic};
use serde_json::{Value, json};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn lines_and_lists() {
    let server = Server::start(&basic());
    let good = |name: &str| json!({ "sdkappid": SDKAPPID, "identifier": name });
    let requests = [good("a"), json!({ "sdkappid": SDKAPPID, "identifier": "" }), json!(5), good("b"), good("quote\"[,]")];
    let ndjson = requests.iter().map(|line| format!("{line}\n")).collect::<String>();
    for (content_type, body) in [("application/x-ndjson", ndjson), ("application/json", json!(requests).to_string())] {
        let answer = server.connect().request("POST", "/v1/batch", content_type, body.as_bytes());
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/x-ndjson")));
        let lines = lines(&answer.body);
        assert_eq!(lines.len(), 6, "{answer:?}");
        for (index, line) in lines[..5].iter().enumerate() {
            assert_eq!(line["line"], index + 1);
            assert_eq!(line["usersig"].is_string(), [0, 3, 4].contains(&index), "{line}");
        }
        assert_eq!(lines[1]["problem"]["word"], "invalid_identifier");
        assert_eq!(lines[2]["problem"]["word"], "malformed_request");
        assert_eq!(lines[5], json!({ "done": true, "issued": 3, "failed": 2 }));
        let verify = json!({ "sdkappid": SDKAPPID, "identifier": "b", "usersig": lines[3]["usersig"] });
        assert_eq!(server.post("/v1/verify", &verify).ok()["identifier"], "b");
    }
    // Longer than a request can be.
    let long = format!("{}\n{}\n{}", " ".repeat(32 * 1024 + 1), good("x".repeat(32 * 1024).as_str()), good("a"));
    let answer = lines(&server.connect().request("POST", "/v1/batch", "application/x-ndjson", long.as_bytes()).body);
    assert_eq!((&answer[0]["line"], &answer[0]["problem"]["word"]), (&json!(2), &json!("request_too_large")));
    assert_eq!((&answer[1]["line"], answer[1]["usersig"].is_string()), (&json!(3), true));
    // What is in a list, and what becomes of it: a number for each element, "end" for a whole list.
    for (list, expected) in [
        ("[]", "end"),
        (" [ ] \n", "end"),
        (r#" [ {"a":"]},[\"\\"} , [1,[2]], "x,y" ]"#, "1 2 3 end"),
        ("[1,]", "1 2 end"),
        ("[,]", "1 2 end"),
        ("[{} {}]", "1 end"),
        ("[1]]", "1 end"),
        ("[{}}, 2]", "1 2 end"),
    ] {
        let answer = server.connect().request("POST", "/v1/batch", "application/json", list.as_bytes());
        let words = lines(&answer.body).into_iter().filter_map(|line| match &line["done"] {
            Value::Null => Some(line["line"].to_string()),
            done => (done == true).then(|| "end".to_owned()),
        });
        assert_eq!(words.collect::<Vec<_>>().join(" "), expected, "{list}");
    }
    // What is no list at all has no answer by lines, and no ticket.
    for body in ["{}", "[1", "[1,2", "[] x", "[1] x", "]", "[", ""] {
        let answer = server.connect().request("POST", "/v1/batch", "application/json", body.as_bytes());
        answer.problem(400, "malformed_request");
    }
}

/// A client that sends everything before it reads, with a length or without one.
#[test]
fn sent_first_and_read_later() {
    let server = Server::start(&basic().replace("[[application]]", "[limits]\ntickets_per_minute = 0\n[[application]]"));
    let body = format!("{{\"sdkappid\":{SDKAPPID},\"identifier\":\"a\"}}\n").repeat(100_000);
    for chunked in [false, true] {
        let mut client = server.connect();
        let head = client.head("POST", "/v1/batch", "application/x-ndjson", body.len());
        if chunked {
            client.send(head.replace(&format!("Content-Length: {}", body.len()), "Transfer-Encoding: chunked")).unwrap();
            for piece in body.as_bytes().chunks(100_000) {
                client.send(format!("{:x}\r\n", piece.len())).unwrap();
                client.send(piece).unwrap();
                client.send("\r\n").unwrap();
            }
            client.send("0\r\n\r\n").unwrap();
        } else {
            client.send(head + &body).unwrap();
        }
        let answer = client.answer().unwrap();
        let end: Value = serde_json::from_str(answer.body.lines().last().unwrap()).unwrap();
        assert_eq!(end, json!({ "done": true, "issued": 100_000, "failed": 0 }));
        // The connection stays good.
        client.get("/readyz");
    }
}

/// A large batch in order, with little memory: the answer alone is some 15 MB.
#[test]
fn a_large_batch_is_not_held_in_memory() {
    let config = basic().replace("[[application]]", "[limits]\ntickets_per_minute = 0\n[[application]]");
    let server = Server::start(&config);
    server.usersig().ok();
    let before = peak_kib(&server);
    const COUNT: u64 = 50_000;
    let body: String =
        (1..=COUNT).map(|number| format!("{{\"sdkappid\":{SDKAPPID},\"identifier\":\"user{number}\"}}\n")).collect();
    let head = server.connect().head("POST", "/v1/batch", "application/x-ndjson", body.len());
    let mut reader = server.connect();
    reader.send(head + &body).unwrap();
    assert_eq!(reader.answer_head().unwrap().0, 200);
    let (mut rest, mut next, mut end) = (Vec::new(), 1, None);
    while let Some(chunk) = reader.chunk() {
        rest.extend(chunk);
        while let Some(index) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Value = serde_json::from_slice(&rest[..index]).unwrap();
            rest.drain(..=index);
            if line["done"].is_null() {
                assert!(line["line"] == next && line["usersig"].is_string(), "{line}");
                next += 1;
            } else {
                end = Some(line);
            }
        }
    }
    assert_eq!(end, Some(json!({ "done": true, "issued": COUNT, "failed": 0 })));
    let grown = peak_kib(&server) - before;
    println!("the peak grew by {grown} KiB");
    // The log alone may hold 4 MiB, twice over while it is written.
    assert!(grown < 16 * 1024, "{grown} KiB");
}

fn peak_kib(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
