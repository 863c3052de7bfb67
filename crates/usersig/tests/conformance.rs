//! Runs every case of `ci/conformance` through the public API.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::case_file;
use serde_json::{Value, json};
use std::io::Read;
use usersig::{
    Error, ErrorCode, ExpectedUserbuf, GenOptions, PrivateKey, PrivateMapKey, Privileges, PublicKey, Room, SecretKey, Signer,
    SigningKey, Verifier, VerifyOptions, VerifyingKey, checked, inspect,
};

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("{key} of {case}"))
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    value.as_str().map(|text| STANDARD.decode(text).unwrap())
}

/// Runs `run` over the cases of a file and compares what it gives with the case's `ok` or `error`.
fn run_cases(file: &str, run: impl Fn(&Value) -> Result<Value, Error>) {
    let cases = case_file(file);
    assert!(cases.len() > 20);
    for case in &cases {
        let name = text(case, "name");
        match run(case) {
            Ok(actual) => assert_eq!(Some(&actual), case.get("ok"), "{file}: {name}"),
            Err(error) => {
                assert_eq!(Some(error.code().word()), case["error"].as_str(), "{file}: {name}: {error}");
                if let Some(field) = case.get("field") {
                    assert_eq!(error.field_name(), field.as_str(), "{file}: {name}");
                }
                if let Some(check_err) = case.get("check_err") {
                    assert_eq!(u64::from(error.check_err()), check_err.as_u64().unwrap(), "{file}: {name}");
                }
                check_message(case, &error);
            }
        }
    }
}

/// A13: the message is a sentence, and quotes nothing that it was given.
fn check_message(case: &Value, error: &Error) {
    let message = error.message();
    assert!(message.len() > 20 && message.is_ascii(), "{message}");
    for key in ["ticket", "text", "identifier"] {
        let Some(given) = case.get(key).and_then(Value::as_str) else { continue };
        for part in given.split(['\n', ' ']).filter(|part| part.len() > 8 && !part.starts_with("PRIVATE")) {
            assert!(!message.contains(part), "{message}");
        }
    }
}

fn key_text(name: &str) -> (String, String) {
    let rows = case_file("keys.json");
    let row = rows.iter().find(|row| row["name"] == name).unwrap();
    (text(row, "kind").into(), text(row, "text").into())
}

fn signing_key(name: &str) -> SigningKey {
    let (kind, text) = key_text(name);
    match kind.as_str() {
        "private" => PrivateKey::from_pem(&text).unwrap().into(),
        _ => SecretKey::new(&text).unwrap().into(),
    }
}

fn verifying_key(name: &str) -> VerifyingKey {
    let (kind, text) = key_text(name);
    match kind.as_str() {
        "public" => PublicKey::from_pem(&text).unwrap().into(),
        _ => SecretKey::new(&text).unwrap().into(),
    }
}

#[test]
fn errors_table() {
    let rows = case_file("errors.json");
    assert_eq!(rows.len(), ErrorCode::ALL.len());
    for row in rows {
        let code = ErrorCode::from_number(row["number"].as_u64().unwrap().try_into().unwrap()).unwrap();
        assert_eq!(json!(code.word()), row["word"]);
        assert_eq!(json!(code.check_err()), row["check_err"]);
        assert_eq!(json!(code.service_codes()), row["service"]);
    }
}

#[test]
fn key_cases() {
    run_cases("key_cases.json", |case| {
        let given = text(case, "text");
        let curve = match text(case, "load") {
            "private" => {
                let key = PrivateKey::from_pem(given)?;
                // What is written is read again.
                assert_eq!(PrivateKey::from_pem(&key.to_pem()?)?.public_key()?, key.public_key()?);
                assert!(format!("{key:?}").len() < 40, "redacted");
                Some(key.curve())
            }
            "public" => {
                let key = PublicKey::from_pem(given)?;
                assert_eq!(PublicKey::from_pem(&key.to_pem()?)?, key);
                Some(key.curve())
            }
            _ => {
                assert_eq!(format!("{:?}", SecretKey::new(given)?), "SecretKey { .. }");
                None
            }
        };
        Ok(json!({"curve": curve.map(usersig::Curve::name)}))
    });
}

