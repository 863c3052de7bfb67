//! What the service does not start with, and what it says.

use super::{Server, basic, command, published_key, refused};

#[test]
fn bad_configurations() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    let basic = basic();
    let replaced = |from: &str, to: &str| basic.replacen(from, to, 1);
    let added = |text: &str| format!("{basic}{text}");
    let cases = [
        (replaced("threads", "thread"), &["line 2", "unknown field", "`threads`"][..]),
        (added("colour = 1\n"), &["line 6", "unknown field", "`sdkappid`"]),
        (replaced("1400000000", "\"1400000000\""), &["line 4", "invalid type: string, expected an integer"]),
        (replaced("1400000000", "0"), &["[[application]] 1: sdkappid: ", "1 to 4294967295"]),
        (replaced("127.0.0.1:0", "localhost:0"), &["line 1", "127.0.0.1:8080"]),
        (replaced("secret.txt", "no-such-file"), &["[[application]] 1: secret_key_file: there is no file"]),
        (replaced("secret.txt", "p256/private_key.txt"), &["secret_key_file: ", "PEM"]),
        (replaced("secret_key_file", "key"), &["[[application]] 1: key: a secret was given"]),
        (
            basic.lines().filter(|line| !line.starts_with("secret")).fold(String::new(), |all, line| all + line + "\n"),
            &["no key"],
        ),
        ("listen = \"127.0.0.1:0\"\n".to_owned(), &["there is no [[application]]"]),
        (added("max_expire = -1\n"), &["max_expire: ", "0 to 4294967295"]),
        (added("max_expire = 5\nexpire = 6\n"), &["expire is longer than max_expire"]),
        (added(&format!("key = \"{}\"\n", published_key("p256/private_key.txt"))), &["key and secret_key_file are both given"]),
        (format!("{basic}{}", basic.split_once("threads = 1\n").unwrap().1), &["[[application]] 2: sdkappid: ", "same"]),
        (added("[limits]\nconnections = 0\n"), &["limits.connections is from 1"]),
        (added("[[caller]]\nname = \"a\"\n"), &["[[caller]] 1: ", "usersig serve token"]),
        (
            added("[[caller]]\nname = \"a\"\ntoken_sha256 = [\"usersig_abc\"]\n"),
            &["[[caller]] 1: token_sha256: ", "64 hexadecimal"],
        ),
        (added(&format!("[[caller]]\nname = \"a\"\ntoken_sha256 = [\"{0}\", \"{0}\"]\n", "a".repeat(64))), &["twice"]),
        (
            added(&format!("[[caller]]\nname = \"a\"\ntoken_sha256 = [\"{}\"]\napplications = [5]\n", "a".repeat(64))),
            &["[[caller]] 1: applications: "],
        ),
        (added("[[caller]]\nname = \"a\"\ncertificates = [\"b\"]\n"), &["tls.client_ca"]),
        (
            added("[[caller]]\nname = \"a\"\ncertificates = [\"c\"]\n[[caller]]\nname = \"b\"\ncertificates = [\"d\", \"c\"]\n"),
            &["[[caller]] 2: certificates: ", "another caller's"],
        ),
        (added("[[caller]]\nname = \"a\"\ncertificates = [\"c\", \"c\"]\n"), &["[[caller]] 1: certificates: ", "twice"]),
        // Arrays in the order of the keys are no tables.
        (replaced("listen", "limits = [1]\nlisten"), &["line 1", "expected a table"]),
        (replaced("listen", "log = [\"hash.key\"]\nlisten"), &["line 1", "expected a table"]),
        (replaced("listen", "tls = [\"a\", \"b\", \"c\"]\nlisten"), &["line 1", "expected a table"]),
        (replaced("listen", "caller = [[\"a\", [], [\"b\"]]]\nlisten"), &["line 1", "expected a table"]),
        (
            format!("application = [[1400000000, \"{}\"]]\n", published_key("p256/private_key.txt")),
            &["line 1", "expected a table"],
        ),
        (replaced("listen", "socket_mode = \"9\"\nlisten"), &["octal"]),
        // A secret where its file belongs, or the name of a key that there is not, is not repeated.
        (replaced(&published_key("secret.txt"), secret), &["secret_key_file: there is no file"]),
        (replaced("1400000000", &format!("\"{secret}\"")), &["expected an integer"]),
        (added(&format!("{secret} = 1\n")), &["unknown field"]),
    ];
    for (config, texts) in cases {
        let stderr = refused(&folder, &config);
        for text in texts {
            assert!(stderr.contains(text), "{text:?} is missing in {stderr:?} for\n{config}");
        }
        assert!(!stderr.contains(&secret[..20]), "{stderr}");
    }
}

