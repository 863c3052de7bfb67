//! The old tools, as public programs start them: what they print is compared as a whole.

use super::{Folder, Ran, SDKAPPID, command, private_key, public_key, run, run_with, secret};
use serde_json::Value;
use std::fs;

/// One of the tools, by `usersig compat`.
fn tool(name: &str, args: &[&str]) -> Ran {
    run(&[&["compat", name], args].concat())
}

fn licence(args: &[&str]) -> Ran {
    tool("tls_licence_tools", args)
}

/// The published secret itself.
fn secret_text() -> String {
    fs::read_to_string(secret()).unwrap().trim_end().to_owned()
}

#[track_caller]
fn printed(ran: &Ran, stdout: &str) {
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), stdout), "{ran:?}");
    assert!(ran.stderr.lines().all(|line| line.starts_with("usersig: warning: ")), "{ran:?}");
}

/// What a check prints where the ticket is valid so long.
#[track_caller]
fn valid(ran: &Ran, expire: u32, more: &str) {
    let rest =
        ran.stdout.strip_prefix(&format!("verify sig ok\nexpire {expire} init time ")).unwrap_or_else(|| panic!("{ran:?}"));
    let (time, rest) = rest.split_once('\n').unwrap();
    assert!(time.parse::<u64>().unwrap() > 1_700_000_000);
    assert_eq!((ran.status, rest, ran.stderr.contains("panicked")), (Some(0), more, false));
}

#[test]
fn v1_tickets() {
    let folder = Folder::new();
    let (key, public, file) = (private_key(), public_key(), folder.name("sig"));
    let user = [SDKAPPID, "xiaojun"];
    let generate = |command: &str, more: &[&str]| {
        let _ = fs::remove_file(&file);
        let ran = licence(&[&[command, &key, &file], &user[..], more].concat());
        printed(&ran, "generate sig ok\n");
        assert_eq!(ran.stderr, "");
        let ticket = fs::read_to_string(&file).unwrap();
        assert!(ticket.starts_with('e') && !ticket.contains('\n'), "{ticket}");
    };
    let check = |command: &str| licence(&[&[command, &public, &file], &user[..]].concat());
    for command in ["gen", "gen_without_expire"] {
        generate(command, &[]);
        valid(&check("verify"), 15_552_000, "");
    }
    printed(&check("verifyuser"), &wrong(15, "userbuf", &check("verifyuser"), "verifyuser"));
    generate("genexpire", &["3600"]);
    valid(&check("verify"), 3600, "");
    generate("genuser", &["1024", "abc"]);
    valid(&check("verifyuser"), 1024, "userbuf:abc\n");
    printed(&check("verify"), &wrong(15, "userbuf", &check("verify"), "verify"));
    // A file that an editor touched.
    fs::write(&file, fs::read_to_string(&file).unwrap() + "\r\n").unwrap();
    valid(&check("verifyuser"), 1024, "userbuf:abc\n");
    let dumped = licence(&["dump", fs::read_to_string(&file).unwrap().trim_end()]);
    let json: Value = serde_json::from_str(dumped.line()).unwrap();
    assert_eq!((&json["TLS.identifier"], &json["TLS.userbuf"]), (&"xiaojun".into(), &"YWJj".into()));
    assert!(json["TLS.sig"].is_string());
}

/// The two lines for a ticket that is not valid, with the sentence that the run gave.
#[track_caller]
fn wrong(code: u8, about: &str, ran: &Ran, command: &str) -> String {
    let sentence = ran.stdout.lines().next().and_then(|line| line.strip_prefix(&format!("check sig faild: {code}:")));
    let sentence = sentence.unwrap_or_else(|| panic!("{ran:?}"));
    assert!(sentence.contains(about), "{ran:?}");
    format!("check sig faild: {code}:{sentence}\ncmd {command} return -5\n")
}

