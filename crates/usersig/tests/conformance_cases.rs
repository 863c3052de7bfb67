//! Writes `ci/conformance/*.json` (but for `errors.json` and `official_cases.json`), and fails when they are not up to date.
//!
//! `USERSIG_WRITE_CASES=1 cargo test -p usersig --test conformance_cases` writes them. Expectations are stated here by
//! hand; `conformance.rs` runs the cases. What attackers make is made here without the crate's own generator.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/contract.rs"]
mod contract;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{case_file, directory};
use flate2::write::ZlibEncoder;
use hmac::{Hmac, KeyInit, Mac};
use p256::pkcs8::DecodePrivateKey;
use serde_json::{Value, json};
use sha2::Sha256;
use std::fs;
use std::io::Write;
use usersig::{Compression, ErrorCode, GenOptions, PrivateKey, Privileges, Room, SecretKey, Signer};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const OTHER_SECRET: &str = "0f0e0d0c0b0a09080706050403020100f0e0d0c0b0a090807060504030201000";
const SDKAPPID: u32 = 1_400_000_000;
const ISSUED_AT: u64 = 1_600_000_000;
/// 180 days.
const EXPIRE: u32 = 15_552_000;
/// Long enough for every moment that interfaces without a settable clock see.
const LONG: u32 = 4_000_000_000;
const NOW: u64 = ISSUED_AT + 60;

#[test]
fn cases_are_up_to_date() {
    let files = [
        ("keys.json", keys()),
        ("key_cases.json", key_cases()),
        ("gen_cases.json", gen_cases()),
        ("verify_cases.json", verify_cases()),
        ("authenticate_cases.json", authenticate_cases()),
        ("attack_cases.json", attack_cases()),
        ("inspect_cases.json", inspect_cases()),
        ("contract_cases.json", contract::contract_cases()),
        ("source_cases.json", source_cases()),
    ];
    for (name, rows) in files {
        let lines: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
        let text = format!("[\n{}\n]\n", lines.join(",\n"));
        assert!(text.len() < 200_000, "{name} has {} bytes", text.len());
        let path = directory().join(name);
        if std::env::var_os("USERSIG_WRITE_CASES").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let names: Vec<&Value> = rows.iter().map(|row| row.get("name").or(row.get("word")).unwrap()).collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "two cases are named {name}");
        }
        assert!(fs::read_to_string(&path).unwrap_or_default() == text, "{name} is not up to date");
    }
}

fn example_key(path: &str) -> String {
    fs::read_to_string(directory().join("../../examples/keys").join(path)).unwrap()
}

fn key_file(name: &str) -> String {
    fs::read_to_string(directory().join("keys").join(name)).unwrap()
}

fn keys() -> Vec<Value> {
    let row = |name: &str, kind: &str, text: String| json!({"name": name, "kind": kind, "text": text});
    let mut rows = vec![
        row("p256_private", "private", example_key("p256/private_key.txt")),
        row("p256_public", "public", example_key("p256/public_key.txt")),
        row("secp256k1_private", "private", example_key("secp256k1/private_key.txt")),
        row("secp256k1_public", "public", example_key("secp256k1/public_key.txt")),
        row("other_private", "private", key_file("p256_other.pkcs8.pem")),
        row("other_public", "public", key_file("p256_other.pub.pem")),
        row("official_p256_public", "public", key_file("official_p256.pub.pem")),
        row("official_secp256k1_public", "public", key_file("official_k256.pub.pem")),
        row("secret", "secret", SECRET.into()),
        row("other_secret", "secret", OTHER_SECRET.into()),
    ];
    let official: Value = serde_json::from_str(&key_file("official_secrets.json")).unwrap();
    for (name, secret) in official.as_object().unwrap() {
        rows.push(row(name, "secret", secret.as_str().unwrap().into()));
    }
    rows
}

fn key_cases() -> Vec<Value> {
    let ok = |name: &str, load: &str, text: String, curve: Option<&str>| json!({"name": name, "load": load, "text": text, "ok": {"curve": curve}});
    let bad = |name: &str, load: &str, text: String, error: ErrorCode| json!({"name": name, "load": load, "text": text, "error": error.word()});
    let (p256, k256) = (Some("P-256"), Some("secp256k1"));
    let private = example_key("p256/private_key.txt");
    let public = example_key("p256/public_key.txt");
    let sec1 = key_file("p256.sec1.pem");
    let begin = "-----BEGIN PUBLIC KEY-----";
    let body: String = private.lines().filter(|line| !line.starts_with('-')).collect();
    let mut rows = vec![
        ok("PKCS#8", "private", private.clone(), p256),
        ok("PKCS#8 on secp256k1", "private", example_key("secp256k1/private_key.txt"), k256),
        ok("SEC1", "private", sec1.clone(), p256),
        ok("SEC1 on secp256k1", "private", key_file("official_k256.sec1.pem"), k256),
        ok("SEC1 after its parameters", "private", key_file("official_p256.sec1params.pem"), p256),
        ok("SEC1 on secp256k1 after its parameters", "private", key_file("official_k256.sec1params.pem"), k256),
        ok(
            "SEC1 after the parameters of another curve",
            "private",
            "-----BEGIN EC PARAMETERS-----\nBgUrgQQACg==\n-----END EC PARAMETERS-----\n".to_owned() + &sec1,
            p256,
        ),
        ok("SEC1 without its public key", "private", key_file("p256.nopublic.sec1.pem"), p256),
        ok("CRLF", "private", private.replace('\n', "\r\n"), p256),
        ok("CR alone", "private", private.replace('\n', "\r"), p256),
        ok("no final line break", "private", private.trim_end().into(), p256),
        ok("blanks around", "private", format!("\n \n{}\n\n  ", private.replace('\n', " \t\n  ")), p256),
        ok("byte-order mark", "private", format!("\u{feff}{private}"), p256),
        ok("text before and after", "private", format!("Bag Attributes\n  name: x\n{private}the end\n"), p256),
        ok("private key after its public key", "private", format!("{public}{private}"), p256),
        ok("one long line", "private", format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"), p256),
        ok("SPKI", "public", public.clone(), p256),
        ok("SPKI on secp256k1", "public", example_key("secp256k1/public_key.txt"), k256),
        ok("compressed point", "public", key_file("p256.compressed.pub.pem"), p256),
        ok("BEGIN line twice", "public", format!("{begin}\n{public}"), p256),
        ok("BEGIN twice on one line", "public", public.replacen(begin, &format!("{begin}{begin}"), 1), p256),
        ok("public CRLF and byte-order mark", "public", format!("\u{feff}{}", public.replace('\n', "\r\n")), p256),
        ok("secret", "secret", SECRET.into(), None),
        ok("shortest secret", "secret", "s".into(), None),
        ok("longest secret", "secret", "s".repeat(1024), None),
    ];
    use ErrorCode::{InvalidKey, UnsupportedCurve, WrongKeyKind};
    rows.extend([
        bad("empty private key", "private", String::new(), InvalidKey),
        bad("blank private key", "private", " \n".into(), InvalidKey),
        bad("no END line", "private", private.replace("-----END PRIVATE KEY-----", ""), InvalidKey),
        bad("no BEGIN line", "private", private.replace("-----BEGIN PRIVATE KEY-----", ""), InvalidKey),
        bad("body alone", "private", body.clone(), InvalidKey),
        bad("damaged base64", "private", private.replacen('M', "!", 1), InvalidKey),
        bad(
            "cut base64",
            "private",
            format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", &body[..80]),
            InvalidKey,
        ),
        bad(
            "trailing bytes in the DER",
            "private",
            pem("PRIVATE KEY", &[STANDARD.decode(&body).unwrap(), vec![0]].concat()),
            InvalidKey,
        ),
        bad(
            "public half of another key",
            "private",
            {
                let mut der = STANDARD.decode(&body).unwrap();
                *der.last_mut().unwrap() ^= 1;
                pem("PRIVATE KEY", &der)
            },
            InvalidKey,
        ),
        bad(
            "scalar zero",
            "private",
            {
                let mut der = STANDARD.decode(&body).unwrap();
                der[36..68].fill(0);
                pem("PRIVATE KEY", &der)
            },
            InvalidKey,
        ),
        bad(
            "scalar beyond the order",
            "private",
            {
                let mut der = STANDARD.decode(&body).unwrap();
                der[36..68].fill(0xff);
                pem("PRIVATE KEY", &der)
            },
            InvalidKey,
        ),
        bad("encrypted PKCS#8", "private", key_file("encrypted.pkcs8.pem"), InvalidKey),
        bad("encrypted SEC1", "private", key_file("encrypted.sec1.pem"), InvalidKey),
        bad(
            "parameters alone",
            "private",
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n".into(),
            InvalidKey,
        ),
        bad("name of a file", "private", "/etc/keys/private_key.txt".into(), InvalidKey),
        bad("PEM too long", "private", format!("{}{private}", " ".repeat(16_384)), InvalidKey),
        bad("P-384", "private", key_file("p384.pkcs8.pem"), UnsupportedCurve),
        bad("curve spelled out", "private", key_file("p256.explicit.pkcs8.pem"), UnsupportedCurve),
        bad("public for private", "private", public.clone(), WrongKeyKind),
        bad("certificate for private", "private", key_file("certificate.pem"), WrongKeyKind),
        bad("RSA for private", "private", key_file("rsa.pkcs8.pem"), WrongKeyKind),
        bad("RSA PKCS#1 for private", "private", key_file("rsa.pkcs1.pem"), WrongKeyKind),
        bad("Ed25519 for private", "private", key_file("ed25519.pkcs8.pem"), WrongKeyKind),
        bad("secret for private", "private", SECRET.into(), WrongKeyKind),
        bad("empty public key", "public", String::new(), InvalidKey),
        bad("damaged public key", "public", public.replacen("AE", "AA", 1).replacen("Q", "R", 3), InvalidKey),
        bad(
            "point at infinity",
            "public",
            pem("PUBLIC KEY", &unhex("3019301306072a8648ce3d020106082a8648ce3d03010703020000")),
            InvalidKey,
        ),
        bad("P-384 public", "public", key_file("p384.pub.pem"), UnsupportedCurve),
        bad("curve of a public key spelled out", "public", key_file("p256.explicit.pub.pem"), UnsupportedCurve),
        bad("private for public", "public", private.clone(), WrongKeyKind),
        bad("SEC1 private for public", "public", sec1.clone(), WrongKeyKind),
        bad("certificate for public", "public", key_file("certificate.pem"), WrongKeyKind),
        bad("certificate request for public", "public", key_file("request.pem"), WrongKeyKind),
        bad("RSA for public", "public", key_file("rsa.pub.pem"), WrongKeyKind),
        bad("secret for public", "public", SECRET.into(), WrongKeyKind),
        bad("empty secret", "secret", String::new(), InvalidKey),
        bad("secret too long", "secret", "s".repeat(1025), InvalidKey),
        bad("secret with a final line break", "secret", format!("{SECRET}\n"), InvalidKey),
        bad("secret with a space before", "secret", format!(" {SECRET}"), InvalidKey),
        bad("secret with a NUL", "secret", format!("{SECRET}\0x"), InvalidKey),
        bad("A2 public PEM for secret", "secret", public.clone(), WrongKeyKind),
        bad("private PEM for secret", "secret", private.clone(), WrongKeyKind),
        bad("body of a PEM for secret", "secret", body, WrongKeyKind),
    ]);
    rows.extend(keys_as_people_have_them());
    rows.extend(secrets_as_people_have_them());
    rows
}

/// Private and public keys with what files, pages and environment variables make of them.
fn keys_as_people_have_them() -> Vec<Value> {
    use ErrorCode::{InvalidKey, UnsupportedCurve, WrongKeyKind};
    let mut rows = Vec::new();
    let p256 = (example_key("p256/private_key.txt"), key_file("p256.sec1.pem"), example_key("p256/public_key.txt"));
    let k256 =
        (example_key("secp256k1/private_key.txt"), key_file("official_k256.sec1.pem"), example_key("secp256k1/public_key.txt"));
    let parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    let body = |pem: &str| pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let relabel = |pem: &str, label: &str| {
        let old = pem.lines().next().unwrap().trim_matches('-').trim_start_matches("BEGIN ").to_owned();
        pem.replace(&format!(" {old}-"), &format!(" {label}-"))
    };
    let mut ok = |name: String, load: &str, text: String, curve: &str| {
        rows.push(json!({"name": name, "load": load, "text": text, "ok": {"curve": curve}}));
    };
    for (curve, (pkcs8, sec1, spki)) in [("P-256", &p256), ("secp256k1", &k256)] {
        let mut relabelled = |name: &str, load: &str, pem: &str, label: &str| {
            ok(format!("{curve} {name} under the label {label}"), load, relabel(pem, label), curve);
        };
        relabelled("PKCS#8", "private", pkcs8, "EC PRIVATE KEY");
        relabelled("PKCS#8", "private", pkcs8, "PUBLIC KEY");
        relabelled("SEC1", "private", sec1, "PRIVATE KEY");
        relabelled("SPKI", "public", spki, "PRIVATE KEY");
        relabelled("SPKI", "public", spki, "EC PUBLIC KEY");
        ok(
            format!("{curve} PKCS#8 under the label EC PRIVATE KEY after parameters"),
            "private",
            parameters.to_owned() + &relabel(pkcs8, "EC PRIVATE KEY"),
            curve,
        );
        ok(
            format!("{curve} SEC1 under the label PRIVATE KEY after parameters"),
            "private",
            parameters.to_owned() + &relabel(sec1, "PRIVATE KEY"),
            curve,
        );
        for (load, pem) in [("private", pkcs8), ("public", spki)] {
            let line = pem.trim().replace('\n', " ");
            let escaped = pem.replace('\n', "\\n");
            let json = json!(pem).to_string();
            for (what, text) in [
                ("one line, blanks for line breaks", line.clone()),
                ("one line, tabs for line breaks", pem.replace('\n', "\t")),
                ("one line, nothing for line breaks", pem.replace('\n', "")),
                ("line breaks written as backslash n", escaped.clone()),
                ("line breaks written as backslash r, backslash n", pem.replace('\n', "\\r\\n")),
                ("line breaks written as two backslashes and n", pem.replace('\n', "\\\\n")),
                ("line breaks written as backslash n and made", pem.replace('\n', "\\n\n")),
                ("in double quotes", format!("\"{pem}\"")),
                ("in single quotes", format!("'{}'\n", pem.trim())),
                ("in double quotes, one line", format!("\"{line}\"")),
                ("in single quotes, backslash n", format!("'{escaped}'")),
                ("in double quotes after a byte-order mark", format!("\u{feff}\"{pem}\"\r\n")),
                ("a JSON string", json.clone()),
                ("a JSON string as PHP writes it", json.replace('/', "\\/")),
                ("a JSON string as .NET writes it", json.replace('+', "\\u002B")),
                ("a blank inside a line", pem.replacen("AgEG", "AgE G", 1)),
                ("a tab and no-break spaces inside lines", pem.replacen("AgEG", "Ag\t\u{a0}EG", 1)),
                ("lines of four characters", {
                    let lines: Vec<String> =
                        body(pem).as_bytes().chunks(4).map(|line| String::from_utf8(line.into()).unwrap()).collect();
                    let (first, last) = (pem.lines().next().unwrap(), pem.lines().last().unwrap());
                    format!("{first}\r\n{}\r\n{last}", lines.join("\r\n"))
                }),
                ("lines ended by backslashes", pem.replace('\n', "\\\n")),
            ] {
                ok(format!("{curve} {load}: {what}"), load, text, curve);
            }
        }
        ok(
            format!("{curve} SEC1 after its parameters, one line"),
            "private",
            format!(
                "{}{sec1}",
                parameters.replace("BggqhkjOPQMBBw==", if curve == "P-256" { "BggqhkjOPQMBBw==" } else { "BgUrgQQACg==" })
            )
            .replace('\n', " "),
            curve,
        );
        ok(
            format!("{curve} private key after its public key, no line breaks"),
            "private",
            format!("{spki}{pkcs8}").replace('\n', ""),
            curve,
        );
    }

    let mut bad = |name: &str, load: &str, text: String, error: ErrorCode| {
        rows.push(json!({"name": name, "load": load, "text": text, "error": error.word()}));
    };
    let (private, _, public) = &p256;
    let url_encoded = |text: &str| {
        let escape = |byte: u8| {
            if byte.is_ascii_alphanumeric() || byte == b'-' { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        };
        text.bytes().map(escape).collect::<String>()
    };
    bad("SEC1 with its curve spelled out", "private", key_file("p256.explicit.sec1.pem"), UnsupportedCurve);
    bad(
        "SEC1 with its curve spelled out, under the label PRIVATE KEY",
        "private",
        relabel(&key_file("p256.explicit.sec1.pem"), "PRIVATE KEY"),
        UnsupportedCurve,
    );
    bad(
        "curve of a public key spelled out, one line",
        "public",
        key_file("p256.explicit.pub.pem").replace('\n', " "),
        UnsupportedCurve,
    );
    for (load, pem) in [("private", private), ("public", public)] {
        let der = STANDARD.decode(body(pem)).unwrap();
        for (what, text) in [
            ("base64 of the file", STANDARD.encode(pem)),
            (
                "base64 of the file, in lines",
                STANDARD
                    .encode(pem)
                    .as_bytes()
                    .chunks(76)
                    .map(|line| String::from_utf8_lossy(line).into_owned() + "\n")
                    .collect(),
            ),
            ("percent-encoded", url_encoded(pem)),
            ("percent-encoded with plus for blanks", url_encoded(pem).replace("%20", "+")),
            ("percent-encoded, the dashes too", url_encoded(pem).replace('-', "%2D")),
            ("percent-encoded body", url_encoded(&body(pem))),
            ("a name before it", format!("{load}_key={pem}")),
            ("a name before it, and quotes", format!("KEY=\"{}\"", pem.trim())),
            ("a name before it, and backslash n", format!("KEY={}", pem.replace('\n', "\\n"))),
            ("export before it", format!("export KEY='{pem}'")),
            ("a JSON object around it", json!({"key": pem}).to_string()),
            ("a YAML name before it", format!("key: {}", json!(pem))),
            ("a quote before it alone", format!("\"{pem}")),
            ("a quote after it alone", format!("{}\"", pem.trim())),
            ("text after its END line", format!("{} # the key", pem.trim())),
            ("DER as hexadecimal", hex(&der)),
            (
                "DER as hexadecimal with colons",
                hex(&der).as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair)).collect::<Vec<_>>().join(":"),
            ),
            ("another label in its END line", pem.replacen("END ", "END EC ", 1)),
            ("a damaged BEGIN line", pem.replacen("BEGIN ", "BEGIN_", 1)),
            ("the alphabet of URLs", body_in_urls(pem)),
        ] {
            bad(&format!("{load}: {what}"), load, text, InvalidKey);
        }
    }
    bad(
        "encrypted PKCS#8 under the label PRIVATE KEY",
        "private",
        relabel(&key_file("encrypted.pkcs8.pem"), "PRIVATE KEY"),
        InvalidKey,
    );
    bad("encrypted SEC1, one line", "private", key_file("encrypted.sec1.pem").replace('\n', " "), InvalidKey);
    bad("JWK for public", "public", jwk(public), InvalidKey);
    bad("OpenSSH for public", "public", ssh_line(public), InvalidKey);
    bad("point for public", "public", hex(&point(public)), InvalidKey);
    bad("public under the label PRIVATE KEY for private", "private", relabel(public, "PRIVATE KEY"), WrongKeyKind);
    bad("private under the label PUBLIC KEY for public", "public", relabel(private, "PUBLIC KEY"), WrongKeyKind);
    bad("SEC1 after its parameters for public", "public", key_file("official_p256.sec1params.pem"), WrongKeyKind);
    bad("RSA PKCS#1 under the label PRIVATE KEY", "private", relabel(&key_file("rsa.pkcs1.pem"), "PRIVATE KEY"), WrongKeyKind);
    bad("RSA, one line, backslash n", "private", key_file("rsa.pkcs8.pem").replace('\n', "\\n"), WrongKeyKind);
    bad("secret in quotes for private", "private", format!("\"{SECRET}\""), WrongKeyKind);
    rows
}

