//! Runs every case of `ci/conformance` through the public API.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/verifying.rs"]
mod verifying;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::case_file;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use usersig::{
    Error, ErrorCode, GenOptions, PrivateKey, PrivateMapKey, Privileges, PublicKey, Room, SecretKey, Signer, SigningKey,
    TicketContent, UserSigSource, checked, inspect,
};
use verifying::{bytes, key_text, moment, span, text, verify};

/// Runs `run` over the cases of a file and compares what it gives with the case's `ok` or `error`.
fn run_cases(file: &str, run: impl Fn(&Value) -> Result<Value, Error>) {
    let cases = case_file(file);
    assert!(cases.len() > 15);
    let (left_out, possible): (Vec<_>, Vec<_>) = cases.iter().partition(|case| impossible(case));
    // Of C's flags there are as many as options.
    let counted = left_out.iter().filter(|case| case.get("unflagged").is_none()).count();
    assert_eq!(counted, if file == "contract_cases.json" { 25 } else { 0 }, "{file}: what Rust cannot say");
    for case in possible {
        let name = text(case, "name");
        match run(case) {
            Ok(actual) => assert_eq!(Some(&actual), case.get("ok"), "{file}: {name}"),
            Err(error) => {
                assert_eq!(Some(error.code().word()), case["error"].as_str(), "{file}: {name}: {error}");
                if let Some(field) = case.get("field") {
                    assert_eq!(error.field_name(), field.as_str(), "{file}: {name}");
                }
                if let Some(check_err) = case.get("check_err") {
                    assert_eq!(u64::from(checked::check_err(&error)), check_err.as_u64().unwrap(), "{file}: {name}");
                }
                if let Some(message) = case.get("message") {
                    assert_eq!(error.message(), message, "{file}: {name}");
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
        // Shorter parts could be in a sentence by chance.
        let shortest = if key == "identifier" { 6 } else { 9 };
        for part in given.split(['\n', ' ']).filter(|part| part.len() >= shortest && !part.starts_with("PRIVATE")) {
            assert!(!message.contains(part), "{message}");
        }
    }
}

fn signing_key(name: &str) -> SigningKey {
    let (kind, text) = key_text(name);
    match kind.as_str() {
        "private" => PrivateKey::from_pem(&text).unwrap().into(),
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
        assert_eq!(json!(checked::check_err_of(code)), row["check_err"]);
        assert_eq!(json!(code.service_codes()), row["service"]);
    }
}

/// The client's SDK checks its own parameters before it sends anything; the service answers what was sent, and never sees a key.
#[test]
fn service_codes_fit_the_cause() {
    for code in ErrorCode::ALL {
        let about_sent_ticket = code.number() > 20 && *code != ErrorCode::Internal;
        for service in code.service_codes() {
            assert!(!(about_sent_ticket && (-3320..=-3316).contains(service)), "{code}: {service}");
            assert!(![70016, 70020].contains(service), "{code}: {service}");
        }
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
                assert_eq!(PrivateKey::from_pem(&key.to_pem())?.public_key(), key.public_key());
                assert!(format!("{key:?}").len() < 40, "redacted");
                Some(key.curve())
            }
            "public" => {
                let key = PublicKey::from_pem(given)?;
                assert_eq!(PublicKey::from_pem(&key.to_pem())?, key);
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
        let given = given(case, |userbuf| bytes(userbuf).unwrap());
        let options = gen_options(case, &given)?;
        let ticket = match &case["room"] {
            Value::Null => signer.gen_sig_with(text(case, "identifier"), &options)?,
            room => {
                let room = match room["name"].as_str() {
                    Some(name) => Room::Name(name.into()),
                    None => Room::Number(checked::room_number(room["number"].as_i64().unwrap())?),
                };
                let privileges = Privileges::from_bits(checked::privileges(integer("privileges").unwrap())?);
                signer.gen_private_map_key(text(case, "identifier"), &room, privileges, &options)?
            }
        };
        assert!(ticket.len() <= usersig::MAX_TICKET_LEN);
        Ok(json!({"json": inflated(&ticket)["json"], "signed_text": case["ok"]["signed_text"]}))
    });
}

fn private_map_key(key: Option<PrivateMapKey>) -> Value {
    let Some(key) = key else { return Value::Null };
    let room = match key.room() {
        Room::Number(number) => json!({"number": number}),
        Room::Name(name) => json!({"name": name}),
    };
    json!({"room": room, "privileges": key.privileges().bits(), "expires_at": key.expires_at()})
}

fn content(ticket: &TicketContent) -> Value {
    assert!(!format!("{ticket:?}").contains(ticket.identifier()) || ticket.identifier().len() < 3, "redacted");
    json!({
        "version": ticket.version().as_str(), "sdkappid": ticket.sdkappid(), "identifier": ticket.identifier(),
        "issued_at": ticket.issued_at(), "expire": ticket.expire(), "expires_at": ticket.expires_at(),
        "userbuf": ticket.userbuf().map(|bytes| STANDARD.encode(bytes)), "private_map_key": private_map_key(ticket.private_map_key()),
    })
}

fn verified(case: &Value) -> Result<Value, Error> {
    verify(case).map(|ticket| content(&ticket))
}

#[test]
fn verify_cases() {
    run_cases("verify_cases.json", verified);
}

#[test]
fn authenticate_cases() {
    run_cases("authenticate_cases.json", verified);
}

#[test]
fn attack_cases() {
    run_cases("attack_cases.json", verified);
}

#[test]
fn official_cases() {
    run_cases("official_cases.json", verified);
}

/// An argument that need not be text.
fn raw(value: &Value) -> Vec<u8> {
    match value.as_str() {
        Some(text) => text.into(),
        None => {
            let hex = text(value, "bytes");
            let one = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect::<Vec<_>>();
            one.repeat(value["repeat"].as_u64().unwrap_or(1).try_into().unwrap())
        }
    }
}

/// What Rust's types have no place for.
fn impossible(case: &Value) -> bool {
    let unknown_key =
        |name: &Value| name.as_str().is_some_and(|name| case_file("keys.json").iter().all(|key| key["name"] != name));
    // A `Duration` is never negative.
    ["expire", "leeway", "future_tolerance"].iter().any(|name| case[*name]["seconds"].as_i64().is_some_and(|seconds| seconds < 0))
        || ["options", "unflagged"].iter().any(|name| case.get(*name).is_some())
        || ["type_error", "null_error"].iter().any(|error| case["error"] == *error)
        || unknown_key(&case["key"])
        || case["identifiers"].as_array().is_some_and(|all| all.iter().any(|one| !one.is_string() && one.get("bytes").is_none()))
}

fn inflated(ticket: &str) -> Value {
    let compressed = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
    let mut json = String::new();
    flate2::read::ZlibDecoder::new(compressed.as_slice()).read_to_string(&mut json).unwrap();
    json!({"json": json})
}

/// The texts and bytes of a case by name; `octets` says what its userbuf is.
fn given(case: &Value, octets: impl Fn(&Value) -> Vec<u8>) -> BTreeMap<&str, Vec<u8>> {
    let texts = case.as_object().unwrap().iter().filter(|(_, value)| value.is_string() || value["bytes"].is_string());
    texts.map(|(name, value)| (&**name, if name == "userbuf" { octets(value) } else { raw(value) })).collect()
}

fn gen_options<'a>(case: &Value, given: &'a BTreeMap<&str, Vec<u8>>) -> Result<GenOptions<'a>, Error> {
    let mut options = GenOptions::new();
    // vocabulary: gen_case
    if let Some(value) = span(&case["expire"]) {
        options = options.expire(value);
    }
    if let Some(value) = given.get("userbuf") {
        options = options.userbuf(value);
    }
    if let Some(value) = moment(&case["issued_at"]) {
        options = options.issued_at(value);
    }
    options = options.strict_identifier(case["strict_identifier"] == true);
    if let Some(value) = given.get("account_type") {
        options = options.account_type(checked::option_text("account_type", ErrorCode::InvalidArgument, value)?);
    }
    if let Some(value) = given.get("appid_at_3rd") {
        options = options.appid_at_3rd(checked::option_text("appid_at_3rd", ErrorCode::InvalidArgument, value)?);
    }
    // vocabulary: end
    Ok(options)
}

