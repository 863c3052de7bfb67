//! Start, reload, kill, drain.

use super::callers::token;
use super::tls::{TLS, connect, make_certificates};
use super::{Client, SDKAPPID, Server, basic, command, published_key, request, until};
use serde_json::json;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};

/// Requests on four connections while the key is exchanged again and again: every one is answered, with a ticket of the
/// old or the new key.
#[test]
fn rotation_under_load() {
    let keys = [published_key("p256/private_key.txt"), published_key("secp256k1/private_key.txt")];
    let config = |new: usize| {
        format!(
            "listen = \"127.0.0.1:0\"\nthreads = 2\n[limits]\ntickets_per_minute = 0\n[[application]]\nsdkappid = {SDKAPPID}\n\
             key = \"{}\"\nverify_keys = [\"{}\"]\n",
            keys[new],
            keys[1 - new]
        )
    };
    let mut server = Server::start(&config(0));
    let stop = Arc::new(AtomicBool::new(false));
    // There is load before the first exchange.
    let loaded = Arc::new(Barrier::new(5));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (stop, loaded, mut client) = (stop.clone(), loaded.clone(), server.connect());
            std::thread::spawn(move || {
                let mut count = 0;
                while !stop.load(Ordering::Relaxed) {
                    let ticket = client.post("/v1/usersig", &request()).ok();
                    let verify = json!({ "sdkappid": SDKAPPID, "identifier": "xiaojun", "usersig": ticket["usersig"] });
                    client.post("/v1/verify", &verify).ok();
                    count += 1;
                    if count == 1 {
                        loaded.wait();
                    }
                }
                count
            })
        })
        .collect();
    loaded.wait();
    for round in 1..=20 {
        server.write("usersig.toml", config(round % 2));
        server.signal("-HUP");
        server.event("reloaded");
    }
    stop.store(true, Ordering::Relaxed);
    let counts: Vec<u32> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let (status, log) = server.stop();
    assert!(status.success());
    let logged = log.iter().filter(|line| line["event"] == "ticket").count();
    assert_eq!(logged, counts.iter().sum::<u32>() as usize);
}

#[test]
fn a_bad_configuration_is_refused_and_the_old_one_stays() {
    let mut server = Server::start(&basic());
    let mut client = server.connect();
    let before = client.post("/v1/usersig", &request()).ok();
    for (bad, reason) in [("nonsense", "line 1"), (&basic().replace("secret.txt", "gone.txt"), "there is no file")] {
        server.write("usersig.toml", bad);
        server.signal("-HUP");
        let line = server.event("reload_refused");
        assert!(line["reason"].as_str().unwrap().contains(reason), "{line}");
        let verify = json!({ "sdkappid": SDKAPPID, "identifier": "xiaojun", "usersig": before["usersig"] });
        client.post("/v1/verify", &verify).ok();
        client.post("/v1/usersig", &request()).ok();
    }
    assert!(client.get("/metrics").body.contains("usersig_reloads_total{result=\"refused\"} 2\n"));
}

/// What needs a restart does not hold back the rest: a token that was taken out is refused at once.
#[test]
fn what_needs_a_restart_holds_nothing_back() {
    let (token, hash) = token();
    let caller = |hash: &str| format!("[[caller]]\nname = \"shop\"\ntoken_sha256 = [\"{hash}\"]\n");
    let mut server = Server::start(&(basic() + &caller(&hash)));
    server.connect().token(&token).post("/v1/usersig", &request()).ok();
    let other = basic().replace("127.0.0.1:0", "127.0.0.1:1").replace("threads = 1", "threads = 2\nsocket_mode = \"0660\"");
    server.write("usersig.toml", format!("health_listen = \"127.0.0.1:2\"\n{other}{}", caller(&"0".repeat(64))));
    server.signal("-HUP");
    let line = server.event("restart_needed");
    assert_eq!(line["keys"], json!(["listen", "health_listen", "socket_mode", "threads"]));
    server.connect().token(&token).post("/v1/usersig", &request()).problem(401, "unauthorized");
    // An address that nobody else reaches needs no callers; the one that is in use does.
    let folder = tempfile::tempdir().unwrap();
    let open = basic().replace("127.0.0.1:0", "0.0.0.0:0");
    let mut server = Server::start_in(folder, &format!("allow_plaintext = true\n{open}{}", caller(&hash)));
    server.write("usersig.toml", basic());
    server.signal("-HUP");
    assert!(server.event("reload_refused")["reason"].as_str().unwrap().contains("other hosts reach"));
    server.usersig().problem(401, "unauthorized");
    server.write("usersig.toml", basic() + &caller(&"0".repeat(64)));
    server.signal("-HUP");
    server.event("restart_needed");
    server.connect().token(&token).post("/v1/usersig", &request()).problem(401, "unauthorized");
}

