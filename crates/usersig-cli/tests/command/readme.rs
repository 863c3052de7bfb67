//! The examples of README.md are true.

use super::{Folder, run_with};
use std::path::Path;
use std::process::Command;

#[test]
fn every_example_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let blocks = readme.split("```sh\n").skip(1).map(|rest| rest.split_once("```").unwrap().0);
    // Installing it is for ci/checks/readmes; here it is the command that was built.
    let scripts: Vec<_> = blocks.filter(|script| !script.starts_with("cargo install ")).collect();
    assert_eq!(scripts.len(), 8);
    let folder = Folder::new();
    std::os::unix::fs::symlink(root.join("../../examples"), folder.path("examples")).unwrap();
    let programs = Path::new(env!("CARGO_BIN_EXE_usersig")).parent().unwrap();
    let path =
        std::env::join_paths([programs.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())));
    for script in scripts {
        let mut command = Command::new("bash");
        command.args(["-euo", "pipefail", "-c", script]).current_dir(folder.0.path()).env("PATH", path.as_ref().unwrap());
        let ran = run_with(command, b"");
        assert_eq!(ran.status, Some(0), "{script}: {ran:?}");
    }
    assert_eq!(std::fs::read_to_string(folder.path("sigs.csv")).unwrap().lines().count(), 4);
}

/// The error that the README shows, word for word.
#[test]
fn the_error_shown() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let ticket = super::generate(&["--key", &super::private_key(), "--issued-at", "1600000000", "--expire", "0"]);
    let ran = super::verify(&["--key", &super::public_key(), "--now", "1600000100", ticket.line()]);
    assert_eq!(ran.status, Some(1));
    assert!(readme.contains(&format!("```text\n{}```", ran.stderr)), "{}", ran.stderr);
}
