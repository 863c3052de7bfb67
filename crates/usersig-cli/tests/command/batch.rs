use super::{Folder, Ran, SDKAPPID, command, private_key, public_key, run, run_with, secret};
use std::fs;
use std::time::Instant;
use usersig::{PublicKey, SecretKey, Verifier};

/// `usersig batch` with a key.
fn batch(key: &[&str], input: &str, output: &str, more: &[&str]) -> Ran {
    run(&[&["batch", "--sdkappid", SDKAPPID, "--input", input, "--output", output], key, more].concat())
}

fn batch_v2(input: &str, output: &str) -> Ran {
    batch(&["--secret-key-file", &secret()], input, output, &[])
}

/// The rows of an output, which has its names of columns first.
fn rows(output: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_path(output).unwrap();
    assert_eq!(reader.headers().unwrap(), vec!["identifier", "usersig"]);
    reader.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn identifiers(output: &str) -> Vec<String> {
    rows(output).into_iter().map(|(identifier, _)| identifier).collect()
}

fn v2_verifier() -> Verifier {
    Verifier::new(1_400_000_000, SecretKey::new(fs::read_to_string(secret()).unwrap().trim_end()).unwrap()).unwrap()
}

fn v1_verifier() -> Verifier {
    Verifier::new(1_400_000_000, PublicKey::from_pem(&fs::read_to_string(public_key()).unwrap()).unwrap()).unwrap()
}

#[test]
fn fifty_thousand_in_order() {
    let folder = Folder::new();
    let wanted: Vec<_> = (0..50_000).map(|number| format!("user_{number}")).collect();
    let input = folder.file("ids.txt", wanted.join("\n"));
    let output = folder.name("sigs.csv");
    let secret_file = secret();
    for (key, verifier, checked) in [
        (["--secret-key-file", &secret_file], v2_verifier(), 1),
        // Checking every signature would take this test's time many times over.
        (["--key", &private_key()], v1_verifier(), 97),
    ] {
        let started = Instant::now();
        let ran = batch(&key, &input, &output, &[]);
        println!("50,000 tickets with {} took {:.2} s", key[0], started.elapsed().as_secs_f64());
        assert_eq!(ran.line(), "50000");
        let rows = rows(&output);
        assert_eq!(rows.len(), wanted.len());
        for (at, ((identifier, ticket), wanted)) in rows.iter().zip(&wanted).enumerate() {
            assert_eq!(identifier, wanted);
            if at % checked == 0 {
                verifier.verify(ticket, wanted).unwrap();
            }
        }
    }
    assert_eq!(folder.files(), ["ids.txt", "sigs.csv"]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Folder::new();
    let input = folder.file("ids.txt", (0..1000).map(|number| format!("user_{number}\r\n")).collect::<String>());
    let of_threads = |threads: &[&str]| {
        let output = folder.name("sigs.csv");
        batch(
            &["--key", &private_key()],
            &input,
            &output,
            &[&["--issued-at", "1600000000", "--expire", "10d"], threads].concat(),
        )
        .line();
        fs::read_to_string(output).unwrap()
    };
    let expected = of_threads(&[]);
    assert_eq!(expected.lines().count(), 1001);
    for threads in ["1", "2", "7", "10000"] {
        assert!(of_threads(&["--threads", threads]) == expected, "{threads} threads");
    }
    let last = rows(&folder.name("sigs.csv")).pop().unwrap().1;
    let fields = run(&["inspect", &last]).json();
    assert_eq!((&fields["issued_at"], &fields["expire"]), (&1_600_000_000.into(), &864_000.into()));
    for threads in ["0", "-1", "x"] {
        batch(&["--key", &private_key()], &input, &folder.name("other.csv"), &["--threads", threads]).failed(2, &["--threads"]);
    }
}

#[test]
fn forms_of_the_input() {
    let cases: [(&str, &[u8], &[&str]); 30] = [
        ("a.txt", b"x\ny", &["x", "y"]),
        ("b.txt", b"x\r\ny\r\n", &["x", "y"]),
        ("c.txt", "\u{feff}用户01\nb\"c\n".as_bytes(), &["用户01", "b\"c"]),
        ("d.list", b" x \n", &[" x "]),
        ("e.txt", b"", &[]),
        ("f.csv", b"identifier,n\nx,1\ny,2\n", &["x", "y"]),
        ("g.csv", b"n, Identifier\r\n1,x\r\n2,y\r\n", &["x", "y"]),
        ("h.CSV", "\u{feff}identifier\n\"b,\"\"c\"\n".as_bytes(), &["b,\"c"]),
        ("i.csv", b"x,1\ny,2\n", &["x", "y"]),
        ("j.csv", b"identifier\n", &[]),
        ("k.csv", b"", &[]),
        // Other names of the column, other separators.
        ("l.csv", b"n,userid\n1,x\n2,y\n", &["x", "y"]),
        ("m.csv", b"user_id;n\nx;1\ny,z;2\n", &["x", "y,z"]),
        ("n.csv", b"n\t UserID \n1\tx\n", &["x"]),
        ("o.csv", b"\"UID\";\"n\"\r\n\"x\";1\r\n", &["x"]),
        ("p.csv", b"ACCOUNT\nx\n", &["x"]),
        ("q.csv", b"uid,Identifier,account\n1,x,2\n", &["x"]),
        ("r.csv", b"x;1\ny;2\n", &["x", "y"]),
        ("s.tsv", b"x\t1\ny\t2\n", &["x", "y"]),
        ("t.csv", b"sep=;\r\nn;userid\r\n1;x\r\n", &["x"]),
        ("u.csv", b"\"a;b\",1\n", &["a;b"]),
        ("v.csv", b"identifier\n\"a;b\"\n", &["a;b"]),
        ("w.txt", b"n;userid\n1;x\n", &["x"]),
        ("x.txt", b"User-ID\nx\ny\n", &["x", "y"]),
        ("y.txt", b"n,account\n1,x\n", &["x"]),
        ("z.csv", b"\nidentifier;name\nx;1\n", &["x"]),
        ("za.txt", b"\r\n\nidentifier;name\r\nx;1\r\n", &["x"]),
        ("zb.txt", b"\nuserid\nx\n", &["x"]),
        ("zc.csv", b"sep=\t\nn\tuserid\n1\tx\n", &["x"]),
        ("zd.txt", b"\"userid\"\n\"x\"\n", &["x"]),
    ];
    for (name, content, expected) in cases {
        let folder = Folder::new();
        let output = folder.name("sigs.csv");
        let ran = batch_v2(&folder.file(name, content), &output);
        assert_eq!(ran.line(), expected.len().to_string(), "{name}");
        assert_eq!(identifiers(&output), expected, "{name}");
        for (identifier, ticket) in rows(&output) {
            v2_verifier().verify(&ticket, &identifier).unwrap();
        }
    }
}

#[test]
fn taking_the_first_column_is_told() {
    let folder = Folder::new();
    let told = |content: &str| {
        let ran = batch_v2(&folder.file("ids.csv", content), &folder.name("sigs.csv"));
        assert_eq!(ran.status, Some(0));
        ran.stderr.contains("no column is called \"identifier\"")
    };
    assert!(told("name,phone\nx,1\n"));
    assert!(!told("userid,name\nx,1\n"));
    assert!(!told("identifier,name\nx,1\n"));
    assert!(!told(""));
}

/// Nobody is called `a;b` because of a table that was taken for something else.
#[test]
fn tables_that_cannot_be_read_are_refused() {
    let folder = Folder::new();
    let output = folder.name("sigs.csv");
    for (name, content, text) in [
        ("a.txt", "a;b\nc;d\n", "must end in .csv"),
        ("b.txt", "a\tb\nc\td\n", "must end in .csv"),
        ("c.list", "a,b\n", "must end in .csv"),
        ("d.csv", "a,b;c\n", "must be separated by one"),
        ("e.csv", "uid,account\n1,2\n", "one alone must be called identifier"),
        ("f.csv", "identifier,Identifier\n1,2\n", "one alone must be called identifier"),
    ] {
        batch_v2(&folder.file(name, content), &output).failed(2, &["--input", text]);
        assert!(!folder.path("sigs.csv").exists(), "{name}");
    }
}

/// Where the first line does not show that this is a table, no row becomes a user's name.
#[test]
fn rows_are_no_identifiers() {
    let folder = Folder::new();
    let output = folder.name("sigs.csv");
    for (name, content) in [
        ("a.csv", "Export\nalice;x\nbob\n"),
        ("b.csv", "identifier\nalice;x\nbob\n"),
        ("c.csv", "identifier,name\nalice;x\nbob,y\n"),
        ("d.csv", "userid\nalice;\nbob\n"),
        ("e.txt", "bob\nalice;x\n"),
        ("f.txt", "bob\nalice,x\n"),
        ("g.txt", "userid\nalice\tx\nbob\n"),
        ("h.csv", "identifier\nalice\tx\r\nbob\r\n"),
    ] {
        let ran = batch_v2(&folder.file(name, content), &output);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.stderr.contains("invalid_identifier") && ran.stderr.contains("must be called identifier"), "{ran:?}");
        assert!(identifiers(&output).iter().all(|made| ["bob", "Export"].contains(&made.as_str())), "{name}");
    }
}

#[test]
fn a_hyphen_is_stdin_and_stdout() {
    let folder = Folder::new();
    let key = secret();
    let args = |input: &str, output: &str| {
        let args = ["batch", "--sdkappid", SDKAPPID, "--secret-key-file", &key, "--input", input, "--output", output];
        args.map(str::to_owned)
    };
    for (stdin, expected) in [("x\ny\n", ["x", "y"]), ("n;userid\n1;x\n2;y\n", ["x", "y"])] {
        let ran = run_with(command(&args("-", "-")), stdin.as_bytes());
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert_eq!(identifiers(&folder.file("out.csv", &ran.stdout)), expected);
        assert!(ran.stderr.contains("2 tickets"), "{ran:?}");
        assert_eq!(run_with(command(&args("-", &folder.name("sigs.csv"))), stdin.as_bytes()).line(), "2");
        assert_eq!(identifiers(&folder.name("sigs.csv")), expected);
    }
    assert_eq!(run_with(command(&args("-", "-")), b"x\n\n").status, Some(1));
    batch(&["--secret-key-file", "-"], "-", "-", &[]).failed(2, &["stdin holds the key"]);
    assert_eq!(folder.files(), ["out.csv", "sigs.csv"]);
}

#[test]
fn strict_identifiers() {
    let folder = Folder::new();
    let output = folder.name("sigs.csv");
    let ran = batch(&["--secret-key-file", &secret()], &folder.file("ids.txt", "a\nb c\n"), &output, &["--strict"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), "1\n"), "{ran:?}");
    assert!(ran.stderr.contains("line 2: invalid_identifier (code 3)"), "{ran:?}");
    assert_eq!(identifiers(&output), ["a"]);
}