/// Balancers see that it ends before the listener closes; a second signal does not wait.
#[test]
fn unready_before_it_ends() {
    let config = |seconds| basic().replace("[[application]]", &format!("[limits]\nunready_seconds = {seconds}\n[[application]]"));
    let mut server = Server::start(&config(2));
    let start = std::time::Instant::now();
    assert!(server.stop().0.success() && (2..60).contains(&start.elapsed().as_secs()));
    let mut server = Server::start(&config(3600));
    server.signal("-TERM");
    server.event("stopping");
    server.connect().get("/readyz").problem(503, "overloaded");
    assert_eq!(server.connect().get("/healthz").status, 200);
    server.usersig().ok();
    assert!(server.stop().0.success());
}

/// Who connected before the end is answered, though the request comes after the signal.
#[test]
fn what_is_connected_is_served() {
    let mut server = Server::start(&basic());
    let mut clients: Vec<_> = (0..20).map(|_| server.connect()).collect();
    server.signal("-TERM");
    server.event("stopping");
    let body = request().to_string();
    for client in &mut clients {
        client.send(client.head("POST", "/v1/usersig", "application/json", body.len()) + &body).unwrap();
    }
    for client in &mut clients {
        client.answer().unwrap().ok();
        assert!(client.ended());
    }
    let (status, log) = server.ended();
    assert!(status.success() && log.last().unwrap()["drained"] == true, "{log:?}");
}

/// Probes need no certificate where they have a listener of their own, and get nothing else there.
#[test]
fn a_listener_for_probes() {
    let (token, hash) = token();
    let folder = tempfile::tempdir().unwrap();
    make_certificates(folder.path());
    let config = format!(
        "health_listen = \"127.0.0.1:0\"\n{}{TLS}client_ca = \"ca.pem\"\n",
        basic().replace("[[application]]", "[limits]\nconnections = 8\nunready_seconds = 3600\n[[application]]")
    );
    let mut server = Server::start_in(folder, &config);
    let health = server.seen[0]["health_address"].as_str().unwrap().to_owned();
    let probe = || Client::connect(&health);
    // No more probes than places: one that was dropped may keep its own for a while.
    let full = [(); 8].map(|()| connect(&server, Some("shop")));
    for path in ["/healthz", "/readyz"] {
        assert_eq!(probe().get(path).status, 200);
    }
    probe().get("/metrics").problem(401, "unauthorized");
    probe().get("/openapi.json").problem(404, "not_found");
    probe().post("/v1/usersig", &request()).problem(404, "not_found");
    drop(full);
    // With a token, where there are tokens.
    server.write(
        "usersig.toml",
        format!("{config}[[caller]]\nname = \"monitor\"\ntoken_sha256 = [\"{hash}\"]\napplications = []\n"),
    );
    server.signal("-HUP");
    server.event("reloaded");
    probe().get("/metrics").problem(401, "unauthorized");
    let metrics = probe().token(&token).get("/metrics");
    assert!(metrics.status == 200 && !metrics.body.contains("sdkappid"), "{metrics:?}");
    // A child of another test, just forked, may still hold them.
    until(|| server.open_connections() == 0);
    connect(&server, Some("shop")).token(&token).post("/v1/usersig", &request()).problem(403, "forbidden");
    assert_eq!(connect(&server, Some("shop")).get("/healthz").status, 200);
    server.signal("-TERM");
    server.event("stopping");
    probe().get("/readyz").problem(503, "overloaded");
    assert!(server.stop().0.success());
    // Where nobody is asked for a token, metrics are for this machine.
    for (address, status) in [("127.0.0.1:0", 200), ("0.0.0.0:0", 401)] {
        let server = Server::start(&format!("health_listen = \"{address}\"\n{}", basic()));
        let health = server.seen[0]["health_address"].as_str().unwrap();
        assert_eq!(Client::connect(health).get("/metrics").status, status);
        assert_eq!(Client::connect(health).get("/readyz").status, 200);
    }
}

