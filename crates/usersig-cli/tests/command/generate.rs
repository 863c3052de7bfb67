use super::{Folder, command, generate, private_key, published_key, run, run_with, secret, verify};
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

#[test]
fn v1_on_both_curves() {
    for curve in ["p256", "secp256k1"] {
        let (private, public) =
            (published_key(&format!("{curve}/private_key.txt")), published_key(&format!("{curve}/public_key.txt")));
        let ticket = generate(&["--key", &private]);
        for key in [&private, &public] {
            let fields = verify(&["--key", key, ticket.line()]).json();
            assert_eq!((&fields["version"], &fields["identifier"]), (&json!("1.0"), &json!("xiaojun")));
        }
    }
}

#[test]
fn defaults_are_180_days_from_now() {
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let fields = verify(&["--secret-key-file", &secret(), generate(&["--secret-key-file", &secret()]).line()]).json();
    let after = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let issued_at = fields["issued_at"].as_u64().unwrap();
    assert!((before..=after).contains(&issued_at));
    assert_eq!(fields["expire"], 15_552_000);
    assert_eq!(fields["expires_at"], issued_at + 15_552_000);
    assert_eq!(fields["userbuf"], json!(null));
}

/// RFC 6979 and a fixed time leave nothing to chance.
#[test]
fn a_fixed_time_gives_the_same_ticket_again() {
    for key in [["--key", &private_key()], ["--secret-key-file", &secret()]] {
        let args = [key[0], key[1], "--issued-at", "1600000000", "--expire", "180d"];
        assert_eq!(generate(&args).line(), generate(&args).line());
    }
}

#[test]
fn durations() {
    let expire = |text: &str| {
        let ticket = generate(&["--secret-key-file", &secret(), "--expire", text]);
        run(&["inspect", ticket.line()]).json()["expire"].as_u64().unwrap()
    };
    let cases = [
        ("15552000", 15_552_000),
        ("180d", 15_552_000),
        ("12h", 43_200),
        ("30m", 1800),
        ("45s", 45),
        ("0", 0),
        ("4294967295", 4_294_967_295),
    ];
    for (text, seconds) in cases {
        assert_eq!(expire(text), seconds, "{text}");
    }
    for text in ["", "d", "1w", "1.5h", "1d12h", "1 d", "１d", "天", "99999999999999999999"] {
        generate(&["--secret-key-file", &secret(), "--expire", text])
            .failed(2, &["--expire", "a duration is a number of seconds"]);
    }
    for text in ["-1", "-1d", "4294967296", "49711d", "9223372036854775807d"] {
        generate(&["--secret-key-file", &secret(), "--expire", text]).failed(2, &["invalid_expire (code 4)"]);
    }
}

#[test]
fn identifiers() {
    let longest = "x".repeat(1024);
    for identifier in ["a", "用户01", "a b+c/d=e*f_g-h", "\"\\\u{1f600}", "-leading", &longest] {
        let ticket = run(&["gen", "--sdkappid", "1", "--secret-key-file", &secret(), &format!("--identifier={identifier}")]);
        let args =
            ["verify", "--sdkappid", "1", "--secret-key-file", &secret(), &format!("--identifier={identifier}"), ticket.line()];
        assert_eq!(run(&args).json()["identifier"], identifier);
    }
    for identifier in ["", "a\nb", "a\tb", "\u{7f}", &"x".repeat(1025)] {
        run(&["gen", "--sdkappid", "1", "--secret-key-file", &secret(), "--identifier", identifier])
            .failed(2, &["invalid_identifier (code 3): the identifier ", "7003 (Chat)"]);
    }
}

#[test]
fn sdkappids() {
    for sdkappid in ["1", "4294967295"] {
        let ticket = run(&["gen", "--sdkappid", sdkappid, "--identifier", "a", "--secret-key-file", &secret()]);
        assert_eq!(run(&["inspect", ticket.line()]).json()["sdkappid"].to_string(), sdkappid);
    }
    for sdkappid in ["0", "-1", "4294967296"] {
        run(&["gen", "--sdkappid", sdkappid, "--identifier", "a", "--secret-key-file", &secret()])
            .failed(2, &["invalid_sdkappid (code 2)", "-3317 (TRTC)"]);
    }
    run(&["gen", "--sdkappid", "x", "--identifier", "a", "--secret-key-file", &secret()]).failed(2, &["--sdkappid <N>"]);
}