/// Each kind once, however many lines it is about.
#[test]
fn warnings() {
    let folder = Folder::new();
    let output = folder.name("sigs.csv");
    let text = format!("a\n{}b c\n x\nundefined\n", format!("{}\n", "x".repeat(33)).repeat(3));
    let input = folder.file("ids.txt", text);
    let key = ["--secret-key-file", &secret()];
    let ran = batch(&key, &input, &output, &["--expire", "4000d"]);
    assert_eq!(ran.line(), "7");
    let lines: Vec<_> = ran.stderr.lines().filter(|line| line.starts_with("usersig: warning: ")).collect();
    for text in [
        "longer than 32 bytes, which Tencent's packages rule out; shorten it (line 2, and 2 more)",
        "other characters than A-Z a-z 0-9 _ -, which Tencent's packages rule out (line 5, and 1 more)",
        "blank, which is part of it; trim it where it is read (line 6)",
        "(line 7)",
        "ten years",
    ] {
        assert_eq!(lines.iter().filter(|line| line.contains(text)).count(), 1, "{text}: {ran:?}");
    }
    assert_eq!(lines.len(), 5, "{ran:?}");
    let quiet = batch(&key, &input, &output, &["--expire", "4000d", "--quiet"]);
    assert_eq!(quiet.line(), "7");
    assert!(!quiet.stderr.contains("warning"), "{quiet:?}");
    // What is left out needs no warning.
    let strict = batch(&key, &input, &output, &["--strict"]);
    assert_eq!(strict.stdout, "2\n");
    assert_eq!(strict.stderr.matches("warning").count(), 1, "{strict:?}");
}

