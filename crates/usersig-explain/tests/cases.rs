//! Inputs as people have them, with the words that must be found: `tests/data/cases.jsonl`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use usersig::PublicKey;
use usersig_explain::{Language, Question};

#[test]
fn cases() {
    let mut wrong = Vec::new();
    for line in include_str!("data/cases.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let name = case["name"].as_str().unwrap();
        let input = case["input"].as_str().unwrap();
        let key = case["public_key"].as_str().map(|pem| PublicKey::from_pem(pem).unwrap());
        let mut question = Question::new(input.as_bytes());
        if let Some(sdkappid) = case["sdkappid"].as_u64() {
            question = question.sdkappid(u32::try_from(sdkappid).unwrap());
        }
        if let Some(identifier) = case["identifier"].as_str() {
            question = question.identifier(identifier);
        }
        if let Some(secret) = case["secret"].as_str() {
            question = question.secret(secret);
        }
        if let Some(key) = &key {
            question = question.public_key(key);
        }
        if let Some(now) = case["now"].as_u64() {
            question = question.now(now);
        }
        let report = question.explain().unwrap();
        let found: Vec<_> = report.findings().iter().map(|finding| finding.word().as_str()).collect();
        let expected: Vec<_> = case["expect"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let all = expected.iter().all(|word| found.contains(word));
        if !all || (expected.is_empty() && !found.is_empty()) || std::env::var_os("SHOW").is_some() {
            for finding in report.findings() {
                println!("    {}: {}", finding.word().as_str(), finding.text(Language::English));
            }
            println!("  {name}: expected {expected:?}, found {found:?}");
        }
        if !all || (expected.is_empty() && !found.is_empty()) {
            wrong.push(name.to_owned());
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:?}", wrong.len());
}
