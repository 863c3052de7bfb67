//! How much memory tickets cost: counted in the allocator, one test to a process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/counting.rs"]
mod counting;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use usersig::{
    Compression, Curve, ErrorCode, ExpectedUserbuf, GenOptions, MAX_IDENTIFIER_LEN, MAX_USERBUF_LEN, PrivateKey, SecretKey,
    Signer, Verifier, VerifyOptions, inspect,
};

/// What `inspect` and `verify` may use at most, the thread's decompressor and buffers included.
const STATED_BOUND: usize = 256 * 1024;

/// What `gen_sig` may use at most, a compressor of each level included.
const STATED_BOUND_OF_MAKING: usize = 1024 * 1024;

/// What a thread keeps between calls at most after tickets of one level.
const STATED_BOUND_OF_KEEPING: usize = 450 * 1024;

fn enc(json: &[u8]) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(9));
    encoder.write_all(json).unwrap();
    STANDARD.encode(encoder.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

#[test]
fn a08_hostile_tickets_use_bounded_memory() {
    let repeated = |unit: &str, json_len: usize| format!("{{{}\"z\":0}}", unit.repeat((json_len - 8) / unit.len()));
    let hostile = [
        enc(&vec![b' '; 11_000_000]),
        enc(&vec![b'['; 32_000]),
        enc(format!("{{\"a\":{}", "{\"a\":".repeat(6_000)).as_bytes()),
        enc(format!("{{\"a\":{}{}}}", "[".repeat(16_000), "]".repeat(16_000)).as_bytes()),
        enc(format!("{{\"TLS.sig\":{}{}}}", "[".repeat(16_000), "]".repeat(16_000)).as_bytes()),
        enc(repeated("\"\\u0041\":0,", 32_000).as_bytes()),
        enc(format!("{{\"TLS.identifier\":\"{}\"}}", "\\u7528".repeat(5_000)).as_bytes()),
        enc(format!("{{\"TLS.time\":{}}}", "9".repeat(32_000)).as_bytes()),
        "A".repeat(16_384),
        "A".repeat(10_000_000),
        "eJw".to_owned() + &"_".repeat(16_000),
    ];
    assert!(hostile[0].len() < 16_384, "the bomb passes the first bound");
    let secret = SecretKey::new("a-secret").unwrap();
    let keys = [Curve::P256, Curve::Secp256k1].map(|curve| PrivateKey::generate(curve).unwrap());
    let mut verifier = Verifier::new(7, secret.clone()).unwrap();
    for key in &keys {
        verifier = verifier.with_key(key.public_key());
    }
    let options = VerifyOptions::new().now(1_600_000_000).userbuf(ExpectedUserbuf::Any);
    let verify = |ticket: &str, identifier: &str| {
        let work = || verifier.verify_with(ticket, identifier, &options);
        // In a thread of its own, whose buffers are not there yet.
        std::thread::scope(|scope| scope.spawn(|| counting::peak(work)).join().unwrap())
    };
    for (index, ticket) in hostile.iter().enumerate() {
        let (result, used, _) = counting::peak(|| inspect(ticket));
        let error = result.unwrap_err();
        assert!(used <= STATED_BOUND, "ticket {index} used {used} bytes");
        assert!((20..30).contains(&error.code().number()), "{index}: {error}");
        let (result, used, _) = verify(ticket, "xiaojun");
        assert!(used <= STATED_BOUND, "verifying ticket {index} used {used} bytes");
        assert_eq!(result.unwrap_err(), error);
    }
    assert_eq!(inspect(&hostile[0]).unwrap_err().code(), ErrorCode::TooLong);

    // After usual tickets a thread keeps next to nothing.
    let usual = || {
        let ticket = Signer::new(7, secret.clone()).unwrap().gen_sig("xiaojun").unwrap();
        verifier.verify(&ticket, "xiaojun").is_ok()
    };
    let (verified, _, kept) = std::thread::scope(|scope| scope.spawn(|| counting::peak(usual)).join().unwrap());
    assert!(verified && kept <= 1024, "the thread keeps {kept} bytes");

    // What is accepted, as large as it may be: a quotation mark takes two characters of JSON.
    let identifier = "\"".repeat(MAX_IDENTIFIER_LEN);
    let userbuf: Vec<u8> = (0..MAX_USERBUF_LEN).map(|index| ((index * index) >> 3 & 0xff).try_into().unwrap()).collect();
    let signers =
        [Signer::new(7, keys[0].clone()), Signer::new(7, keys[1].clone()), Signer::new(7, secret.clone())].map(Result::unwrap);
    for (index, signer) in signers.iter().enumerate() {
        for compression in [Compression::Default, Compression::Fast, Compression::None] {
            let options = GenOptions::new().issued_at(1_600_000_000).userbuf(&userbuf).compression(compression);
            let make = || signer.gen_sig_with(&identifier, &options).unwrap();
            let (ticket, used, kept) = std::thread::scope(|scope| scope.spawn(|| counting::peak(make)).join().unwrap());
            assert!(used <= STATED_BOUND_OF_MAKING, "making ticket {index} used {used} bytes");
            assert!(kept <= STATED_BOUND_OF_KEEPING, "the thread keeps {kept} bytes after ticket {index}");
            for identifier in [identifier.as_str(), "xiaojun"] {
                let (result, used, _) = verify(&ticket, identifier);
                assert_eq!(result.is_ok(), identifier != "xiaojun");
                assert!(used <= STATED_BOUND, "verifying accepted ticket {index} used {used} bytes");
            }
        }
    }
}