/// On anything but loopback or a Unix socket: no start without TLS and callers.
#[test]
fn nobody_listens_in_the_open() {
    let folder = tempfile::tempdir().unwrap();
    super::tls::make_certificates(folder.path());
    let caller = format!("[[caller]]\nname = \"a\"\ntoken_sha256 = [\"{}\"]\n", "a".repeat(64));
    let tls = "[tls]\ncertificate = \"server.pem\"\nkey = \"server.key\"\n";
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[::ffff:192.0.2.1]:0"] {
        let open = basic().replace("127.0.0.1:0", address);
        for (config, text) in [
            (open.clone(), "add [tls]"),
            (format!("{open}{caller}"), "add [tls]"),
            (format!("allow_plaintext = true\n{open}"), "add [tls]"),
            (format!("{open}{tls}"), "nobody is asked"),
        ] {
            let stderr = refused(&folder, &config);
            assert!(stderr.contains(text), "{stderr}");
        }
    }
    // With them it does start.
    for more in [format!("{tls}{caller}"), format!("{tls}client_ca = \"ca.pem\"\n")] {
        let folder = tempfile::tempdir().unwrap();
        super::tls::make_certificates(folder.path());
        let mut server = Server::start_in(folder, &(basic().replace("127.0.0.1:0", "0.0.0.0:0") + &more));
        assert!(server.stop().0.success());
    }
    let config = format!("allow_plaintext = true\n{}{caller}", basic().replace("127.0.0.1:0", "0.0.0.0:0"));
    assert!(Server::start(&config).stop().0.success());
}

/// A secret that is taken and is probably none of the console's: the start, a reload and `--check` say so.
#[test]
fn odd_secrets_are_warned_about() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("usersig.toml");
    std::fs::write(folder.path().join("odd.txt"), "5BD2850FFF3ECB11\n").unwrap();
    let config = basic() + "verify_secret_key_files = [\"odd.txt\"]\n";
    std::fs::write(&file, &config).unwrap();
    let output = command().args(["serve", "--check", "--config"]).arg(&file).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.contains("[[application]] 1: the secret has fewer than the 64 characters") && stderr.contains("is good"));
    let mut server = Server::start_in(folder, &config);
    for _ in 0..2 {
        let line = server.event("odd_configuration");
        assert!(line["level"] == "warn" && line["reason"].as_str().unwrap().contains("fewer"), "{line}");
        assert!(!stderr.contains("5BD2") && !line.to_string().contains("5BD2"));
        server.signal("-HUP");
        server.event("reloaded");
    }
    // The console's own is not odd.
    let (_, log) = Server::start(&basic()).stop();
    assert!(log.iter().all(|line| line["event"] != "odd_configuration"));
}

#[test]
fn options_for_one_application() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command();
    command.args(["serve", "--sdkappid", "1400000000", "--max-expire", "1h", "--listen", "127.0.0.1:0", "--key"]);
    command.arg(published_key("p256/private_key.txt"));
    let server = Server::run(folder, command);
    let answer = server.usersig().ok();
    assert_eq!((answer["expire"].as_u64(), answer["version"].as_str()), (Some(3600), Some("1.0")));
}

