use super::{Folder, generate, run, verify};
use std::fs;
use usersig::{Curve, PrivateKey, PublicKey};

#[test]
fn a_pair_on_either_curve() {
    for (args, curve) in
        [(&[][..], Curve::P256), (&["--curve", "p256"], Curve::P256), (&["--curve", "secp256k1"], Curve::Secp256k1)]
    {
        let folder = Folder::new();
        let out = folder.name("new/keys");
        let ran = run(&[&["keygen", "--out", &out], args].concat());
        let (private, public) = (format!("{out}/private_key.txt"), format!("{out}/public_key.txt"));
        assert_eq!(ran.line(), private);
        let private_key = PrivateKey::from_pem(&fs::read_to_string(&private).unwrap()).unwrap();
        let public_key = PublicKey::from_pem(&fs::read_to_string(&public).unwrap()).unwrap();
        assert_eq!(private_key.curve(), curve);
        assert!(private_key.public_key() == public_key);
        assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
        let ticket = generate(&["--key", &private]);
        assert_eq!(verify(&["--key", &public, ticket.line()]).json()["verified"], true);
    }
}

#[test]
fn keys_differ() {
    let folder = Folder::new();
    let pems = ["a", "b"].map(|name| fs::read(run(&["keygen", "--out", &folder.name(name)]).line()).unwrap());
    assert_ne!(pems[0], pems[1]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_private_key() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let out = folder.name("keys");
    // The most generous umask there is.
    let script = "umask 0; exec \"$0\" keygen --out \"$1\"";
    let status =
        std::process::Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_usersig"), &out]).output().unwrap().status;
    assert!(status.success());
    let mode = |name| fs::metadata(format!("{out}/{name}")).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("private_key.txt"), mode("public_key.txt")), (0o600, 0o644));
}

#[test]
fn nothing_is_overwritten() {
    for existing in ["private_key.txt", "public_key.txt"] {
        let folder = Folder::new();
        folder.file(existing, "precious");
        let out = folder.0.path().to_str().unwrap();
        run(&["keygen", "--out", out]).failed(2, &[existing, "not overwritten"]);
        assert_eq!(folder.files(), [existing]);
        assert_eq!(fs::read_to_string(folder.path(existing)).unwrap(), "precious");
    }
}

/// Also a link that leads nowhere is something that stands there.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = Folder::new();
    std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("private_key.txt")).unwrap();
    run(&["keygen", "--out", folder.0.path().to_str().unwrap()]).failed(2, &["not overwritten"]);
    assert_eq!(folder.files(), ["private_key.txt"]);
}

/// Of many that start at the same moment, one makes the pair, and its halves belong together.
#[test]
fn a_race_has_one_winner() {
    let folder = Folder::new();
    let out = folder.name("keys");
    let wins = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| run(&["keygen", "--out", &out]).status)).collect();
        runs.into_iter().map(|run| run.join().unwrap()).filter(|status| *status == Some(0)).count()
    });
    assert_eq!(wins, 1);
    let private = PrivateKey::from_pem(&fs::read_to_string(format!("{out}/private_key.txt")).unwrap()).unwrap();
    let public = PublicKey::from_pem(&fs::read_to_string(format!("{out}/public_key.txt")).unwrap()).unwrap();
    assert!(private.public_key() == public);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
}

#[test]
fn places_that_cannot_be_written() {
    let folder = Folder::new();
    let file = folder.file("file", "");
    run(&["keygen", "--out", &format!("{file}/keys")]).failed(2, &["--out", "cannot be made"]);
    run(&["keygen", "--out", &folder.name("x"), "--curve", "p384"]).failed(2, &["p256, secp256k1"]);
    assert_eq!(folder.files(), ["file"]);
}
