//! P-256 through `graviola`, whose field arithmetic is formally verified assembly.
//!
//! Its own signing call mixes randomness into the nonce. Here the nonce is RFC 6979's, so that the portable
//! implementation gives the same bytes: graviola multiplies the base point (most of the cost), `rfc6979` makes the
//! nonce, and `p256`'s constant-time scalars finish the signature.

use super::backend::{Backend, RawPublicKey, RawSignature, Signing, Verifying};
use super::portable;
use graviola::hashing::Sha256 as GraviolaSha256;
use graviola::key_agreement::p256::StaticPrivateKey;
use graviola::signing::ecdsa::{P256, VerifyingKey};
use p256::elliptic_curve::bigint::U256;
use p256::elliptic_curve::ops::Reduce;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::elliptic_curve::{Curve, Field, PrimeField};
use p256::{FieldBytes, NistP256, NonZeroScalar, Scalar, SecretKey};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// `None` where this CPU lacks instructions that graviola would panic without.
pub(crate) fn backend() -> Option<&'static dyn Backend> {
    graviola::util::is_cpu_supported().then_some(&Accelerated as &dyn Backend)
}

struct Accelerated;

impl Backend for Accelerated {
    fn signing(&self, scalar: &[u8; 32]) -> Option<Arc<dyn Signing>> {
        let secret = SecretKey::from_slice(scalar).ok()?;
        Some(Arc::new(KeyPair { point: base_multiply(scalar)?, secret }))
    }

    fn verifying(&self, point: &[u8]) -> Option<Arc<dyn Verifying>> {
        let point: RawPublicKey = match point.try_into() {
            Ok(uncompressed) => uncompressed,
            // graviola reads uncompressed points only.
            Err(_) => p256::PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().try_into().ok()?,
        };
        Some(Arc::new(Prepared::new(point)?))
    }
}

/// [`SecretKey`] zeroizes itself on drop.
struct KeyPair {
    secret: SecretKey,
    point: RawPublicKey,
}

impl Signing for KeyPair {
    fn sign(&self, message: &[u8]) -> RawSignature {
        let digest = Sha256::digest(message);
        let scalar = self.scalar();
        let mut nonces = rfc6979::KGenerator::<Sha256, U256>::new(scalar.as_slice(), &digest, &[], &NistP256::ORDER);
        let mut secret: NonZeroScalar = self.secret.to_nonzero_scalar();
        let signature = loop {
            let mut nonce = Zeroizing::new([0; 32]);
            nonces.fill_next_k(nonce.as_mut_slice());
            if let Some(signature) = sign_with(&nonce, &secret, &digest) {
                break signature;
            }
        };
        secret.zeroize();
        signature
    }

    fn verifying(&self) -> Arc<dyn Verifying> {
        match Prepared::new(self.point) {
            Some(prepared) => Arc::new(prepared),
            None => portable::point(self.secret.public_key()),
        }
    }

    fn point(&self) -> RawPublicKey {
        self.point
    }

    fn scalar(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = self.secret.to_bytes();
        let scalar = Zeroizing::new(bytes.into());
        bytes.as_mut_slice().zeroize();
        scalar
    }
}

/// `(r, s)` for one nonce, or `None` in the practically impossible case that either is zero and RFC 6979 asks for the next.
fn sign_with(nonce: &[u8; 32], secret: &NonZeroScalar, digest: &[u8]) -> Option<RawSignature> {
    let point = base_multiply(nonce)?;
    let r = <Scalar as Reduce<FieldBytes>>::reduce(&FieldBytes::try_from(point.get(1..33)?).ok()?);
    let z = <Scalar as Reduce<FieldBytes>>::reduce(&FieldBytes::try_from(digest).ok()?);
    let mut k = Option::<Scalar>::from(Scalar::from_repr((*nonce).into()))?;
    let mut k_inverse = Option::<Scalar>::from(k.invert())?;
    let s = k_inverse * (z + r * secret.as_ref());
    k.zeroize();
    k_inverse.zeroize();
    if bool::from(r.is_zero()) || bool::from(s.is_zero()) {
        return None;
    }
    let mut raw = [0; 64];
    raw[..32].copy_from_slice(&r.to_bytes());
    raw[32..].copy_from_slice(&s.to_bytes());
    Some(raw)
}

fn base_multiply(scalar: &[u8; 32]) -> Option<RawPublicKey> {
    StaticPrivateKey::from_bytes(scalar).ok().map(|key| key.public_key_uncompressed())
}

/// The public point with its table of multiples (about 2 KiB).
struct Prepared {
    key: VerifyingKey<P256>,
    point: RawPublicKey,
}

impl Prepared {
    fn new(point: RawPublicKey) -> Option<Self> {
        let key = VerifyingKey::from_x962_uncompressed(&point).ok()?;
        Some(Self { key, point })
    }
}

impl Verifying for Prepared {
    fn point(&self) -> RawPublicKey {
        self.point
    }

    fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        self.key.verify::<GraviolaSha256>(&[message], signature).is_ok()
    }
}