#[test]
fn gen_cases() {
    run_cases("gen_cases.json", |case| {
        let integer = |key: &str| case[key].as_i64();
        let signer = Signer::new(checked::sdkappid(integer("sdkappid").unwrap())?, signing_key(text(case, "key")))?;
        let userbuf = bytes(&case["userbuf"]);
        let mut options = GenOptions::new()
            .issued_at(case["issued_at"].as_u64().unwrap())
            .strict_identifier(case["strict_identifier"].as_bool().unwrap());
        if let Some(expire) = integer("expire") {
            options = options.expire(checked::expire(expire)?);
        }
        if let Some(userbuf) = &userbuf {
            options = options.userbuf(userbuf);
        }
        if let Some(account_type) = case["account_type"].as_str() {
            options = options.account_type(account_type);
        }
        if let Some(appid_at_3rd) = case["appid_at_3rd"].as_str() {
            options = options.appid_at_3rd(appid_at_3rd);
        }
        let ticket = match &case["room"] {
            Value::Null => signer.gen_sig_with(text(case, "identifier"), &options)?,
            room => {
                let room = match room["name"].as_str() {
                    Some(name) => Room::Name(name.into()),
                    None => Room::Number(checked::room_number(room["number"].as_i64().unwrap())?),
                };
                let privileges = Privileges::from_bits_retain(checked::privileges(integer("privileges").unwrap())?);
                signer.gen_private_map_key(text(case, "identifier"), &room, privileges, &options)?
            }
        };
        assert!(ticket.len() <= usersig::MAX_TICKET_LEN);
        let compressed = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
        let mut json = String::new();
        flate2::read::ZlibDecoder::new(compressed.as_slice()).read_to_string(&mut json).unwrap();
        Ok(json!({"json": json, "signed_text": case["ok"]["signed_text"]}))
    });
}

fn private_map_key(key: Result<PrivateMapKey, Error>) -> Value {
    let Ok(key) = key else { return Value::Null };
    let room = match key.room() {
        Room::Number(number) => json!({"number": number}),
        Room::Name(name) => json!({"name": name}),
    };
    json!({"room": room, "privileges": key.privileges().bits(), "expires_at": key.expires_at()})
}

macro_rules! content {
    ($ticket:expr) => {{
        let ticket = $ticket;
        assert!(!format!("{ticket:?}").contains(ticket.identifier()) || ticket.identifier().len() < 3, "redacted");
        json!({
            "version": ticket.version().as_str(), "sdkappid": ticket.sdkappid(), "identifier": ticket.identifier(),
            "issued_at": ticket.issued_at(), "expire": ticket.expire(), "expires_at": ticket.expires_at(),
            "userbuf": ticket.userbuf().map(|bytes| STANDARD.encode(bytes)), "private_map_key": private_map_key(ticket.private_map_key()),
        })
    }};
}

fn verify(case: &Value) -> Result<Value, Error> {
    let seconds = |key: &str| case[key].as_i64();
    let mut keys = case["keys"].as_array().unwrap().iter().map(|name| verifying_key(name.as_str().unwrap()));
    let mut verifier = Verifier::new(checked::sdkappid(seconds("sdkappid").unwrap())?, keys.next().unwrap())?;
    for key in keys {
        verifier = verifier.with_key(key);
    }
    if let Some(leeway) = seconds("leeway") {
        verifier = verifier.with_leeway(checked::leeway(leeway)?)?;
    }
    if let Some(tolerance) = seconds("future_tolerance") {
        verifier = verifier.with_future_tolerance(checked::leeway(tolerance)?)?;
    }
    let expected = bytes(&case["userbuf"]["value"]);
    let userbuf = match text(&case["userbuf"], "expect") {
        "absent" => ExpectedUserbuf::Absent,
        "present" => ExpectedUserbuf::Present,
        "any" => ExpectedUserbuf::Any,
        _ => ExpectedUserbuf::Exactly(expected.as_ref().unwrap()),
    };
    let options = VerifyOptions::new().userbuf(userbuf);
    let at = |now| verifier.verify_with(text(case, "ticket"), text(case, "identifier"), &options.now(now));
    let result = at(case["now"].as_u64().unwrap());
    if case["any_time"] == true {
        for now in [1_795_478_400, 3_786_912_000] {
            let again = at(now);
            assert_eq!(
                again.as_ref().map_err(Error::code),
                result.as_ref().map_err(Error::code),
                "any_time of {}",
                text(case, "name")
            );
        }
    }
    result.map(|ticket| content!(ticket))
}

#[test]
fn verify_cases() {
    run_cases("verify_cases.json", verify);
}

#[test]
fn attack_cases() {
    run_cases("attack_cases.json", verify);
}

#[test]
fn official_cases() {
    run_cases("official_cases.json", verify);
}

#[test]
fn inspect_cases() {
    run_cases("inspect_cases.json", |case| inspect(text(case, "ticket")).map(|ticket| content!(ticket)));
}