#[test]
fn bad_lines_are_reported_and_the_rest_is_done() {
    let folder = Folder::new();
    let long = "x".repeat(1025);
    let text = [b"a\n\nb\x01c\n".as_slice(), long.as_bytes(), b"\n\xff\nz\n"].concat();
    let output = folder.name("sigs.csv");
    let ran = batch_v2(&folder.file("ids.txt", text), &output);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), "2\n"), "{ran:?}");
    assert_eq!(identifiers(&output), ["a", "z"]);
    let reported = [
        "line 2: invalid_identifier (code 3): the identifier is empty",
        "line 3: invalid_identifier (code 3): the identifier holds a control character",
        "line 4: invalid_identifier (code 3): the identifier is longer than 1024 bytes",
        "line 5: invalid_identifier (code 3): the identifier is not UTF-8",
        "4 lines were left out",
    ];
    let places: Vec<_> = reported.iter().map(|text| ran.stderr.find(text).unwrap_or_else(|| panic!("{text}: {ran:?}"))).collect();
    assert!(places.is_sorted(), "{ran:?}");

    let rows = folder.file("ids.csv", "n,identifier\n1,a\n2,\n\n4,\"b\nc\"\n6\n7,z\n");
    let ran = batch_v2(&rows, &output);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), "2\n"), "{ran:?}");
    assert_eq!(identifiers(&output), ["a", "z"]);
    let numbers: Vec<_> = ran.stderr.lines().filter_map(|line| line.strip_prefix("usersig: line ")?.split(':').next()).collect();
    assert_eq!(numbers, ["3", "5", "7"]);

    // Lines beyond what is held at a time keep their numbers.
    let many: String = (1..=40_000).map(|line| if line % 16_384 == 0 { "\n".to_owned() } else { format!("u{line}\n") }).collect();
    let ran = batch_v2(&folder.file("many.txt", many), &output);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), "39998\n"));
    assert!(ran.stderr.contains("line 16384:") && ran.stderr.contains("line 32768:"), "{ran:?}");
}

