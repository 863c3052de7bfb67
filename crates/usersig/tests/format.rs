//! FORMAT.md and FORMAT.zh-CN.md: every value of the worked examples is computed again, step by step and without the
//! library's own generator, whose tickets must say the same. `USERSIG_WRITE_CASES=1` writes the blocks and `format.json`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer as _;
use p256::pkcs8::DecodePrivateKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Read;
use std::path::Path;
use usersig::{GenOptions, PrivateKey, Privileges, Room, SecretKey, Signer};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const PRIVATE_KEY: &str = include_str!("../../../examples/keys/p256/private_key.txt");
const SDKAPPID: u32 = 1_400_000_000;
const IDENTIFIER: &str = "xiaojun";
const TIME: u32 = 1_600_000_000;
const EXPIRE: u32 = 15_552_000;

/// A ticket by this page: what is signed, the signature, the JSON, and the ticket of the library, which holds that JSON.
struct Steps {
    text: String,
    sig: String,
    json: String,
    ticket: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// At most this many digits on a line.
fn wrapped(digits: &str) -> String {
    digits.as_bytes().chunks(96).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>().join("\n")
}

fn shown(text: &str) -> String {
    text.replace('\n', "⏎\n").trim_end().to_owned()
}

fn standard(ticket: &str) -> String {
    ticket.replace('*', "+").replace('-', "/").replace('_', "=")
}

fn json_of(ticket: &str) -> String {
    let mut json = String::new();
    ZlibDecoder::new(STANDARD.decode(standard(ticket)).unwrap().as_slice()).read_to_string(&mut json).unwrap();
    json
}

fn v2(userbuf: Option<&[u8]>, ticket: String) -> Steps {
    let userbuf = userbuf.map(|bytes| STANDARD.encode(bytes));
    let line = userbuf.as_ref().map(|userbuf| format!("TLS.userbuf:{userbuf}\n")).unwrap_or_default();
    let text = format!("TLS.identifier:{IDENTIFIER}\nTLS.sdkappid:{SDKAPPID}\nTLS.time:{TIME}\nTLS.expire:{EXPIRE}\n{line}");
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap().chain_update(&text).finalize().into_bytes();
    let sig = STANDARD.encode(mac);
    let member = userbuf.map(|userbuf| format!("\"TLS.userbuf\":\"{userbuf}\",")).unwrap_or_default();
    let json = format!(
        "{{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"{IDENTIFIER}\",\"TLS.sdkappid\":{SDKAPPID},\"TLS.expire\":{EXPIRE},\"TLS.time\":{TIME},{member}\"TLS.sig\":\"{sig}\"}}"
    );
    assert_eq!(json_of(&ticket), json);
    Steps { text, sig, json, ticket }
}

fn room_bytes(room: &Room) -> Vec<(&'static str, Vec<u8>)> {
    let (version, number) = match room {
        Room::Number(number) => (0, *number),
        Room::Name(_) => (1, 0),
    };
    let mut bytes = vec![
        ("version", vec![version]),
        ("length", vec![0, 7]),
        ("identifier", IDENTIFIER.as_bytes().to_vec()),
        ("SDKAppID", SDKAPPID.to_be_bytes().to_vec()),
        ("room", number.to_be_bytes().to_vec()),
        ("ends", (TIME + EXPIRE).to_be_bytes().to_vec()),
        ("privileges", 255_u32.to_be_bytes().to_vec()),
        ("account type", vec![0; 4]),
    ];
    if let Room::Name(name) = room {
        bytes.push(("length", u16::try_from(name.len()).unwrap().to_be_bytes().to_vec()));
        bytes.push(("name", name.as_bytes().to_vec()));
    }
    bytes
}

fn flat(bytes: &[(&str, Vec<u8>)]) -> Vec<u8> {
    bytes.iter().flat_map(|(_, bytes)| bytes.clone()).collect()
}

fn table(bytes: &[(&str, Vec<u8>)]) -> String {
    bytes.iter().map(|(name, bytes)| format!("{name:<13} {}", hex(bytes))).collect::<Vec<_>>().join("\n")
}

/// The blocks of the pages in their order, and the vectors.
fn made() -> (Vec<String>, Vec<Value>) {
    let options = GenOptions::new().issued_at(u64::from(TIME)).expire(EXPIRE);
    let secret = Signer::new(SDKAPPID, SecretKey::new(SECRET).unwrap()).unwrap();
    let plain = v2(None, secret.gen_sig_with(IDENTIFIER, &options).unwrap());
    let compressed = |ticket: &str| wrapped(&hex(&STANDARD.decode(standard(ticket)).unwrap()));
    let mac = STANDARD.decode(&plain.sig).unwrap();
    let mut blocks = vec![
        shown(&plain.text),
        format!("{}\n{}", hex(&mac), plain.sig),
        plain.json.clone(),
        compressed(&plain.ticket),
        format!("{}\n{}", standard(&plain.ticket), plain.ticket),
    ];

    let private = Signer::new(SDKAPPID, PrivateKey::from_pem(PRIVATE_KEY).unwrap()).unwrap();
    let ticket = private.gen_sig_with(IDENTIFIER, &options).unwrap();
    let text = format!(
        "TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:{IDENTIFIER}\nTLS.sdk_appid:{SDKAPPID}\nTLS.time:{TIME}\nTLS.expire_after:{EXPIRE}\n"
    );
    let signature: p256::ecdsa::Signature = p256::ecdsa::SigningKey::from_pkcs8_pem(PRIVATE_KEY).unwrap().sign(text.as_bytes());
    let der = signature.to_der().as_bytes().to_vec();
    let sig = STANDARD.encode(&der);
    let json = format!(
        "{{\"TLS.account_type\":\"0\",\"TLS.identifier\":\"{IDENTIFIER}\",\"TLS.appid_at_3rd\":\"0\",\"TLS.sdk_appid\":\"{SDKAPPID}\",\"TLS.expire_after\":\"{EXPIRE}\",\"TLS.version\":\"201512300000\",\"TLS.time\":\"{TIME}\",\"TLS.sig\":\"{sig}\"}}"
    );
    assert_eq!(json_of(&ticket), json);
    let (r, s) = signature.split_bytes();
    blocks.extend([
        shown(&text),
        format!(
            "SHA-256  {}\nr        {}\ns        {}\nDER      {}\nbase64   {sig}",
            hex(&Sha256::digest(&text)),
            hex(&r),
            hex(&s),
            wrapped(&hex(&der)).replace('\n', "\n         ")
        ),
        json.clone(),
        format!("{}\n\n{}\n\n{ticket}", compressed(&ticket), standard(&ticket)),
    ]);
    let v1 = Steps { text, sig, json, ticket };

    let mut vectors = Vec::new();
    let mut vector = |name: &str, key: &str, userbuf: Option<&[u8]>, steps: &Steps| {
        vectors.push(json!({
            "name": name, "key": key, "identifier": IDENTIFIER, "sdkappid": SDKAPPID, "time": TIME, "expire": EXPIRE,
            "userbuf": userbuf.map(|bytes| STANDARD.encode(bytes)), "signed_text": steps.text, "sig": steps.sig,
            "json": steps.json, "ticket": steps.ticket,
        }));
    };
    vector("v2", "examples/keys/secret.txt", None, &plain);
    vector("v1", "examples/keys/p256/private_key.txt", None, &v1);
    for room in [Room::Number(10000), Room::Name("abc".to_owned())] {
        let bytes = room_bytes(&room);
        let userbuf = flat(&bytes);
        let ticket = secret.gen_private_map_key(IDENTIFIER, &room, Privileges::from_bits(255), &options).unwrap();
        let steps = v2(Some(&userbuf), ticket);
        blocks.push(table(&bytes));
        if let Room::Number(_) = room {
            blocks.push(format!("{}\n\n{}\n\n{}\n\n{}", STANDARD.encode(&userbuf), shown(&steps.text), steps.sig, steps.ticket));
        } else {
            let last = blocks.pop().unwrap();
            blocks.push(format!("{last}\n\n{}", STANDARD.encode(&userbuf)));
        }
        vector(&format!("v2 with {room:?}"), "examples/keys/secret.txt", Some(&userbuf), &steps);
    }
    (blocks, vectors)
}

/// The page with its blocks of text exchanged.
fn with_blocks(page: &str, blocks: &[String]) -> String {
    let mut parts = page.split("```text\n");
    let mut out = parts.next().unwrap().to_owned();
    let rest: Vec<_> = parts.collect();
    assert_eq!(rest.len(), blocks.len(), "blocks of text on the page");
    for (part, block) in rest.iter().zip(blocks) {
        let (_, after) = part.split_once("```\n").unwrap();
        out += &format!("```text\n{block}\n```\n{after}");
    }
    out
}

#[test]
fn pages_and_vectors_are_what_is_computed() {
    let (blocks, vectors) = made();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines: Vec<String> = vectors.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
    let mut files = vec![(common::directory().join("format.json"), format!("[\n{}\n]\n", lines.join(",\n")))];
    for name in ["FORMAT.md", "FORMAT.zh-CN.md"] {
        let path = folder.join(name);
        files.push((path.clone(), with_blocks(&fs::read_to_string(&path).unwrap(), &blocks)));
    }
    for (path, text) in files {
        if std::env::var_os("USERSIG_WRITE_CASES").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap_or_default() == text, "{} is not up to date", path.display());
    }
}

/// What the vectors say verifies.
#[test]
fn vectors_verify() {
    for row in common::case_file("format.json") {
        let key = fs::read_to_string(common::directory().join("../..").join(row["key"].as_str().unwrap())).unwrap();
        let verifier = if key.contains("PRIVATE KEY") {
            usersig::Verifier::new(SDKAPPID, PrivateKey::from_pem(&key).unwrap().public_key())
        } else {
            usersig::Verifier::new(SDKAPPID, SecretKey::new(key.trim_end()).unwrap())
        };
        let userbuf = row["userbuf"].as_str().map(|text| STANDARD.decode(text).unwrap());
        let options = usersig::VerifyOptions::new()
            .now(row["time"].as_u64().unwrap())
            .userbuf(userbuf.as_deref().map_or(usersig::ExpectedUserbuf::Absent, usersig::ExpectedUserbuf::Exactly));
        let ticket = verifier.unwrap().verify_with(row["ticket"].as_str().unwrap(), IDENTIFIER, &options).unwrap();
        assert_eq!((ticket.expire(), ticket.identifier()), (EXPIRE, IDENTIFIER));
    }
}