#[test]
fn v2_tickets() {
    let folder = Folder::new();
    let (secret, file) = (secret_text(), folder.name("sig"));
    let generate = |name: &str, command: &str, more: &[&str]| {
        let ran = tool(name, &[&[command, &secret, &file, SDKAPPID, "xiaojun"], more].concat());
        let ticket = fs::read_to_string(&file).unwrap();
        printed(&ran, &format!("{ticket}\ngenerate sig ok\n"));
        // Once: others see the arguments.
        assert_eq!(ran.stderr.matches("the secret is an argument").count(), 1, "{ran:?}");
        assert!(!ran.stderr.contains(&secret));
        ticket
    };
    let check = |command: &str, more: &[&str]| licence(&[&[command, &secret, &file, SDKAPPID, "xiaojun"], more].concat());
    for (name, command) in [("tls_licence_tools", "gen2"), ("tlssigapi_v2_tool", "gen")] {
        generate(name, command, &[]);
        valid(&check("verify2", &[]), 15_552_000, "");
        printed(&check("verify2user", &["abc"]), &wrong(15, "userbuf", &check("verify2user", &["abc"]), "verify2user"));
    }
    for (name, command) in [("tls_licence_tools", "gen2user"), ("tlssigapi_v2_tool", "genuser")] {
        generate(name, command, &["abc"]);
        valid(&check("verify2user", &["abc"]), 15_552_000, "");
        printed(&check("verify2user", &["abd"]), &wrong(15, "userbuf", &check("verify2user", &["abd"]), "verify2user"));
    }
    for (command, room) in [("genuser", Value::from(10_000)), ("genuserbystringroom", "10000657".into())] {
        let ticket = generate("tlssigapi_v2_tool", command, &[]);
        let fields = run(&["inspect", &ticket]).json();
        assert_eq!((&fields["room"], &fields["privileges"], &fields["expire"]), (&room, &255.into(), &15_552_000.into()));
        let dumped: Value = serde_json::from_str(tool("tlssigapi_v2_tool", &["dump", &ticket]).line()).unwrap();
        assert_eq!((&dumped["TLS.ver"], &dumped["TLS.sdkappid"]), (&"2.0".into(), &1_400_000_000.into()));
    }
}

#[test]
fn signature() {
    for name in ["signature", "linux-signature32", "linux-signature64", "windows-signature32.exe", "windows-signature64.exe"] {
        let ran = tool(name, &[&private_key(), SDKAPPID, "xiaojun"]);
        assert_eq!(ran.stderr, "");
        super::verify(&["--key", &public_key(), ran.line()]).json();
    }
}

/// The tool's message, and for a tool that has commands the line that their callers look for.
#[test]
fn failures_are_told_on_stdout() {
    let folder = Folder::new();
    let (key, public, secret, file) = (private_key(), public_key(), secret_text(), folder.name("sig"));
    let missing = folder.name("missing");
    let unwritable = folder.name("no/such/folder");
    for (args, starts, ends) in [
        (["gen", &missing, &file, SDKAPPID, "xiaojun"], "the file with the private key cannot be opened", "cmd gen return -1"),
        (["gen", &public, &file, SDKAPPID, "xiaojun"], "error msg: ", "cmd gen return -3"),
        (["gen", &key, &file, "0", "xiaojun"], "error msg: the SDKAppID must be from 1", "cmd gen return -3"),
        (
            ["gen", &key, &file, "14e8", "xiaojun"],
            "error msg: the SDKAppID must be a whole number return 16",
            "cmd gen return -3",
        ),
        (["gen", &key, &file, SDKAPPID, ""], "error msg: the identifier is empty", "cmd gen return -3"),
        (["gen", &key, &unwritable, SDKAPPID, "xiaojun"], "the file for the ticket cannot be opened", "cmd gen return -4"),
        (["gen2", &secret[1..], &unwritable, SDKAPPID, "xiaojun"], "the file for the ticket", "cmd gen2 return -4"),
        (["gen2", "", &file, SDKAPPID, "xiaojun"], "error msg: the secret is empty", "cmd gen2 return -3"),
        (["verify", &public, &missing, SDKAPPID, "xiaojun"], "the file with the ticket cannot be opened", "cmd verify return -1"),
        (
            ["verify", &missing, &key, SDKAPPID, "xiaojun"],
            "the file with the public key cannot be opened",
            "cmd verify return -3",
        ),
        (["verify", &public, &key, SDKAPPID, "xiaojun"], "check sig faild: 2:", "cmd verify return -5"),
        (["verify2", &secret, &key, SDKAPPID, "xiaojun"], "check sig faild: 2:", "cmd verify2 return -5"),
    ] {
        let ran = licence(&args);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        let lines: Vec<_> = ran.stdout.lines().collect();
        assert!(lines.len() == 2 && lines[0].starts_with(starts) && lines[1] == ends, "{ran:?}");
        assert!(!folder.path("sig").exists(), "no file without a ticket: {args:?}");
        for told in [&missing, &secret, &secret[1..]] {
            assert!(told.is_empty() || !format!("{}{}", ran.stdout, ran.stderr).contains(told), "{ran:?}");
        }
    }
    let negative = licence(&["genexpire", &key, &file, SDKAPPID, "xiaojun", "-1"]);
    assert!(negative.stdout.ends_with(" return 16\ncmd genexpire return -3\n"), "{negative:?}");
    assert!(!folder.path("sig").exists());
    let userbuf = licence(&["genuser", &key, &file, SDKAPPID, "xiaojun", "60", &"x".repeat(8193)]);
    assert!(userbuf.stdout.ends_with(" return 15\ncmd genuser return -3\n"), "{userbuf:?}");
    assert!(!folder.path("sig").exists());
    printed(&licence(&["dump", "xyz"]), &format!("cmd dump return 2 {}\n", usersig_message("xyz")));
    let ran = tool("signature", &[&missing, SDKAPPID, "xiaojun"]);
    assert!(ran.status == Some(0) && ran.stdout.starts_with("the file with the private key cannot be opened"), "{ran:?}");
}

