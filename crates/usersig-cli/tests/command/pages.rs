use super::{Folder, run};
use std::fs;
use std::process::Command;

const COMMANDS: [&str; 10] = ["gen", "verify", "inspect", "keygen", "batch", "serve", "console", "compat", "completions", "man"];

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
    run::<&str>(&[]).failed(2, &["Usage: usersig [OPTIONS] <COMMAND>"]);
    run(&["frobnicate"]).failed(2, &["unrecognized subcommand", "--help"]);
    run(&["verfy"]).failed(2, &["'verify'"]);
    run(&["gen"]).failed(2, &["--sdkappid <N>", "--identifier <ID>", "Usage: usersig gen"]);
    run(&["gen", "--sdkapid", "1"]).failed(2, &["--sdkappid"]);
    run(&["verify"]).failed(2, &["--sdkappid <N>", "Usage: usersig verify"]);
    run(&["inspect", "a", "b"]).failed(2, &["unexpected argument '[argument 3]'"]);
    run(&["keygen"]).failed(2, &["--out <DIR>"]);
    run(&["batch", "--sdkappid", "1"]).failed(2, &["--input <FILE>", "--output <FILE>"]);
}

/// What was typed may be a key, a ticket or an identifier, in whatever place.
#[test]
fn no_argument_is_repeated() {
    const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    const TICKET: &str = "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkSotTi3QzEvNSUlNgCopTshM_";
    const PEM: &str =
        "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n";
    let key = super::secret();
    for typed in [SECRET, TICKET, PEM, "123456789012345678901234567890", "--somebody", "verifier", "-xyzzy"] {
        let name = format!("--{typed}");
        let pair = format!("{name}=xyzzy");
        let both = format!("enter,{typed}");
        let with = |more: &[&str]| run(&[&["gen", "--sdkappid", "1", "--identifier", "a"], more].concat());
        let runs = [
            run(&[typed]),
            run(&["help", typed]),
            run(&[&name]),
            run(&[&pair]),
            run(&[typed, "--help-me"]),
            run(&["inspect", "x", typed]),
            run(&["inspect", typed, typed]),
            run(&["inspect", &name]),
            run(&["inspect", "--key", typed]),
            run(&["verify", "x", typed, typed]),
            run(&["gen", "--identifier", "a", "--sdkappid", typed]),
            with(&[&name]),
            with(&[&pair]),
            with(&["--expire", typed]),
            with(&["--issued-at", typed]),
            with(&["--key", typed]),
            with(&["--secret-key-file", typed]),
            with(&["--secret-key-file", &key, "--room", typed, "--privileges", "1"]),
            with(&["--secret-key-file", &key, "--room", "1", "--privileges", typed]),
            with(&["--secret-key-file", &key, "--room", "1", "--privileges", &both]),
            with(&["--secret-key-file", &key, "--userbuf", &format!("@{typed}")]),
            with(&["--secret-key-file", &key, typed]),
            with(&["--secret-key-file", &key, "--quiet", &format!("--quiet={typed}")]),
            run(&["verify", "--sdkappid", "1", "--identifier", "a", "--now", typed]),
            run(&["verify", "--sdkappid", "1", "--identifier", "a", "--leeway", typed]),
            run(&["verify", "--sdkappid", "1", "--identifier", typed, "--secret-key-file", &key, "x"]),
            run(&["keygen", "--out", &format!("/dev/null/{typed}")]),
            run(&["keygen", "--out", "/dev/null/x", "--curve", typed]),
            run(&["serve", "--sdkappid", "1", "--key", &key, typed]),
            run(&["serve", "--check", typed]),
            run(&["serve", "--sdkappid", "1", "--secret-key-file", "", typed]),
            run(&["serve", "--config", typed]),
            run(&["serve", "reload", typed]),
            run(&["serve", "--listen", typed]),
            run(&["batch", "--sdkappid", "1", "--secret-key-file", &key, "--input", &key, "--output", &format!("{typed}/x")]),
            run(&["batch", "--sdkappid", "1", "--secret-key-file", &key, "--output", "/dev/null/x", "--input", typed]),
            run(&[
                "batch",
                "--sdkappid",
                "1",
                "--secret-key-file",
                &key,
                "--input",
                &key,
                "--output",
                &format!("/dev/null/{typed}"),
            ]),
            run(&["batch", "--sdkappid", "1", "--secret-key-file", &key, "--input", "x", "--output", "x", "--threads", typed]),
            run(&["console", "--no-open", "--port", typed]),
            run(&["compat", typed]),
            run(&["completions", typed]),
            run(&["man", typed]),
            run(&["man", "--out", &format!("/dev/null/{typed}")]),
            run(&["serve", typed]),
            run(&["serve", "token", typed]),
            run(&["serve", "--listen", typed]),
            run(&["serve", "--sdkappid", typed]),
            run(&["serve", "--max-expire", typed]),
        ];
        let told = typed.trim_start_matches('-');
        for (number, ran) in runs.iter().enumerate() {
            assert!(matches!(ran.status, Some(1 | 2)) && !ran.stderr.is_empty(), "{number}: {ran:?}");
            let parts = told.lines().chain([&told[..told.len().min(9)]]);
            for part in parts {
                assert!(!ran.stderr.contains(part) && !ran.stdout.contains(part), "{number}: {ran:?}");
            }
        }
    }
}

