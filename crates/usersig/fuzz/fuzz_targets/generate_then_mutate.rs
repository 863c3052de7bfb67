//! A ticket of any allowed content verifies; the same ticket with any change is refused, or says exactly the same.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use usersig::{Compression, ErrorCode, ExpectedUserbuf, GenOptions, PrivateKey, SecretKey, Signer, Verifier, VerifyOptions};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    identifier: &'a str,
    userbuf: Option<&'a [u8]>,
    expire: u32,
    time: u32,
    version: u8,
    compression: u8,
    changes: Vec<(u16, u8)>,
}

static SIGNERS: LazyLock<[Signer; 3]> = LazyLock::new(|| {
    let key = |pem| PrivateKey::from_pem(pem).unwrap();
    [
        Signer::new(7, key(include_str!("../../../../examples/keys/p256/private_key.txt"))).unwrap(),
        Signer::new(7, key(include_str!("../../../../examples/keys/secp256k1/private_key.txt"))).unwrap(),
        Signer::new(7, SecretKey::new("a-secret").unwrap()).unwrap(),
    ]
});

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
    let key = |pem| PrivateKey::from_pem(pem).unwrap().public_key();
    Verifier::new(7, key(include_str!("../../../../examples/keys/p256/private_key.txt")))
        .unwrap()
        .with_key(key(include_str!("../../../../examples/keys/secp256k1/private_key.txt")))
        .with_key(SecretKey::new("a-secret").unwrap())
});

fuzz_target!(|input: Input<'_>| {
    let compression = [Compression::Default, Compression::Fast, Compression::None][usize::from(input.compression % 3)];
    let mut options = GenOptions::new().expire(input.expire).issued_at(input.time).compression(compression);
    if let Some(userbuf) = input.userbuf {
        options = options.userbuf(userbuf);
    }
    let ticket = match SIGNERS[usize::from(input.version % 3)].gen_sig_with(input.identifier, &options) {
        Ok(ticket) => ticket,
        Err(error) => {
            assert!(matches!(error.code(), ErrorCode::InvalidIdentifier | ErrorCode::InvalidUserbuf), "{error}");
            return;
        }
    };
    let expected = input.userbuf.map_or(ExpectedUserbuf::Absent, ExpectedUserbuf::Exactly);
    let verify = |ticket: &str| {
        VERIFIER.verify_with(ticket, input.identifier, &VerifyOptions::new().now(input.time).userbuf(expected))
    };
    let good = verify(&ticket).unwrap();
    assert_eq!((good.issued_at(), good.expire()), (input.time.into(), input.expire));
    let mut bytes = ticket.into_bytes();
    for (index, change) in input.changes {
        let index = usize::from(index) % bytes.len();
        bytes[index] ^= change;
    }
    if let Ok(changed) = std::str::from_utf8(&bytes)
        && let Ok(same) = verify(changed)
    {
        assert!(same == good);
    }
});
