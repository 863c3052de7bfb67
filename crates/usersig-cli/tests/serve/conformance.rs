//! The cases that every language's tests read, over HTTP.

use super::{Client, Server, published_key};
use base64::Engine;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use usersig::{ExpectedUserbuf, VerifyOptions};

fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ci/conformance").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A service whose applications all have these keys.
fn serve(keys: &[&str], sdkappids: &[u32]) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let mut config = "listen = \"127.0.0.1:0\"\nthreads = 1\n[limits]\ntickets_per_minute = 0\n".to_owned();
    for sdkappid in sdkappids {
        let (mut lines, mut signs) = (BTreeMap::<&str, Vec<&str>>::new(), false);
        for key in keys {
            let all = cases("keys.json");
            let row = all.iter().find(|row| row["name"] == *key).unwrap();
            std::fs::write(folder.path().join(key), row["text"].as_str().unwrap()).unwrap();
            let place = match row["kind"].as_str().unwrap() {
                "private" => "key",
                "secret" if keys.len() == 1 => "secret_key_file",
                "secret" => "verify_secret_key_files",
                _ => "verify_keys",
            };
            signs |= matches!(place, "key" | "secret_key_file");
            lines.entry(place).or_default().push(key);
        }
        write!(config, "[[application]]\nsdkappid = {sdkappid}\nmax_expire = 4294967295\nexpire = 15552000\n").unwrap();
        writeln!(config, "allow_issued_at = {signs}").unwrap();
        for (place, keys) in lines {
            let value = if place.starts_with("verify") { json!(keys) } else { json!(keys[0]) };
            writeln!(config, "{place} = {value}").unwrap();
        }
    }
    Server::start_in(folder, &config)
}

/// A request without its absent fields.
fn request(fields: &[(&str, &Value)]) -> Value {
    let given = fields.iter().filter(|(_, value)| !value.is_null());
    Value::Object(given.map(|(name, value)| ((*name).to_owned(), (*value).clone())).collect::<Map<_, _>>())
}

fn numbers() -> BTreeMap<String, Value> {
    cases("errors.json").into_iter().map(|row| (row["word"].as_str().unwrap().to_owned(), row)).collect()
}

#[test]
fn gen_cases() {
    let numbers = numbers();
    let all = cases("gen_cases.json");
    let mut ran = 0;
    for key in ["p256_private", "secp256k1_private", "secret"] {
        let server = serve(&[key], &[1_400_000_000, 1, 2_147_483_648, 4_294_967_295]);
        let mut client = server.connect();
        for case in all.iter().filter(|case| case["key"] == key) {
            ran += 1;
            let name = &case["name"];
            let room = case["room"].get("number").or(case["room"].get("name"));
            let (path, own) = match room {
                Some(_) => ("/v1/private-map-key", ["room", "privileges"].as_slice()),
                None => ("/v1/usersig", ["userbuf"].as_slice()),
            };
            let given = case.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value));
            let mut fields: Vec<_> = given.filter(|(name, _)| !["name", "key", "room", "ok", "error"].contains(name)).collect();
            fields.extend(room.map(|room| ("room", room)));
            let known = |name| {
                ["sdkappid", "identifier", "expire", "issued_at", "strict_identifier"].contains(name) || own.contains(name)
            };
            let answer = client.post(path, &request(&fields));
            if fields.iter().any(|(name, value)| !value.is_null() && !known(name)) {
                // The service does not take every option.
                answer.problem(400, "malformed_request");
                continue;
            }
            if let Some(word) = case["error"].as_str() {
                let problem = answer.problem(400, word);
                assert_eq!(problem["number"], numbers[word]["number"], "{name}");
                assert_eq!(problem.get("service_code"), numbers[word]["service"].get(0), "{name}");
                continue;
            }
            let answer = answer.ok();
            let ticket = answer[if room.is_some() { "private_map_key" } else { "usersig" }].as_str().unwrap();
            assert_eq!(inside(ticket), case["ok"]["json"].as_str().unwrap(), "{name}");
        }
    }
    assert_eq!(ran, all.len());
}