fn generated(case: &Value) -> Result<Value, Error> {
    let signer = Signer::new(checked::sdkappid(case["sdkappid"].as_i64().unwrap())?, signing_key(text(case, "key")))?;
    let given = given(case, raw);
    let options = gen_options(case, &given)?;
    if let Some(identifiers) = case["identifiers"].as_array() {
        // Bindings pass on those that are text, and keep the others' places.
        let mut results = Vec::new();
        for identifier in identifiers {
            let bytes = raw(identifier);
            let made = checked::identifier_text(&bytes).and_then(|text| signer.gen_sig_batch(&[text], &options, None)?.remove(0));
            results.push(made.map_or_else(|error| json!({"error": error.code().word()}), |ticket| inflated(&ticket)));
        }
        return Ok(Value::Array(results));
    }
    let identifier = raw(&case["identifier"]);
    let identifier = checked::identifier_text(&identifier)?;
    let Some(room) = case.get("room") else { return Ok(inflated(&signer.gen_sig_with(identifier, &options)?)) };
    let room = match room["number"].as_i64() {
        Some(number) => Room::Number(checked::room_number(number)?),
        None => Room::Name(checked::room_name_text(&raw(&room["name"]))?.into()),
    };
    let privileges = Privileges::from_bits(checked::privileges(case["privileges"].as_i64().unwrap())?);
    Ok(inflated(&signer.gen_private_map_key(identifier, &room, privileges, &options)?))
}

