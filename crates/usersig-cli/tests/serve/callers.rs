//! Who may do what.

use super::{SDKAPPID, Server, basic, command, published_key, request};
use serde_json::json;
use std::fmt::Write as _;

/// A token of `usersig serve token` and its hash.
pub(crate) fn token() -> (String, String) {
    let output = command().args(["serve", "token"]).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let hash = stderr.split("token_sha256 = [\"").nth(1).unwrap().split('"').next().unwrap();
    (stdout.trim_end().to_owned(), hash.to_owned())
}

#[test]
fn tokens() {
    let ((shop, shop_hash), (game, game_hash)) = (token(), token());
    let mut config = basic();
    write!(
        config,
        "[[application]]\nsdkappid = 7\nkey = \"{}\"\nmax_expire = 1000\n\
         [[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{shop_hash}\"]\n\
         [[caller]]\nname = \"game\"\ntoken_sha256 = [\"{}\"]\napplications = [7]\nmax_expire = 60\n",
        published_key("secp256k1/private_key.txt"),
        game_hash.to_uppercase()
    )
    .unwrap();
    let mut server = Server::start(&config);
    let other = token().0;

    for path in ["/v1/usersig", "/v1/private-map-key", "/v1/verify", "/v1/batch"] {
        let spaced = ["Bearer  ", "Bearer\t", "Bearer a "].map(|start| format!("{start}{shop}"));
        let spaced = spaced.iter().map(|value| Some(value.as_str()));
        for bad in [None, Some(""), Some("Bearer"), Some("Bearer "), Some("Basic YTpi"), Some(&shop_hash), Some(&shop)]
            .into_iter()
            .chain(spaced)
        {
            let mut client = server.connect();
            if let Some(value) = bad {
                client = client.with(&format!("Authorization: {value}"));
            }
            let answer = client.post(path, &request());
            answer.problem(401, "unauthorized");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"usersig\""));
        }
        for bad in [other.as_str(), &shop_hash, &shop[..50], &format!("{shop}x")] {
            server.connect().token(bad).post(path, &request()).problem(401, "unauthorized");
        }
    }
    for path in ["/metrics", "/openapi.json", "/", "/v1/nothing"] {
        server.connect().get(path).problem(401, "unauthorized");
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.connect().get(path).status, 200);
    }

    assert!(shop.len() == 51 && shop != game);
    server.connect().token(&shop).post("/v1/usersig", &request()).ok();
    for scheme in ["bearer", "BEARER"] {
        server.connect().with(&format!("Authorization: {scheme} {shop}")).get("/metrics");
    }
    let seven = |expire: u32| json!({ "sdkappid": 7, "identifier": "xiaojun", "expire": expire });
    server.connect().token(&shop).post("/v1/usersig", &seven(1000)).ok();
    server.connect().token(&shop).post("/v1/usersig", &seven(1001)).problem(400, "invalid_expire");
    server.connect().token(&game).post("/v1/usersig", &seven(60)).ok();
    server.connect().token(&game).post("/v1/usersig", &seven(61)).problem(400, "invalid_expire");
    let short = server.connect().token(&game).post("/v1/usersig", &json!({ "sdkappid": 7, "identifier": "a" })).ok();
    assert_eq!(short["expire"], 60);
    let verify = json!({ "sdkappid": SDKAPPID, "identifier": "a", "usersig": "x" });
    server.connect().token(&game).post("/v1/usersig", &request()).problem(403, "forbidden");
    server.connect().token(&game).post("/v1/verify", &verify).problem(403, "forbidden");
    server.connect().token(&shop).post("/v1/usersig", &json!({ "sdkappid": 8, "identifier": "a" })).problem(403, "forbidden");
    server.connect().token(&shop).get("/nothing").problem(404, "not_found");

    // The log: a line for each ticket, who got it, and nothing secret.
    let (status, log) = server.stop();
    assert!(status.success());
    let tickets: Vec<_> = log.iter().filter(|line| line["event"] == "ticket").collect();
    let callers: Vec<_> = tickets.iter().map(|line| line["caller"].as_str().unwrap()).collect();
    assert_eq!(callers, ["shop", "shop", "game", "game"]);
    assert_eq!(
        (&tickets[1]["sdkappid"], &tickets[1]["version"], &tickets[1]["expire"]),
        (&json!(7), &json!("1.0"), &json!(1000))
    );
    assert!(tickets.iter().all(|line| line["issued_at"].is_u64() && line["request"].is_string()));
    let text = format!("{log:?}");
    for secret in [shop.as_str(), &game, &other, &shop_hash, "xiaojun", "eJ"] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
}

