use super::{
    Folder, Ran, SDKAPPID, command, generate, nobody, private_key, public_key, published_key, run, run_with, secret, verify,
};
use serde_json::{Value, json};

const KEYS: [&str; 8] = ["version", "sdkappid", "identifier", "issued_at", "expire", "expires_at", "userbuf", "verified"];

fn keys_of(fields: &Value) -> Vec<&str> {
    fields.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_whole_object() {
    let ticket = generate(&["--secret-key-file", &secret(), "--issued-at", "1600000000", "--expire", "10", "--userbuf", "abc"]);
    let expected = concat!(
        r#"{"version":"2.0","sdkappid":1400000000,"identifier":"xiaojun","issued_at":1600000000,"expire":10,"#,
        r#""expires_at":1600000010,"userbuf":"YWJj","verified":"#
    );
    assert_eq!(
        verify(&["--secret-key-file", &secret(), "--now", "1600000005", ticket.line()]).line(),
        format!("{expected}true}}")
    );
    assert_eq!(run(&["inspect", ticket.line()]).line(), format!("{expected}false}}"));
}

#[test]
fn a_redacted_ticket_says_nothing_of_whom_and_what_it_is_for() {
    let ticket = generate(&[
        "--secret-key-file",
        &secret(),
        "--issued-at",
        "1600000000",
        "--expire",
        "10",
        "--room-name",
        "lobby",
        "--privileges",
        "255",
    ]);
    let shown = run(&["inspect", "--redact", ticket.line()]).line().to_owned();
    let expected = format!(
        r#"{{"version":"2.0","ticket_bytes":{},"identifier_bytes":7,"issued_at":1600000000,"expire":10,"expires_at":1600000010,"#,
        ticket.line().len()
    );
    assert!(shown.starts_with(&expected) && shown.ends_with(r#""private_map_key":true,"verified":false}"#), "{shown}");
    // Nor does the error of a damaged one.
    let half = run(&["inspect", "--redact", &ticket.line()[..ticket.line().len() / 2]]);
    let standard = run(&["inspect", "--redact", &ticket.line().replace('*', "+").replace('-', "/")]);
    for text in [&shown, &half.stderr, &standard.stderr] {
        for told in ["xiaojun", SDKAPPID, "lobby", &ticket.line()[..20]] {
            assert!(!text.contains(told), "{told} in {text}");
        }
    }
}

#[test]
fn keys_of_the_object() {
    let v1 = generate(&["--key", &private_key()]);
    let fields = verify(&["--key", &public_key(), v1.line()]).json();
    assert!(KEYS.iter().all(|key| fields.get(key).is_some()), "{fields}");
    assert_eq!(keys_of(&fields).len(), KEYS.len());
    let map_key = generate(&["--secret-key-file", &secret(), "--room-name", "r", "--privileges", "enter"]);
    let fields = verify(&["--secret-key-file", &secret(), map_key.line()]).json();
    assert_eq!((&fields["room"], &fields["privileges"], &fields["verified"]), (&json!("r"), &json!(2), &json!(true)));
    assert_eq!(keys_of(&fields).len(), KEYS.len() + 5);
}

#[test]
fn tickets_come_as_an_argument_or_on_stdin() {
    let ticket = generate(&["--key", &private_key()]).line().to_owned();
    let verify_args = ["verify", "--sdkappid", SDKAPPID, "--identifier", "xiaojun", "--key", &public_key()];
    for args in [&verify_args[..], &["inspect"]] {
        for ending in ["", "\n", "\r\n"] {
            let text = format!("{ticket}{ending}");
            run_with(command(args), text.as_bytes()).line();
            run_with(command(&[args, &["-"]].concat()), text.as_bytes()).line();
            run(&[args, &[&text]].concat()).line();
        }
        for text in [format!(" {ticket}"), format!("{ticket} "), format!("{ticket}\n{ticket}\n"), format!("\n{ticket}")] {
            run_with(command(args), text.as_bytes()).failed(1, &["malformed_base64 (code 22)", "70003 (Chat)", "-100018 (TRTC)"]);
        }
        run_with(command(args), b"").failed(1, &["empty (code 20)", "70002 (Chat)"]);
        run_with(command(args), b"\n").failed(1, &["empty (code 20)"]);
        run(&[args, &[""]].concat()).failed(1, &["empty (code 20)"]);
        run_with(command(args), b"\xff\xfe\0").failed(1, &["malformed_base64 (code 22)"]);
        run_with(command(args), &vec![b'A'; 16385]).failed(1, &["too_long (code 21)"]);
        run_with(command(args), &vec![b'A'; 1_000_000]).failed(1, &["too_long (code 21)"]);
    }
}

#[test]
fn stdin_cannot_hold_both_key_and_ticket() {
    for option in ["--key", "--secret-key-file"] {
        for ticket in [&[][..], &["-"]] {
            verify(&[&[option, "-"], ticket].concat()).failed(2, &["stdin holds the key"]);
        }
    }
}

/// Tickets that are not valid: the code, and the service's codes for it.
#[test]
fn causes() {
    let v1 = generate(&["--key", &private_key(), "--issued-at", "1600000000", "--expire", "100"]);
    let v2 = generate(&["--secret-key-file", &secret(), "--issued-at", "1600000000", "--expire", "100"]);
    let (v1, v2) = (v1.line(), v2.line());
    let other_curve = published_key("secp256k1/public_key.txt");
    let public = public_key();
    let secret = secret();
    let at = |args: &[&str], now: &str| verify(&[args, &["--now", now]].concat());
    let ok = |ran: Ran| assert_eq!(ran.json()["verified"], true);

    ok(at(&["--key", &public, v1], "1600000100"));
    ok(at(&["--secret-key-file", &secret, v2], "1600000100"));
    at(&["--key", &public, v1], "1600000101").failed(1, &["expired (code 35)", "70001 (Chat), 6206 (Chat), -100018 (TRTC)"]);
    ok(at(&["--key", &public, v1, "--leeway", "1"], "1600000101"));
    ok(at(&["--key", &public, v1, "--leeway", "1d"], "1600086500"));
    at(&["--key", &public, v1, "--leeway", "1m"], "1600000161").failed(1, &["expired (code 35)"]);
    at(&["--key", &public, v1], "1599999699").failed(1, &["not_yet_valid (code 36)"]);
    ok(at(&["--key", &public, v1], "1599999700"));
    at(&["--key", &other_curve, v1], "1600000000").failed(1, &["bad_signature (code 31)", "70009 (Chat), -100018 (TRTC)"]);
    at(&["--secret-key-file", &secret, v1], "1600000000").failed(1, &["no_key_for_version (code 30)", "public key"]);
    at(&["--key", &public, v2], "1600000000").failed(1, &["no_key_for_version (code 30)", "secret key"]);

    let for_others = |sdkappid: &str, identifier: &str| {
        run(&["verify", "--sdkappid", sdkappid, "--identifier", identifier, "--key", &public, "--now", "1600000000", v1])
    };
    for_others("1400000001", "xiaojun").failed(1, &["sdkappid_mismatch (code 32)", "70014 (Chat), -100018 (TRTC)"]);
    for_others("1400000000", "xiaoming").failed(1, &["identifier_mismatch (code 33)", "70013 (Chat), -100018 (TRTC)"]);
    for_others("1400000000", "").failed(2, &["invalid_identifier (code 3)"]);
    for_others("0", "xiaojun").failed(2, &["invalid_sdkappid (code 2)"]);

    at(&["--key", &public, &v1[..v1.len() - 4]], "1600000000").failed(1, &["malformed_"]);
    at(&["--key", &public, "hello"], "1600000000").failed(1, &["malformed_base64 (code 22)"]);
    at(&["--key", &public, "eJw_"], "1600000000").failed(1, &["malformed_zlib (code 23)"]);
}

#[test]
fn times_and_leeways_out_of_range() {
    let ticket = generate(&["--key", &private_key()]);
    let check = |args: &[&str]| verify(&[&["--key", &public_key(), ticket.line()], args].concat());
    for now in ["-1", "253402300800"] {
        check(&["--now", now]).failed(2, &["invalid_argument (code 1)", "unix seconds"]);
    }
    for leeway in ["-1", "86401", "2d"] {
        check(&["--leeway", leeway]).failed(2, &["invalid_argument (code 1)", "86400"]);
    }
    check(&["--leeway", "soon"]).failed(2, &["--leeway"]);
}

/// A ticket made by a generator that signs `text`, as its author wrote it.
fn faulty_ticket(json: &Value, openssl_key: &[&str; 2], text: &str) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let folder = Folder::new();
    let mut openssl = std::process::Command::new("openssl");
    let ran = openssl.args(["dgst", "-sha256", "-binary"]).args(openssl_key).arg(folder.file("text", text)).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let mut json = json.clone();
    json["TLS.sig"] = STANDARD.encode(ran.stdout).into();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut zlib, json.to_string().as_bytes()).unwrap();
    STANDARD.encode(zlib.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

const MORE: &str = "\"usersig explain\" shows more.";

/// Mistakes of generators that one more look at the ticket shows.
#[test]
fn the_generators_mistake_is_named() {
    let secret_text = std::fs::read_to_string(secret()).unwrap();
    let private = private_key();
    let v1 = json!({"TLS.account_type": "0", "TLS.identifier": "xiaojun", "TLS.appid_at_3rd": "0", "TLS.sdk_appid": "1400000000",
        "TLS.expire_after": "100", "TLS.time": "1600000000", "TLS.userbuf": "YWJj"});
    let v2 = json!({"TLS.ver": "2.0", "TLS.identifier": "xiaojun", "TLS.sdkappid": 1_400_000_000, "TLS.expire": 100,
        "TLS.time": 1_600_000_000});
    let v1_text = "TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:xiaojun\nTLS.sdk_appid:1400000000\nTLS.time:1600000000\n\
        TLS.expire_after:100\nTLS.userbuf:YWJj\n";
    let v2_text = "TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:1600000000\nTLS.expire:100\n";
    for (option, key, signing, json, text) in [
        ("--key", public_key(), ["-sign", &private], &v1, v1_text),
        ("--secret-key-file", secret(), ["-hmac", secret_text.trim_end()], &v2, v2_text),
    ] {
        let make = |json: &Value, text: &str| faulty_ticket(json, &signing, text);
        let at = |ticket: &str| verify(&[option, &key, "--now", "1600000000", ticket]);
        assert_eq!(at(&make(json, text)).json()["verified"], true);
        at(&make(json, &text.replace('\n', "\\n")))
            .failed(1, &["bad_signature (code 31): The text was signed with a backslash", "\\n", MORE]);
        at(&make(json, text.trim_end())).failed(1, &["bad_signature (code 31): The line break after the last line", MORE]);
        // Any other text says nothing about the generator.
        let other = at(&make(json, "something else"));
        other.failed(1, &["bad_signature (code 31): the ticket's signature was not made by this application's key", MORE]);

        let expire = if json.get("TLS.ver").is_some() { "TLS.expire" } else { "TLS.expire_after" };
        for (field, number) in [("TLS.time", 1_600_000_000_000_u64), (expire, 15_552_000_000)] {
            for value in [json!(number), json!(number.to_string())] {
                let mut wrong = json.clone();
                wrong[field] = value;
                let ticket = make(&wrong, text);
                for ran in [at(&ticket), run(&["inspect", &ticket])] {
                    ran.failed(1, &["malformed_field (code 25)", field, "milliseconds", MORE]);
                }
            }
        }
        let mut wrong = json.clone();
        wrong["TLS.time"] = json!(u64::MAX);
        assert!(!at(&make(&wrong, text)).stderr.contains("seconds"));
    }
}

/// No error says what a ticket says, nor for whom it should be.
#[test]
fn errors_hold_no_ticket_and_no_identifier() {
    let ticket = generate(&["--key", &private_key(), "--issued-at", "1000000000"]);
    let ran = run(&["verify", "--sdkappid", SDKAPPID, "--identifier", "somebody-else", "--key", &public_key(), ticket.line()]);
    ran.failed(1, &["identifier_mismatch"]);
    assert!(!["xiaojun", "somebody-else", &ticket.line()[10..30]].iter().any(|text| ran.stderr.contains(text)), "{ran:?}");
}

/// A permission counts only for the user and application that the ticket is for; `inspect` shows whose it is.
#[test]
fn a_room_that_is_not_for_this_ticket() {
    let folder = Folder::new();
    // The permission of another user, put into a ticket as a plain userbuf.
    let other = run(&[
        "gen",
        "--sdkappid",
        SDKAPPID,
        "--identifier",
        "other",
        "--secret-key-file",
        &secret(),
        "--room",
        "1",
        "--privileges",
        "1",
    ]);
    let fields = run(&["inspect", other.line()]).json();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, fields["userbuf"].as_str().unwrap()).unwrap();
    let ticket = generate(&["--secret-key-file", &secret(), "--userbuf", &format!("@{}", folder.file("userbuf", bytes))]);
    let shown = run(&["inspect", ticket.line()]).json();
    assert_eq!(shown["userbuf"], fields["userbuf"]);
    assert_eq!(
        (&shown["room"], &shown["room_identifier"], &shown["room_sdkappid"]),
        (&json!(1), &json!("other"), &json!(1_400_000_000))
    );
    let ran = verify(&["--secret-key-file", &secret(), ticket.line()]);
    let shown = ran.json();
    assert!(
        shown.get("room").is_none() && shown.get("privileges").is_none() && shown.get("room_identifier").is_none(),
        "{shown}"
    );
    assert!(ran.stderr.contains("warning: private_map_key: "), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_closed_stdout_is_no_panic() {
    let ticket = generate(&["--key", &private_key()]);
    let mut child = command(&["inspect", "-"]);
    let mut child =
        child.stdin(std::process::Stdio::piped()).stdout(nobody()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), ticket.line().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
        (Some(2), "usersig: stdout cannot be written: Broken pipe (os error 32)\n")
    );
}

/// What a terminal would obey or hide: C1 controls, bidirectional marks, invisible characters, line separators.
#[test]
fn characters_that_terminals_obey_are_escaped() {
    let unseen = [
        '\u{80}',
        '\u{9b}',
        '\u{9f}',
        '\u{ad}',
        '\u{600}',
        '\u{61c}',
        '\u{180e}',
        '\u{200b}',
        '\u{200e}',
        '\u{2028}',
        '\u{2029}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{fffb}',
        '\u{110bd}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e007f}',
    ];
    for c in unseen {
        let identifier = format!("a{c}b用户é\u{301}\u{1f600}\\u");
        let ticket =
            run(&["gen", "--quiet", "--sdkappid", SDKAPPID, "--secret-key-file", &secret(), "--identifier", &identifier]);
        let by_user = ["verify", "--sdkappid", SDKAPPID, "--secret-key-file", &secret(), "--identifier", &identifier];
        for ran in [run(&["inspect", ticket.line()]), run(&[&by_user[..], &[ticket.line()]].concat())] {
            let units: String = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            assert!(ran.line().contains(&format!("\"a{units}b用户é\u{301}\u{1f600}\\\\u\"")), "{ran:?}");
            assert_eq!(ran.json()["identifier"], identifier.as_str());
        }
    }
}
