use super::{Folder, run};
use std::fs;
use std::process::Command;

const COMMANDS: [&str; 9] = ["gen", "verify", "inspect", "keygen", "batch", "serve", "console", "completions", "man"];

#[test]
fn help_names_every_command_and_the_exit_status() {
    for args in [&["--help"][..], &["-h"], &["help"]] {
        let ran = run(args);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
        assert!(COMMANDS.iter().all(|name| ran.stdout.contains(&format!("\n  {name} "))), "{ran:?}");
        assert!(ran.stdout.contains("Exit status:"));
    }
    for name in COMMANDS {
        let ran = run(&[name, "--help"]);
        assert_eq!(ran.status, Some(0));
        assert!(ran.stdout.contains(&format!("Usage: usersig {name}")), "{ran:?}");
    }
    assert_eq!(run(&["--version"]).line(), format!("usersig {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage() {
    run::<&str>(&[]).failed(2, &["Usage: usersig <COMMAND>"]);
    run(&["frobnicate"]).failed(2, &["unrecognized subcommand", "--help"]);
    run(&["verfy"]).failed(2, &["'verify'"]);
    run(&["gen"]).failed(2, &["--sdkappid <N>", "--identifier <ID>", "Usage: usersig gen"]);
    run(&["gen", "--sdkapid", "1"]).failed(2, &["--sdkappid"]);
    run(&["verify"]).failed(2, &["--sdkappid <N>", "Usage: usersig verify"]);
    run(&["inspect", "a", "b"]).failed(2, &["unexpected argument 'b'"]);
    run(&["keygen"]).failed(2, &["--out <DIR>"]);
    run(&["batch", "--sdkappid", "1"]).failed(2, &["--input <FILE>", "--output <FILE>"]);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_text() {
    use std::os::unix::ffi::OsStrExt;
    let bad = std::ffi::OsStr::from_bytes(b"\xff");
    run(&["inspect".as_ref(), bad]).failed(2, &["UTF-8"]);
    // Names of files need not be text.
    run(&["gen".as_ref(), "--sdkappid=1".as_ref(), "--identifier=a".as_ref(), "--key".as_ref(), bad])
        .failed(2, &["--key takes the name of a file"]);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
        assert!(["usersig", "secret-key-file", "room-name"].iter().all(|text| ran.stdout.contains(text)), "{shell}");
    }
    run(&["completions", "cmd"]).failed(2, &["bash, elvish, fish, powershell, zsh"]);
}

/// Asks bash what it would offer.
#[cfg(unix)]
#[test]
fn bash_completes() {
    let script = r#"source <("$0" completions bash); COMP_WORDS=(usersig ke); COMP_CWORD=1; _usersig usersig ke usersig; echo "${COMPREPLY[@]}""#;
    let output = Command::new("bash").args(["-c", script, env!("CARGO_BIN_EXE_usersig")]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "keygen\n");
}

#[test]
fn manual_pages() {
    let ran = run(&["man"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains(".TH usersig 1") && COMMANDS.iter().all(|name| ran.stdout.contains(name)), "{}", ran.stdout);
    let folder = Folder::new();
    run(&["man", "--out", &folder.name("man1")]);
    let page = |name: &str| fs::read_to_string(folder.path(&format!("man1/{name}.1"))).unwrap();
    assert_eq!(page("usersig").matches(".TH").count(), 1);
    for name in COMMANDS {
        assert!(page(&format!("usersig-{name}")).contains(".SH OPTIONS"), "{name}");
    }
}