/// What one caller does is nobody else's business, and takes nothing from others.
#[test]
fn callers_apart() {
    let ((shop, shop_hash), (game, game_hash)) = (token(), token());
    let config = basic().replace("[[application]]", "[limits]\ntickets_per_minute = 1\n[[application]]");
    let config = format!(
        "{config}[[application]]\nsdkappid = 7\nkey = \"{}\"\n[[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{shop_hash}\"]\n\
         [[caller]]\nname = \"game\"\ntoken_sha256 = [\"{game_hash}\"]\napplications = [7]\n",
        published_key("p256/private_key.txt")
    );
    let server = Server::start(&config);
    let seven = json!({ "sdkappid": 7, "identifier": "xiaojun" });
    for token in [&shop, &game] {
        server.connect().token(token).post("/v1/usersig", &seven).ok();
        server.connect().token(token).post("/v1/usersig", &seven).problem(429, "rate_limited");
    }
    server.connect().token(&shop).post("/v1/usersig", &request()).ok();
    let verify = json!({ "sdkappid": SDKAPPID, "identifier": "a", "usersig": "x" });
    server.connect().token(&shop).post("/v1/verify", &verify).problem(422, "malformed_base64");
    let metrics = |token: &str| server.connect().token(token).get("/metrics").body;
    let (all, some) = (metrics(&shop), metrics(&game));
    let line = "usersig_tickets_issued_total{sdkappid=\"7\",version=\"1.0\"} 2\n";
    assert!(all.contains(line) && some.contains(line), "{some}");
    assert!(all.contains("sdkappid=\"1400000000\"} 1\n") && !some.contains("1400000000"), "{some}");
}

/// A page in a browser must not get at a service that asks nobody who they are.
#[test]
fn other_hosts_names_are_refused() {
    let server = Server::start(&basic());
    let body = request().to_string();
    for host in ["LOCALHOST:1", "127.0.0.1:8080", "127.1.2.3", "[::1]:80", "[::1]"] {
        let mut client = server.connect();
        client
            .send(client.head("POST", "/v1/usersig", "application/json", body.len()).replace("localhost", host) + &body)
            .unwrap();
        client.answer().unwrap().ok();
    }
    for host in ["example.com", "localhost.example.com:80", "10.1.2.3", "", "[::2]:80", "[::1]x", "127.0.0.1.example.com", "::1"]
    {
        let mut client = server.connect();
        let head = client.head("POST", "/v1/usersig", "application/json", body.len()).replace("localhost", host);
        client.send(head + &body).unwrap();
        client.answer().unwrap().problem(421, "misdirected_request");
    }
    let mut client = server.connect();
    client.request("POST", "/v1/usersig", "text/plain", body.as_bytes()).problem(415, "unsupported_media_type");
}

#[test]
fn identifiers_are_hashed_in_the_log_where_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hash.key"), [7; 32]).unwrap();
    let config = basic().replace("[[application]]", "[log]\nidentifier_hash_key_file = \"hash.key\"\n[[application]]");
    let mut server = Server::start_in(folder, &config);
    let answer = server.connect().with("X-Request-Id: my-request.1").post("/v1/usersig", &request());
    assert_eq!(answer.header("x-request-id"), Some("my-request.1"));
    server.post("/v1/usersig", &json!({ "sdkappid": SDKAPPID, "identifier": "other" })).ok();
    let (_, log) = server.stop();
    let tickets: Vec<_> = log.iter().filter(|line| line["event"] == "ticket").collect();
    // The manual's command finds it.
    let manual = include_str!("../../../usersig-server/README.md");
    let start = manual.find("printf %s xiaojun | openssl").unwrap();
    let command = manual[start..].split("```").next().unwrap();
    let output = std::process::Command::new("bash").args(["-c", command]).current_dir(server.folder.path()).output().unwrap();
    assert_eq!(tickets[0]["identifier_hash"], String::from_utf8(output.stdout).unwrap().trim_end());
    assert_eq!(tickets[0]["identifier_hash"].as_str().unwrap().len(), 32);
    assert_ne!(tickets[0]["identifier_hash"], tickets[1]["identifier_hash"]);
    assert_eq!(tickets[0]["request"], "my-request.1");
    assert!(!format!("{log:?}").contains("xiaojun"));
}
