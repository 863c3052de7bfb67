//! Any text as a ticket, for `inspect` and for verifiers with every kind of key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use usersig::{ExpectedUserbuf, PublicKey, SecretKey, Verifier, VerifyOptions, inspect};

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    Verifier::new(1_400_000_000, PublicKey::from_pem(include_str!("../../../../examples/keys/p256/public_key.txt")).unwrap())
        .unwrap()
        .with_key(PublicKey::from_pem(include_str!("../../../../examples/keys/secp256k1/public_key.txt")).unwrap())
        .with_key(SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap())
});

fuzz_target!(|text: &str| {
    let options = VerifyOptions::new().now(1_600_000_060).userbuf(ExpectedUserbuf::Any);
    let verified = VERIFIER.verify_with(text, "xiaojun", &options);
    match inspect(text) {
        Ok(untrusted) => {
            let _ = untrusted.private_map_key();
            if let Ok(ticket) = verified {
                assert_eq!((ticket.identifier(), ticket.userbuf()), (untrusted.identifier(), untrusted.userbuf()));
            }
        }
        Err(error) => assert_eq!(verified.unwrap_err().code(), error.code()),
    }
});