#[test]
fn contract_cases() {
    run_cases("contract_cases.json", |case| match text(case, "call") {
        "gen_sig" | "gen_private_map_key" | "gen_sig_batch" => generated(case),
        "load_private" => PrivateKey::from_pem(checked::key_text(&raw(&case["text"]))?).map(|_| Value::Null),
        "load_public" => PublicKey::from_pem(checked::key_text(&raw(&case["text"]))?).map(|_| Value::Null),
        "load_secret" => SecretKey::new(checked::secret_text(&raw(&case["text"]))?).map(|_| Value::Null),
        "generate_key" => {
            let curve = checked::curve(&String::from_utf8_lossy(&raw(&case["curve"])))?;
            Ok(json!({"curve": PrivateKey::generate(curve)?.curve().name()}))
        }
        "inspect" => inspect(checked::ticket_text(&raw(&case["ticket"]))?).map(|ticket| content(&ticket)),
        _ => {
            let mut given = case.clone();
            given["ticket"] = json!(checked::ticket_text(&raw(&case["ticket"]))?);
            if let Some(identifier) = case.get("identifier") {
                given["identifier"] = json!(checked::identifier_text(&raw(identifier))?);
            }
            given["userbuf"] = case.get("userbuf").cloned().unwrap_or_else(|| json!({"expect": "absent"}));
            verified(&given)
        }
    });
}

#[test]
fn inspect_cases() {
    run_cases("inspect_cases.json", |case| inspect(text(case, "ticket")).map(|ticket| content(&ticket)));
}

#[test]
fn source_cases() {
    run_cases("source_cases.json", |case| {
        let signer = Signer::new(case["sdkappid"].as_i64().unwrap(), signing_key(text(case, "key")))?;
        let options = GenOptions::new().expire(case["expire"].as_i64().unwrap());
        let mut source = UserSigSource::new(signer, text(case, "identifier"), &options)?;
        if let Some(share) = case["min_share"].as_f64() {
            source = source.with_min_share(share)?;
        }
        let time = Arc::new(AtomicI64::default());
        let clock = Arc::clone(&time);
        let source = source.with_clock(move || clock.load(Ordering::SeqCst).into());
        let times = case["times"].as_array().unwrap().iter();
        let issued_at = times.map(|now| {
            time.store(now.as_i64().unwrap(), Ordering::SeqCst);
            Ok(inspect(&source.ticket()?)?.issued_at())
        });
        Ok(json!({"issued_at": issued_at.collect::<Result<Vec<_>, Error>>()?, "renewals": source.renewals()}))
    });
}
