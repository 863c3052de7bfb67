//! The accelerated against the portable P-256, with keys that are new and that are used often: the same answer for every key,
//! signature and message.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use usersig::internals::Implementation::{P256Accelerated, P256Portable};
use usersig::internals::{RawSigner, RawVerifier, from_der};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    scalar: [u8; 32],
    /// Flips bits of the true signature.
    flips: Vec<(u8, u8)>,
    /// Bytes in place of a public key and a signature.
    point: &'a [u8],
    signature: [u8; 64],
    der: &'a [u8],
    message: &'a [u8],
}

fn verdict(point: &[u8], message: &[u8], signature: &[u8; 64]) -> Option<bool> {
    let [fast, portable] = [P256Accelerated, P256Portable].map(|implementation| RawVerifier::new(implementation, point));
    assert_eq!(fast.as_ref().map(RawVerifier::point), portable.as_ref().map(RawVerifier::point));
    let [fast, portable] = [fast?, portable?];
    let verdict = fast.verify(message, signature);
    for key in [portable, fast.practised()] {
        assert_eq!(key.verify(message, signature), verdict);
    }
    assert_eq!(RawVerifier::new(P256Portable, point)?.practised().verify(message, signature), verdict);
    Some(verdict)
}

fuzz_target!(|input: Input<'_>| {
    assert!(P256Accelerated.available(), "this CPU has no accelerated P-256: nothing would be compared");
    verdict(input.point, input.message, &input.signature);

    let [fast, portable] = [P256Accelerated, P256Portable].map(|implementation| RawSigner::new(implementation, &input.scalar));
    assert_eq!(fast.is_some(), portable.is_some());
    let (Some(fast), Some(portable)) = (fast, portable) else { return };
    let point = fast.public_key();
    assert_eq!(point, portable.public_key());
    assert_eq!((*fast.scalar(), *portable.scalar()), (input.scalar, input.scalar));
    let mut signature = fast.sign(input.message);
    assert_eq!(signature, portable.sign(input.message));
    assert_eq!(verdict(&point, input.message, &signature), Some(true));

    let untouched = signature;
    for (at, flip) in input.flips {
        signature[usize::from(at) % 64] ^= flip;
    }
    assert!(verdict(&point, input.message, &signature) != Some(true) || signature == untouched);
    verdict(&point, input.message, &input.signature);
    // A compressed point is the same key.
    let compressed = [&[2 + (point[64] & 1)], &point[1..33]].concat();
    assert_eq!(verdict(&compressed, input.message, &untouched), Some(true));
    if let Some(raw) = from_der(input.der) {
        verdict(&point, input.message, &raw);
    }
});
