//! v2 tickets with a true MAC and other JSON around it: what verifies says what was signed.
#![no_main]

use arbitrary::Arbitrary;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use usersig::{SecretKey, Verifier};
use usersig_fuzz::forgery::{Edit, Signed, present};
use usersig_fuzz::{SDKAPPID, SECRET};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    signed: Signed<'a>,
    edits: Vec<Edit<'a>>,
}

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| Verifier::new(SDKAPPID, SecretKey::new(SECRET).unwrap()).unwrap());

fuzz_target!(|input: Input<'_>| {
    let sign = |text: &str| {
        let mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap().chain_update(text);
        STANDARD.encode(mac.finalize().into_bytes())
    };
    present(&input.signed, &input.signed.v2(), &input.edits, &VERIFIER, sign);
});
