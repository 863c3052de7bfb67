use super::{Folder, Ran, SDKAPPID, command, generate, private_key, public_key, published_key, run, run_with, secret, verify};
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
fn keys_of_the_object() {
    let v1 = generate(&["--key", &private_key()]);
    let fields = verify(&["--key", &public_key(), v1.line()]).json();
    assert!(KEYS.iter().all(|key| fields.get(key).is_some()), "{fields}");
    assert_eq!(keys_of(&fields).len(), KEYS.len());
    let map_key = generate(&["--secret-key-file", &secret(), "--room-name", "r", "--privileges", "enter"]);
    let fields = verify(&["--secret-key-file", &secret(), map_key.line()]).json();
    assert_eq!((&fields["room"], &fields["privileges"], &fields["verified"]), (&json!("r"), &json!(2), &json!(true)));
    assert_eq!(keys_of(&fields).len(), KEYS.len() + 2);
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
            run_with(command(args), text.as_bytes()).failed(1, &["malformed_base64 (code 22)", "70003 (Chat)", "-3320 (TRTC)"]);
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
    at(&["--key", &public, v1], "1600000101").failed(1, &["expired (code 35)", "70001 (Chat), 6206 (Chat), -3320 (TRTC)"]);
    ok(at(&["--key", &public, v1, "--leeway", "1"], "1600000101"));
    ok(at(&["--key", &public, v1, "--leeway", "1d"], "1600086500"));
    at(&["--key", &public, v1, "--leeway", "1m"], "1600000161").failed(1, &["expired (code 35)"]);
    at(&["--key", &public, v1], "1599999699").failed(1, &["not_yet_valid (code 36)", "70001 (Chat)"]);
    ok(at(&["--key", &public, v1], "1599999700"));
    at(&["--key", &other_curve, v1], "1600000000").failed(1, &["bad_signature (code 31)", "70009 (Chat), -100018 (TRTC)"]);
    at(&["--secret-key-file", &secret, v1], "1600000000").failed(1, &["no_key_for_version (code 30)", "public key"]);
    at(&["--key", &public, v2], "1600000000").failed(1, &["no_key_for_version (code 30)", "secret key"]);

    let for_others = |sdkappid: &str, identifier: &str| {
        run(&["verify", "--sdkappid", sdkappid, "--identifier", identifier, "--key", &public, "--now", "1600000000", v1])
    };
    for_others("1400000001", "xiaojun").failed(1, &["sdkappid_mismatch (code 32)", "70014 (Chat), -3317 (TRTC)"]);
    for_others("1400000000", "xiaoming").failed(1, &["identifier_mismatch (code 33)", "70013 (Chat), -3319 (TRTC)"]);
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

/// No error says what a ticket says, nor for whom it should be.
#[test]
fn errors_hold_no_ticket_and_no_identifier() {
    let ticket = generate(&["--key", &private_key(), "--issued-at", "1000000000"]);
    let ran = run(&["verify", "--sdkappid", SDKAPPID, "--identifier", "somebody-else", "--key", &public_key(), ticket.line()]);
    ran.failed(1, &["identifier_mismatch"]);
    assert!(!["xiaojun", "somebody-else", &ticket.line()[10..30]].iter().any(|text| ran.stderr.contains(text)), "{ran:?}");
}

/// A permission counts only for the user and application that the ticket is for.
#[test]
fn a_room_that_is_not_for_this_ticket_is_only_a_userbuf() {
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
    assert!(shown.get("room").is_none() && shown.get("privileges").is_none(), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_closed_stdout_is_no_panic() {
    let ticket = generate(&["--key", &private_key()]);
    let mut child = command(&["inspect", "-"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child =
        child.stdin(std::process::Stdio::piped()).stdout(writer).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), ticket.line().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), ""));
}