/// The JSON text in a ticket.
fn inside(ticket: &str) -> String {
    use std::io::Read;
    let text = ticket.replace('*', "+").replace('-', "/").replace('_', "=");
    let zlib = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let mut json = String::new();
    flate2::read::ZlibDecoder::new(&zlib[..]).read_to_string(&mut json).unwrap();
    json
}

#[test]
fn verify_cases() {
    let numbers = numbers();
    let all: Vec<_> = ["verify_cases.json", "attack_cases.json", "official_cases.json"].into_iter().flat_map(cases).collect();
    let mut by_keys = BTreeMap::<Vec<String>, Vec<&Value>>::new();
    for case in &all {
        let keys = case["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap().to_owned()).collect();
        by_keys.entry(keys).or_default().push(case);
    }
    for (keys, cases) in by_keys {
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        let server = serve(&keys, &[1_400_000_000, 1_400_000_001, 1]);
        let mut client = server.connect();
        for case in cases {
            check_verify(&mut client, case, &numbers);
        }
    }
    assert!(all.len() > 500);
}

fn check_verify(client: &mut Client, case: &Value, numbers: &BTreeMap<String, Value>) {
    let name = &case["name"];
    let fields = [
        ("sdkappid", &case["sdkappid"]),
        ("identifier", &case["identifier"]),
        ("usersig", &case["ticket"]),
        ("userbuf", &case["userbuf"]),
        ("now", &case["now"]),
        ("leeway", &case["leeway"]),
        ("future_tolerance", &case["future_tolerance"]),
    ];
    let answer = client.post("/v1/verify", &request(&fields));
    if let Some(word) = case["error"].as_str() {
        let number = numbers[word]["number"].as_u64().unwrap();
        let problem = answer.problem(if (20..=36).contains(&number) { 422 } else { 400 }, word);
        assert_eq!(problem["number"], number, "{name}");
        assert_eq!(problem.get("service_code"), numbers[word]["service"].get(0), "{name}");
        assert_eq!(problem["field"], case["field"], "{name}");
        return;
    }
    let mut expected = case["ok"].clone();
    let object = expected.as_object_mut().unwrap();
    if let Some(permission) = object.remove("private_map_key").filter(|permission| !permission.is_null()) {
        let room = &permission["room"];
        object.insert("room".to_owned(), room.get("number").or(room.get("name")).unwrap_or(room).clone());
        object.insert("privileges".to_owned(), permission["privileges"].clone());
        object.insert("room_identifier".to_owned(), object["identifier"].clone());
        object.insert("room_sdkappid".to_owned(), object["sdkappid"].clone());
        object.insert("room_expires_at".to_owned(), permission["expires_at"].clone());
    }
    object.insert("verified".to_owned(), json!(true));
    assert_eq!(answer.ok(), expected, "{name}");
}

/// A ticket of the service, checked by the library with the public key alone.
#[test]
fn the_library_takes_the_tickets() {
    let config = super::basic().replace("secret_key_file", "key").replace("secret.txt", "p256/private_key.txt");
    let server = Server::start(&config);
    let answer = server.usersig().ok();
    let pem = std::fs::read_to_string(published_key("p256/public_key.txt")).unwrap();
    let verifier = usersig::Verifier::new(super::SDKAPPID, usersig::PublicKey::from_pem(&pem).unwrap()).unwrap();
    let options = VerifyOptions::new().userbuf(ExpectedUserbuf::Absent);
    let ticket = verifier.verify_with(answer["usersig"].as_str().unwrap(), "xiaojun", &options).unwrap();
    assert_eq!(json!(ticket.issued_at()), answer["issued_at"]);
    assert_eq!(json!(ticket.expires_at()), answer["expires_at"]);
    assert_eq!((answer["expire"].as_u64(), answer["version"].as_str()), (Some(15_552_000), Some("1.0")));
}
