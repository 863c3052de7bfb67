//! `usersig explain`: the cases of the crate behind it, through the command.

use super::{Folder, Ran, command, generate, run, run_in_both, run_with, secret, verify};
use serde_json::Value;
use std::path::Path;

fn explain(args: &[&str], input: &str) -> Ran {
    run_with(command(&[&["explain"], args].concat()), input.as_bytes())
}

#[test]
fn cases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../usersig-explain/tests/data/cases.jsonl");
    let folder = Folder::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let name = case["name"].as_str().unwrap();
        let mut args = vec!["--json".to_owned()];
        for option in ["sdkappid", "identifier", "now"] {
            match &case[option] {
                Value::Null => {}
                Value::String(text) => args.extend([format!("--{option}"), text.clone()]),
                number => args.extend([format!("--{option}"), number.to_string()]),
            }
        }
        for (field, option) in [("secret", "--secret-key-file"), ("public_key", "--key")] {
            if let Some(key) = case[field].as_str() {
                args.extend([option.to_owned(), folder.file(field, key)]);
            }
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let ran = explain(&args, case["input"].as_str().unwrap());
        let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
        let findings = answer["findings"].as_array().unwrap();
        let found: Vec<&str> = findings.iter().map(|finding| finding["word"].as_str().unwrap()).collect();
        let expected: Vec<&str> = case["expect"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        assert!(expected.iter().all(|word| found.contains(word)), "{name}: {ran:?}");
        assert_eq!(expected.is_empty(), found.is_empty(), "{name}: {ran:?}");
        assert_eq!(ran.status, Some(i32::from(!found.is_empty())), "{name}");
        assert!(answer["ticket"].is_null() || answer["ticket"]["verified"] == false, "{name}");
        assert!(ran.stderr.is_empty(), "{name}: {ran:?}");
        // Also as an argument, unless it stands for stdin or is nothing at all.
        if !case["input"].as_str().unwrap().is_empty() {
            let again = run(&[&["explain"], &args[..], &[case["input"].as_str().unwrap()]].concat());
            assert_eq!(again.stdout, ran.stdout, "{name}");
        }
    }
}

#[test]
fn codes() {
    for (text, code) in
        [("70009", "70009"), ("-100018", "-100018"), ("0x4004", "0x4004"), ("get tinyid error", "-100018"), ("-3320", "-3320")]
    {
        let ran = run(&["explain", text, "--json"]);
        let answer = ran.json();
        assert_eq!((&answer["findings"], &answer["codes"][0]["code"]), (&serde_json::json!([]), &code.into()), "{text}");
        let shown = run(&["explain", text]);
        assert_eq!(shown.status, Some(0));
        assert!(shown.stdout.contains(&format!("  {code}  ")), "{shown:?}");
    }
    let unknown = run(&["explain", "79999"]);
    assert_eq!(unknown.status, Some(1));
}

