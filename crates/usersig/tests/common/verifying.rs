//! A verifying case through the public API, with the keys and options that it names.

use super::common::case_file;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::time::{Duration, UNIX_EPOCH};
use usersig::{Error, ExpectedUserbuf, PublicKey, Seconds, SecretKey, Ticket, UnixTime, Verifier, VerifyOptions, VerifyingKey};

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

/// A number of seconds, or seconds and nanoseconds as the type that Rust has for a span: those are 0 or more.
pub(crate) fn span(value: &Value) -> Option<Seconds> {
    value.as_i64().map(Seconds::from).or_else(|| Some(Duration::new(value["seconds"].as_u64()?, nanoseconds(value)).into()))
}

/// A unix time, or one with nanoseconds as the type that Rust has for a moment.
pub(crate) fn moment(value: &Value) -> Option<UnixTime> {
    value.as_i64().map(UnixTime::from).or_else(|| {
        let (whole, fraction) = (value["seconds"].as_i64()?, Duration::from_nanos(nanoseconds(value).into()));
        let second = Duration::from_secs(whole.unsigned_abs());
        let time = if whole < 0 { UNIX_EPOCH - second } else { UNIX_EPOCH + second };
        Some((time + fraction).into())
    })
}

fn nanoseconds(value: &Value) -> u32 {
    value["nanoseconds"].as_u64().unwrap().try_into().unwrap()
}

/// `verify`, or `authenticate` where the case names no identifier.
pub(crate) fn verify(case: &Value) -> Result<Ticket, Error> {
    let keys = case["keys"].as_array().unwrap().iter().map(|name| verifying_key(name.as_str().unwrap()));
    let mut verifier = Verifier::from_keys(case["sdkappid"].as_i64().unwrap(), keys)?;
    if let Some(leeway) = span(&case["leeway"]) {
        verifier = verifier.with_leeway(leeway)?;
    }
    if let Some(tolerance) = span(&case["future_tolerance"]) {
        verifier = verifier.with_future_tolerance(tolerance)?;
    }
    let expected = bytes(&case["userbuf"]["value"]);
    let userbuf = match text(&case["userbuf"], "expect") {
        "absent" => ExpectedUserbuf::Absent,
        "present" => ExpectedUserbuf::Present,
        "any" => ExpectedUserbuf::Any,
        _ => ExpectedUserbuf::Exactly(expected.as_ref().unwrap()),
    };
    let options = VerifyOptions::new().userbuf(userbuf);
    let at = |now: UnixTime| match case["identifier"].as_str() {
        Some(identifier) => verifier.verify_with(text(case, "ticket"), identifier, &options.now(now)),
        None => verifier.authenticate_with(text(case, "ticket"), &options.now(now)),
    };
    let result = at(moment(&case["now"]).unwrap());
    if case["any_time"] == true {
        for now in [1_795_478_400, 3_786_912_000_i64] {
            let again = at(now.into());
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
