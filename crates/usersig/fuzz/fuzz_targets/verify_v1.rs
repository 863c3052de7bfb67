//! v1 tickets with a true signature and other JSON around it: what verifies says what was signed.
#![no_main]

use arbitrary::Arbitrary;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use k256::ecdsa::signature::Signer;
use libfuzzer_sys::fuzz_target;
use p256::pkcs8::DecodePrivateKey;
use std::sync::LazyLock;
use usersig::{PublicKey, Verifier};
use usersig_fuzz::forgery::{Edit, Signed, present};
use usersig_fuzz::{P256_PRIVATE, P256_PUBLIC, SDKAPPID, SECP256K1_PRIVATE, SECP256K1_PUBLIC};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    secp256k1: bool,
    signed: Signed<'a>,
    edits: Vec<Edit<'a>>,
}

static P256: LazyLock<p256::ecdsa::SigningKey> = LazyLock::new(|| p256::ecdsa::SigningKey::from_pkcs8_pem(P256_PRIVATE).unwrap());
static SECP256K1: LazyLock<k256::ecdsa::SigningKey> =
    LazyLock::new(|| k256::ecdsa::SigningKey::from_pkcs8_pem(SECP256K1_PRIVATE).unwrap());

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    Verifier::new(SDKAPPID, PublicKey::from_pem(P256_PUBLIC).unwrap())
        .unwrap()
        .with_key(PublicKey::from_pem(SECP256K1_PUBLIC).unwrap())
});

fuzz_target!(|input: Input<'_>| {
    let sign = |text: &str| {
        if input.secp256k1 {
            let signature: k256::ecdsa::Signature = SECP256K1.sign(text.as_bytes());
            STANDARD.encode(signature.to_der())
        } else {
            let signature: p256::ecdsa::Signature = P256.sign(text.as_bytes());
            STANDARD.encode(signature.to_der())
        }
    };
    present(&input.signed, &input.signed.v1(), &input.edits, &VERIFIER, sign);
});
