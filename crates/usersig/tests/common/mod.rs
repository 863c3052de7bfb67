//! The case files, for every integration test.

use serde_json::Value;
use std::path::PathBuf;

pub(crate) fn directory() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ci/conformance"))
}

pub(crate) fn case_file(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(directory().join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}
