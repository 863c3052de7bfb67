//! Property tests: round trips for any allowed input, and no input whatever makes the library panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Write;
use std::sync::LazyLock;
use usersig::{
    Compression, ErrorCode, ExpectedUserbuf, GenOptions, PrivateKey, PrivateMapKey, Privileges, PublicKey, Room, SecretKey,
    Signer, Verifier, VerifyOptions, inspect,
};

static PRIVATE: LazyLock<[PrivateKey; 2]> = LazyLock::new(|| {
    [
        PrivateKey::from_pem(include_str!("../../../examples/keys/p256/private_key.txt")).unwrap(),
        PrivateKey::from_pem(include_str!("../../../examples/keys/secp256k1/private_key.txt")).unwrap(),
    ]
});

fn secret() -> SecretKey {
    SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap()
}

fn signer(kind: usize, sdkappid: u32) -> Signer {
    match kind {
        2 => Signer::new(sdkappid, secret()),
        curve => Signer::new(sdkappid, PRIVATE[curve].clone()),
    }
    .unwrap()
}

fn verifier(sdkappid: u32) -> Verifier {
    Verifier::new(sdkappid, PRIVATE[0].public_key()).unwrap().with_key(PRIVATE[1].public_key()).with_key(secret())
}

/// The JSON wrapped as a ticket.
fn enc(json: &[u8], level: u32) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(json).unwrap();
    STANDARD.encode(encoder.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

fn identifiers() -> impl Strategy<Value = String> {
    // Everything but C0 controls and DEL.
    "[^\u{0}-\u{1f}\u{7f}]{1,200}".prop_filter("length in bytes", |text| text.len() <= usersig::MAX_IDENTIFIER_LEN)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn round_trip(
        kind in 0_usize..3,
        sdkappid in 1_u32..,
        identifier in identifiers(),
        expire in any::<u32>(),
        issued_at in 0_u64..200_000_000_000,
        userbuf in proptest::option::of(vec(any::<u8>(), 0..600)),
        compression in prop_oneof![Just(Compression::Default), Just(Compression::Fast), Just(Compression::None)],
    ) {
        let mut options = GenOptions::new().expire(expire).issued_at(issued_at).compression(compression);
        if let Some(userbuf) = &userbuf {
            options = options.userbuf(userbuf);
        }
        let signer = signer(kind, sdkappid);
        prop_assert_eq!((signer.sdkappid(), verifier(sdkappid).sdkappid()), (sdkappid, sdkappid));
        let ticket = signer.gen_sig_with(&identifier, &options).unwrap();
        let expected = userbuf.as_deref().map_or(ExpectedUserbuf::Absent, ExpectedUserbuf::Exactly);
        let at = |now| verifier(sdkappid).verify_with(&ticket, &identifier, &VerifyOptions::new().now(now).userbuf(expected));
        let verified = at(issued_at).unwrap();
        prop_assert_eq!(verified.identifier(), identifier.as_str());
        prop_assert_eq!((verified.sdkappid(), verified.issued_at(), verified.expire()), (sdkappid, issued_at, expire));
        prop_assert_eq!(verified.userbuf(), userbuf.as_deref());
        prop_assert!(at(verified.expires_at()).is_ok());
        prop_assert_eq!(at(verified.expires_at() + 1).unwrap_err().code(), ErrorCode::Expired);
        let untrusted = inspect(&ticket).unwrap();
        prop_assert_eq!((untrusted.identifier(), untrusted.expires_at()), (verified.identifier(), verified.expires_at()));
    }

    #[test]
    fn private_map_key_round_trip(
        identifier in identifiers(),
        number in 1_u32..u32::MAX,
        name in proptest::option::of("[a-zA-Z0-9 !#$%&()+:;<=.>?@\\[\\]^_{}|~,-]{1,64}"),
        bits in any::<u32>(),
    ) {
        let room = name.map_or(Room::Number(number), Room::Name);
        let options = GenOptions::new().issued_at(1_600_000_000);
        let ticket = signer(2, 7).gen_private_map_key(&identifier, &room, Privileges::from_bits(bits), &options).unwrap();
        let key = inspect(&ticket).unwrap().private_map_key().unwrap();
        prop_assert_eq!((key.room(), key.privileges().bits(), key.identifier()), (&room, bits, identifier.as_str()));
        prop_assert_eq!(u64::from(key.expires_at()), inspect(&ticket).unwrap().expires_at());
    }

    /// Flipping any bit never verifies.
    #[test]
    fn flipped_bits_never_verify(kind in 0_usize..3, identifier in identifiers(), position in any::<prop::sample::Index>(), bit in 0..8) {
        let ticket = signer(kind, 7).gen_sig(&identifier).unwrap();
        let mut bytes = ticket.into_bytes();
        let index = position.index(bytes.len());
        bytes[index] ^= 1_u8 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert!(verifier(7).verify(&changed, &identifier).is_err());
        }
    }

    /// The same below the base64 and the zlib: no changed byte of the JSON verifies.
    #[test]
    fn changed_json_never_verifies(kind in 0_usize..3, position in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let ticket = signer(kind, 7).gen_sig_with("xiaojun", &GenOptions::new().issued_at(1_600_000_000).expire(1000)).unwrap();
        let compressed = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
        let mut json = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(compressed.as_slice()), &mut json).unwrap();
        let index = position.index(json.len());
        prop_assume!(json[index] != byte);
        // Neither the name nor the value of TLS.version is signed, and white space means nothing.
        let text = String::from_utf8(json.clone()).unwrap();
        let version = text.find("\"TLS.version\"").map_or(0..0, |start| start..start + 30);
        prop_assume!(!version.contains(&index));
        json[index] = byte;
        let result = verifier(7).verify_with(&enc(&json, 6), "xiaojun", &VerifyOptions::new().now(1_600_000_000));
        prop_assert!(result.is_err());
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,300}", key in any::<prop::sample::Index>()) {
        let _ = inspect(&text);
        let _ = verifier(1 + u32::try_from(key.index(1000)).unwrap()).verify(&text, &text);
        let _ = PrivateKey::from_pem(&text);
        let _ = PublicKey::from_pem(&text);
        let _ = SecretKey::new(&text);
        let _ = signer(2, 7).gen_sig(&text);
    }

    #[test]
    fn no_bytes_inside_a_ticket_panic(bytes in vec(any::<u8>(), 0..2000), level in 0_u32..10) {
        prop_assert!(inspect(&enc(&bytes, level)).is_err());
        let raw = STANDARD.encode(&bytes).replace('+', "*").replace('/', "-").replace('=', "_");
        prop_assert!(inspect(&raw).is_err());
        let _ = PrivateMapKey::from_userbuf(&bytes);
    }

    #[test]
    fn no_json_panics(fields in vec(("TLS\\.(ver|identifier|sdkappid|expire|time|userbuf|sig|account_type|appid_at_3rd|sdk_appid|expire_after|version)",
        prop_oneof!["\"[ -~]{0,20}\"", "-?[0-9]{1,20}", "\\[\\]|\\{\\}|null|true|1e5|\"2\\.0\""]), 0..12)) {
        let json: Vec<String> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        let ticket = enc(format!("{{{}}}", json.join(",")).as_bytes(), 6);
        let _ = inspect(&ticket);
        prop_assert!(verifier(7).verify(&ticket, "xiaojun").is_err());
    }

    /// PEM text with any damage is a key or an error.
    #[test]
    fn damaged_pem_never_panics(position in any::<prop::sample::Index>(), byte in 0_u8..128, cut in any::<bool>()) {
        for pem in [include_str!("../../../examples/keys/p256/private_key.txt"), include_str!("../../../examples/keys/p256/public_key.txt")] {
            let mut text = pem.as_bytes().to_vec();
            let index = position.index(text.len());
            if cut { text.truncate(index) } else { text[index] = byte }
            let text = String::from_utf8(text).unwrap();
            let _ = PrivateKey::from_pem(&text);
            let _ = PublicKey::from_pem(&text);
        }
    }
}