#[test]
fn for_people() {
    let ticket = generate(&["--secret-key-file", &secret(), "--issued-at", "1600000000", "--room", "5", "--privileges", "255"]);
    let ran = run(&["explain", &format!("usersig={}", ticket.line()), "--now", "1600000001"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    for part in [
        "1. text_before: ",
        "The ticket says (nothing of it is proven): {\"version\":\"2.0\"",
        "It is a PrivateMapKey",
        "Not looked at: the signature",
        "The service's codes for this:\n",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {ran:?}");
    }
    assert!(!ran.stdout.contains(ticket.line()));
    let ran = run(&["explain", ticket.line()]);
    assert!(ran.stdout.starts_with("Nothing is wrong in what could be looked at.\n"), "{ran:?}");
}

#[test]
fn in_chinese() {
    let ticket = generate(&["--secret-key-file", &secret(), "--issued-at", "1600000000", "--room", "5", "--privileges", "255"]);
    let args = ["explain", &format!("usersig={}", ticket.line()), "--now", "1600000001"];
    let asked = run(&[&args[..], &["--lang", "zh"]].concat());
    for part in [
        "1. text_before: UserSig 前面有",
        "UserSig 的内容（未经校验）：{\"version\":\"2.0\"",
        "这是权限票据（PrivateMapKey）",
        "没有检查：签名（--key 或 --secret-key-file）、UserID（--identifier）、",
        "对应的腾讯云错误码：\n",
    ] {
        assert!(asked.stdout.contains(part), "{part}: {asked:?}");
    }
    assert!(run(&["explain", ticket.line(), "--lang", "zh"]).stdout.starts_with("能检查的部分没有发现问题。\n"));
    assert!(run(&["explain", "70009", "--lang", "zh"]).stdout.starts_with("错误码的含义：\n"));
    // By the locale; JSON and the other commands are as everywhere.
    let here = |args: &[&str]| {
        let mut command = command(args);
        command.env("LC_ALL", "").env("LANG", "zh_CN.UTF-8");
        run_with(command, b"")
    };
    assert_eq!(here(&args).stdout, asked.stdout);
    let english = run(&args);
    assert_eq!(here(&[&args[..], &["--lang", "en"]].concat()).stdout, english.stdout);
    let json = [&args[..], &["--json", "--lang", "zh"]].concat();
    assert_eq!(here(&json).stdout, run(&[&args[..], &["--json"]].concat()).stdout);
}

#[test]
fn failures_in_chinese() {
    let (secret, folder) = (secret(), Folder::new());
    let gen_sig = ["gen", "--sdkappid", "1400000000", "--identifier", "xiaojun"];
    let with = |args: &[&str], more: &[&str]| run_in_both(&[args, more].concat(), b"");
    for more in [&[][..], &["--key", "-"], &["--key", "nowhere"], &["--key", &secret], &["--expire", "x"], &["--nonsense"]] {
        assert_eq!(with(&gen_sig, more).status, Some(2), "{more:?}");
    }
    for more in [&["--expire", "-1"][..], &["--room", "0", "--privileges", "1"], &["--room", "1", "--privileges", "fly"]] {
        assert_eq!(with(&[&gen_sig[..], &["--secret-key-file", &secret]].concat(), more).status, Some(2), "{more:?}");
    }
    for args in [
        &["nonsense"][..],
        &["gen"],
        &["explain", "--key", "-"],
        &["explain", "--sdkappid", "x"],
        &["verify", "--sdkappid", "1", "--identifier", "a", "--key", "-"],
        &["verify", "--sdkappid", "1", "--identifier", "a", "x"],
        &["keygen"],
        &["completions", "nonsense"],
        &["batch", "--sdkappid", "1", "--secret-key-file", &secret, "--input", &secret, "--output", "/dev/null"],
        &["batch", "--sdkappid", "1", "--secret-key-file", &secret, "--input", "nowhere", "--output", &folder.name("out")],
    ] {
        assert_eq!(with(args, &[]).status, Some(2), "{args:?}");
    }
    // By the option, too, wherever it stands; and warnings.
    run(&[&["--lang", "zh"], &gen_sig[..], &["--sdkappid", "1"]].concat()).failed(2, &["错误：--sdkappid <N> 只能用一次"]);
    let long =
        run(&["--lang=zh", "gen", "--sdkappid", "1", "--identifier=a b", "--secret-key-file", &secret, "--expire", "4000d"]);
    assert!(long.stderr.contains("警告：有效期是 4000 天") && long.stderr.contains("警告：UserID 含有"), "{long:?}");
}

#[test]
fn wrong_usage() {
    run(&["explain", "x", "--sdkappid", "0"]).failed(2, &["invalid_sdkappid"]);
    run(&["explain", "x", "--now", "-1"]).failed(2, &["invalid_argument"]);
    run(&["explain", "x", "--key", "nowhere"]).failed(2, &["--key"]);
    run(&["explain", "--key", "-"]).failed(2, &["stdin holds the key"]);
    explain(&[], &"a".repeat(64 * 1024 + 1)).failed(2, &["65536"]);
    run(&["explain", &"a".repeat(64 * 1024 + 1)]).failed(2, &["65536"]);
    assert_eq!(explain(&[], &"a".repeat(64 * 1024)).status, Some(1));
}

/// Nothing of a key is printed, and nothing that steers a terminal.
#[test]
fn what_is_not_printed() {
    let key = std::fs::read_to_string(secret()).unwrap();
    for input in [
        key.trim(),
        "usersig=\u{1b}[2Jundefined",
        "{\"TLS.ver\":\"\u{202e}\",\"TLS.identifier\":\"\\u001b[31m\",\"TLS.sdkappid\":1}",
    ] {
        let ran = explain(&["--secret-key-file", &secret(), "--identifier", "x"], input);
        assert!(!ran.stdout.contains(key.trim()) && !ran.stdout.contains(['\u{1b}', '\u{202e}']), "{ran:?}");
    }
}

/// A valid ticket of which something is odd.
#[test]
fn verify_warns() {
    let moment = generate(&["--secret-key-file", &secret(), "--issued-at", "1700000000", "--expire", "1700086400", "--quiet"]);
    let ran = verify(&["--secret-key-file", &secret(), "--now", "1700000000", moment.line()]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stderr.contains("warning: absolute_expire: "), "{ran:?}");
    let quiet = verify(&["--secret-key-file", &secret(), "--now", "1700000000", "--quiet", moment.line()]);
    assert_eq!((quiet.status, quiet.stderr.as_str()), (Some(0), ""));
}