#[test]
fn times_of_issue() {
    for time in ["-1", "253402300800", "1600000000000"] {
        generate(&["--secret-key-file", &secret(), "--issued-at", time])
            .failed(2, &["invalid_argument (code 1)", "unix seconds"]);
    }
    generate(&["--secret-key-file", &secret(), "--issued-at", "253402300799"]).failed(2, &["invalid_expire (code 4)"]);
    let ticket = generate(&["--secret-key-file", &secret(), "--issued-at", "253402300799", "--expire", "0"]);
    assert_eq!(run(&["inspect", ticket.line()]).json()["expires_at"], 253_402_300_799_u64);
}

#[test]
fn userbufs() {
    let folder = Folder::new();
    let bytes = folder.file("userbuf", [0, 255, 10]);
    let longest = folder.file("longest", [7; 8192]);
    let longer = folder.file("longer", [7; 8193]);
    let userbuf = |argument: &str| {
        let ticket = generate(&["--secret-key-file", &secret(), "--userbuf", argument]);
        verify(&["--secret-key-file", &secret(), ticket.line()]).json()["userbuf"].as_str().unwrap().to_owned()
    };
    assert_eq!(userbuf("abc"), "YWJj");
    assert_eq!(userbuf(""), "");
    assert_eq!(userbuf(&format!("@{bytes}")), "AP8K");
    assert_eq!(userbuf(&format!("@{longest}")).len(), 8192 / 3 * 4 + 4);
    generate(&["--secret-key-file", &secret(), "--userbuf", &format!("@{longer}")]).failed(2, &["invalid_userbuf (code 5)"]);
    generate(&["--secret-key-file", &secret(), "--userbuf", &"x".repeat(8193)]).failed(2, &["invalid_userbuf (code 5)"]);
    generate(&["--secret-key-file", &secret(), "--userbuf", "@/nowhere"]).failed(2, &["--userbuf"]);
}

/// The format document's known answers, through the command.
#[test]
fn private_map_keys() {
    let secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    let cases = [
        (["--room", "10000"], json!(10000), "AAAHeGlhb2p1blNyTgAAACcQYEteAAAAAP8AAAAA"),
        (["--room-name", "abc"], json!("abc"), "AQAHeGlhb2p1blNyTgAAAAAAYEteAAAAAP8AAAAAAANhYmM="),
    ];
    for (room_args, room, userbuf) in cases {
        for privileges in ["255", "create,enter,send-audio,receive-audio,send-video,receive-video,send-screen,receive-screen"] {
            let args = ["gen", "--sdkappid", "1400000000", "--identifier", "xiaojun", "--issued-at", "1600000000"];
            let mut command = command(&[&args[..], &room_args, &["--privileges", privileges]].concat());
            command.env("USERSIG_SECRET_KEY", secret);
            let fields = run(&["inspect", run_with(command, b"").line()]).json();
            assert_eq!((&fields["room"], &fields["privileges"]), (&room, &json!(255)));
            assert_eq!(fields["userbuf"], userbuf);
        }
    }
}

#[test]
fn privileges() {
    let bits = |text: &str| {
        let ticket = generate(&["--secret-key-file", &secret(), "--room", "1", "--privileges", text]);
        run(&["inspect", ticket.line()]).json()["privileges"].as_u64().unwrap()
    };
    let names = [
        ("create", 1),
        ("enter", 2),
        ("send-audio", 4),
        ("receive-audio", 8),
        ("send-video", 16),
        ("receive-video", 32),
        ("send-screen", 64),
        ("receive-screen", 128),
        ("all", usersig::Privileges::ALL.bits().into()),
        ("enter, receive-audio,enter", 10),
        ("0", 0),
        ("4294967295", u32::MAX.into()),
    ];
    for (text, expected) in names {
        assert_eq!(bits(text), expected, "{text}");
    }
    let refused = |text| generate(&["--secret-key-file", &secret(), "--room", "1", "--privileges", text]);
    for text in ["", "fly", "enter,", "ENTER", "0xff"] {
        refused(text).failed(2, &["--privileges", "create,enter,send-audio"]);
    }
    for text in ["-1", "4294967296"] {
        refused(text).failed(2, &["invalid_argument (code 1): privileges must be a bit set"]);
    }
}

