//! The cases that every language's tests read, through the command: `ci/conformance/README.md` explains them.

use super::{Folder, Ran, run_in_both};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ci/conformance").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What a case says of its ticket, as the command prints it.
fn printed(ok: &Value, verified: bool) -> Value {
    let mut fields = ok.clone();
    let object = fields.as_object_mut().unwrap();
    if let Some(permission) = object.remove("private_map_key").filter(|permission| !permission.is_null()) {
        let room = &permission["room"];
        object.insert("room".to_owned(), room.get("number").or(room.get("name")).unwrap_or(room).clone());
        object.insert("privileges".to_owned(), permission["privileges"].clone());
        object.insert("room_identifier".to_owned(), object["identifier"].clone());
        object.insert("room_sdkappid".to_owned(), object["sdkappid"].clone());
        object.insert("room_expires_at".to_owned(), permission["expires_at"].clone());
    }
    object.insert("verified".to_owned(), json!(verified));
    fields
}

fn check(case: &Value, ran: &Ran, verified: bool, numbers: &BTreeMap<String, u64>) {
    let name = &case["name"];
    match case["error"].as_str() {
        None => assert_eq!(ran.json(), printed(&case["ok"], verified), "{name}"),
        Some(word) => {
            let status = if (20..=36).contains(&numbers[word]) { 1 } else { 2 };
            assert_eq!((ran.status, ran.stdout.as_str()), (Some(status), ""), "{name}: {ran:?}");
            assert!(ran.stderr.starts_with(&format!("usersig: {word} (code {}): ", numbers[word])), "{name}: {ran:?}");
            assert!(case["field"].as_str().is_none_or(|field| ran.stderr.contains(field)), "{name}: {ran:?}");
        }
    }
}

fn numbers() -> BTreeMap<String, u64> {
    let row = |row: &Value| (row["word"].as_str().unwrap().to_owned(), row["number"].as_u64().unwrap());
    cases("errors.json").iter().map(row).collect()
}

#[test]
fn verify_cases() {
    let numbers = numbers();
    let folder = Folder::new();
    let mut options = BTreeMap::new();
    for key in cases("keys.json") {
        let name = key["name"].as_str().unwrap();
        let file = folder.file(name, key["text"].as_str().unwrap());
        let option = if key["kind"] == "secret" { "--secret-key-file" } else { "--key" };
        options.insert(name.to_owned(), [option.to_owned(), file]);
    }
    for file in ["verify_cases.json", "attack_cases.json", "official_cases.json"] {
        let mut left_out = BTreeMap::<_, Vec<&str>>::new();
        let all = cases(file);
        for case in &all {
            let (ticket, identifier) = (case["ticket"].as_str().unwrap(), case["identifier"].as_str().unwrap());
            let keys = case["keys"].as_array().unwrap();
            let reason = if keys.len() != 1 {
                "several keys"
            } else if !case["future_tolerance"].is_null() {
                "tolerance"
            } else if case["error"] == "userbuf_mismatch" {
                // The command takes any userbuf and prints it.
                "userbuf"
            } else if identifier.contains('\0') {
                // No argument can hold it.
                "NUL"
            } else if ticket.ends_with(['\n', '\r']) {
                // The command takes the line break off.
                "line end"
            } else {
                let mut args = vec!["verify".to_owned(), format!("--identifier={identifier}")];
                args.extend(options[keys[0].as_str().unwrap()].clone());
                for (option, field) in [("--sdkappid", "sdkappid"), ("--now", "now"), ("--leeway", "leeway")] {
                    if !case[field].is_null() {
                        args.extend([option.to_owned(), case[field].to_string()]);
                    }
                }
                check(case, &run_in_both(&args, ticket.as_bytes()), true, &numbers);
                continue;
            };
            left_out.entry(reason).or_default().push(case["name"].as_str().unwrap());
        }
        let named = match file {
            "verify_cases.json" => BTreeMap::from([
                ("NUL", vec!["1.0 asked for a bad identifier, A18 NUL", "2.0 asked for a bad identifier, A18 NUL"]),
                ("several keys", vec!["1.0 key rotation", "2.0 key rotation"]),
                (
                    "tolerance",
                    vec![
                        "1.0 no tolerance",
                        "1.0 a second before with no tolerance",
                        "1.0 tolerance beyond a day",
                        "2.0 no tolerance",
                        "2.0 a second before with no tolerance",
                        "2.0 tolerance beyond a day",
                    ],
                ),
                (
                    "userbuf",
                    vec![
                        "A5 1.0 userbuf not expected",
                        "A5 1.0 another userbuf",
                        "A5 1.0 longer userbuf",
                        "A5 1.0 no userbuf, one required",
                        "A5 1.0 no userbuf, this one required",
                        "A5 1.0 no userbuf, an empty one required",
                        "A5 2.0 userbuf not expected",
                        "A5 2.0 another userbuf",
                        "A5 2.0 longer userbuf",
                        "A5 2.0 no userbuf, one required",
                        "A5 2.0 no userbuf, this one required",
                        "A5 2.0 no userbuf, an empty one required",
                    ],
                ),
            ]),
            "attack_cases.json" => BTreeMap::from([
                ("line end", vec!["A11 line break at the end"]),
                ("several keys", vec!["A2 public PEM as secret, 2 keys", "A2 public trimmed PEM as secret, 2 keys"]),
            ]),
            _ => BTreeMap::from([]),
        };
        assert_eq!(left_out, named, "{file}");
    }
}

#[test]
fn inspect_cases() {
    let numbers = numbers();
    let all = cases("inspect_cases.json");
    let (run, left_out): (Vec<_>, Vec<_>) =
        all.iter().partition(|case| !case["ticket"].as_str().unwrap().ends_with(['\n', '\r']));
    for case in run {
        let ticket = case["ticket"].as_str().unwrap();
        check(case, &run_in_both(&["inspect"], ticket.as_bytes()), false, &numbers);
    }
    let names: Vec<_> = left_out.iter().map(|case| case["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["A11 line break at the end"]);
}
