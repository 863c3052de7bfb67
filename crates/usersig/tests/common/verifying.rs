//! A verifying case through the public API, with the keys and options that it names.

use super::common::case_file;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use usersig::{Error, ExpectedUserbuf, PublicKey, SecretKey, Ticket, Verifier, VerifyOptions, VerifyingKey, checked};

pub(crate) fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("{key} of {case}"))
}

pub(crate) fn bytes(value: &Value) -> Option<Vec<u8>> {
    value.as_str().map(|text| STANDARD.decode(text).unwrap())
}

pub(crate) fn key_text(name: &str) -> (String, String) {
    let rows = case_file("keys.json");
    let row = rows.iter().find(|row| row["name"] == name).unwrap();
    (text(row, "kind").into(), text(row, "text").into())
}

pub(crate) fn verifying_key(name: &str) -> VerifyingKey {
    let (kind, text) = key_text(name);
    match kind.as_str() {
        "public" => PublicKey::from_pem(&text).unwrap().into(),
        _ => SecretKey::new(&text).unwrap().into(),
    }
}

/// `verify`, or `authenticate` where the case names no identifier.
pub(crate) fn verify(case: &Value) -> Result<Ticket, Error> {
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
    let at = |now| match case["identifier"].as_str() {
        Some(identifier) => verifier.verify_with(text(case, "ticket"), identifier, &options.now(now)),
        None => verifier.authenticate_with(text(case, "ticket"), &options.now(now)),
    };
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
    result
}