#[test]
fn what_is_wrong_for_all_is_said_once_and_writes_nothing() {
    let folder = Folder::new();
    let input = folder.file("ids.txt", "a\nb\nc\n");
    let output = folder.name("sigs.csv");
    let v2 = |more: &[&str]| batch(&["--secret-key-file", &secret()], &input, &output, more);
    let late = v2(&["--issued-at", "253402300799"]);
    late.failed(2, &["invalid_expire (code 4)"]);
    assert_eq!(late.stderr.matches("invalid_expire").count(), 1);
    v2(&["--expire", "-1"]).failed(2, &["invalid_expire (code 4)"]);
    batch(&[], &input, &output, &[]).failed(2, &["no key was given"]);
    batch(&["--key", &public_key()], &input, &output, &[]).failed(2, &["wrong_key_kind (code 12)"]);
    batch_v2(&folder.name("missing.txt"), &output).failed(2, &["--input cannot be read", "No such file"]);
    batch_v2(folder.0.path().to_str().unwrap(), &output).failed(2, &["--input"]);
    batch_v2(&input, &folder.name("missing/sigs.csv")).failed(2, &["--output", "cannot be written"]);
    batch_v2(&input, folder.0.path().to_str().unwrap()).failed(2, &["--output must name"]);
    batch_v2(&folder.file("wide.txt", b"\xff\xfea\0"), &output).failed(2, &["UTF-16"]);
    assert_eq!(folder.files(), ["ids.txt", "wide.txt"]);
}

#[test]
fn a_failure_half_way_leaves_the_old_output() {
    let folder = Folder::new();
    let output = folder.file("sigs.csv", "old");
    // More rows than are held at a time, and then a quotation mark that is never closed.
    let text = format!("{}\"open\n{}", "user\n".repeat(40_000), "user\n".repeat(300_000));
    batch_v2(&folder.file("ids.csv", text), &output).failed(2, &["--input", "line 40001", "quotation mark"]);
    assert_eq!(fs::read_to_string(&output).unwrap(), "old");
    assert_eq!(folder.files(), ["ids.csv", "sigs.csv"]);
}

