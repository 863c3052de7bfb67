//! A1 to A21 of the table in `SECURITY.md`, one test each.
//!
//! Most run the attack's cases of `ci/conformance`, which `conformance.rs` also runs as a whole; the others are about
//! more than one call.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/verifying.rs"]
mod verifying;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::case_file;
use serde_json::Value;
use usersig::{
    Compression, ErrorCode, ExpectedUserbuf, GenOptions, PrivateKey, PublicKey, SecretKey, Signer, Verifier, VerifyOptions,
    inspect,
};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const SDKAPPID: u32 = 1_400_000_000;

fn private_key() -> PrivateKey {
    PrivateKey::from_pem(include_str!("../../../examples/keys/p256/private_key.txt")).unwrap()
}

fn public_pem() -> &'static str {
    include_str!("../../../examples/keys/p256/public_key.txt")
}

fn secret() -> SecretKey {
    SecretKey::new(SECRET).unwrap()
}

/// Both versions' signers, and a verifier for both.
fn both() -> ([Signer; 2], Verifier) {
    let signers = [Signer::new(SDKAPPID, private_key()).unwrap(), Signer::new(SDKAPPID, secret()).unwrap()];
    (signers, Verifier::new(SDKAPPID, PublicKey::from_pem(public_pem()).unwrap()).unwrap().with_key(secret()))
}

/// No ticket of this attack is accepted: by a verifier with all keys, and by the case's own, which names the cause.
fn none_accepted(attack: &str) -> usize {
    let (_, verifier) = both();
    let cases: Vec<Value> = [case_file("attack_cases.json"), case_file("verify_cases.json")].concat();
    let cases: Vec<&Value> = cases.iter().filter(|case| case["attack"] == attack && case.get("error").is_some()).collect();
    for case in &cases {
        let options = VerifyOptions::new().now(case["now"].as_u64().unwrap());
        let value = case["userbuf"]["value"].as_str().map(|text| STANDARD.decode(text).unwrap()).unwrap_or_default();
        let options = match case["userbuf"]["expect"].as_str().unwrap() {
            "absent" => options,
            "present" => options.userbuf(ExpectedUserbuf::Present),
            "any" => options.userbuf(ExpectedUserbuf::Any),
            _ => options.userbuf(ExpectedUserbuf::Exactly(&value)),
        };
        let result = verifier.verify_with(case["ticket"].as_str().unwrap(), case["identifier"].as_str().unwrap(), &options);
        assert!(result.is_err(), "{} was accepted", case["name"]);
        let error = verifying::verify(case).map(drop).expect_err("accepted");
        assert_eq!(Some(error.code().word()), case["error"].as_str(), "{}: {error}", case["name"]);
        assert_eq!(error.field_name(), case.get("field").and_then(Value::as_str), "{}: {error}", case["name"]);
    }
    cases.len()
}

#[test]
fn a01_type_juggling() {
    assert!(none_accepted("A1") >= 40);
}

#[test]
fn a02_algorithm_confusion() {
    assert!(none_accepted("A2") >= 4);
    for pem in [public_pem(), &private_key().to_pem(), public_pem().trim()] {
        assert_eq!(SecretKey::new(pem).unwrap_err().code(), ErrorCode::WrongKeyKind);
    }
    assert_eq!(PrivateKey::from_pem(SECRET).unwrap_err().code(), ErrorCode::WrongKeyKind);
    assert_eq!(PublicKey::from_pem(SECRET).unwrap_err().code(), ErrorCode::WrongKeyKind);
}

#[test]
fn a03_newline_forgery() {
    assert!(none_accepted("A3") >= 3);
    let (signers, _) = both();
    for signer in &signers {
        assert_eq!(signer.gen_sig("admin\nTLS.sdk_appid:1").unwrap_err().code(), ErrorCode::InvalidIdentifier);
    }
}

#[test]
fn a04_json_injection() {
    assert!(none_accepted("A4") >= 4);
    let (signers, verifier) = both();
    let identifier = r#"bob","TLS.identifier":"admin"#;
    for signer in &signers {
        let ticket = signer.gen_sig(identifier).unwrap();
        assert_eq!(inspect(&ticket).unwrap().identifier(), identifier);
        assert!(verifier.verify(&ticket, identifier).is_ok());
        assert_eq!(verifier.verify(&ticket, "admin").unwrap_err().code(), ErrorCode::IdentifierMismatch);
    }
}

#[test]
fn a05_userbuf_is_bound() {
    assert!(none_accepted("A5") >= 20);
}

