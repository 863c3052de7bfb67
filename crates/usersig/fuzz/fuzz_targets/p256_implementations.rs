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

/// Both implementations of a public key, each new and as one that is used often. Such a key takes long to make.
struct Keys([RawVerifier; 4]);

impl Keys {
    fn new(point: &[u8]) -> Option<Self> {
        let keys = || [P256Accelerated, P256Portable].map(|implementation| RawVerifier::new(implementation, point));
        let ([fast, portable], [fast_often, portable_often]) = (keys(), keys());
        assert_eq!(fast.as_ref().map(RawVerifier::point), portable.as_ref().map(RawVerifier::point));
        Some(Self([fast?, portable?, fast_often?.practised(), portable_often?.practised()]))
    }

    fn verdict(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let verdicts = self.0.each_ref().map(|key| key.verify(message, signature));
        assert_eq!(verdicts, [verdicts[0]; 4]);
        verdicts[0]
    }
}

fuzz_target!(|input: Input<'_>| {
    assert!(P256Accelerated.available(), "this CPU has no accelerated P-256: nothing would be compared");
    if let Some(keys) = Keys::new(input.point) {
        keys.verdict(input.message, &input.signature);
    }

    let [fast, portable] = [P256Accelerated, P256Portable].map(|implementation| RawSigner::new(implementation, &input.scalar));
    assert_eq!(fast.is_some(), portable.is_some());
    let (Some(fast), Some(portable)) = (fast, portable) else { return };
    let point = fast.public_key();
    assert_eq!(point, portable.public_key());
    assert_eq!((*fast.scalar(), *portable.scalar()), (input.scalar, input.scalar));
    let mut signature = fast.sign(input.message);
    assert_eq!(signature, portable.sign(input.message));
    let keys = Keys::new(&point).expect("the public key of a private one");
    assert!(keys.verdict(input.message, &signature));

    let untouched = signature;
    for (at, flip) in input.flips {
        signature[usize::from(at) % 64] ^= flip;
    }
    assert!(!keys.verdict(input.message, &signature) || signature == untouched);
    keys.verdict(input.message, &input.signature);
    // A compressed point is the same key.
    let compressed = [&[2 + (point[64] & 1)], &point[1..33]].concat();
    assert!(Keys::new(&compressed).is_some_and(|keys| keys.verdict(input.message, &untouched)));
    if let Some(raw) = from_der(input.der) {
        keys.verdict(input.message, &raw);
    }
});