#[test]
fn an_output_takes_the_place_of_an_older_one() {
    let folder = Folder::new();
    let input = folder.file("ids.txt", "a\n");
    let output = folder.file("sigs.csv", "old");
    batch_v2(&input, &output).line();
    assert_eq!(identifiers(&output), ["a"]);
    batch_v2(&input, &input).failed(2, &["would take the place of the input"]);
    assert_eq!(fs::read_to_string(&input).unwrap(), "a\n");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::Write;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::Duration;

    #[test]
    fn tickets_are_for_their_owner_alone() {
        let folder = Folder::new();
        let output = folder.name("sigs.csv");
        batch_v2(&folder.file("ids.txt", "a\n"), &output).line();
        assert_eq!(fs::metadata(output).unwrap().permissions().mode() & 0o7777, 0o600);
    }

    #[test]
    fn links_and_devices() {
        let folder = Folder::new();
        let input = folder.file("ids.txt", "a\n");
        let real = folder.file("real.csv", "old");
        symlink(&real, folder.path("link.csv")).unwrap();
        batch_v2(&input, &folder.name("link.csv")).line();
        assert!(folder.path("link.csv").is_symlink());
        assert_eq!(identifiers(&real), ["a"]);
        symlink(&input, folder.path("input.csv")).unwrap();
        batch_v2(&input, &folder.name("input.csv")).failed(2, &["would take the place of the input"]);
        for (name, target) in [("null", "/dev/null"), ("folder", "."), ("nowhere", "missing"), ("stdout", "/dev/stdout")] {
            symlink(target, folder.path(name)).unwrap();
        }
        symlink("loop", folder.path("loop")).unwrap();
        assert!(Command::new("mkfifo").arg(folder.path("fifo")).status().unwrap().success());
        for name in ["null", "folder", "nowhere", "stdout", "loop", "fifo"] {
            batch_v2(&input, &folder.name(name)).failed(2, &["--output must name", "- is stdout"]);
            assert!(name == "fifo" || folder.path(name).is_symlink(), "{name}");
        }
        // As whoever may replace the links of the system: the tests may run as root.
        for device in ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/1"] {
            let before = fs::symlink_metadata(device).map(|metadata| metadata.file_type());
            batch_v2(&input, device).failed(2, &["--output"]);
            assert_eq!(fs::symlink_metadata(device).map(|metadata| metadata.file_type()).ok(), before.ok(), "{device}");
        }
        assert!(!Path::new("/dev/null").is_file());
    }

    /// What stdout goes to is no file to replace: the result would be lost with the old one.
    #[test]
    fn the_file_behind_stdout() {
        let folder = Folder::new();
        let input = folder.file("ids.txt", "a\n");
        for output in ["/dev/stdout", &folder.name("sigs.csv")] {
            let mut command = command(&[
                "batch",
                "--sdkappid",
                SDKAPPID,
                "--secret-key-file",
                &secret(),
                "--input",
                &input,
                "--output",
                output,
            ]);
            let ran = command.stdout(fs::File::create(folder.path("sigs.csv")).unwrap()).output().unwrap();
            let stderr = String::from_utf8(ran.stderr).unwrap();
            assert!(ran.status.code() == Some(2) && stderr.contains("- is stdout"), "{stderr}");
            assert_eq!(fs::read_to_string(folder.path("sigs.csv")).unwrap(), "");
        }
    }

    #[test]
    fn a_key_is_no_output() {
        let folder = Folder::new();
        let input = folder.file("ids.txt", "a\n");
        for (option, key) in [("--secret-key-file", secret()), ("--key", private_key())] {
            let content = fs::read(key).unwrap();
            let copy = folder.file("key", &content);
            symlink(&copy, folder.path(option)).unwrap();
            for output in [&copy, &folder.name(option)] {
                batch(&[option, &copy], &input, output, &[]).failed(2, &["would take the place of"]);
                batch(&[option, &folder.name(option)], &input, output, &[]).failed(2, &["would take the place of"]);
            }
            assert_eq!(fs::read(&copy).unwrap(), content);
        }
    }

    /// A file in this folder, with a name or without one, that the run has written a part of its output to.
    fn unfinished(process: u32, folder: &Folder) -> Option<PathBuf> {
        let open = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().map(|entry| entry.unwrap().path());
        let in_folder = |path: &PathBuf| fs::read_link(path).is_ok_and(|target| target.starts_with(folder.0.path()));
        let named = folder.files().into_iter().filter(|name| name.starts_with(".usersig-")).map(|name| folder.path(&name));
        open.filter(in_folder).chain(named).find(|path| fs::metadata(path).is_ok_and(|file| file.len() > 1_000_000))
    }

    /// A run that has written a part of its output and waits for more input, and the file with that part.
    fn half_done(folder: &Folder, output: &str) -> (Child, fs::File, PathBuf) {
        // Whoever started the tests may have had signals ignored.
        let starter: &[&str] = if cfg!(target_os = "linux") { &["env", "--default-signal"] } else { &["env"] };
        half_done_below(starter, folder, output)
    }

    /// The same, started by another program, in whose place the command then stands.
    fn half_done_below(starter: &[&str], folder: &Folder, output: &str) -> (Child, fs::File, PathBuf) {
        let input = folder.name("ids.txt");
        assert!(Command::new("mkfifo").arg(&input).status().unwrap().success());
        let args = ["batch", "--sdkappid", SDKAPPID, "--secret-key-file", &secret(), "--input", &input, "--output", output];
        let mut child = Command::new(starter[0])
            .args(&starter[1..])
            .arg(env!("CARGO_BIN_EXE_usersig"))
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = fs::OpenOptions::new().write(true).open(&input).unwrap();
        pipe.write_all("user\n".repeat(20_000).as_bytes()).unwrap();
        for _ in 0..3000 {
            if let Some(path) = unfinished(child.id(), folder) {
                return (child, pipe, path);
            }
            thread::sleep(Duration::from_millis(10));
        }
        child.kill().unwrap();
        panic!("nothing was written: {:?}, {:?}", folder.files(), child.wait_with_output());
    }

    #[test]
    fn an_interrupted_run_leaves_nothing() {
        for signal in ["INT", "TERM", "HUP"] {
            let folder = Folder::new();
            let output = folder.name("sigs.csv");
            let (child, pipe, _) = half_done(&folder, &output);
            assert!(Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap().success());
            let ended = child.wait_with_output().unwrap();
            drop(pipe);
            assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(130), b"".as_slice()), "{signal}");
            assert_eq!(folder.files(), ["ids.txt"], "{signal}");
        }
    }

    /// Where the file has no name before it is finished, nothing stays, whatever ends the run and whatever is ignored.
    #[cfg(target_os = "linux")]
    #[test]
    fn no_signal_leaves_tickets() {
        for signal in ["TERM", "HUP", "QUIT", "USR1", "USR2", "XCPU", "XFSZ", "ALRM", "ABRT", "KILL"] {
            let folder = Folder::new();
            // As shells start what ends with `&` in a script.
            let script = "ulimit -c 0; trap '' INT; exec \"$@\"";
            let starter = ["env", "--default-signal", "bash", "-c", script, "bash"];
            let (child, pipe, _) = half_done_below(&starter, &folder, &folder.name("sigs.csv"));
            assert!(Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap().success());
            assert!(!child.wait_with_output().unwrap().status.success());
            drop(pipe);
            assert_eq!(folder.files(), ["ids.txt"], "{signal}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_limit_of_file_sizes_leaves_nothing() {
        let folder = Folder::new();
        let input = folder.file("ids.txt", "user\n".repeat(50_000));
        let output = folder.file("sigs.csv", "old");
        let script = "ulimit -c 0; ulimit -f 1000; exec \"$0\" \"$@\"";
        let mut shell = Command::new("bash");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_usersig"), "batch", "--sdkappid", SDKAPPID, "--input", &input]);
        shell.args(["--secret-key-file", &secret(), "--output", &output]);
        assert!(!shell.output().unwrap().status.success());
        assert_eq!(fs::read_to_string(&output).unwrap(), "old");
        assert_eq!(folder.files(), ["ids.txt", "sigs.csv"]);
    }

    #[test]
    fn a_killed_run_leaves_nothing_under_the_outputs_name() {
        for old in [None, Some("old")] {
            let folder = Folder::new();
            let output = folder.name("sigs.csv");
            if let Some(old) = old {
                folder.file("sigs.csv", old);
            }
            let (mut child, pipe, unfinished) = half_done(&folder, &output);
            assert_eq!(fs::metadata(&unfinished).unwrap().permissions().mode() & 0o7777, 0o600);
            child.kill().unwrap();
            assert!(!child.wait().unwrap().success());
            drop(pipe);
            assert_eq!(fs::read_to_string(&output).ok().as_deref(), old);
        }
    }

    /// `nohup` and shells ignore signals for programs that are to outlive them. What was ignored stays ignored.
    #[test]
    fn an_ignored_signal_stays_ignored() {
        let folder = Folder::new();
        let output = folder.name("sigs.csv");
        let (child, pipe, _) = half_done_below(&["bash", "-c", "trap '' HUP; exec \"$@\"", "bash"], &folder, &output);
        assert!(Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap().success());
        // A second is far more than the end by a signal takes.
        thread::sleep(Duration::from_secs(1));
        drop(pipe);
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(0), b"20000\n".as_slice()));
        assert_eq!(rows(&output).len(), 20_000);
    }

    /// The same half-done run, allowed to go on, ends well: it was the signal that ended the others.
    #[test]
    fn a_run_that_is_let_be_finishes() {
        let folder = Folder::new();
        let output = folder.name("sigs.csv");
        let (child, pipe, _) = half_done(&folder, &output);
        drop(pipe);
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(0), b"20000\n".as_slice()));
        assert_eq!(rows(&output).len(), 20_000);
        assert_eq!(folder.files(), ["ids.txt", "sigs.csv"]);
    }

    /// What the system says about a run while it lasts: the most memory, in kB, and the most threads.
    #[cfg(target_os = "linux")]
    fn watched(args: &[&str]) -> (u64, usize) {
        let mut child = command(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let process = PathBuf::from(format!("/proc/{}", child.id()));
        let (mut memory, mut threads) = (0, 0);
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                assert_eq!(status.code(), Some(0));
                return (memory, threads);
            }
            let status = fs::read_to_string(process.join("status")).unwrap_or_default();
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.strip_suffix("kB")?.trim().parse().ok());
            memory = memory.max(peak.unwrap_or_default());
            threads = threads.max(fs::read_dir(process.join("task")).map_or(0, Iterator::count));
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// With a file three times the size, hardly more memory: neither input nor output is held.
    #[cfg(target_os = "linux")]
    #[test]
    fn memory_does_not_grow_with_the_input() {
        let folder = Folder::new();
        let output = folder.name("sigs.csv");
        let peak = |count: usize| {
            let input = folder.file("ids.txt", "user_0123456789\n".repeat(count));
            let args = ["batch", "--sdkappid", SDKAPPID, "--threads", "2", "--secret-key-file", &secret()];
            let (peak, _) = watched(&[&args[..], &["--input", &input, "--output", &output]].concat());
            assert_eq!(rows(&output).len(), count);
            peak
        };
        let (small, large) = (peak(40_000), peak(120_000));
        println!("peak: {small} kB with 40,000 identifiers, {large} kB with 120,000");
        assert!(small > 0 && large < small + 8192, "{small} kB, {large} kB");
    }

    /// One thread waits for signals; the others make tickets.
    #[cfg(target_os = "linux")]
    #[test]
    fn tickets_are_made_on_all_cores() {
        let folder = Folder::new();
        let input = folder.file("ids.txt", (0..10_000).map(|number| format!("user_{number}\n")).collect::<String>());
        let output = folder.name("sigs.csv");
        let key = private_key();
        let threads = |more: &[&str]| {
            let args = ["batch", "--sdkappid", SDKAPPID, "--key", &key, "--input", &input, "--output", &output];
            watched(&[&args[..], more].concat()).1
        };
        // One thread more waits for signals, but for a command that was started with signals ignored (nohup).
        let one = threads(&["--threads", "1"]);
        assert!(one == 1 || one == 2, "{one}");
        assert_eq!(threads(&["--threads", "2"]), one + 1);
        let cores = thread::available_parallelism().unwrap().get();
        assert_eq!(threads(&[]) > one, cores > 1);
    }
}

#[test]
fn the_key_may_come_from_stdin() {
    let folder = Folder::new();
    let (input, output) = (folder.file("ids.txt", "a\n"), folder.name("sigs.csv"));
    let args = ["batch", "--sdkappid", SDKAPPID, "--key", "-", "--input", &input, "--output", &output];
    assert_eq!(run_with(command(&args), &fs::read(private_key()).unwrap()).line(), "1");
    let [(identifier, ticket)] = rows(&output).try_into().unwrap();
    v1_verifier().verify(&ticket, &identifier).unwrap();
}
