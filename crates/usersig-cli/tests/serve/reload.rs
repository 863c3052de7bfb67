//! What a connection proved when it was opened, under the configuration that is loaded when a request of it starts.

use super::callers::token;
use super::tls::{TLS, connect, make_certificates};
use super::{Client, SDKAPPID, Server, basic, request, until};
use serde_json::json;

const CLIENT_CA: &str = "client_ca = \"ca.pem\"\n";

fn start(more: &str) -> Server {
    let folder = tempfile::tempdir().unwrap();
    make_certificates(folder.path());
    Server::start_in(folder, &(basic() + more))
}

fn caller(hash: &str) -> String {
    format!("[[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{hash}\"]\n")
}

fn reload(server: &mut Server, more: &str) {
    let config = std::fs::read_to_string(server.path("usersig.toml")).unwrap();
    let kept = config.find("[tls]").or_else(|| config.find("[[caller]]")).unwrap_or(config.len());
    server.write("usersig.toml", format!("{}{more}", &config[..kept]));
    server.signal("-HUP");
    server.event("reloaded");
}

/// Opens connections under one configuration and uses them under another: each must be refused and closed, whether it was
/// used before or not, and whatever it asks for.
#[track_caller]
fn refused_after_reload(before: &str, after: &str, token: Option<&str>, open: impl Fn(&Server) -> Client) {
    let mut server = start(before);
    let mut used = open(&server);
    if let Some(token) = token {
        used = used.token(token);
    }
    used.post("/v1/usersig", &request()).ok();
    used.headers.clear();
    let mut idle = [(); 4].map(|()| open(&server));
    // The service has taken them all once it counts them.
    until(|| server.open_connections() == 5);
    reload(&mut server, after);
    let line = format!("{}\n", request());
    for (number, client) in idle.iter_mut().chain([&mut used]).enumerate() {
        let answer = match number {
            0 => client.request("POST", "/v1/batch", "application/x-ndjson", line.as_bytes()),
            1 => client.get("/metrics"),
            _ => client.post("/v1/usersig", &request()),
        };
        answer.problem(401, "unauthorized");
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(client.ended());
    }
    let (_, log) = server.stop();
    assert_eq!(log.iter().filter(|line| line["event"] == "ticket").count(), 1);
}

#[test]
fn an_authority_in_place_of_tokens() {
    let (token, hash) = token();
    let after = format!("{TLS}{CLIENT_CA}");
    refused_after_reload(&format!("{TLS}{}", caller(&hash)), &after, Some(&token), |server| connect(server, None));
    refused_after_reload(TLS, &after, None, |server| connect(server, None));
}

#[test]
fn plain_tcp_after_tls_was_switched_on() {
    let (token, hash) = token();
    for after in [TLS.to_owned(), format!("{TLS}{CLIENT_CA}"), format!("{TLS}{}", caller(&hash))] {
        refused_after_reload("", &after, None, Server::connect);
    }
    refused_after_reload(&caller(&hash), &format!("{TLS}{CLIENT_CA}"), Some(&token), Server::connect);
}

#[test]
fn tls_after_it_was_switched_off() {
    refused_after_reload(TLS, "", None, |server| connect(server, None));
    refused_after_reload(&format!("{TLS}{CLIENT_CA}"), "", None, |server| connect(server, Some("shop")));
}

#[test]
fn another_authority() {
    let after = format!("{TLS}client_ca = \"other-ca.pem\"\n");
    refused_after_reload(&format!("{TLS}{CLIENT_CA}"), &after, None, |server| connect(server, Some("shop")));
}

#[test]
fn tokens_in_place_of_an_authority() {
    let (token, hash) = token();
    let before = format!("{TLS}{CLIENT_CA}");
    let after = format!("{TLS}{}", caller(&hash));
    let mut server = start(&before);
    let mut old = connect(&server, Some("shop"));
    old.post("/v1/usersig", &request()).ok();
    reload(&mut server, &after);
    // The connection could be opened under the new configuration, where its certificate says nothing.
    let mut old = old.token(&token);
    old.post("/v1/usersig", &request()).ok();
    let mut old = connect(&server, Some("shop"));
    old.post("/v1/usersig", &request()).problem(401, "unauthorized");
    // Callers by certificate, who have none any more.
    let named = "[[caller]]\nname = \"shop\"\ncertificates = [\"shop\"]\n";
    let mut server = start(&format!("{before}{named}"));
    let mut old = connect(&server, Some("shop"));
    old.post("/v1/usersig", &request()).ok();
    reload(&mut server, &after);
    old.post("/v1/usersig", &request()).problem(401, "unauthorized");
}

/// One more authority: what was opened before stays good, and is closed so that it is opened anew.
#[test]
fn an_authority_more() {
    let mut server = start(&format!("{TLS}{CLIENT_CA}"));
    let mut old = connect(&server, Some("shop"));
    assert_eq!(old.post("/v1/usersig", &request()).header("connection"), None);
    let both = ["ca.pem", "other-ca.pem"].map(|name| std::fs::read_to_string(server.path(name)).unwrap()).concat();
    server.write("both.pem", both);
    reload(&mut server, &format!("{TLS}client_ca = \"both.pem\"\n"));
    connect(&server, Some("stranger")).post("/v1/usersig", &request()).ok();
    let last = old.post("/v1/usersig", &request());
    last.ok();
    assert_eq!(last.header("connection"), Some("close"));
    assert!(old.ended());
}

#[test]
fn a_unix_socket() {
    let (token, hash) = token();
    let folder = tempfile::tempdir().unwrap();
    let socket = format!("unix:{}", folder.path().join("usersig.sock").display());
    let mut server = Server::start_in(folder, &basic().replace("127.0.0.1:0", &socket));
    let mut used = server.connect();
    used.post("/v1/usersig", &request()).ok();
    let mut idle = server.connect();
    reload(&mut server, &caller(&hash));
    for client in [&mut used, &mut idle] {
        client.post("/v1/usersig", &request()).problem(401, "unauthorized");
        let body = json!([{ "sdkappid": SDKAPPID, "identifier": "a" }]);
        client.post("/v1/batch", &body).problem(401, "unauthorized");
    }
    let mut used = used.token(&token);
    used.post("/v1/usersig", &request()).ok();
    // Tokens that were taken out let everybody in, and the service says so by its configuration.
    reload(&mut server, "");
    idle.post("/v1/usersig", &request()).ok();
}