/// What has begun comes to its end; nothing new begins; the end does not wait for ever.
#[test]
fn graceful_drain() {
    let mut server = Server::start(&basic());
    let body = request().to_string();
    let mut begun = server.connect();
    begun.send(begun.head("POST", "/v1/usersig", "application/json", body.len())).unwrap();
    begun.send(&body[..5]).unwrap();
    let mut idle = server.connect();
    idle.post("/v1/usersig", &request()).ok();
    // Connected, with its request on the way.
    let mut late = server.connect();
    late.send(late.head("POST", "/v1/usersig", "application/json", body.len())).unwrap();
    late.send(&body[..5]).unwrap();
    // The service has seen all of them once it counts three connections and this one.
    until(|| server.connect().get("/metrics").body.contains("usersig_connections 4\n"));
    server.signal("-TERM");
    server.event("stopping");
    assert!(idle.ended());
    for client in [&mut begun, &mut late] {
        client.send(&body[5..]).unwrap();
        let answer = client.answer().unwrap();
        answer.ok();
        assert_eq!(answer.header("connection"), Some("close"));
    }
    let (status, log) = server.ended();
    assert!(status.success());
    assert_eq!(log.last().unwrap()["drained"], true);
    assert!(std::net::TcpStream::connect(&server.address).is_err());
}

#[test]
fn the_drain_has_a_deadline() {
    let mut server = Server::start(&basic().replace("[[application]]", "[limits]\ndrain_seconds = 1\n[[application]]"));
    let mut stuck = server.connect();
    stuck.send(stuck.head("POST", "/v1/usersig", "application/json", 100)).unwrap();
    until(|| server.connect().get("/metrics").body.contains("usersig_connections 2\n"));
    let (status, log) = server.stop();
    assert!(status.success());
    assert_eq!((&log.last().unwrap()["drained"], &log.last().unwrap()["broken_off"]), (&json!(false), &json!(1)));
}

#[test]
fn unix_socket() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("usersig.sock");
    let config = basic().replace("127.0.0.1:0", &format!("unix:{}", socket.display()));
    let mut server = Server::start_in(folder, &config);
    server.usersig().ok();
    let found = std::fs::metadata(&socket).unwrap();
    assert!(found.file_type().is_socket());
    assert_eq!(found.mode() & 0o777, 0o600);

    // A second service does not take the place of a living one.
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("usersig.toml"), &config).unwrap();
    let output = command().arg("serve").arg("--config").arg(other.path().join("usersig.toml")).output().unwrap();
    assert!(output.status.code() == Some(2) && String::from_utf8(output.stderr).unwrap().contains("another process listens"));
    server.usersig().ok();

    // After kill -9 the name stays, and the next start takes it over.
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    assert!(socket.exists());
    let mut command = command();
    command.arg("serve").arg("--config").arg(server.path("usersig.toml"));
    let mut next = Server::run(tempfile::tempdir().unwrap(), command);
    next.usersig().ok();
    assert!(next.stop().0.success());
    assert!(!socket.exists());

    // What is no socket is left alone.
    std::fs::write(&socket, "precious").unwrap();
    let output = super::command().arg("serve").arg("--config").arg(server.path("usersig.toml")).output().unwrap();
    assert!(output.status.code() == Some(2) && String::from_utf8(output.stderr).unwrap().contains("no socket"));
    assert_eq!(std::fs::read_to_string(&socket).unwrap(), "precious");
}

/// Whatever the umask is, nobody ever sees the socket, or the name under which it is made, with a wider mode.
#[test]
fn the_mode_of_the_socket() {
    for (mode, umask) in [("0660", "000"), ("0600", "000"), ("0666", "077")] {
        let folder = tempfile::tempdir().unwrap();
        let config = basic().replace(
            "listen = \"127.0.0.1:0\"",
            &format!("listen = \"unix:{}/usersig.sock\"\nsocket_mode = \"{mode}\"", folder.path().display()),
        );
        std::fs::write(folder.path().join("usersig.toml"), config).unwrap();
        let allowed = u32::from_str_radix(mode, 8).unwrap();
        for _ in 0..20 {
            let socket = folder.path().join("usersig.sock");
            let _ = std::fs::remove_file(&socket);
            let mut child = std::process::Command::new("sh")
                .args(["-c", "umask $0; exec \"$@\"", umask, env!("CARGO_BIN_EXE_usersig"), "serve", "--config"])
                .arg(folder.path().join("usersig.toml"))
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            while !socket.exists() {
                for entry in std::fs::read_dir(folder.path()).unwrap() {
                    let Ok(found) = entry.unwrap().metadata() else { continue };
                    let seen = found.mode() & 0o777;
                    assert!(!found.file_type().is_socket() || seen & !allowed == 0, "{seen:o} for {mode} under umask {umask}");
                }
            }
            assert_eq!(std::fs::metadata(&socket).unwrap().mode() & 0o777, allowed);
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

#[test]
fn killed_and_started_again_on_the_same_port() {
    // At an address of its own, where no other test is given the port in between.
    let mut server = Server::start(&basic().replace("127.0.0.1:0", "127.0.0.2:0"));
    server.usersig().ok();
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let again = Server::start(&basic().replace("127.0.0.1:0", &server.address));
    again.usersig().ok();
}