/// The sentence of `inspect` for the same text.
fn usersig_message(ticket: &str) -> String {
    let ran = run(&["inspect", ticket]);
    ran.stderr.lines().next().unwrap().split_once("): ").unwrap().1.to_owned()
}

#[test]
fn other_arguments_give_the_usage() {
    let (key, file) = (private_key(), "/dev/null");
    let user = ["gen", &key, file, SDKAPPID, "xiaojun"];
    for (name, args) in [
        ("tls_licence_tools", &[][..]),
        ("tls_licence_tools", &user[..4]),
        ("tls_licence_tools", &[&user[..], &["60"]].concat()),
        ("tls_licence_tools", &["help"]),
        ("tls_licence_tools", &["dump"]),
        ("tls_licence_tools", &["genuserbystringroom", "x", file, SDKAPPID, "xiaojun"]),
        ("tlssigapi_v2_tool", &["verify2", "x", file, SDKAPPID, "xiaojun"]),
        ("tlssigapi_v2_tool", &[]),
        ("signature", &[]),
        ("signature", &["dump", "x"]),
        ("signature", &user[..4]),
    ] {
        let ran = tool(name, args);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(255), ""), "{name} {args:?} {ran:?}");
        assert!(ran.stdout.starts_with("Usage") && ran.stdout.contains(name), "{ran:?}");
    }
    tool("tls_licence_tool", &[]).failed(2, &["tls_licence_tools, signature and tlssigapi_v2_tool"]);
    run(&["compat"]).failed(2, &["<TOOL>"]);
}

/// Under the tool's name, wherever it lies, and by no other.
#[cfg(unix)]
#[test]
fn the_name_of_the_program_is_enough() {
    let folder = Folder::new();
    let (key, file) = (private_key(), folder.name("sig"));
    let start = |name: &str, args: &[&str]| {
        let link = folder.path(name);
        std::os::unix::fs::symlink(command::<&str>(&[]).get_program(), &link).unwrap();
        let mut command = std::process::Command::new(&link);
        command.args(args).env_remove("USERSIG_SECRET_KEY");
        run_with(command, b"")
    };
    printed(&start("tls_licence_tools", &["gen", &key, &file, SDKAPPID, "xiaojun"]), "generate sig ok\n");
    for name in ["signature", "linux-signature32", "linux-signature64", "windows-signature32.exe", "windows-signature64.exe"] {
        let ran = start(name, &[&key, SDKAPPID, "xiaojun"]);
        super::verify(&["--key", &public_key(), ran.line()]).json();
    }
    let ran = start("tlssigapi_v2_tool", &["gen", &secret_text(), &file, SDKAPPID, "xiaojun"]);
    assert_eq!(ran.stdout, format!("{}\ngenerate sig ok\n", fs::read_to_string(&file).unwrap()));
    assert_eq!(start("tls_licence_tools.exe", &["--version"]).status, Some(255));
    assert_eq!(start("usersig-signature", &["--version"]).line(), format!("usersig {}", env!("CARGO_PKG_VERSION")));
}

/// The ticket is a file's whole new content, and what shows a ticket's text steers no terminal.
#[test]
fn contents() {
    let folder = Folder::new();
    let file = folder.file("sig", "x".repeat(5000));
    let identifier = "a\u{202e}b";
    licence(&["genuser", &private_key(), &file, SDKAPPID, identifier, "60", "\u{1b}[2J\u{202e}"]);
    let ticket = fs::read_to_string(&file).unwrap();
    assert!(ticket.len() < 1000);
    let ran = licence(&["verifyuser", &public_key(), &file, SDKAPPID, identifier]);
    valid(&ran, 60, "userbuf:\\u001b[2J\\u202e\n");
    let json = licence(&["dump", &ticket]);
    assert_eq!(serde_json::from_str::<Value>(json.line()).unwrap()["TLS.identifier"], identifier);
    assert!(json.stdout.contains("a\\u202eb"), "{json:?}");
}