/// What nobody got is not done.
#[cfg(unix)]
#[test]
fn an_output_that_nobody_gets_is_a_failure() {
    let folder = Folder::new();
    let (input, output, key) = (folder.file("ids.txt", "a\n"), folder.name("sigs.csv"), super::secret());
    let ticket = super::generate(&["--secret-key-file", &key]);
    let user = ["--sdkappid", super::SDKAPPID, "--secret-key-file", &key, "--identifier", "xiaojun"];
    let batch = ["batch", "--sdkappid", super::SDKAPPID, "--secret-key-file", &key, "--input", &input, "--output"];
    let commands: [(&[&str], &[&str]); 14] = [
        (&["--help"], &[]),
        (&["--version"], &[]),
        (&["help"], &[]),
        (&["gen", "--help"], &[]),
        (&["completions", "bash"], &[]),
        (&["man"], &[]),
        (&["inspect", ticket.line()], &[]),
        (&["gen"], &user),
        (&["verify", ticket.line()], &user),
        (&["keygen", "--out", &folder.name("keys")], &[]),
        (&batch, &[&output]),
        (&batch, &["-"]),
        (&["serve", "token"], &[]),
        (&["console", "--no-open"], &[]),
    ];
    let gone = super::nobody();
    for (first, second) in commands {
        let args = [first, second].concat();
        // Closed, full, and a pipe whose reader is gone.
        let full = if cfg!(target_os = "linux") { ">/dev/full" } else { ">&-" };
        for redirection in [">&-", full, ""] {
            let mut shell = Command::new("bash");
            shell.args(["-c", &format!("exec \"$0\" \"$@\" {redirection}"), env!("CARGO_BIN_EXE_usersig")]).args(&args);
            shell.env_remove("USERSIG_SECRET_KEY").stdout(gone.try_clone().unwrap());
            let ran = shell.stdin(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).output().unwrap();
            let stderr = String::from_utf8(ran.stderr).unwrap();
            assert_eq!(ran.status.code(), Some(2), "{args:?} {redirection}: {stderr}");
            assert!(stderr.contains("stdout") && !stderr.contains("panicked"), "{args:?} {redirection}: {stderr}");
            // A key pair was made all the same, unless it was clear before that nobody would learn where.
            assert!(!folder.path("keys").exists() || redirection != ">&-");
            let _ = fs::remove_dir_all(folder.path("keys"));
        }
    }
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

/// What the configuration takes, it says itself where a key is wrong: its manual page has every one.
#[test]
fn the_manual_has_every_key_of_the_configuration() {
    let folder = Folder::new();
    run(&["man", "--out", &folder.name("man1")]);
    let page = fs::read_to_string(folder.path("man1/usersig-serve.1")).unwrap();
    let application = "[[application]]\nsdkappid = 1\n";
    let mut keys = std::collections::BTreeSet::new();
    for table in ["", "[tls]\n", "[log]\n", "[limits]\n", application, "[[caller]]\n"] {
        let config = folder.file("usersig.toml", format!("{table}nonsense = 1\n"));
        let stderr = run(&["serve", "--check", "--config", &config]).stderr;
        let found = keys.len();
        keys.extend(stderr.split('`').skip(1).step_by(2).map(str::to_owned));
        assert!(keys.len() >= found + 2, "{stderr}");
    }
    assert!(keys.len() >= 35, "{keys:?}");
    // In bold, perhaps behind the name of its table.
    let bold = page.split("\\fB").skip(1).map(|text| text.split("\\fR").next().unwrap());
    let named: Vec<_> = bold.flat_map(|text| text.split([' ', '[', ']'])).collect();
    for key in &keys {
        assert!(named.contains(&key.as_str()), "{key}");
    }
    for part in ["reload_refused", ".SH RUNNING IT", "usersig_reloads_total", "SIGTERM", "exit status"] {
        assert!(page.contains(part), "{part}");
    }
}