#[test]
fn a06_time_is_checked() {
    assert!(none_accepted("A6") >= 10);
    let (signers, verifier) = both();
    for signer in &signers {
        let ticket = signer.gen_sig_with("xiaojun", &GenOptions::new().issued_at(1000).expire(u32::MAX)).unwrap();
        let at = |now| verifier.verify_with(&ticket, "xiaojun", &VerifyOptions::new().now(now));
        assert!(at(1000 + u64::from(u32::MAX)).is_ok());
        assert_eq!(at(1001 + u64::from(u32::MAX)).unwrap_err().code(), ErrorCode::Expired);
        assert_eq!(at(699).unwrap_err().code(), ErrorCode::NotYetValid);
    }
}

#[test]
fn a07_raw_json_is_no_ticket() {
    assert!(none_accepted("A7") >= 2);
}

#[test]
fn a08_decompression_bomb() {
    // `memory.rs` measures what they cost.
    assert!(none_accepted("A8") >= 6);
}

#[test]
fn a09_remote_abort() {
    assert!(none_accepted("A9") >= 10);
}

/// The comparison itself is constant-time code of the `hmac` crate; here: every byte of the signature counts, and nothing
/// that the ticket says is reported before the signature is proven.
#[test]
fn a10_signature_first_and_whole() {
    assert!(none_accepted("A10") >= 1);
    let (signers, _) = both();
    let other = Verifier::new(SDKAPPID + 1, SecretKey::new("another-secret").unwrap()).unwrap();
    let expired = signers[1].gen_sig_with("xiaojun", &GenOptions::new().issued_at(0).expire(1)).unwrap();
    assert_eq!(other.verify(&expired, "somebody").unwrap_err().code(), ErrorCode::BadSignature);
}

#[test]
fn a11_malleability() {
    assert!(none_accepted("A11") >= 15);
    // No other text decodes to the same ticket: every changed, dropped or added byte is refused.
    let (signers, verifier) = both();
    for (signer, number) in signers.iter().flat_map(|signer| (0..40).map(move |number| (signer, number))) {
        let identifier = format!("{}{}", &"user_uid_abcdefgh"[..number % 17], number * number * 7919);
        let options = GenOptions::new().issued_at(1_600_000_000 + 104_729 * number as u64).expire(u32::MAX);
        let ticket = signer.gen_sig_with(&identifier, &options).unwrap();
        for index in 0..ticket.len() {
            for bit in 0..7 {
                let mut changed = ticket.clone().into_bytes();
                changed[index] ^= 1 << bit;
                let changed = String::from_utf8(changed).unwrap();
                assert!(verifier.verify(&changed, &identifier).is_err(), "bit {bit} of byte {index}: {ticket}");
            }
        }
    }
    for signer in &signers {
        let ticket = signer.gen_sig("xiaojun").unwrap();
        for index in 0..ticket.len() {
            let dropped = format!("{}{}", &ticket[..index], &ticket[index + 1..]);
            assert!(verifier.verify(&dropped, "xiaojun").is_err(), "without byte {index}");
            for added in ["A", "_", "\n", " ", "="] {
                let longer = format!("{}{added}{}", &ticket[..=index], &ticket[index + 1..]);
                assert!(verifier.verify(&longer, "xiaojun").is_err(), "{added:?} after byte {index}");
            }
        }
    }
}

#[test]
fn a12_no_fixed_buffers() {
    let (signers, verifier) = both();
    let userbuf = vec![0xa5; usersig::MAX_USERBUF_LEN];
    let identifier = "用".repeat(341) + "x";
    assert_eq!(identifier.len(), usersig::MAX_IDENTIFIER_LEN);
    for signer in &signers {
        for compression in [Compression::Default, Compression::Fast, Compression::None] {
            let options = GenOptions::new().userbuf(&userbuf).compression(compression);
            let ticket = signer.gen_sig_with(&identifier, &options).unwrap();
            let expected = VerifyOptions::new().userbuf(ExpectedUserbuf::Exactly(&userbuf));
            assert!(verifier.verify_with(&ticket, &identifier, &expected).is_ok());
        }
        assert_eq!(signer.gen_sig(&(identifier.clone() + "x")).unwrap_err().code(), ErrorCode::InvalidIdentifier);
        let longer = [&userbuf[..], b"x"].concat();
        let result = signer.gen_sig_with("xiaojun", &GenOptions::new().userbuf(&longer));
        assert_eq!(result.unwrap_err().code(), ErrorCode::InvalidUserbuf);
    }
}