#[test]
fn batch_equals_single_calls() {
    let odd = ["bad\n", "\"quoted\"", "back\\slash", "用户", "\"TLS.identifier\":\"\"", "long".repeat(250).leak()];
    let identifiers: Vec<String> =
        (0..1000).map(|n| odd.get(n % 97).map_or(format!("user{n}"), |text| (*text).to_owned())).collect();
    let plain = GenOptions::new().issued_at(1_600_000_000);
    for kind in 0..3 {
        let signer = signer(kind, 7);
        // Fields of v1 that look like the place of the identifier.
        let fields = plain.account_type("\"TLS.identifier\":\"\"").appid_at_3rd("TLS.identifier:");
        let other = plain.userbuf(b"\"}").strict_identifier(true).compression(Compression::None);
        for options in [plain, if kind == 2 { other } else { fields }] {
            let expected: Vec<_> = identifiers.iter().map(|identifier| signer.gen_sig_with(identifier, &options)).collect();
            for threads in [None, std::num::NonZeroUsize::new(1), std::num::NonZeroUsize::new(7)] {
                assert_eq!(signer.gen_sig_batch(&identifiers, &options, threads).unwrap(), expected);
            }
        }
    }
    assert!(signer(2, 7).gen_sig_batch::<&str>(&[], &plain, None).unwrap().is_empty());
}

#[test]
fn generated_keys_work() {
    for curve in [usersig::Curve::P256, usersig::Curve::Secp256k1] {
        let key = PrivateKey::generate(curve).unwrap();
        assert_eq!(key.curve(), curve);
        let verifier = Verifier::new(7, key.public_key()).unwrap();
        let ticket = Signer::new(7, key).unwrap().gen_sig("xiaojun").unwrap();
        assert!(verifier.verify(&ticket, "xiaojun").is_ok());
    }
}