#[test]
fn rooms_that_cannot_be() {
    let room = |args: &[&str]| generate(&[&["--secret-key-file", &secret()], args].concat());
    for number in ["0", "-1", "4294967295", "9223372036854775807"] {
        room(&["--room", number, "--privileges", "255"]).failed(2, &["invalid_room (code 6)", "-3318 (TRTC)"]);
    }
    for name in ["", "a/b", "房间", &"x".repeat(65)] {
        room(&["--room-name", name, "--privileges", "255"]).failed(2, &["invalid_room (code 6)"]);
    }
    room(&["--room", "1"]).failed(2, &["--privileges"]);
    room(&["--room-name", "a"]).failed(2, &["--privileges"]);
    room(&["--privileges", "255"]).failed(2, &["--room"]);
    room(&["--room", "1", "--room-name", "a", "--privileges", "255"]).failed(2, &["cannot be used with"]);
    room(&["--room", "1", "--privileges", "255", "--userbuf", "x"]).failed(2, &["cannot be used with"]);
    room(&["--room", "1", "--privileges", "1", "--expire", "4294967295"]).failed(2, &["invalid_expire (code 4)", "2106"]);
}

/// Accepted, and probably a mistake: said on stderr, with the ticket made all the same.
#[test]
fn warnings() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let gen_with = |identifier: &str, more: &[&str]| {
        let args = ["gen", "--sdkappid", "1", "--secret-key-file", &secret(), &format!("--identifier={identifier}")];
        run(&[&args[..], more].concat())
    };
    // In a hundred days, and a few seconds for this test.
    let date = (now + 100 * 86_400 + 50).to_string();
    let cases: [(&str, &[&str], &[&str]); 14] = [
        ("a-Z_09", &[], &[]),
        (&"x".repeat(32), &["--expire", "3650d"], &[]),
        (&"x".repeat(33), &[], &["longer than 32 bytes"]),
        ("user@example", &[], &["other characters than"]),
        ("用户", &[], &["other characters than"]),
        ("x ", &[], &["other characters than", "blank"]),
        ("\u{3000}x", &[], &["other characters than", "blank"]),
        ("undefined", &[], &["undefined"]),
        ("null", &[], &["undefined"]),
        ("NaN", &[], &["undefined"]),
        ("[object Object]", &[], &["other characters than", "undefined"]),
        ("a", &["--expire", "3651d"], &["ten years"]),
        ("a", &["--expire", "1600000000"], &["ten years", "looks like a date"]),
        ("a", &["--expire", &date], &["ten years", "looks like a date", "(until that date: 86400"]),
    ];
    for (identifier, more, expected) in cases {
        let ran = gen_with(identifier, more);
        assert_eq!(run(&["inspect", ran.line()]).json()["identifier"], identifier);
        assert!(expected.iter().all(|text| ran.stderr.contains(text)), "{ran:?}");
        let lines = ran.stderr.lines().filter(|line| line.starts_with("usersig: warning: ")).count();
        let kinds = expected.iter().filter(|text| !["looks like a date", "(until that date: 86400"].contains(text)).count();
        assert_eq!((lines, ran.stderr.lines().count()), (kinds, kinds), "{ran:?}");
        let quiet = gen_with(identifier, &[more, &["--quiet"]].concat());
        assert_eq!((quiet.status, quiet.stderr.as_str()), (Some(0), ""));
    }
    for identifier in ["x".repeat(33).as_str(), "user@example", "x "] {
        gen_with(identifier, &["--strict"]).failed(2, &["invalid_identifier (code 3)", "the service's own rule"]);
    }
    assert_eq!(gen_with("a-Z_09", &["--strict"]).status, Some(0));
}