/// Errors are checked for every conformance case in `conformance.rs`.
#[test]
fn a13_nothing_secret_is_shown() {
    let (signers, verifier) = both();
    let private_pem = private_key().to_pem();
    let ticket = signers[1].gen_sig("somebody-special").unwrap();
    let shown = format!(
        "{signers:?} {verifier:?} {:?} {:?} {:?} {:?}",
        private_key(),
        secret(),
        inspect(&ticket).unwrap(),
        verifier.verify(&ticket, "somebody-special").unwrap(),
    );
    for secret in private_pem.lines().skip(1).chain([&SECRET[..8], "somebody", &ticket[..8]]) {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// The number r of a v1 ticket's signature, which its nonce alone decides.
fn r_of(ticket: &str) -> Vec<u8> {
    let compressed = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
    let json: Value = serde_json::from_reader(flate2::read::ZlibDecoder::new(compressed.as_slice())).unwrap();
    let der = STANDARD.decode(json["TLS.sig"].as_str().unwrap()).unwrap();
    der[4..4 + usize::from(der[3])].to_vec()
}

/// RFC 6979: the same nonce, and so the same ticket, for the same input, and another one for any other.
#[test]
fn a14_nonces_are_deterministic() {
    assert!(none_accepted("A14") >= 4);
    let (signers, _) = both();
    let options = GenOptions::new().issued_at(1_600_000_000);
    let mut seen = Vec::new();
    for identifier in ["a", "b", "c"] {
        let ticket = signers[0].gen_sig_with(identifier, &options).unwrap();
        assert_eq!(ticket, signers[0].gen_sig_with(identifier, &options).unwrap());
        let r = r_of(&ticket);
        assert!(!seen.contains(&r));
        seen.push(r);
    }
}

#[test]
fn a15_one_code_per_cause() {
    let numbers: Vec<u16> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(numbers, sorted);
    for code in ErrorCode::ALL {
        assert_eq!(ErrorCode::from_number(code.number()), Some(*code));
        assert_eq!(ErrorCode::ALL.iter().filter(|other| other.word() == code.word()).count(), 1);
    }
}

#[test]
fn a16_newline_forgery_with_clean_numbers() {
    assert!(none_accepted("A16") >= 10);
    let (signers, _) = both();
    for options in [GenOptions::new().account_type("0\nTLS.identifier:zzz"), GenOptions::new().appid_at_3rd("0\n")] {
        assert_eq!(signers[0].gen_sig_with("admin", &options).unwrap_err().code(), ErrorCode::InvalidArgument);
    }
}

#[test]
fn a17_escapes_are_text() {
    let (signers, verifier) = both();
    for identifier in [r"\u0061dmin", r"admin\n", r"\"] {
        for signer in &signers {
            let ticket = signer.gen_sig(identifier).unwrap();
            assert_eq!(verifier.verify(&ticket, identifier).unwrap().identifier(), identifier);
            assert_eq!(verifier.verify(&ticket, "admin").unwrap_err().code(), ErrorCode::IdentifierMismatch);
        }
    }
}

#[test]
fn a18_nul() {
    assert!(none_accepted("A18") >= 4);
    let (signers, verifier) = both();
    for signer in &signers {
        assert_eq!(signer.gen_sig("xiaojun\0zzz").unwrap_err().code(), ErrorCode::InvalidIdentifier);
        let ticket = signer.gen_sig("xiaojun").unwrap();
        assert_eq!(verifier.verify(&ticket, "xiaojun\0zzz").unwrap_err().code(), ErrorCode::InvalidIdentifier);
    }
}

#[test]
fn a19_envelope_laxity() {
    assert!(none_accepted("A19") >= 15);
}

#[test]
fn a20_wrong_shapes() {
    assert!(none_accepted("A20") >= 25);
}

/// What is asked is written exactly, or refused; integers out of range are cases of `gen_cases.json`.
#[test]
fn a21_numbers_are_written_exactly() {
    assert!(none_accepted("A21") >= 10);
    for sdkappid in [1, 0x8000_0000, u32::MAX] {
        for expire in [0, 1, 0x8000_0000, 4_000_000_000, u32::MAX] {
            for signer in [Signer::new(sdkappid, private_key()).unwrap(), Signer::new(sdkappid, secret()).unwrap()] {
                let ticket = inspect(&signer.gen_sig_with("xiaojun", &GenOptions::new().expire(expire)).unwrap()).unwrap();
                assert_eq!((ticket.sdkappid(), ticket.expire()), (sdkappid, expire));
            }
        }
    }
}
