use super::{Folder, SDKAPPID, command, generate, private_key, public_key, published_key, run, run_with, secret, verify};
use std::fs;
use std::io::{Cursor, Write};
use std::process::Command;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, content)) in members.iter().enumerate() {
        let method = if at % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_consoles_archive() {
    let folder = Folder::new();
    let (private, public) = (fs::read(private_key()).unwrap(), fs::read(public_key()).unwrap());
    let both = folder.file("keys.zip", zip_of(&[("private_key", &private), ("public_key", &public)]));
    let in_folder = folder.file(
        "other.zip",
        zip_of(&[
            ("keys/", b""),
            ("keys/private_key.txt", &private),
            ("__MACOSX/keys/._private_key.txt", b"?"),
            ("keys/public_key.txt", &public),
        ]),
    );
    let private_only = folder.file("private.zip", zip_of(&[("private_key.txt", &private)]));
    let public_only = folder.file("public.zip", zip_of(&[("public_key.txt", &public)]));

    let expected = generate(&["--key", &private_key(), "--issued-at", "1600000000"]);
    for archive in [&both, &in_folder, &private_only] {
        assert_eq!(generate(&["--key", archive, "--issued-at", "1600000000"]).line(), expected.line());
    }
    for archive in [&both, &in_folder, &private_only, &public_only] {
        verify(&["--key", archive, "--now", "1600000000", expected.line()]).line();
    }
    let from_stdin =
        command(&["gen", "--sdkappid", SDKAPPID, "--identifier", "xiaojun", "--key", "-", "--issued-at", "1600000000"]);
    assert_eq!(run_with(from_stdin, &fs::read(&both).unwrap()).line(), expected.line());

    generate(&["--key", &public_only]).failed(2, &["invalid_key (code 10)", "private_key"]);
    generate(&["--secret-key-file", &both]).failed(2, &["wrong_key_kind (code 12)", "--key"]);
}

#[test]
fn archives_that_are_not_the_consoles() {
    let folder = Folder::new();
    let private = fs::read(private_key()).unwrap();
    let good = zip_of(&[("private_key", &private)]);
    let bomb = vec![b' '; 50 * 1024 * 1024];
    let many: Vec<_> = (0..65).map(|number| (format!("file{number}"), Vec::new())).collect();
    let many: Vec<_> = many.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let cases = [
        ("empty", zip_of(&[]), "no file called private_key"),
        ("other", zip_of(&[("readme", b"hello")]), "no file called private_key"),
        ("cut", good[..good.len() - 30].to_vec(), "damaged"),
        ("header", b"PK\x03\x04".to_vec(), "damaged"),
        ("two", zip_of(&[("a/private_key", &private), ("b/private_key", &private)]), "more than one key"),
        ("bomb", zip_of(&[("private_key", &bomb)]), "longer than 16384 bytes"),
        ("many", zip_of(&many), "more than 64 files"),
        ("nonsense", zip_of(&[("private_key", b"hello world")]), "BEGIN"),
    ];
    for (name, bytes, text) in cases {
        let archive = folder.file(name, bytes);
        generate(&["--key", &archive]).failed(2, &["(code 10)", text]);
    }
    let mut damaged = good.clone();
    damaged[60] ^= 0x55;
    generate(&["--key", &folder.file("damaged", &damaged)]).failed(2, &["invalid_key (code 10)", "damaged"]);
}

#[test]
fn every_cut_of_an_archive_is_an_error() {
    let folder = Folder::new();
    let good = zip_of(&[("private_key", &fs::read(private_key()).unwrap())]);
    for len in (0..good.len()).step_by(23) {
        let ran = generate(&["--key", &folder.file("cut.zip", &good[..len])]);
        assert!(matches!(ran.status, Some(2)) && ran.stdout.is_empty(), "{len}: {ran:?}");
    }
}

#[test]
fn pem_forms() {
    let folder = Folder::new();
    let pkcs8 = fs::read_to_string(private_key()).unwrap();
    let openssl = |args: &[&str]| {
        let output = Command::new("openssl").args(args).args(["-in", &private_key()]).output().expect("openssl runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let sec1 = openssl(&["ec"]);
    let public = openssl(&["ec", "-pubout"]);
    let with_parameters =
        format!("{}{sec1}", openssl(&["ec", "-param_out"]).split_inclusive("-----END EC PARAMETERS-----\n").next().unwrap());
    let forms =
        [pkcs8.clone(), sec1.clone(), with_parameters, pkcs8.replace('\n', "\r\n"), format!("\u{feff}  {}", pkcs8.trim_end())];
    let expected = generate(&["--key", &private_key(), "--issued-at", "1600000000"]);
    for (number, form) in forms.iter().enumerate() {
        let key = folder.file(&format!("key{number}"), form);
        assert_eq!(generate(&["--key", &key, "--issued-at", "1600000000"]).line(), expected.line(), "form {number}");
        verify(&["--key", &key, "--now", "1600000000", expected.line()]).line();
    }
    verify(&["--key", &folder.file("public", public), "--now", "1600000000", expected.line()]).line();
}

/// Forms that people have and that can mean only one key; those that are not read are named as what they are.
#[test]
fn keys_as_people_have_them() {
    let folder = Folder::new();
    let pem = fs::read_to_string(private_key()).unwrap();
    let explicit = Command::new("openssl").args(["ec", "-in", &private_key(), "-param_enc", "explicit"]).output().unwrap();
    let expected = generate(&["--key", &private_key(), "--issued-at", "1600000000"]);
    let percent = pem.replace(' ', "%20").replace('\n', "%0A").replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let forms = [
        (pem.replace("PRIVATE KEY", "EC PRIVATE KEY"), None),
        (pem.replace('\n', " "), None),
        (pem.replace('\n', ""), None),
        (pem.replace('\n', "\\n"), None),
        (format!("\"{}\"", pem.replace('\n', "\\r\\n")), None),
        (format!("'{}'\n", pem.trim_end()), None),
        (pem.replacen("MI", "M I", 1), None),
        (String::from_utf8(explicit.stdout).unwrap(), Some(("unsupported_curve", "curve"))),
        (base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &pem), Some(("invalid_key", "base64"))),
        (percent, Some(("invalid_key", "URL"))),
        (format!("private_key={pem}"), Some(("invalid_key", "BEGIN"))),
        (format!("export KEY=\"{pem}\""), Some(("invalid_key", "BEGIN"))),
    ];
    for (number, (form, named)) in forms.iter().enumerate() {
        let key = folder.file("key", form);
        let made = generate(&["--key", &key, "--issued-at", "1600000000"]);
        let checked = verify(&["--key", &key, "--now", "1600000000", expected.line()]);
        match named {
            None => {
                assert_eq!((made.line(), &checked.json()["verified"]), (expected.line(), &true.into()), "form {number}");
            }
            Some((word, name)) => {
                for ran in [made, checked] {
                    ran.failed(2, &[word, name]);
                    assert!(!ran.stderr.contains("copy the whole file") || *name == "BEGIN", "form {number}: {ran:?}");
                }
            }
        }
    }
}

/// Odd secrets make tickets, and the command says what is odd. Those that cannot be meant are refused.
#[test]
fn secrets_as_people_have_them() {
    let folder = Folder::new();
    let ticket = generate(&["--secret-key-file", &secret()]);
    assert_eq!(ticket.stderr, "");
    for (text, odd) in [
        (&SECRET[1..], "fewer than the 64 characters"),
        (&format!("{SECRET}0"), "more than the 64 characters"),
        (&SECRET.to_uppercase(), "capital letters"),
        (&SECRET.replace('b', "g"), "64 hexadecimal digits"),
    ] {
        let file = folder.file("secret", text);
        let made = generate(&["--secret-key-file", &file]);
        made.line();
        assert!(made.stderr.starts_with("usersig: warning: the secret ") && made.stderr.contains(odd), "{made:?}");
        assert_eq!(made.stderr.lines().count(), 1);
        verify(&["--secret-key-file", &file, ticket.line()]).failed(1, &["warning: the secret ", odd, "bad_signature"]);
        for quiet in
            [generate(&["--secret-key-file", &file, "--quiet"]), verify(&["--secret-key-file", &file, "--quiet", made.line()])]
        {
            assert_eq!((quiet.status, quiet.stderr.as_str()), (Some(0), ""));
        }
        let (input, output) = (folder.file("ids.txt", "a\n"), folder.name("sigs.csv"));
        let ran = run(&["batch", "--sdkappid", "1", "--secret-key-file", &file, "--input", &input, "--output", &output]);
        assert!(ran.status == Some(0) && ran.stderr.matches(odd).count() == 1, "{ran:?}");
    }
    let der = Command::new("openssl").args(["pkey", "-pubin", "-in", &public_key(), "-outform", "DER"]).output().unwrap().stdout;
    let encode = |engine: &base64::engine::GeneralPurpose| base64::Engine::encode(engine, &der);
    for (text, word) in [
        (format!("\"{SECRET}\""), "invalid_key"),
        (format!("SECRETKEY={SECRET}"), "invalid_key"),
        (format!("secret: {SECRET}"), "invalid_key"),
        (format!("{{\"secret\": \"{SECRET}\"}}"), "invalid_key"),
        (format!("{SECRET}\u{200b}"), "invalid_key"),
        (format!("{} {}", &SECRET[..32], &SECRET[32..]), "invalid_key"),
        (encode(&base64::engine::general_purpose::STANDARD_NO_PAD), "wrong_key_kind"),
        (encode(&base64::engine::general_purpose::URL_SAFE), "wrong_key_kind"),
        (der.iter().map(|byte| format!("{byte:02x}")).collect(), "wrong_key_kind"),
    ] {
        let file = folder.file("secret", &text);
        let mut environment = command(&["gen", "--sdkappid", SDKAPPID, "--identifier", "xiaojun"]);
        environment.env("USERSIG_SECRET_KEY", &text);
        for ran in
            [generate(&["--secret-key-file", &file]), verify(&["--secret-key-file", &file, "x"]), run_with(environment, b"")]
        {
            ran.failed(2, &[word]);
            assert!(!ran.stderr.contains(&SECRET[..9]) && !ran.stderr.contains(&text[..9]), "{ran:?}");
        }
    }
}

#[test]
fn keys_that_do_not_fit_are_named() {
    let folder = Folder::new();
    let text = |args: &[&str]| Command::new("openssl").args(args).output().expect("openssl runs").stdout;
    let p384 = folder.file("p384", text(&["ecparam", "-name", "secp384r1", "-genkey", "-noout"]));
    let ed25519 = folder.file("ed25519", text(&["genpkey", "-algorithm", "ed25519"]));
    let encrypted = folder.file("encrypted", text(&["ec", "-in", &private_key(), "-aes128", "-passout", "pass:x"]));
    let der = folder.file("der", text(&["pkey", "-in", &private_key(), "-outform", "DER"]));
    let certificate = folder.file("cert", text(&["req", "-x509", "-new", "-key", &private_key(), "-subj", "/CN=x"]));
    let huge = folder.file("huge", vec![b'a'; 65537]);
    let long = folder.file("long", vec![b'a'; 65536]);
    let empty = folder.file("empty", "");

    for check in [generate as fn(&[&str]) -> super::Ran, verify] {
        check(&["--key", &p384]).failed(2, &["unsupported_curve (code 11)", "P-384"]);
        check(&["--key", &ed25519]).failed(2, &["wrong_key_kind (code 12)", "Ed25519"]);
        check(&["--key", &encrypted]).failed(2, &["invalid_key (code 10)", "encrypted"]);
        check(&["--key", &der]).failed(2, &["invalid_key (code 10)", "DER"]);
        check(&["--key", &certificate]).failed(2, &["wrong_key_kind (code 12)", "a certificate was given"]);
        check(&["--key", &huge]).failed(2, &["invalid_key (code 10)", "65536"]);
        check(&["--key", &long]).failed(2, &["invalid_key (code 10)"]);
        check(&["--key", &empty]).failed(2, &["invalid_key (code 10)", "empty"]);
        check(&["--key", &secret()]).failed(2, &["wrong_key_kind (code 12)", "a secret was given"]);
        check(&["--secret-key-file", &private_key()]).failed(2, &["wrong_key_kind (code 12)"]);
        check(&["--secret-key-file", &public_key()]).failed(2, &["wrong_key_kind (code 12)"]);
        check(&["--secret-key-file", &empty]).failed(2, &["invalid_key (code 10)", "empty"]);
        check(&["--secret-key-file", &long]).failed(2, &["invalid_key (code 10)", "1024"]);
    }
    generate(&["--key", &public_key()]).failed(2, &["wrong_key_kind (code 12)", "a public key was given"]);
}

#[test]
fn secrets_come_from_a_file_from_stdin_or_from_the_environment() {
    let folder = Folder::new();
    let args = ["gen", "--sdkappid", SDKAPPID, "--identifier", "xiaojun", "--issued-at", "1600000000"];
    let mut environment = command(&args);
    environment.env("USERSIG_SECRET_KEY", SECRET);
    let expected = run_with(environment, b"").line().to_owned();

    for ending in ["", "\n", "\r\n", "\n\n"] {
        let file = folder.file("secret", format!("{SECRET}{ending}"));
        let fixed = ["--secret-key-file", &file, "--issued-at", "1600000000"];
        assert_eq!(generate(&fixed).line(), expected);
        let from_stdin = command(&[&args[..], &["--secret-key-file", "-"]].concat());
        assert_eq!(run_with(from_stdin, format!("{SECRET}{ending}").as_bytes()).line(), expected);
        let mut environment = command(&args);
        environment.env("USERSIG_SECRET_KEY", format!("{SECRET}{ending}"));
        assert_eq!(run_with(environment, b"").line(), expected);
    }
    let with_mark = folder.file("mark", format!("\u{feff}{SECRET}\r\n"));
    generate(&["--secret-key-file", &with_mark]).failed(2, &["invalid_key (code 10)", "byte-order mark"]);
    let blank = folder.file("blank", format!("{SECRET} \n"));
    generate(&["--secret-key-file", &blank]).failed(2, &["invalid_key (code 10)", "white space"]);
}

#[test]
fn an_option_wins_over_the_environment() {
    let mut command = command(&[
        "gen",
        "--sdkappid",
        SDKAPPID,
        "--identifier",
        "xiaojun",
        "--issued-at",
        "1600000000",
        "--key",
        &private_key(),
    ]);
    command.env("USERSIG_SECRET_KEY", SECRET);
    assert_eq!(run_with(command, b"").line(), generate(&["--key", &private_key(), "--issued-at", "1600000000"]).line());
}

#[test]
fn private_key_from_stdin() {
    let pem = fs::read(private_key()).unwrap();
    let ticket = run_with(command(&["gen", "--sdkappid", SDKAPPID, "--identifier", "xiaojun", "--key", "-"]), &pem);
    let args = ["verify", "--sdkappid", SDKAPPID, "--identifier", "xiaojun", "--key", "-", ticket.line()];
    assert_eq!(run_with(command(&args), &pem).json()["verified"], true);
}

#[test]
fn exactly_one_key() {
    for check in [generate as fn(&[&str]) -> super::Ran, verify] {
        check(&[]).failed(2, &["no key was given", "--key FILE", "--secret-key-file FILE", "USERSIG_SECRET_KEY"]);
        check(&["--key", &private_key(), "--secret-key-file", &secret()]).failed(2, &["cannot be used with"]);
    }
    let mut empty = command(&["gen", "--sdkappid", SDKAPPID, "--identifier", "xiaojun"]);
    empty.env("USERSIG_SECRET_KEY", "");
    run_with(empty, b"").failed(2, &["invalid_key (code 10)", "the secret is empty"]);
}

/// People put the key itself where its file belongs. It must not go on to a log.
#[test]
fn a_key_on_the_command_line_is_refused_and_not_repeated() {
    let pem = fs::read_to_string(published_key("p256/private_key.txt")).unwrap();
    for (option, key) in [("--secret-key-file", SECRET), ("--key", SECRET), ("--key", &pem)] {
        let ran = generate(&[option, key]);
        ran.failed(2, &[option, "keys do not go on the command line"]);
        let body = key.lines().nth(1).unwrap_or(key);
        assert!(!ran.stderr.contains(body), "{ran:?}");
    }
    // No error about a key holds a part of it.
    let folder = Folder::new();
    for (at, replacement) in [(40, "!"), (61, "z"), (100, "\n")] {
        let mut damaged = pem.clone();
        damaged.replace_range(at..=at, replacement);
        let ran = generate(&["--key", &folder.file("damaged", damaged)]);
        ran.failed(2, &["(code 1"]);
        assert!(pem.lines().filter(|line| !line.starts_with('-')).all(|line| !ran.stderr.contains(line)));
    }
}

#[test]
fn unreadable_files() {
    let folder = Folder::new();
    let there = folder.0.path().to_str().unwrap();
    generate(&["--key", there]).failed(2, &["the file given to --key cannot be read"]);
    generate(&["--key", &folder.name("missing")]).failed(2, &["--key takes the name of a file"]);
    generate(&["--key", ""]).failed(2, &["--key"]);
}
