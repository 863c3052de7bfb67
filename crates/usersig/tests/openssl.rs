//! OpenSSL's command accepts the signatures inside v1 tickets, and reads the keys that are written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use usersig::{Curve, GenOptions, PrivateKey, Signer};

fn openssl(directory: &Path, arguments: &[&str]) -> bool {
    let output = Command::new("openssl").args(arguments).current_dir(directory).output().expect("the openssl command");
    output.status.success()
}

/// What is inside a ticket.
fn json(ticket: &str) -> serde_json::Value {
    let compressed = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
    let mut text = String::new();
    flate2::read::ZlibDecoder::new(compressed.as_slice()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn openssl_accepts_v1_signatures_on_both_curves() {
    for curve in [Curve::P256, Curve::Secp256k1] {
        let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(curve.name());
        fs::create_dir_all(&directory).unwrap();
        let key = PrivateKey::generate(curve).unwrap();
        fs::write(directory.join("public.pem"), key.public_key().to_pem()).unwrap();
        fs::write(directory.join("private.pem"), key.to_pem().as_bytes()).unwrap();
        assert!(openssl(&directory, &["pkey", "-in", "private.pem", "-noout", "-check"]));
        // What is written is what OpenSSL writes.
        assert!(openssl(&directory, &["pkey", "-in", "private.pem", "-out", "private.again.pem"]));
        assert_eq!(fs::read_to_string(directory.join("private.again.pem")).unwrap(), *key.to_pem());
        assert!(openssl(&directory, &["pkey", "-in", "private.pem", "-pubout", "-out", "public.again.pem"]));
        assert_eq!(fs::read_to_string(directory.join("public.again.pem")).unwrap(), key.public_key().to_pem());
        let signer = Signer::new(1_400_000_000, key).unwrap();
        for identifier in ["xiaojun", "用户01", "a\"b\\c", &"x".repeat(500)] {
            for userbuf in [None, Some(b"hello".as_slice())] {
                let options = GenOptions::new().issued_at(1_600_000_000);
                let options = userbuf.map_or(options, |bytes| options.userbuf(bytes));
                let json = json(&signer.gen_sig_with(identifier, &options).unwrap());
                let value = |key: &str| json[key].as_str().unwrap().to_owned();
                // The signed text, put together from the format's description.
                let mut text = String::new();
                for key in
                    ["TLS.appid_at_3rd", "TLS.account_type", "TLS.identifier", "TLS.sdk_appid", "TLS.time", "TLS.expire_after"]
                {
                    text += &format!("{key}:{}\n", value(key));
                }
                if userbuf.is_some() {
                    text += &format!("TLS.userbuf:{}\n", value("TLS.userbuf"));
                }
                fs::write(directory.join("text"), &text).unwrap();
                fs::write(directory.join("sig"), STANDARD.decode(value("TLS.sig")).unwrap()).unwrap();
                let verify = ["dgst", "-sha256", "-verify", "public.pem", "-signature", "sig", "text"];
                assert!(openssl(&directory, &verify), "{curve:?} {identifier}");
                fs::write(directory.join("text"), text + "x").unwrap();
                assert!(!openssl(&directory, &verify), "openssl does check");
            }
        }
    }
}