/// Secrets with what came along when they were copied, and keys that are none.
fn secrets_as_people_have_them() -> Vec<Value> {
    use ErrorCode::{InvalidKey, WrongKeyKind};
    let mut rows = Vec::new();
    for (what, secret) in [
        // What is odd about these, the command, the console and the service say.
        ("of 63 characters", SECRET[1..].to_owned()),
        ("of 65 characters", format!("{SECRET}0")),
        ("in capital letters", SECRET.to_uppercase()),
        ("of other characters", "a-secret_of.other/characters+42!".into()),
        ("in base64", STANDARD.encode([0xa5; 32])),
        ("in base64 without digits", STANDARD.encode([0x15; 31])),
        ("with colons", unhex(SECRET).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")),
        ("of 66 digits that are no point", format!("02{}", "f".repeat(64))),
        ("with a percent sign", "100%25%zz".into()),
        ("with a backslash", "a\\nb".into()),
    ] {
        rows.push(json!({"name": format!("secret {what}"), "load": "secret", "text": secret, "ok": {"curve": null}}));
    }
    for (what, secret) in [
        ("in double quotes", format!("\"{SECRET}\"")),
        ("in single quotes", format!("'{SECRET}'")),
        ("in backticks", format!("`{SECRET}`")),
        ("in escaped quotes", format!("\\\"{SECRET}\\\"")),
        ("with a quote at its end", format!("{SECRET}\"")),
        ("with its name", format!("SECRETKEY={SECRET}")),
        ("with its name and quotes", format!("SECRETKEY=\"{SECRET}\"")),
        ("with its name and blanks", format!("SECRETKEY = {SECRET}")),
        ("with its name and a colon", format!("secret-key:{SECRET}")),
        ("with its name as in YAML", format!("secret_key: {SECRET}")),
        ("with export", format!("export SECRETKEY={SECRET}")),
        ("with its name alone", "SECRETKEY=".into()),
        ("as a JSON object", format!("{{\"secret\": \"{SECRET}\"}}")),
        ("as a JSON member", format!("\"secret\": \"{SECRET}\"")),
        ("of a template", "${SECRETKEY}".into()),
        ("in braces", format!("{{{SECRET}}}")),
        ("after a byte-order mark", format!("\u{feff}{SECRET}")),
        ("with a zero-width space at the end", format!("{SECRET}\u{200b}")),
        ("with a zero-width space before", format!("\u{200b}{SECRET}")),
        ("with a zero-width joiner inside", format!("{}\u{200d}{}", &SECRET[..9], &SECRET[9..])),
        ("with a word joiner at the end", format!("{SECRET}\u{2060}")),
        ("with a left-to-right mark", format!("\u{200e}{SECRET}")),
        ("with a no-break space", format!("{SECRET}\u{a0}")),
        ("with an ideographic space", format!("\u{3000}{SECRET}")),
        ("with a soft hyphen inside", format!("{}\u{ad}{}", &SECRET[..32], &SECRET[32..])),
        ("in full-width digits", "５".repeat(64)),
        ("in Chinese", "密钥".into()),
        ("in typographic quotes", format!("“{SECRET}”")),
        ("with a space after", format!("{SECRET} ")),
        ("with a space inside", format!("{} {}", &SECRET[..32], &SECRET[32..])),
        ("with a tab inside", format!("{}\t{}", &SECRET[..32], &SECRET[32..])),
        ("with a line break inside", format!("{}\n{}", &SECRET[..32], &SECRET[32..])),
        ("with CRLF after", format!("{SECRET}\r\n")),
        ("with a form feed", format!("{SECRET}\u{c}")),
        ("with its name as in PowerShell", format!("$env:SECRETKEY={SECRET}")),
        ("with its name as an option", format!("--secret={SECRET}")),
        ("with its name as in PHP", format!("SECRETKEY=>{SECRET}")),
        ("in angle brackets", format!("<{SECRET}>")),
        ("in a JSON list", format!("[\"{SECRET}\"]")),
        ("with a comma after", format!("{SECRET},")),
        ("with DEL", format!("{SECRET}\u{7f}")),
        ("longer than any key", "M".repeat(16_385)),
    ] {
        rows.push(json!({"name": format!("secret {what}"), "load": "secret", "text": secret, "error": InvalidKey.word()}));
    }
    for (curve, private, public) in [
        ("P-256", example_key("p256/private_key.txt"), example_key("p256/public_key.txt")),
        ("secp256k1", example_key("secp256k1/private_key.txt"), example_key("secp256k1/public_key.txt")),
    ] {
        let der = |pem: &str| STANDARD.decode(pem.lines().filter(|line| !line.starts_with('-')).collect::<String>()).unwrap();
        let uncompressed = point(&public);
        let compressed = [&[2 + (uncompressed[64] & 1)], &uncompressed[1..33]].concat();
        let hybrid = [&[6 + (uncompressed[64] & 1)], &uncompressed[1..]].concat();
        let unpadded = |bytes: &[u8]| STANDARD.encode(bytes).trim_end_matches('=').to_owned();
        let in_urls = |bytes: &[u8]| unpadded(bytes).replace('+', "-").replace('/', "_");
        for (what, text) in [
            ("public PEM, one line", public.replace('\n', " ")),
            ("public PEM, nothing for line breaks", public.replace('\n', "")),
            ("public PEM, backslash n", public.replace('\n', "\\n")),
            ("public PEM in quotes", format!("\"{public}\"")),
            ("public PEM with a name", format!("KEY={public}")),
            ("public PEM, percent-encoded", public.replace(' ', "%20").replace('\n', "%0A").replace('-', "%2D")),
            ("public PEM in base64", STANDARD.encode(&public)),
            ("public DER in base64", STANDARD.encode(der(&public))),
            ("public DER in base64 without padding", unpadded(&der(&public))),
            ("public DER in the alphabet of URLs", in_urls(&der(&public))),
            (
                "public DER in the alphabet of URLs with padding",
                STANDARD.encode(der(&public)).replace('+', "-").replace('/', "_"),
            ),
            ("public DER in Tencent's alphabet", map(&der(&public))),
            ("public DER in Tencent's alphabet without padding", map(&der(&public)).trim_end_matches('_').to_owned()),
            (
                "public DER, percent-encoded",
                STANDARD.encode(der(&public)).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"),
            ),
            ("public DER in base64, backslash n", STANDARD.encode(der(&public)).replacen("AgEG", "AgEG\\n", 1)),
            ("public DER in base64, lines", STANDARD.encode(der(&public)).replacen("AgEG", "AgEG\r\n", 1)),
            ("public DER in hexadecimal", hex(&der(&public))),
            ("public DER in capital hexadecimal", hex(&der(&public)).to_uppercase()),
            ("public DER in hexadecimal after 0x", format!("0x{}", hex(&der(&public)))),
            (
                "public DER in hexadecimal with colons",
                der(&public).iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"),
            ),
            ("private DER in base64 without padding", unpadded(&der(&private))),
            ("private DER in hexadecimal", hex(&der(&private))),
            ("uncompressed point in hexadecimal", hex(&uncompressed)),
            ("uncompressed point in base64", STANDARD.encode(&uncompressed)),
            ("uncompressed point in the alphabet of URLs", in_urls(&uncompressed)),
            ("compressed point in hexadecimal", hex(&compressed)),
            ("compressed point in capital hexadecimal", hex(&compressed).to_uppercase()),
            ("compressed point in base64", STANDARD.encode(&compressed)),
            ("compressed point in Tencent's alphabet", map(&compressed)),
            ("hybrid point in hexadecimal", hex(&hybrid)),
            ("coordinates in hexadecimal", hex(&uncompressed[1..])),
            ("JWK", jwk(&public)),
            ("JWK in base64", STANDARD.encode(jwk(&public))),
            ("OpenSSH line", ssh_line(&public)),
            ("public DER in base64 with a comma after", format!("{},", unpadded(&der(&public)))),
            ("public DER in base64 twice", STANDARD.encode(STANDARD.encode(der(&public)))),
            ("public DER in hexadecimal in base64", STANDARD.encode(hex(&der(&public)))),
            ("public DER in hexadecimal after 0X", format!("0X{}", hex(&der(&public)))),
            ("point in a DER string", STANDARD.encode([&[4, 65], uncompressed.as_slice()].concat())),
            ("point in a DER bit string", hex(&[&[3, 66, 0], uncompressed.as_slice()].concat())),
            ("OpenSSH line in base64", STANDARD.encode(ssh_line(&public))),
            ("OpenSSH line in hexadecimal", hex(ssh_line(&public).as_bytes())),
            ("OpenSSH line without its name", ssh_line(&public).split(' ').nth(1).unwrap().to_owned()),
        ] {
            rows.push(json!({"name": format!("{curve} {what} for secret"), "load": "secret", "text": text, "error": WrongKeyKind.word()}));
        }
    }
    for (what, text) in [
        ("certificate", key_file("certificate.pem")),
        ("RSA private PEM", key_file("rsa.pkcs8.pem")),
        ("Ed25519 PEM", key_file("ed25519.pkcs8.pem")),
        (
            "P-384 public DER in the alphabet of URLs",
            body_in_urls(&key_file("p384.pub.pem")).lines().filter(|line| !line.starts_with("---")).collect(),
        ),
        (
            "RSA OpenSSH line",
            format!("ssh-rsa {} me@here", STANDARD.encode([&[0, 0, 0, 7][..], b"ssh-rsa", &[0, 0, 0, 3, 1, 0, 1]].concat())),
        ),
        (
            "Ed25519 OpenSSH line",
            format!("ssh-ed25519 {}", STANDARD.encode([&[0, 0, 0, 11][..], b"ssh-ed25519", &[0, 0, 0, 32], &[7; 32]].concat())),
        ),
    ] {
        rows.push(json!({"name": format!("{what} for secret"), "load": "secret", "text": text, "error": WrongKeyKind.word()}));
    }
    rows
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The PEM text with its base64 in the alphabet of URLs.
fn body_in_urls(pem: &str) -> String {
    let lines =
        pem.lines().map(|line| if line.starts_with('-') { line.to_owned() } else { line.replace('+', "-").replace('/', "_") });
    lines.map(|line| line + "\n").collect()
}

/// The uncompressed point of a public key, the last 65 bytes of its DER.
fn point(public: &str) -> Vec<u8> {
    let der = STANDARD.decode(public.lines().filter(|line| !line.starts_with('-')).collect::<String>()).unwrap();
    der[der.len() - 65..].to_vec()
}

fn jwk(public: &str) -> String {
    let coordinate = |bytes: &[u8]| STANDARD.encode(bytes).replace('+', "-").replace('/', "_").replace('=', "");
    let point = point(public);
    json!({"kty": "EC", "crv": "P-256", "x": coordinate(&point[1..33]), "y": coordinate(&point[33..])}).to_string()
}

fn ssh_line(public: &str) -> String {
    let field = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat();
    let blob = [field(b"ecdsa-sha2-nistp256"), field(b"nistp256"), field(&point(public))].concat();
    format!("ecdsa-sha2-nistp256 {} me@here", STANDARD.encode(blob))
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Texts that have gone wrong somewhere before.
fn identifiers() -> Vec<(&'static str, String)> {
    vec![
        ("plain", "xiaojun".into()),
        ("quote", "bob\"x".into()),
        ("A4 JSON injection", "bob\",\"TLS.identifier\":\"admin".into()),
        ("A17 escape as text", "\\u0061dmin\\n".into()),
        ("backslash at the end", "bob\\".into()),
        ("slashes", "a/b//c".into()),
        ("spaces", " a b ".into()),
        ("Chinese", "用户01".into()),
        ("emoji", "😀👩‍💻".into()),
        ("C1 control and line separator", "a\u{85}b\u{2028}c".into()),
        ("tilde and angle brackets", "~<script>&'".into()),
        ("32 bytes", "abcdefghijklmnopqrstuvwxyz012345".into()),
        ("500 bytes", "0123456789".repeat(50)),
        ("1024 bytes", "x".repeat(1024)),
        ("1024 bytes of Chinese", format!("{}x", "用".repeat(341))),
    ]
}

fn bad_identifiers() -> Vec<(&'static str, String)> {
    vec![
        ("empty", String::new()),
        ("line break", "admin\nx".into()),
        ("final line break", "admin\n".into()),
        ("A18 NUL", "xiaojun\0zzz".into()),
        ("tab", "a\tb".into()),
        ("escape character", "a\u{1b}b".into()),
        ("DEL", "a\u{7f}b".into()),
        ("1025 bytes", "x".repeat(1025)),
        ("A3 newline forgery", "admin\nTLS.sdk_appid:1400000000\nTLS.time:1600000000\nTLS.expire_after:999999999".into()),
        ("A16 newline forgery", "zzz\nTLS.identifier:admin".into()),
    ]
}

struct Gen {
    name: String,
    sdkappid: i64,
    key: &'static str,
    identifier: String,
    expire: Option<i64>,
    issued_at: u64,
    userbuf: Option<Vec<u8>>,
    room: Value,
    privileges: Option<i64>,
    strict_identifier: bool,
    account_type: Option<&'static str>,
    appid_at_3rd: Option<&'static str>,
}

impl Gen {
    fn new(name: impl Into<String>, key: &'static str) -> Self {
        Self {
            name: name.into(),
            sdkappid: i64::from(SDKAPPID),
            key,
            identifier: "xiaojun".into(),
            expire: None,
            issued_at: ISSUED_AT,
            userbuf: None,
            room: Value::Null,
            privileges: None,
            strict_identifier: false,
            account_type: None,
            appid_at_3rd: None,
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn row(&self) -> Value {
        json!({
            "name": self.name, "sdkappid": self.sdkappid, "key": self.key, "identifier": self.identifier,
            "expire": self.expire, "issued_at": self.issued_at, "userbuf": self.userbuf.as_ref().map(|bytes| STANDARD.encode(bytes)),
            "room": self.room, "privileges": self.privileges, "strict_identifier": self.strict_identifier,
            "account_type": self.account_type, "appid_at_3rd": self.appid_at_3rd,
        })
    }

    fn error(&self, error: ErrorCode) -> Value {
        let mut row = self.row();
        row["error"] = json!(error.word());
        row
    }

    /// The expected JSON, put together here without the crate's own writer.
    fn ok(&self) -> Value {
        let expire = self.expire.unwrap_or(i64::from(EXPIRE));
        let userbuf = match &self.room {
            Value::Null => self.userbuf.clone(),
            room => Some(self.private_map_key(room, expire)),
        };
        let (account_type, appid_at_3rd) = (self.account_type.unwrap_or("0"), self.appid_at_3rd.unwrap_or("0"));
        let userbuf = userbuf.map(|bytes| STANDARD.encode(bytes));
        let string = |text: &str| serde_json::to_string(text).unwrap();
        let userbuf_json = userbuf.as_ref().map_or(String::new(), |text| format!(",\"TLS.userbuf\":{}", string(text)));
        let userbuf_line = userbuf.as_ref().map_or(String::new(), |text| format!("TLS.userbuf:{text}\n"));
        let (identifier, sdkappid, time) = (&self.identifier, self.sdkappid, self.issued_at);
        let (signed_text, json) = if self.key.ends_with("private") {
            let text = format!(
                "TLS.appid_at_3rd:{appid_at_3rd}\nTLS.account_type:{account_type}\nTLS.identifier:{identifier}\nTLS.sdk_appid:{sdkappid}\nTLS.time:{time}\nTLS.expire_after:{expire}\n{userbuf_line}"
            );
            let sig = sign_v1(self.key, &text);
            let json = format!(
                "{{\"TLS.account_type\":{},\"TLS.identifier\":{},\"TLS.appid_at_3rd\":{},\"TLS.sdk_appid\":\"{sdkappid}\",\"TLS.expire_after\":\"{expire}\",\"TLS.version\":\"201512300000\",\"TLS.time\":\"{time}\"{userbuf_json},\"TLS.sig\":\"{sig}\"}}",
                string(account_type),
                string(identifier),
                string(appid_at_3rd),
            );
            (text, json)
        } else {
            let text = format!(
                "TLS.identifier:{identifier}\nTLS.sdkappid:{sdkappid}\nTLS.time:{time}\nTLS.expire:{expire}\n{userbuf_line}"
            );
            let sig = sign_v2(SECRET, &text);
            let json = format!(
                "{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":{},\"TLS.sdkappid\":{sdkappid},\"TLS.expire\":{expire},\"TLS.time\":{time}{userbuf_json},\"TLS.sig\":\"{sig}\"}}",
                string(identifier),
            );
            (text, json)
        };
        let mut row = self.row();
        row["ok"] = json!({"json": json, "signed_text": signed_text});
        row
    }

    fn private_map_key(&self, room: &Value, expire: i64) -> Vec<u8> {
        let name = room.get("name").map(|name| name.as_str().unwrap());
        let text = |text: &str| [&u16::try_from(text.len()).unwrap().to_be_bytes()[..], text.as_bytes()].concat();
        let number = |number: i64| u32::try_from(number).unwrap().to_be_bytes().to_vec();
        [
            vec![u8::from(name.is_some())],
            text(&self.identifier),
            number(self.sdkappid),
            number(room.get("number").map_or(0, |number| number.as_i64().unwrap())),
            number(i64::try_from(self.issued_at).unwrap() + expire),
            number(self.privileges.unwrap()),
            number(0),
            name.map(text).unwrap_or_default(),
        ]
        .concat()
    }
}

fn gen_cases() -> Vec<Value> {
    use ErrorCode::{InvalidArgument, InvalidExpire, InvalidIdentifier, InvalidRoom, InvalidSdkappid, InvalidUserbuf};
    let mut rows = Vec::new();
    for (what, identifier) in identifiers() {
        for key in ["p256_private", "secp256k1_private", "secret"] {
            if identifier.len() > 32 && key == "secp256k1_private" {
                continue;
            }
            rows.push(Gen::new(format!("{key}: identifier, {what}"), key).with(|case| case.identifier = identifier.clone()).ok());
        }
    }
    for (what, identifier) in bad_identifiers() {
        for key in ["p256_private", "secret"] {
            let case = Gen::new(format!("{key}: bad identifier, {what}"), key).with(|case| case.identifier = identifier.clone());
            rows.push(case.error(InvalidIdentifier));
        }
        let case = Gen::new(format!("room: bad identifier, {what}"), "secret").with(|case| {
            case.identifier = identifier.clone();
            case.room = json!({"number": 10_000});
            case.privileges = Some(255);
        });
        rows.push(case.error(InvalidIdentifier));
    }
    for key in ["p256_private", "secret"] {
        let case = |name: &str| Gen::new(format!("{key}: {name}"), key);
        for expire in [0, 1, 2_147_483_648, 4_000_000_000, 4_294_967_295] {
            rows.push(case(&format!("expire {expire}")).with(|case| case.expire = Some(expire)).ok());
        }
        for sdkappid in [1, 2_147_483_648, 4_294_967_295] {
            rows.push(case(&format!("sdkappid {sdkappid}")).with(|case| case.sdkappid = sdkappid).ok());
        }
        for issued_at in [0, 4_294_967_296, 253_402_300_799 - u64::from(EXPIRE)] {
            rows.push(case(&format!("issued at {issued_at}")).with(|case| case.issued_at = issued_at).ok());
        }
        for (what, userbuf) in [
            ("text", b"hello userbuf".to_vec()),
            ("every byte", (0..=255).collect()),
            ("8192 bytes", vec![b'u'; 8192]),
            ("no bytes", vec![]),
        ] {
            rows.push(case(&format!("userbuf, {what}")).with(|case| case.userbuf = Some(userbuf.clone())).ok());
        }
        rows.push(
            case("strict identifier, 32 bytes")
                .with(|case| {
                    case.strict_identifier = true;
                    case.identifier = "ABCDEFGHIJKLMNOPQRSTUVWXYZab_-09".into();
                })
                .ok(),
        );
        for identifier in ["a".repeat(33), "a.b".into(), "用户".into()] {
            let case = case(&format!("strict identifier of {} bytes that breaks the service's rule", identifier.len()));
            rows.push(
                case.with(|case| {
                    case.strict_identifier = true;
                    case.identifier.clone_from(&identifier);
                })
                .error(InvalidIdentifier),
            );
        }
        for sdkappid in [0, -1, 4_294_967_296] {
            rows.push(case(&format!("sdkappid {sdkappid}")).with(|case| case.sdkappid = sdkappid).error(InvalidSdkappid));
        }
        for expire in [-1, 4_294_967_296] {
            rows.push(case(&format!("A21 expire {expire}")).with(|case| case.expire = Some(expire)).error(InvalidExpire));
        }
        rows.push(
            case("past the end of time")
                .with(|case| case.issued_at = 253_402_300_799 - u64::from(EXPIRE) + 1)
                .error(InvalidExpire),
        );
        rows.push(case("issued after the end of time").with(|case| case.issued_at = 253_402_300_800).error(InvalidArgument));
        rows.push(case("userbuf of 8193 bytes").with(|case| case.userbuf = Some(vec![0; 8193])).error(InvalidUserbuf));
    }
    let fields = |name: &str, key| Gen::new(format!("{key}: {name}"), key);
    rows.push(
        fields("account_type and appid_at_3rd", "p256_private")
            .with(|case| {
                case.account_type = Some("107");
                case.appid_at_3rd = Some("weixin");
            })
            .ok(),
    );
    rows.push(fields("appid_at_3rd empty", "p256_private").with(|case| case.appid_at_3rd = Some("")).ok());
    rows.push(
        fields("A16 account_type with a line break", "p256_private")
            .with(|case| case.account_type = Some("0\nTLS.identifier:zzz"))
            .error(InvalidArgument),
    );
    rows.push(
        fields("appid_at_3rd with a line break", "p256_private")
            .with(|case| case.appid_at_3rd = Some("0\n"))
            .error(InvalidArgument),
    );
    rows.push(fields("account_type with a v2 key", "secret").with(|case| case.account_type = Some("0")).error(InvalidArgument));

    let room = |name: String, room: Value, privileges: i64| {
        Gen::new(format!("room: {name}"), "secret").with(|case| {
            case.room = room;
            case.privileges = Some(privileges);
        })
    };
    for (number, privileges) in [(10_000_i64, 255), (1, 1), (4_294_967_294, 42), (2_147_483_648, 4_294_967_295), (5, 0)] {
        rows.push(room(format!("number {number}, privileges {privileges}"), json!({"number": number}), privileges).ok());
    }
    for name in ["abc", " !#$%&()+-:;<=.>?@[]^_{}|~,", "0123456789012345678901234567890123456789012345678901234567890123"] {
        rows.push(room(format!("name {name}"), json!({"name": name}), 255).ok());
    }
    rows.push(room("Chinese identifier".into(), json!({"name": "abc"}), 255).with(|case| case.identifier = "用户01".into()).ok());
    rows.push(
        room("last moment of 32 bits".into(), json!({"number": 1}), 255)
            .with(|case| {
                case.issued_at = 4_294_967_295 - u64::from(EXPIRE);
            })
            .ok(),
    );
    for number in [0_i64, -1, 4_294_967_295, 4_294_967_296] {
        rows.push(room(format!("number {number}"), json!({"number": number}), 255).error(InvalidRoom));
    }
    for (what, name) in [
        ("empty", String::new()),
        ("65 bytes", "a".repeat(65)),
        ("Chinese", "房间".into()),
        ("line break", "a\n".into()),
        ("NUL", "a\0".into()),
        ("slash", "a/b".into()),
        ("quote", "a\"b".into()),
    ] {
        rows.push(room(format!("name, {what}"), json!({"name": name}), 255).error(InvalidRoom));
    }
    for privileges in [-1, 4_294_967_296] {
        rows.push(room(format!("privileges {privileges}"), json!({"number": 1}), privileges).error(InvalidArgument));
    }
    rows.push(
        room("beyond the last moment of 32 bits".into(), json!({"number": 1}), 255)
            .with(|case| {
                case.issued_at = 4_294_967_296 - u64::from(EXPIRE);
            })
            .error(InvalidExpire),
    );
    rows.push(
        room("expire beyond 32 bits from now".into(), json!({"number": 1}), 255)
            .with(|case| case.expire = Some(4_000_000_000))
            .error(InvalidExpire),
    );
    for (what, key) in [("with an EC key", "p256_private"), ("with an EC key on secp256k1", "secp256k1_private")] {
        rows.push(room(what.into(), json!({"number": 1}), 255).with(|case| case.key = key).ok());
    }
    rows.push(
        room("name, with an EC key and v1 fields".into(), json!({"name": "abc"}), 255)
            .with(|case| {
                case.key = "p256_private";
                case.account_type = Some("12");
                case.appid_at_3rd = Some("34");
            })
            .ok(),
    );
    rows.push(
        room("number 0 with an EC key".into(), json!({"number": 0}), 255)
            .with(|case| case.key = "p256_private")
            .error(InvalidRoom),
    );
    rows.push(
        room("with a userbuf besides".into(), json!({"number": 1}), 255)
            .with(|case| case.userbuf = Some(b"x".to_vec()))
            .error(InvalidArgument),
    );
    rows
}

/// Signs a text of v1 with a named private key: base64 of the DER signature.
fn sign_v1(key: &str, text: &str) -> String {
    use k256::ecdsa::signature::Signer as _;
    let pem = match key {
        "p256_private" => example_key("p256/private_key.txt"),
        "secp256k1_private" => example_key("secp256k1/private_key.txt"),
        _ => key_file("p256_other.pkcs8.pem"),
    };
    if key == "secp256k1_private" {
        let signature: k256::ecdsa::Signature = k256::ecdsa::SigningKey::from_pkcs8_pem(&pem).unwrap().sign(text.as_bytes());
        STANDARD.encode(signature.to_der())
    } else {
        let signature: p256::ecdsa::Signature = p256::ecdsa::SigningKey::from_pkcs8_pem(&pem).unwrap().sign(text.as_bytes());
        STANDARD.encode(signature.to_der())
    }
}

fn sign_v2(secret: &str, text: &str) -> String {
    STANDARD.encode(Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(text).finalize().into_bytes())
}

/// zlib and Tencent's base64 around anything.
fn enc(json: impl AsRef<[u8]>) -> String {
    map(&zlib(json.as_ref(), 6))
}

fn zlib(data: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn map(bytes: &[u8]) -> String {
    STANDARD.encode(bytes).replace('+', "*").replace('/', "-").replace('=', "_")
}

/// A v1 ticket of these JSON values with the signature of `text`.
fn v1_json(fields: &[(&str, &str)], text: &str) -> String {
    let sig = sign_v1("p256_private", text);
    let mut parts: Vec<String> = fields.iter().map(|(key, value)| format!("{}:{}", json!(key), json!(value))).collect();
    parts.push(format!("\"TLS.sig\":\"{sig}\""));
    format!("{{{}}}", parts.join(","))
}

fn v1_text(identifier: &str, expire: u32, userbuf: Option<&str>) -> String {
    let tail = userbuf.map_or(String::new(), |text| format!("TLS.userbuf:{text}\n"));
    format!(
        "TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:{identifier}\nTLS.sdk_appid:{SDKAPPID}\nTLS.time:{ISSUED_AT}\nTLS.expire_after:{expire}\n{tail}"
    )
}

fn v2_text(identifier: &str, expire: u32, userbuf: Option<&str>) -> String {
    let tail = userbuf.map_or(String::new(), |text| format!("TLS.userbuf:{text}\n"));
    format!("TLS.identifier:{identifier}\nTLS.sdkappid:{SDKAPPID}\nTLS.time:{ISSUED_AT}\nTLS.expire:{expire}\n{tail}")
}

/// A correctly signed v1 JSON whose field `name` is replaced by `raw`, or left out where that is empty.
fn v1_raw(name: &str, raw: &str) -> String {
    let sig = format!("\"{}\"", sign_v1("p256_private", &v1_text("xiaojun", LONG, None)));
    let (sdkappid, expire, time) = (format!("\"{SDKAPPID}\""), format!("\"{LONG}\""), format!("\"{ISSUED_AT}\""));
    raw_json(
        &[
            ("TLS.account_type", "\"0\""),
            ("TLS.identifier", "\"xiaojun\""),
            ("TLS.appid_at_3rd", "\"0\""),
            ("TLS.sdk_appid", &sdkappid),
            ("TLS.expire_after", &expire),
            ("TLS.version", "\"201512300000\""),
            ("TLS.time", &time),
            ("TLS.sig", &sig),
        ],
        name,
        raw,
    )
}

/// The same for v2.
fn v2_raw(name: &str, raw: &str) -> String {
    let sig = format!("\"{}\"", sign_v2(SECRET, &v2_text("xiaojun", LONG, None)));
    let (sdkappid, expire, time) = (SDKAPPID.to_string(), LONG.to_string(), ISSUED_AT.to_string());
    raw_json(
        &[
            ("TLS.ver", "\"2.0\""),
            ("TLS.identifier", "\"xiaojun\""),
            ("TLS.sdkappid", &sdkappid),
            ("TLS.expire", &expire),
            ("TLS.time", &time),
            ("TLS.sig", &sig),
        ],
        name,
        raw,
    )
}

fn raw_json(fields: &[(&str, &str)], name: &str, raw: &str) -> String {
    let known = fields.iter().any(|(key, _)| *key == name);
    let mut parts: Vec<String> = fields
        .iter()
        .map(|(key, value)| (*key, if *key == name { raw } else { *value }))
        .chain((!known && !name.is_empty()).then_some((name, raw)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    if name.is_empty() && !raw.is_empty() {
        parts.push(raw.into());
    }
    format!("{{{}}}", parts.join(","))
}

struct Verify {
    name: String,
    attack: Option<&'static str>,
    ticket: String,
    sdkappid: u32,
    identifier: String,
    keys: Vec<&'static str>,
    now: u64,
    leeway: Option<u32>,
    future_tolerance: Option<u32>,
    userbuf: Value,
    any_time: bool,
}

impl Verify {
    fn new(name: impl Into<String>, ticket: impl Into<String>, key: &'static str) -> Self {
        Self {
            name: name.into(),
            attack: None,
            ticket: ticket.into(),
            sdkappid: SDKAPPID,
            identifier: "xiaojun".into(),
            keys: vec![key],
            now: NOW,
            leeway: None,
            future_tolerance: None,
            userbuf: json!({"expect": "absent"}),
            any_time: true,
        }
    }

    fn attack(name: impl Into<String>, attack: &'static str, ticket: impl Into<String>, key: &'static str) -> Self {
        Self::new(format!("{attack} {}", name.into()), ticket, key).with(|case| case.attack = Some(attack))
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn row(&self) -> Value {
        json!({
            "name": self.name, "attack": self.attack, "ticket": self.ticket, "sdkappid": self.sdkappid, "identifier": self.identifier,
            "keys": self.keys, "now": self.now, "leeway": self.leeway, "future_tolerance": self.future_tolerance,
            "userbuf": self.userbuf, "any_time": self.any_time,
        })
    }

    fn error(&self, error: ErrorCode) -> Value {
        let mut row = self.row();
        row["error"] = json!(error.word());
        row["check_err"] = json!(usersig::checked::check_err_of(error));
        row
    }

    fn field(&self, field: &str, check_err: u8) -> Value {
        let mut row = self.error(ErrorCode::MalformedField);
        row["field"] = json!(field);
        row["check_err"] = json!(check_err);
        row
    }

    fn ok(&self, ok: &Ok) -> Value {
        let mut row = self.row();
        row["ok"] = ok.row(&self.identifier, self.sdkappid);
        row
    }
}

struct Ok {
    version: &'static str,
    expire: u32,
    userbuf: Option<Vec<u8>>,
    private_map_key: Value,
}

impl Ok {
    fn new(version: &'static str, expire: u32) -> Self {
        Self { version, expire, userbuf: None, private_map_key: Value::Null }
    }

    fn row(&self, identifier: &str, sdkappid: u32) -> Value {
        json!({
            "version": self.version, "sdkappid": sdkappid, "identifier": identifier, "issued_at": ISSUED_AT, "expire": self.expire,
            "expires_at": ISSUED_AT + u64::from(self.expire), "userbuf": self.userbuf.as_ref().map(|bytes| STANDARD.encode(bytes)),
            "private_map_key": self.private_map_key,
        })
    }
}

fn v1_signer() -> Signer {
    Signer::new(SDKAPPID, PrivateKey::from_pem(&example_key("p256/private_key.txt")).unwrap()).unwrap()
}

fn v2_signer() -> Signer {
    Signer::new(SDKAPPID, SecretKey::new(SECRET).unwrap()).unwrap()
}

fn options<'a>() -> GenOptions<'a> {
    GenOptions::new().issued_at(ISSUED_AT).expire(LONG)
}

const VERSIONS: [(&str, &str); 2] = [("1.0", "p256_public"), ("2.0", "secret")];

fn verify_cases() -> Vec<Value> {
    [valid_tickets(), careless_tickets(), mismatches()].concat()
}

/// Verifying without an expected identifier: what the ticket says is the answer.
fn authenticate_cases() -> Vec<Value> {
    let mut rows = Vec::new();
    for (version, key) in VERSIONS {
        let case = |name: &str, ticket: String| Verify::new(format!("{version} {name}"), ticket, key);
        let plain = ticket(version, "xiaojun", &options());
        for (what, identifier) in identifiers() {
            let case = case(&format!("identifier, {what}"), ticket(version, &identifier, &options()));
            rows.push(case.with(|case| case.identifier = identifier).ok(&Ok::new(version, LONG)));
        }
        let rotation = case("key rotation", plain.clone())
            .with(|case| case.keys = vec!["other_public", "other_secret", "p256_public", "secret"]);
        rows.push(rotation.ok(&Ok::new(version, LONG)));
        let carrying = ticket(version, "xiaojun", &options().userbuf(b"hello userbuf"));
        let carried = Ok { userbuf: Some(b"hello userbuf".to_vec()), ..Ok::new(version, LONG) };
        for expect in ["present", "any"] {
            let case =
                case(&format!("userbuf, {expect}"), carrying.clone()).with(|case| case.userbuf = json!({"expect": expect}));
            rows.push(case.ok(&carried));
        }
        rows.push(case("userbuf where none is expected", carrying).error(ErrorCode::UserbufMismatch));
        let timed = |name: &str, now: u64| {
            case(name, ticket(version, "xiaojun", &options().expire(100))).with(|case| (case.now, case.any_time) = (now, false))
        };
        rows.push(timed("last second", ISSUED_AT + 100).ok(&Ok::new(version, 100)));
        rows.push(timed("a second later", ISSUED_AT + 101).error(ErrorCode::Expired));
        rows.push(
            timed("a second after the leeway", ISSUED_AT + 131).with(|case| case.leeway = Some(30)).error(ErrorCode::Expired),
        );
        rows.push(timed("a second before the tolerance", ISSUED_AT - 301).error(ErrorCode::NotYetValid));
        rows.push(
            case("of another application", plain.clone()).with(|case| case.sdkappid += 1).error(ErrorCode::SdkappidMismatch),
        );
        let (other, foreign) = if version == "1.0" { ("other_public", "secret") } else { ("other_secret", "p256_public") };
        rows.push(case("of another key", plain.clone()).with(|case| case.keys = vec![other]).error(ErrorCode::BadSignature));
        rows.push(
            case("no key for its version", plain.clone())
                .with(|case| case.keys = vec![foreign])
                .error(ErrorCode::NoKeyForVersion),
        );
        rows.push(case("cut", plain[..plain.len() - 4].into()).error(ErrorCode::MalformedZlib));
        rows.push(case("with a line break", plain + "\n").error(ErrorCode::MalformedBase64));
    }
    rows.push(Verify::new("empty", "", "secret").error(ErrorCode::Empty));
    rows.push(Verify::new("too long", "a".repeat(16_385), "secret").error(ErrorCode::TooLong));
    for row in &mut rows {
        row.as_object_mut().unwrap().remove("identifier");
    }
    rows
}

fn attack_cases() -> Vec<Value> {
    [malformed_tickets(), forged_tickets()].concat()
}

fn ticket(version: &str, identifier: &str, options: &GenOptions<'_>) -> String {
    let signer = if version == "1.0" { v1_signer() } else { v2_signer() };
    signer.gen_sig_with(identifier, options).unwrap()
}

fn valid_tickets() -> Vec<Value> {
    let mut rows = Vec::new();
    for (version, key) in VERSIONS {
        for (what, identifier) in identifiers() {
            let case = Verify::new(format!("{version} identifier, {what}"), ticket(version, &identifier, &options()), key);
            rows.push(case.with(|case| case.identifier.clone_from(&identifier)).ok(&Ok::new(version, LONG)));
        }
        for compression in [Compression::Fast, Compression::None] {
            let ticket = ticket(version, "xiaojun", &options().compression(compression));
            rows.push(Verify::new(format!("{version} compression {compression:?}"), ticket, key).ok(&Ok::new(version, LONG)));
        }
        let plain: fn(&str, &str) -> String = if version == "1.0" { v1_raw } else { v2_raw };
        for level in [0, 1, 9] {
            let ticket = map(&zlib(plain("", "").as_bytes(), level));
            rows.push(Verify::new(format!("{version} zlib level {level}"), ticket, key).ok(&Ok::new(version, LONG)));
        }
        let valid =
            |name: &str, json: String| Verify::new(format!("{version} {name}"), enc(json), key).ok(&Ok::new(version, LONG));
        rows.push(valid("JSON with white space", plain("", "").replace(',', " ,\r\n\t").replace("\":", "\" : ") + "\n"));
        rows.push(valid("JSON with escapes", plain("TLS.identifier", "\"\\u0078iaojun\"").replace("TLS.sig", "TLS\\u002esig")));
        rows.push(valid("JSON in another order", {
            let json = plain("", "");
            let fields: Vec<&str> = json.trim_matches(['{', '}']).split(',').rev().collect();
            format!("{{{}}}", fields.join(","))
        }));
        let numbers = if version == "1.0" {
            [("TLS.sdk_appid", u64::from(SDKAPPID)), ("TLS.time", ISSUED_AT), ("TLS.expire_after", u64::from(LONG))]
        } else {
            [("TLS.sdkappid", u64::from(SDKAPPID)), ("TLS.time", ISSUED_AT), ("TLS.expire", u64::from(LONG))]
        };
        // Other generators write the numbers of either version as JSON integers or as their text, and sign the same.
        let other = |number: u64| if version == "1.0" { number.to_string() } else { format!("\"{number}\"") };
        rows.push(valid("numbers in the other form, all", {
            numbers.iter().fold(plain("", ""), |json, &(field, number)| {
                let own = if version == "1.0" { format!("\"{number}\"") } else { number.to_string() };
                json.replace(&format!("\"{field}\":{own}"), &format!("\"{field}\":{}", other(number)))
            })
        }));
        for (field, number) in numbers {
            rows.push(valid(&format!("numbers in the other form, {field}"), plain(field, &other(number))));
        }
        let sig = {
            let json: Value = serde_json::from_str(&plain("", "")).unwrap();
            json["TLS.sig"].as_str().unwrap().to_owned()
        };
        for (what, line_break, width) in [
            ("LF", "\n", 20),
            ("CRLF", "\r\n", 20),
            ("CR", "\r", 20),
            ("LF twice", "\n\n", 43),
            ("LF after each character", "\n", 1),
        ] {
            let wrapped: Vec<String> =
                sig.as_bytes().chunks(width).map(|line| String::from_utf8(line.to_vec()).unwrap()).collect();
            let raw = json!(wrapped.join(line_break)).to_string();
            rows.push(valid(&format!("TLS.sig with line breaks, {what}"), plain("TLS.sig", &raw)));
        }
        // Most encoders that wrap lines end with a line break.
        for (what, raw) in [("at its end", format!("{sig}\n")), ("around it", format!("\r\n{sig}\r\n"))] {
            rows.push(valid(&format!("TLS.sig with line breaks, {what}"), plain("TLS.sig", &json!(raw).to_string())));
        }
        rows.push(valid("key of the future", plain("TLS.new", "{\"a\":[1,null,true,-1.5e3]}")));
        for (what, userbuf) in [
            ("text", b"hello userbuf".to_vec()),
            ("every byte", (0..=255).collect()),
            ("8192 bytes", vec![b'u'; 8192]),
            ("no bytes", vec![]),
        ] {
            let ticket = ticket(version, "xiaojun", &options().userbuf(&userbuf));
            let expectations = [
                json!({"expect": "exactly", "value": STANDARD.encode(&userbuf)}),
                json!({"expect": "present"}),
                json!({"expect": "any"}),
            ];
            for expected in expectations.into_iter().skip(if userbuf.len() == 8192 { 2 } else { 0 }) {
                let case = Verify::new(
                    format!("{version} userbuf, {what}, {}", expected["expect"].as_str().unwrap()),
                    ticket.clone(),
                    key,
                );
                let ok = Ok { userbuf: Some(userbuf.clone()), ..Ok::new(version, LONG) };
                rows.push(case.with(|case| case.userbuf = expected).ok(&ok));
            }
        }
        let plain_ticket = ticket(version, "xiaojun", &options());
        rows.push(
            Verify::new(format!("{version} no userbuf, any"), &plain_ticket, key)
                .with(|case| case.userbuf = json!({"expect": "any"}))
                .ok(&Ok::new(version, LONG)),
        );
        rows.push(
            Verify::new(format!("{version} key rotation"), &plain_ticket, "other_public")
                .with(|case| case.keys = vec!["other_public", "other_secret", "p256_public", "secret"])
                .ok(&Ok::new(version, LONG)),
        );

        // The edges of time.
        let short = |expire| ticket(version, "xiaojun", &options().expire(expire));
        let timed = |name: &str, expire, now: u64, leeway, tolerance| {
            Verify::new(format!("{version} {name}"), short(expire), key).with(|case| {
                (case.now, case.leeway, case.future_tolerance, case.any_time) = (now, leeway, tolerance, false);
            })
        };
        rows.push(timed("expire 0 in its second", 0, ISSUED_AT, None, None).ok(&Ok::new(version, 0)));
        rows.push(timed("last second", 100, ISSUED_AT + 100, None, None).ok(&Ok::new(version, 100)));
        rows.push(timed("last second of the leeway", 100, ISSUED_AT + 130, Some(30), None).ok(&Ok::new(version, 100)));
        rows.push(timed("largest leeway", 100, ISSUED_AT + 86_500, Some(86_400), None).ok(&Ok::new(version, 100)));
        rows.push(timed("last second of the tolerance", 100, ISSUED_AT - 300, None, None).ok(&Ok::new(version, 100)));
        rows.push(timed("no tolerance", 100, ISSUED_AT, None, Some(0)).ok(&Ok::new(version, 100)));
        rows.push(
            timed("expire 4294967295 beyond 32 bits", u32::MAX, ISSUED_AT + u64::from(u32::MAX), None, None)
                .ok(&Ok::new(version, u32::MAX)),
        );
        rows.push(timed("expire 0 a second later", 0, ISSUED_AT + 1, None, None).error(ErrorCode::Expired));
        rows.push(timed("a second after the leeway", 100, ISSUED_AT + 131, Some(30), None).error(ErrorCode::Expired));
        rows.push(timed("a second before the tolerance", 100, ISSUED_AT - 301, None, None).error(ErrorCode::NotYetValid));
        rows.push(timed("a second before with no tolerance", 100, ISSUED_AT - 1, None, Some(0)).error(ErrorCode::NotYetValid));
        rows.push(timed("leeway beyond a day", 100, NOW, Some(86_401), None).error(ErrorCode::InvalidArgument));
        rows.push(timed("tolerance beyond a day", 100, NOW, None, Some(86_401)).error(ErrorCode::InvalidArgument));
        rows.push(timed("now beyond the end of time", 100, 253_402_300_800, None, None).error(ErrorCode::InvalidArgument));
        rows.push(
            Verify::new(format!("{version} sdkappid 0"), &plain_ticket, key)
                .with(|case| case.sdkappid = 0)
                .error(ErrorCode::InvalidSdkappid),
        );
        for (what, identifier) in bad_identifiers() {
            let case = Verify::new(format!("{version} asked for a bad identifier, {what}"), &plain_ticket, key);
            rows.push(case.with(|case| case.identifier = identifier).error(ErrorCode::InvalidIdentifier));
        }
    }
    rows.push(
        Verify::new(
            "1.0 without appid_at_3rd",
            {
                let text = v1_text("xiaojun", LONG, None).replace("TLS.appid_at_3rd:0\n", "");
                let (sdkappid, expire, time) = (SDKAPPID.to_string(), LONG.to_string(), ISSUED_AT.to_string());
                enc(v1_json(
                    &[
                        ("TLS.account_type", "0"),
                        ("TLS.identifier", "xiaojun"),
                        ("TLS.sdk_appid", &sdkappid),
                        ("TLS.expire_after", &expire),
                        ("TLS.time", &time),
                    ],
                    &text,
                ))
            },
            "p256_public",
        )
        .ok(&Ok::new("1.0", LONG)),
    );
    rows.push(
        Verify::new(
            "1.0 on secp256k1",
            {
                let key = PrivateKey::from_pem(&example_key("secp256k1/private_key.txt")).unwrap();
                Signer::new(SDKAPPID, key).unwrap().gen_sig_with("xiaojun", &options()).unwrap()
            },
            "secp256k1_public",
        )
        .ok(&Ok::new("1.0", LONG)),
    );
    rows.push(
        Verify::new(
            "1.0 secp256k1 with a high s",
            {
                use k256::ecdsa::signature::Signer as _;
                let signing = k256::ecdsa::SigningKey::from_pkcs8_pem(&example_key("secp256k1/private_key.txt")).unwrap();
                let low: k256::ecdsa::Signature = signing.sign(v1_text("xiaojun", LONG, None).as_bytes());
                let (r, s) = low.split_scalars();
                let high = k256::ecdsa::Signature::from_scalars(r, -s).unwrap();
                enc(v1_raw("TLS.sig", &format!("\"{}\"", STANDARD.encode(high.to_der()))))
            },
            "secp256k1_public",
        )
        .ok(&Ok::new("1.0", LONG)),
    );
    for (what, room, json) in
        [("number", Room::Number(10_000), json!({"number": 10_000})), ("name", Room::Name("abc".into()), json!({"name": "abc"}))]
    {
        let expire = 2_000_000_000;
        let ticket =
            v2_signer().gen_private_map_key("xiaojun", &room, Privileges::from_bits(255), &options().expire(expire)).unwrap();
        let userbuf = usersig::inspect(&ticket).unwrap().userbuf().unwrap().to_vec();
        let ok = Ok {
            userbuf: Some(userbuf),
            private_map_key: json!({"room": json, "privileges": 255, "expires_at": ISSUED_AT + u64::from(expire)}),
            ..Ok::new("2.0", expire)
        };
        let case = Verify::new(format!("2.0 PrivateMapKey, {what}"), ticket, "secret");
        rows.push(case.with(|case| (case.userbuf, case.any_time) = (json!({"expect": "present"}), false)).ok(&ok));
    }
    rows
}

fn mismatches() -> Vec<Value> {
    use ErrorCode::{BadSignature, IdentifierMismatch, NoKeyForVersion, SdkappidMismatch, UserbufMismatch};
    let mut rows = Vec::new();
    for (version, key) in VERSIONS {
        let (other, foreign) = if version == "1.0" { ("other_public", "secret") } else { ("other_secret", "p256_public") };
        let plain = ticket(version, "xiaojun", &options());
        let case = |name: &str| Verify::new(format!("{version} {name}"), &plain, key);
        rows.push(case("another key").with(|case| case.keys = vec![other]).error(BadSignature));
        rows.push(case("keys of the other kind").with(|case| case.keys = vec![foreign]).error(NoKeyForVersion));
        rows.push(case("another SDKAppID").with(|case| case.sdkappid = SDKAPPID + 1).error(SdkappidMismatch));
        for asked in ["xiaojun2", "xiaoju", "Xiaojun", "xiaojun "] {
            rows.push(
                case(&format!("asked for {asked:?}")).with(|case| case.identifier = asked.into()).error(IdentifierMismatch),
            );
        }
        rows.push(
            case("wrong key and wrong everything: the signature comes first")
                .with(|case| {
                    case.keys = vec![other];
                    (case.sdkappid, case.identifier, case.now, case.any_time) = (1, "nobody".into(), ISSUED_AT * 4, false);
                })
                .error(BadSignature),
        );
        rows.push(
            case("the SDKAppID comes before the identifier")
                .with(|case| (case.sdkappid, case.identifier) = (1, "nobody".into()))
                .error(SdkappidMismatch),
        );
        let buffered = ticket(version, "xiaojun", &options().userbuf(b"hello"));
        let userbuf = |name: &str, ticket: &str, expected: Value| {
            Verify::attack(format!("{version} {name}"), "A5", ticket, key)
                .with(|case| case.userbuf = expected)
                .error(UserbufMismatch)
        };
        rows.push(userbuf("userbuf not expected", &buffered, json!({"expect": "absent"})));
        rows.push(userbuf("another userbuf", &buffered, json!({"expect": "exactly", "value": STANDARD.encode("hellp")})));
        rows.push(userbuf("longer userbuf", &buffered, json!({"expect": "exactly", "value": STANDARD.encode("hello!")})));
        rows.push(userbuf("no userbuf, one required", &plain, json!({"expect": "present"})));
        rows.push(userbuf(
            "no userbuf, this one required",
            &plain,
            json!({"expect": "exactly", "value": STANDARD.encode("hello")}),
        ));
        rows.push(userbuf("no userbuf, an empty one required", &plain, json!({"expect": "exactly", "value": ""})));
    }
    rows
}

/// Numbers, signatures and signed texts that other generators get wrong in one way or another.
fn careless_tickets() -> Vec<Value> {
    let mut rows = Vec::new();
    for (version, key) in VERSIONS {
        let raw: fn(&str, &str) -> String = if version == "1.0" { v1_raw } else { v2_raw };
        let case = |name: String, json: String| Verify::new(format!("{version} {name}"), enc(json), key);
        let fields = if version == "1.0" { ["TLS.sdk_appid", "TLS.expire_after"] } else { ["TLS.sdkappid", "TLS.expire"] };
        let number = fields[0];
        // For v1 they are above, with TLS.time.
        let texts: &[&str] = if version == "1.0" {
            &[]
        } else {
            &[
                "",
                "+1400000000",
                "-1400000000",
                " 1400000000",
                "1400000000 ",
                "1400000000\n",
                "14000\u{0}00000",
                "01400000000",
                "1.4e9",
                "1400000000.0",
                "１４００００００００",
                "1_400_000_000",
                "0x53724e00",
                "4294967296",
                "18446744073709551616",
            ]
        };
        for text in texts {
            let text = json!(text).to_string();
            rows.push(case(format!("number as text {text}"), raw(number, &text)).field(number, 10));
        }
        for json in ["1.4e9", "1400000000.0", "-1", "4294967296"] {
            rows.push(case(format!("number as JSON {json}"), raw(number, json)).field(number, 10));
        }
        rows.push(
            case("another number in the other form".into(), {
                raw(number, if version == "1.0" { "1400000001" } else { "\"1400000001\"" })
            })
            .error(ErrorCode::BadSignature),
        );
        rows.push(case("time in milliseconds".into(), raw("TLS.time", "1600000000000")).field("TLS.time", 10));
        rows.push(case("time in milliseconds as text".into(), raw("TLS.time", "\"1600000000000\"")).field("TLS.time", 10));
        rows.push(
            case(
                "number as text with the rest of another field".into(),
                raw(fields[1], &json!(format!("{LONG}\nTLS.x:1")).to_string()),
            )
            .field(fields[1], 10),
        );
        // Signed over the two characters \n, as PHP does in single quotes.
        let escaped = |text: String| text.replace('\n', "\\n");
        let sig = if version == "1.0" {
            sign_v1("p256_private", &escaped(v1_text("xiaojun", LONG, None)))
        } else {
            sign_v2(SECRET, &escaped(v2_text("xiaojun", LONG, None)))
        };
        rows.push(
            case("signed over a backslash and an n".into(), raw("TLS.sig", &json!(sig).to_string()))
                .error(ErrorCode::BadSignature),
        );
        let sig = if version == "1.0" {
            sign_v1("p256_private", &v1_text("xiaojun", LONG, None))
        } else {
            sign_v2(SECRET, &v2_text("xiaojun", LONG, None))
        };
        let (head, tail) = sig.split_at(20);
        for (what, sig) in [
            ("a tab", format!("{head}\t{tail}")),
            ("a form feed", format!("{head}\u{c}{tail}")),
            ("NUL", format!("{head}\0{tail}")),
            ("a line separator", format!("{head}\u{2028}{tail}")),
            ("a backslash and an n", format!("{head}\\n{tail}")),
            ("a blank beside a line break", format!("{head} \n{tail}")),
            ("a line break and padding too much", format!("{head}\n{tail}====")),
            ("a line break in place of a character", format!("{head}\n{}", &tail[1..])),
        ]
        .into_iter()
        .take(if version == "1.0" { 3 } else { 99 })
        {
            rows.push(case(format!("TLS.sig with {what}"), raw("TLS.sig", &json!(sig).to_string())).field("TLS.sig", 6));
        }
        rows.push(
            case("TLS.userbuf with a line break".into(), raw("TLS.userbuf", "\"aGVs\\nbG8=\""))
                .with(|case| case.userbuf = json!({"expect": "any"}))
                .field("TLS.userbuf", 15),
        );
    }
    rows
}

fn malformed_tickets() -> Vec<Value> {
    use ErrorCode::{Empty, MalformedBase64, MalformedJson, MalformedZlib, TooLong, UnsupportedVersion};
    let good = ticket("2.0", "xiaojun", &options());
    let bytes = zlib(v2_raw("", "").as_bytes(), 6);
    let case = |attack, name: &str, ticket: String| Verify::attack(name, attack, ticket, "secret");
    let mut rows = vec![Verify::new("empty ticket", "", "secret").error(Empty)];

    // The envelope.
    rows.push(
        case("A11", "plus, slash and equals sign", good.replace('*', "+").replace('-', "/").replace('_', "="))
            .error(MalformedBase64),
    );
    rows.push(case("A11", "line break at the end", format!("{good}\n")).error(MalformedBase64));
    rows.push(case("A11", "line break within", format!("{}\n{}", &good[..76], &good[76..])).error(MalformedBase64));
    rows.push(case("A11", "space before", format!(" {good}")).error(MalformedBase64));
    rows.push(case("A11", "URL-encoded", good.replace('*', "%2A").replace('_', "%5F") + "%20").error(MalformedBase64));
    rows.push(case("A11", "garbage after the padding", format!("{good}AAAA!")).error(MalformedBase64));
    rows.push(case("A11", "NUL at the end", format!("{good}\0")).error(MalformedBase64));
    rows.push(case("A19", "padding too much", format!("{good}_")).error(MalformedBase64));
    let padded = (0..3)
        .map(|n| enc(format!("{}{}", v2_raw("", ""), " ".repeat(n))))
        .chain((1..40).map(|n| enc(v2_raw("TLS.x", &format!("\"{}\"", "abc".repeat(n))))))
        .find(|ticket| ticket.ends_with('_') && !ticket.ends_with("__"))
        .unwrap();
    rows.push(case("A19", "padding dropped", padded.trim_end_matches('_').into()).error(MalformedBase64));
    rows.push(
        case("A11", "stray bits before the padding", {
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";
            let mut text = padded.clone().into_bytes();
            let last = text.len() - 2;
            let index = alphabet.iter().position(|symbol| *symbol == text[last]).unwrap();
            text[last] = alphabet[index ^ 1];
            String::from_utf8(text).unwrap()
        })
        .error(MalformedBase64),
    );
    rows.push(case("A11", "not ASCII", format!("{good}票")).error(MalformedBase64));
    rows.push(case("A19", "bytes after the stream", map(&[&bytes[..], b"x"].concat())).error(MalformedZlib));
    rows.push(case("A19", "second stream after the first", map(&[&bytes[..], &bytes[..]].concat())).error(MalformedZlib));
    rows.push(case("A19", "Adler-32 cut off", map(&bytes[..bytes.len() - 4])).error(MalformedZlib));
    rows.push(case("A19", "last byte cut off", map(&bytes[..bytes.len() - 1])).error(MalformedZlib));
    rows.push(
        case("A8", "Adler-32 wrong", {
            let mut bytes = bytes.clone();
            *bytes.last_mut().unwrap() ^= 1;
            map(&bytes)
        })
        .error(MalformedZlib),
    );
    rows.push(case("A19", "raw deflate", map(&bytes[2..bytes.len() - 4])).error(MalformedZlib));
    rows.push(
        case("A19", "gzip", {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
            encoder.write_all(v2_raw("", "").as_bytes()).unwrap();
            map(&encoder.finish().unwrap())
        })
        .error(MalformedZlib),
    );
    rows.push(
        case("A8", "preset dictionary", {
            // A header with FDICT set (its check bits are right), then a dictionary's Adler-32.
            map(&[&[0x78, 0x20][..], &[0, 0, 0, 1], &bytes[2..]].concat())
        })
        .error(MalformedZlib),
    );
    rows.push(case("A7", "raw JSON without zlib", map(v2_raw("", "").as_bytes())).error(MalformedZlib));
    rows.push(case("A7", "raw JSON", v2_raw("", "")).error(MalformedBase64));
    rows.push(case("A19", "one byte", "AA__".into()).error(MalformedZlib));
    rows.push(case("A8", "ticket of 16385 bytes", "A".repeat(16_385)).error(TooLong));
    rows.push(case("A8", "ticket of 16384 bytes that is none", "A".repeat(16_384)).error(MalformedZlib));
    rows.push(case("A8", "inflates to 10 MB", enc(vec![b' '; 10_000_000])).error(TooLong));
    rows.push(
        case("A8", "inflates to 32769 bytes", enc(v2_raw("", "") + &" ".repeat(32_769 - v2_raw("", "").len()))).error(TooLong),
    );
    rows.push(
        Verify::new("inflates to 32768 bytes", enc(v2_raw("", "") + &" ".repeat(32_768 - v2_raw("", "").len())), "secret")
            .ok(&Ok::new("2.0", LONG)),
    );

    // The JSON.
    for (name, json) in [
        ("array", "[]"),
        ("array of one", "[1]"),
        ("null", "null"),
        ("number", "1"),
        ("string", "\"x\""),
        ("nothing", ""),
        ("two objects", "{}{}"),
        ("not UTF-8", "\u{0}"),
        ("NUL after", "{}\0"),
        ("single quotes", "{'TLS.ver':'2.0'}"),
        ("comment", "{}//"),
        ("trailing comma", "{\"TLS.ver\":\"2.0\",}"),
        ("byte-order mark", "\u{feff}{}"),
        ("lone surrogate", "{\"TLS.identifier\":\"\\ud800\"}"),
        ("bare control character", "{\"TLS.identifier\":\"a\nb\"}"),
    ] {
        rows.push(
            case("A20", name, if json == "\u{0}" { enc([b'{', b'"', 0xff, b'"', b':', b'1', b'}']) } else { enc(json) })
                .error(MalformedJson),
        );
    }
    rows.push(case("A19", "text after the object", enc(v2_raw("", "") + "x")).error(MalformedJson));
    rows.push(
        case("A9", "deep nesting", enc(format!("{{\"a\":{}{}}}", "[".repeat(15_000), "]".repeat(15_000))))
            .field("TLS.account_type", 7),
    );
    rows.push(case("A1", "leading zero", enc(v2_raw("TLS.expire", "04000000000"))).error(MalformedJson));
    rows.push(case("A1", "plus sign", enc(v2_raw("TLS.expire", "+1"))).error(MalformedJson));
    rows.push(case("A1", "hexadecimal", enc(v2_raw("TLS.expire", "0x10"))).error(MalformedJson));
    rows.push(case("A1", "NaN", enc(v2_raw("TLS.expire", "NaN"))).error(MalformedJson));
    rows.push(case("A4", "duplicate key", enc(v2_raw("", "\"TLS.identifier\":\"admin\""))).error(MalformedJson));
    rows.push(
        case("A4", "duplicate key, once escaped", enc(v2_raw("", "\"TLS.\\u0069dentifier\":\"xiaojun\""))).error(MalformedJson),
    );
    rows.push(case("A4", "duplicate unknown key", enc(v2_raw("", "\"a\":1,\"a\":1"))).error(MalformedJson));
    rows.push(
        case("A8", "many unknown keys", enc(v2_raw("", &(0..100).map(|n| format!("\"k{n}\":0")).collect::<Vec<_>>().join(","))))
            .error(MalformedJson),
    );
    rows.push(
        Verify::attack("1.0 duplicate key", "A4", enc(v1_raw("", "\"TLS.identifier\":\"admin\"")), "p256_public")
            .error(MalformedJson),
    );
    for raw in ["\"1.0\"", "\"2\"", "\"2.0 \"", "\"3.0\"", "\"\""] {
        rows.push(Verify::new(format!("TLS.ver {raw}"), enc(v2_raw("TLS.ver", raw)), "secret").error(UnsupportedVersion));
    }

    // The fields: missing (7), of another type (4), numbers (10), base64 (6), userbuf (15).
    rows.push(case("A20", "empty object", enc("{}")).field("TLS.account_type", 7));
    for field in ["TLS.identifier", "TLS.sdkappid", "TLS.expire", "TLS.time", "TLS.sig"] {
        rows.push(case("A20", &format!("{field} missing"), enc(v2_raw(field, ""))).field(field, 7));
    }
    for field in ["TLS.account_type", "TLS.identifier", "TLS.sdk_appid", "TLS.expire_after", "TLS.time", "TLS.sig"] {
        rows.push(Verify::attack(format!("1.0 {field} missing"), "A20", enc(v1_raw(field, "")), "p256_public").field(field, 7));
    }
    rows.push(
        case("A1", "TLS.sdkappid and TLS.sig true", enc(v2_raw("TLS.sig", "true").replace("1400000000", "true")))
            .field("TLS.sdkappid", 10),
    );
    for raw in ["true", "null", "1", "[\"x\"]", "{\"a\":\"b\"}", "1.5"] {
        rows.push(case("A1", &format!("TLS.sig {raw}"), enc(v2_raw("TLS.sig", raw))).field("TLS.sig", 4));
        rows.push(case("A1", &format!("TLS.identifier {raw}"), enc(v2_raw("TLS.identifier", raw))).field("TLS.identifier", 4));
        rows.push(case("A1", &format!("TLS.ver {raw}"), enc(v2_raw("TLS.ver", raw))).field("TLS.ver", 4));
        rows.push(
            Verify::attack(format!("1.0 TLS.sig {raw}"), "A1", enc(v1_raw("TLS.sig", raw)), "p256_public").field("TLS.sig", 4),
        );
        let case = Verify::attack(format!("1.0 TLS.time {raw}"), "A1", enc(v1_raw("TLS.time", raw)), "p256_public");
        // A number where the text was: another time than the one that was signed.
        rows.push(if raw == "1" { case.error(ErrorCode::BadSignature) } else { case.field("TLS.time", 10) });
        rows.push(
            Verify::attack(format!("1.0 TLS.version {raw}"), "A1", enc(v1_raw("TLS.version", raw)), "p256_public")
                .field("TLS.version", 4),
        );
    }
    for raw in [
        "\"01400000000\"",
        "true",
        "null",
        "1e9",
        "1.4e9",
        "1400000000.0",
        "-0",
        "-1400000000",
        "4294967296",
        "18446744073709551616",
        "[]",
        "{}",
    ] {
        rows.push(case("A1", &format!("TLS.sdkappid {raw}"), enc(v2_raw("TLS.sdkappid", raw))).field("TLS.sdkappid", 10));
    }
    for raw in ["\"-294967296\"", "-1", "-294967296", "4294967296", "1e3", "false", "99999999999999999999999999"] {
        rows.push(case("A21", &format!("TLS.expire {raw}"), enc(v2_raw("TLS.expire", raw))).field("TLS.expire", 10));
    }
    for raw in ["-1", "253402300800", "18446744073709551615", "\"1600000000.0\"", "1600000000.5", "249402300800"] {
        rows.push(case("A6", &format!("TLS.time {raw}"), enc(v2_raw("TLS.time", raw))).field("TLS.time", 10));
    }
    for text in ["", "x", "+1", "-1", "01", "1.0", "1e3", " 1", "1 ", "１", "0x1", "253402300800", "18446744073709551616"] {
        let raw = json!(text).to_string();
        rows.push(
            Verify::attack(format!("1.0 TLS.time {raw}"), "A9", enc(v1_raw("TLS.time", &raw)), "p256_public")
                .field("TLS.time", 10),
        );
    }
    for text in ["-294967296", "4294967296", "04000000000"] {
        let raw = json!(text).to_string();
        rows.push(
            Verify::attack(format!("1.0 TLS.expire_after {raw}"), "A21", enc(v1_raw("TLS.expire_after", &raw)), "p256_public")
                .field("TLS.expire_after", 10),
        );
        rows.push(
            Verify::attack(format!("1.0 TLS.sdk_appid {raw}"), "A21", enc(v1_raw("TLS.sdk_appid", &raw)), "p256_public")
                .field("TLS.sdk_appid", 10),
        );
    }
    rows.push(Verify::new("TLS.identifier empty", enc(v2_raw("TLS.identifier", "\"\"")), "secret").field("TLS.identifier", 4));
    rows.push(
        Verify::new(
            "TLS.identifier of 1025 bytes",
            enc(v2_raw("TLS.identifier", &format!("\"{}\"", "x".repeat(1025)))),
            "secret",
        )
        .error(TooLong),
    );
    for (what, escape) in [("line break", "\\n"), ("NUL", "\\u0000"), ("tab", "\\t"), ("DEL", "\u{7f}")] {
        rows.push(
            case(
                "A18",
                &format!("TLS.identifier with {what}"),
                enc(v2_raw("TLS.identifier", &format!("\"xiaojun{escape}zzz\""))),
            )
            .field("TLS.identifier", 4),
        );
        for field in ["TLS.identifier", "TLS.account_type", "TLS.appid_at_3rd", "TLS.version"] {
            let ticket = enc(v1_raw(field, &format!("\"0{escape}\"")));
            rows.push(Verify::attack(format!("1.0 {field} with {what}"), "A16", ticket, "p256_public").field(field, 4));
        }
    }

    // Signatures.
    let mac = sign_v2(SECRET, &v2_text("xiaojun", LONG, None));
    for (what, sig) in [
        ("without padding", mac.trim_end_matches('=').to_owned()),
        ("in Tencent's alphabet", mac.replace('+', "*").replace('/', "-").replace('=', "_")),
        ("with a tab", format!("{mac}\\t")),
        ("with a space", format!("{mac} ")),
        ("empty", String::new()),
        ("31 bytes", STANDARD.encode([7; 31])),
        ("33 bytes", STANDARD.encode([7; 33])),
        ("64 bytes", STANDARD.encode([7; 64])),
    ] {
        rows.push(case("A11", &format!("TLS.sig {what}"), enc(v2_raw("TLS.sig", &format!("\"{sig}\"")))).field("TLS.sig", 6));
    }
    rows.push(
        case("A10", "TLS.sig differs in its last byte", {
            let mut bytes = STANDARD.decode(&mac).unwrap();
            bytes[31] ^= 1;
            enc(v2_raw("TLS.sig", &format!("\"{}\"", STANDARD.encode(bytes))))
        })
        .error(ErrorCode::BadSignature),
    );
    let der = STANDARD.decode(sign_v1("p256_private", &v1_text("xiaojun", LONG, None))).unwrap();
    let (r, s) = der_parts(&der);
    let long_form = [&[0x30, 0x81, der[1]][..], &der[2..]].concat();
    let padded_r = der_sequence(&[&[0][..], r].concat(), s);
    for (what, sig) in [
        ("with a byte after", [&der[..], &[0]].concat()),
        ("with a long length", long_form),
        ("with a zero before r", padded_r),
        ("with an empty s", der_sequence(r, &[])),
        ("negative", der_sequence(&[0x80], s)),
        ("with three numbers", {
            let mut der = der.clone();
            der[1] += 3;
            [&der[..], &[2, 1, 1]].concat()
        }),
        ("cut short", der[..der.len() - 1].to_vec()),
        ("as raw numbers", [7; 64].to_vec()),
        ("with r of 33 bytes", der_sequence(&[1; 33], s)),
        ("of 200 bytes", vec![0x30; 200]),
    ] {
        let ticket = enc(v1_raw("TLS.sig", &format!("\"{}\"", STANDARD.encode(sig))));
        rows.push(Verify::attack(format!("1.0 TLS.sig {what}"), "A19", ticket, "p256_public").field("TLS.sig", 6));
    }
    for (what, sig) in [
        ("r zero", der_sequence(&[0], s)),
        ("s zero", der_sequence(r, &[0])),
        ("both zero", der_sequence(&[0], &[0])),
        ("r the order", der_sequence(&unhex("00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"), s)),
    ] {
        let ticket = enc(v1_raw("TLS.sig", &format!("\"{}\"", STANDARD.encode(sig))));
        rows.push(
            Verify::attack(format!("1.0 TLS.sig with {what}"), "A14", ticket, "p256_public").error(ErrorCode::BadSignature),
        );
    }

    // Userbufs.
    for (what, text) in
        [("not base64", "!!!!"), ("without padding", "aGVsbG8"), ("stray bits", "aGVsbG9="), ("with a space", "aGVs bG8=")]
    {
        let ticket = enc(v2_raw("TLS.userbuf", &format!("\"{text}\"")));
        rows.push(
            case("A11", &format!("TLS.userbuf {what}"), ticket)
                .with(|case| case.userbuf = json!({"expect": "any"}))
                .field("TLS.userbuf", 15),
        );
    }
    rows.push(
        Verify::new(
            "TLS.userbuf of 8193 bytes",
            enc(v2_raw("TLS.userbuf", &format!("\"{}\"", STANDARD.encode([0; 8193])))),
            "secret",
        )
        .error(TooLong),
    );
    rows.push(case("A1", "TLS.userbuf null", enc(v2_raw("TLS.userbuf", "null"))).field("TLS.userbuf", 15));
    rows
}

fn der_parts(der: &[u8]) -> (&[u8], &[u8]) {
    let r_len = usize::from(der[3]);
    (&der[4..4 + r_len], &der[6 + r_len..])
}

fn der_sequence(r: &[u8], s: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| [&[2, u8::try_from(bytes.len()).unwrap()][..], bytes].concat();
    let body = [number(r), number(s)].concat();
    [&[0x30, u8::try_from(body.len()).unwrap()][..], &body].concat()
}

/// Tickets whose signatures are genuine for something else than what they say.
fn forged_tickets() -> Vec<Value> {
    use ErrorCode::{BadSignature, NoKeyForVersion};
    let mut rows = Vec::new();
    let (sdkappid, time) = (SDKAPPID.to_string(), ISSUED_AT.to_string());

    // A2: the public key's text as the HMAC secret.
    let public = example_key("p256/public_key.txt");
    for (what, secret) in [("PEM", public.clone()), ("trimmed PEM", public.trim().to_owned())] {
        let sig = sign_v2(&secret, &v2_text("admin", LONG, None));
        let json = format!(
            "{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"admin\",\"TLS.sdkappid\":{SDKAPPID},\"TLS.expire\":{LONG},\"TLS.time\":{ISSUED_AT},\"TLS.sig\":\"{sig}\"}}"
        );
        let forged = |keys: Vec<&'static str>, error| {
            Verify::attack(format!("public {what} as secret, {} keys", keys.len()), "A2", enc(&json), "p256_public")
                .with(|case| {
                    case.identifier = "admin".into();
                    case.keys = keys;
                })
                .error(error)
        };
        rows.push(forged(vec!["p256_public"], NoKeyForVersion));
        rows.push(forged(vec!["p256_public", "secret"], BadSignature));
    }

    // A3: what an official signer signs for an identifier with line breaks, re-presented as two fields.
    let identifier = format!("admin\nTLS.sdk_appid:{sdkappid}\nTLS.time:{time}\nTLS.expire_after:999999999");
    let text = v1_text(&identifier, 1, None);
    let expire = format!("999999999\nTLS.sdk_appid:{sdkappid}\nTLS.time:{time}\nTLS.expire_after:1");
    let fields = [
        ("TLS.account_type", "0"),
        ("TLS.identifier", "admin"),
        ("TLS.appid_at_3rd", "0"),
        ("TLS.sdk_appid", &sdkappid),
        ("TLS.time", &time),
        ("TLS.expire_after", &expire),
    ];
    rows.push(
        Verify::attack("newline forgery", "A3", enc(v1_json(&fields, &text)), "p256_public")
            .with(|case| case.identifier = "admin".into())
            .field("TLS.expire_after", 10),
    );
    let honest = [
        ("TLS.account_type", "0"),
        ("TLS.identifier", identifier.as_str()),
        ("TLS.appid_at_3rd", "0"),
        ("TLS.sdk_appid", &sdkappid),
        ("TLS.time", &time),
        ("TLS.expire_after", "1"),
    ];
    rows.push(
        Verify::attack("identifier with line breaks", "A3", enc(v1_json(&honest, &text)), "p256_public")
            .with(|case| case.identifier = "admin".into())
            .field("TLS.identifier", 4),
    );
    let v2_identifier = format!("admin\nTLS.sdkappid:{sdkappid}\nTLS.time:{time}\nTLS.expire:999999999");
    let v2_forged = v2_raw("TLS.sig", &format!("\"{}\"", sign_v2(SECRET, &v2_text(&v2_identifier, 1, None)))).replace(
        &LONG.to_string(),
        &json!(format!("999999999\nTLS.sdkappid:{sdkappid}\nTLS.time:{time}\nTLS.expire:1")).to_string(),
    );
    rows.push(
        Verify::attack("2.0 newline forgery", "A3", enc(v2_forged.replace("xiaojun", "admin")), "secret")
            .with(|case| case.identifier = "admin".into())
            .field("TLS.expire", 10),
    );

    // A16: the same with clean numbers, through account_type and appid_at_3rd.
    let text = v1_text("zzz\nTLS.identifier:admin", LONG, None);
    let expire = LONG.to_string();
    let fields = [
        ("TLS.account_type", "0\nTLS.identifier:zzz"),
        ("TLS.identifier", "admin"),
        ("TLS.appid_at_3rd", "0"),
        ("TLS.sdk_appid", &sdkappid),
        ("TLS.time", &time),
        ("TLS.expire_after", &expire),
    ];
    rows.push(
        Verify::attack("newline forgery through account_type", "A16", enc(v1_json(&fields, &text)), "p256_public")
            .with(|case| case.identifier = "admin".into())
            .field("TLS.account_type", 4),
    );
    let fields = [
        ("TLS.account_type", "0"),
        ("TLS.identifier", "admin"),
        ("TLS.appid_at_3rd", "0\nTLS.account_type:0\nTLS.identifier:zzz"),
        ("TLS.sdk_appid", &sdkappid),
        ("TLS.time", &time),
        ("TLS.expire_after", &expire),
    ];
    rows.push(
        Verify::attack("newline forgery through appid_at_3rd", "A16", enc(v1_json(&fields, &text)), "p256_public")
            .with(|case| case.identifier = "admin".into())
            .field("TLS.appid_at_3rd", 4),
    );

    // A5: a userbuf that was not signed, and one taken away.
    for (version, key) in VERSIONS {
        let append = |raw: &str| if version == "1.0" { v1_raw("TLS.userbuf", raw) } else { v2_raw("TLS.userbuf", raw) };
        for expected in [json!({"expect": "any"}), json!({"expect": "exactly", "value": "aGVsbG8="}), json!({"expect": "absent"})]
        {
            let case = Verify::attack(
                format!("{version} unsigned userbuf appended, {}", expected["expect"].as_str().unwrap()),
                "A5",
                enc(append("\"aGVsbG8=\"")),
                key,
            );
            rows.push(case.with(|case| case.userbuf = expected).error(BadSignature));
        }
        rows.push(
            Verify::attack(format!("{version} unsigned empty userbuf appended"), "A5", enc(append("\"\"")), key)
                .with(|case| case.userbuf = json!({"expect": "any"}))
                .error(BadSignature),
        );
        let sig = if version == "1.0" {
            sign_v1("p256_private", &v1_text("xiaojun", LONG, Some("aGVsbG8=")))
        } else {
            sign_v2(SECRET, &v2_text("xiaojun", LONG, Some("aGVsbG8=")))
        };
        let raw = format!("\"{sig}\"");
        let stripped = if version == "1.0" { v1_raw("TLS.sig", &raw) } else { v2_raw("TLS.sig", &raw) };
        rows.push(Verify::attack(format!("{version} userbuf taken away"), "A5", enc(stripped), key).error(BadSignature));
    }

    // A6: time.
    for (version, key) in VERSIONS {
        let expired = |name: &str, expire, now| {
            Verify::attack(format!("{version} {name}"), "A6", ticket(version, "xiaojun", &options().expire(expire)), key)
                .with(|case| case.now = now)
        };
        rows.push(expired("expired by a second", 100, ISSUED_AT + 101).error(ErrorCode::Expired));
        rows.push(expired("expired by years", 0, ISSUED_AT * 2).error(ErrorCode::Expired));
        let future = ticket(version, "xiaojun", &GenOptions::new().issued_at(253_000_000_000_i64).expire(1));
        rows.push(Verify::attack(format!("{version} from the far future"), "A6", future, key).error(ErrorCode::NotYetValid));
    }
    rows.push(
        Verify::attack("1.0 time and expire overflow", "A6", enc(v1_raw("TLS.time", "\"253402300799\"")), "p256_public")
            .field("TLS.time", 10),
    );

    // Every field is bound by the signature.
    for (field, value) in [
        ("TLS.identifier", "\"admin\""),
        ("TLS.sdkappid", "1400000001"),
        ("TLS.expire", "4000000001"),
        ("TLS.time", "1600000001"),
    ] {
        let case = Verify::new(format!("2.0 {field} changed"), enc(v2_raw(field, value)), "secret");
        rows.push(case.error(BadSignature));
    }
    for (field, value) in [
        ("TLS.identifier", "\"admin\""),
        ("TLS.sdk_appid", "\"1400000001\""),
        ("TLS.expire_after", "\"4000000001\""),
        ("TLS.time", "\"1600000001\""),
        ("TLS.account_type", "\"1\""),
        ("TLS.appid_at_3rd", "\"1\""),
        ("TLS.appid_at_3rd", ""),
    ] {
        rows.push(
            Verify::new(format!("1.0 {field} changed to {value}"), enc(v1_raw(field, value)), "p256_public").error(BadSignature),
        );
    }
    // A12, A15 and A21 are the bounds, error codes and written numbers of the cases above; A13 and A14 are tests of each language.
    rows
}

/// What a verifier refuses before it looks at a signature, `inspect` refuses too; what is only unproven, it shows.
fn inspect_cases() -> Vec<Value> {
    let mut rows = Vec::new();
    for case in [verify_cases(), attack_cases()].concat() {
        let name = case["name"].as_str().unwrap();
        let error = case["error"].as_str().and_then(|word| ErrorCode::ALL.iter().find(|code| code.word() == word));
        let malformed = error.is_some_and(|code| (20..30).contains(&code.number()));
        let mut row = json!({"name": name, "attack": case["attack"], "ticket": case["ticket"]});
        if malformed && case["ticket"].as_str().unwrap().len() < 2000 {
            row["error"] = case["error"].clone();
            if let Some(field) = case.get("field") {
                row["field"] = field.clone();
            }
        } else if error.is_none()
            && (name.contains("userbuf, text")
                || name.contains("PrivateMapKey")
                || name.contains("identifier,")
                || name.contains("in the other form")
                || name.contains("with line breaks"))
            && case["userbuf"]["expect"] != "any"
        {
            row["ok"] = case["ok"].clone();
        } else {
            continue;
        }
        rows.push(row);
    }
    rows
}

#[test]
fn every_error_code_has_a_case() {
    assert_eq!(case_file("errors.json").len(), ErrorCode::ALL.len());
    let mut seen = vec![ErrorCode::Internal];
    for case in [key_cases(), gen_cases(), verify_cases(), attack_cases()].concat() {
        seen.extend(case["error"].as_str().and_then(|word| ErrorCode::ALL.iter().find(|code| code.word() == word)));
    }
    // `internal` is a bug by definition: no input may cause it.
    for code in ErrorCode::ALL {
        assert!(seen.contains(code), "no case for {code}");
    }
}

/// Each `ok` has, by the clock, the time of issue of the ticket that there is then.
fn source_cases() -> Vec<Value> {
    let row = |name: &str, expire: i64, min_share: Option<f64>, times: &[i64]| {
        json!({"name": name, "sdkappid": SDKAPPID, "key": "secret", "identifier": "administrator", "expire": expire, "min_share": min_share,
            "times": times})
    };
    let ok = |name: &str, expire: i64, min_share: Option<f64>, tickets: &[(i64, i64)]| {
        let (times, mut issued_at): (Vec<_>, Vec<_>) = tickets.iter().copied().unzip();
        let mut row = row(name, expire, min_share, &times);
        let all = issued_at.clone();
        issued_at.dedup();
        row["ok"] = json!({"issued_at": all, "renewals": issued_at.len()});
        row
    };
    let error = |name: &str, expire: i64, min_share: f64, times: &[i64], error: ErrorCode| {
        let mut row = row(name, expire, Some(min_share), times);
        row["error"] = error.word().into();
        if times.is_empty() && error == ErrorCode::InvalidArgument {
            row["message"] =
                "min_share must be from 0 to 1: the share of its life that a ticket must have left, such as 0.5 for half".into();
        }
        row
    };
    let start = ISSUED_AT.cast_signed();
    let since =
        |tickets: &[(i64, i64)]| tickets.iter().map(|(now, issued_at)| (start + now, start + issued_at)).collect::<Vec<_>>();
    let longest = i64::from(u32::MAX);
    vec![
        ok("half of its life by default", 1000, None, &since(&[(0, 0), (500, 0), (501, 501), (1001, 501), (1002, 1002)])),
        ok("any valid one", 1000, Some(0.0), &since(&[(0, 0), (1000, 0), (1001, 1001)])),
        ok("a quarter", 1000, Some(0.25), &since(&[(0, 0), (750, 0), (751, 751)])),
        ok("made in this second", 1000, Some(1.0), &since(&[(0, 0), (0, 0), (1, 1), (2, 2)])),
        ok("half of an odd number of seconds", 3, None, &since(&[(0, 0), (1, 0), (2, 2)])),
        ok("no life", 0, Some(1.0), &since(&[(0, 0), (0, 0), (1, 1)])),
        ok("the longest life", longest, Some(0.1), &since(&[(0, 0), (3_865_470_565, 0), (3_865_470_566, 3_865_470_566)])),
        ok("long over", 1000, None, &since(&[(0, 0), (100_000, 100_000), (200_000, 200_000)])),
        ok("the clock set back", 1000, None, &since(&[(0, 0), (501, 501), (500, 500), (499, 499), (500, 499)])),
        ok("the clock set back to its beginning", 1000, Some(0.0), &[(start, start), (0, 0), (start, start)]),
        error("a share below 0", 1000, -0.1, &[], ErrorCode::InvalidArgument),
        error("a share above 1", 1000, 1.1, &[], ErrorCode::InvalidArgument),
        error("a negative life", -1, 0.5, &[], ErrorCode::InvalidExpire),
        error("an end after the year 9999", 1000, 0.5, &[253_402_300_799], ErrorCode::InvalidExpire),
        error("a clock before 1970", 1000, 0.5, &[-1], ErrorCode::InvalidArgument),
        error("a clock set back before 1970", 1000, 0.5, &[start, -1], ErrorCode::InvalidArgument),
    ]
}