#[test]
fn wrong_usage() {
    let run = |args: &[&str]| {
        let output = command().arg("serve").args(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (args, text) in [
        (&[][..], "--config FILE"),
        (&["--config", "no-such-file"], "there is no file"),
        (&["--config", "a", "--sdkappid", "5"], "cannot be used with"),
        (&["--sdkappid", "5"], "no key is given"),
        (&["--sdkappid", "0", "--key", "a"], "1 to 4294967295"),
        (&["--sdkappid", "5", "--key", "a", "--secret-key-file", "b"], "cannot be used with"),
        (&["--sdkappid", "5", "--key", "a", "--listen", "example.com:80"], "127.0.0.1:8080"),
        (&["--sdkappid", "5", "--secret-key-file", &published_key("secret.txt"), "--listen", "0.0.0.0:0"], "other hosts"),
    ] {
        let (status, stderr) = run(args);
        assert!(status == Some(2) && stderr.contains(text), "{args:?}: {stderr}");
    }
    let key = published_key("secret.txt");
    let (status, stderr) = run(&["--sdkappid", "5", "--secret-key-file", &key, "--check"]);
    assert!(status == Some(0) && stderr.contains("is good"), "{stderr}");
}

#[test]
fn an_address_in_use() {
    let server = Server::start(&basic());
    let folder = tempfile::tempdir().unwrap();
    let config = basic().replace("127.0.0.1:0", &server.address);
    std::fs::write(folder.path().join("usersig.toml"), config).unwrap();
    let output = command().arg("serve").arg("--config").arg(folder.path().join("usersig.toml")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("cannot be listened on"));
}

/// What `--check` says besides: what would run, and what an operator will be sorry for.
#[test]
fn what_check_sums_up() {
    let folder = tempfile::tempdir().unwrap();
    super::tls::make_certificates(folder.path());
    let script = r#"
        umask 077
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=old -keyout own.key -out own.csr 2>/dev/null
        signed() { openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -out $1.pem "${@:2}" 2>/dev/null; }
        signed expired -days -1 -extfile <(echo subjectAltName=DNS:localhost)
        signed client -days 5 -extfile <(printf "subjectAltName=DNS:localhost\nextendedKeyUsage=clientAuth")
        signed good -days 5 -extfile <(echo subjectAltName=DNS:localhost)
        cp "$0" key.pem; chmod 604 key.pem
        openssl pkey -in key.pem -pubout -outform DER | sha256sum | cut -d' ' -f1
    "#;
    let key = published_key("p256/private_key.txt");
    let output = std::process::Command::new("bash").args(["-euc", script, &key]).current_dir(folder.path()).output().unwrap();
    let fingerprint = String::from_utf8(output.stdout).unwrap();
    let check = |certificate: &str| {
        let config = format!(
            "listen = \"127.0.0.1:8443\"\n[tls]\ncertificate = \"{certificate}.pem\"\nkey = \"own.key\"\n[[application]]\n\
             sdkappid = 7\nkey = \"key.pem\"\nmax_expire = \"1d\"\n[[caller]]\nname = \"monitor\"\napplications = []\n\
             token_sha256 = [\"{}\"]\n",
            "a".repeat(64)
        );
        std::fs::write(folder.path().join("usersig.toml"), config).unwrap();
        let output = command().args(["serve", "--check", "--config"]).arg(folder.path().join("usersig.toml")).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{stderr}");
        stderr
    };
    let good = check("good");
    for text in [
        "127.0.0.1:8443, TLS",
        "certificate: old, localhost; good until",
        "application 7: key EC P-256",
        fingerprint.trim_end(),
        "max_expire 86400 s",
        "caller \"monitor\": metrics alone",
        "key.pem: users other",
        "is good",
    ] {
        assert!(good.contains(text), "{text:?} is missing in {good}");
    }
    assert!(!good.contains("expired") && !good.contains("own.key") && !good.contains("not for servers"), "{good}");
    assert!(check("expired").contains("has expired"));
    assert!(check("client").contains("not for servers"));
    // A pair that does not belong together is named by its files, in words.
    let config = format!("{}[tls]\ncertificate = \"good.pem\"\nkey = \"server.key\"\n", basic());
    let stderr = refused(&folder, &config);
    assert!(stderr.contains("do not belong together") && stderr.contains("good.pem") && !stderr.contains("Mismatch"), "{stderr}");
}

/// The limit of open files that a shell or systemd sets is raised to the one that may not be passed.
#[test]
fn open_files() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("usersig.toml"), basic()).unwrap();
    let mut bounded = std::process::Command::new("bash");
    let script = "ulimit -Sn 256; ulimit -Hn 1000; exec \"$0\" serve --config \"$1\"";
    bounded.args(["-c", script, env!("CARGO_BIN_EXE_usersig")]).arg(folder.path().join("usersig.toml"));
    let mut server = Server::run(folder, bounded);
    let line = server.event("risky_configuration");
    while !server.seen.iter().any(|line| line["reason"].as_str().is_some_and(|reason| reason.contains("limits.connections"))) {
        server.event("risky_configuration");
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.child.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(files.split_whitespace().nth(3), Some("1000"), "{line}");
}
