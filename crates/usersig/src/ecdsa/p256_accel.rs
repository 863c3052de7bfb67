//! P-256 through `graviola`, whose field arithmetic is formally verified assembly.
//!
//! Its own signing call mixes randomness into the nonce. Here the nonce is RFC 6979's, so that the portable
//! implementation gives the same bytes: graviola multiplies the base point (most of the cost), `rfc6979` makes the
//! nonce, and `p256`'s constant-time scalars finish the signature.

use super::{RawPublicKey, RawSignature};
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

/// Whether this CPU has the instructions that graviola would otherwise panic without.
pub(crate) fn available() -> bool {
    graviola::util::is_cpu_supported()
}

/// The secret scalar; [`SecretKey`] zeroizes itself on drop.
#[derive(Clone)]
pub(crate) struct Signing(SecretKey);

impl Signing {
    pub(crate) fn from_scalar(scalar: &[u8; 32]) -> Option<Self> {
        SecretKey::from_slice(scalar).ok().map(Self)
    }

    pub(crate) fn public_key(&self) -> RawPublicKey {
        base_multiply(&self.scalar()).unwrap_or([0; 65])
    }

    pub(crate) fn sign(&self, message: &[u8]) -> RawSignature {
        let digest = Sha256::digest(message);
        let scalar = self.scalar();
        let mut nonces = rfc6979::KGenerator::<Sha256, U256>::new(scalar.as_slice(), &digest, &[], &NistP256::ORDER);
        let mut secret: NonZeroScalar = self.0.to_nonzero_scalar();
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

    pub(crate) fn scalar(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = self.0.to_bytes();
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

/// The public point with its table of multiples (about 2 KiB), shared between clones.
#[derive(Clone)]
pub(crate) struct Verifying(Arc<Prepared>);

struct Prepared {
    key: VerifyingKey<P256>,
    point: RawPublicKey,
}

impl Verifying {
    pub(crate) fn from_sec1(point: &[u8]) -> Option<Self> {
        let point: RawPublicKey = match point.try_into() {
            Ok(uncompressed) => uncompressed,
            // graviola reads uncompressed points only.
            Err(_) => p256::PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().try_into().ok()?,
        };
        let key = VerifyingKey::from_x962_uncompressed(&point).ok()?;
        Some(Self(Arc::new(Prepared { key, point })))
    }

    pub(crate) fn point(&self) -> RawPublicKey {
        self.0.point
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        self.0.key.verify::<GraviolaSha256>(&[message], signature).is_ok()
    }
}
