//! Both curves in portable Rust (crates `p256` and `k256`).

use super::{RawPublicKey, RawSignature};
use ::ecdsa::hazmat::{sign_prehashed_rfc6979, verify_prehashed};
use ::ecdsa::{EcdsaCurve, Signature, SignatureSize};
use p256::elliptic_curve::array::ArraySize;
use p256::elliptic_curve::ops::Invert;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::subtle::CtOption;
use p256::elliptic_curve::{
    AffinePoint, CurveArithmetic, Field, FieldBytes, FieldBytesSize, Group, NonZeroScalar, ProjectivePoint, PublicKey, Scalar,
    SecretKey,
};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// The secret scalar; [`SecretKey`] zeroizes itself on drop.
pub(crate) struct Signing<C: CurveArithmetic>(SecretKey<C>);

/// The public point.
pub(crate) struct Verifying<C: CurveArithmetic>(PublicKey<C>);

impl<C: CurveArithmetic> Clone for Signing<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: CurveArithmetic> Clone for Verifying<C> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<C> Signing<C>
where
    C: EcdsaCurve + CurveArithmetic,
    Scalar<C>: Invert<Output = CtOption<Scalar<C>>>,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    pub(crate) fn from_scalar(scalar: &[u8; 32]) -> Option<Self> {
        SecretKey::from_slice(scalar).ok().map(Self)
    }

    pub(crate) fn public_key(&self) -> RawPublicKey {
        point_bytes(&self.0.public_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> RawSignature {
        let mut scalar: NonZeroScalar<C> = self.0.to_nonzero_scalar();
        let (signature, _) = sign_prehashed_rfc6979::<C, Sha256>(&scalar, &Sha256::digest(message), &[]);
        scalar.zeroize();
        let mut raw = [0; 64];
        raw.copy_from_slice(&signature.to_bytes());
        raw
    }

    pub(crate) fn scalar(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = self.0.to_bytes();
        let mut scalar = Zeroizing::new([0; 32]);
        scalar.copy_from_slice(&bytes);
        bytes.as_mut_slice().zeroize();
        scalar
    }
}

impl<C> Verifying<C>
where
    C: EcdsaCurve + CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    pub(crate) fn from_sec1(point: &[u8]) -> Option<Self> {
        let key = PublicKey::from_sec1_bytes(point).ok().map(Self)?;
        // The curve's table is made by its first use: now, and not in a thread beside which the process may fork.
        std::hint::black_box(ProjectivePoint::<C>::mul_by_generator(&Scalar::<C>::ONE));
        Some(key)
    }

    pub(crate) fn point(&self) -> RawPublicKey {
        point_bytes(&self.0)
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        let (r, s) = signature.split_at(32);
        let half = |bytes: &[u8]| FieldBytes::<C>::try_from(bytes).ok();
        let (Some(r), Some(s)) = (half(r), half(s)) else { return false };
        let Ok(signature) = Signature::<C>::from_scalars(r, s) else { return false };
        // Official signers do not normalise s, but the secp256k1 verification insists on the lower half;
        // (r, s) and (r, -s) verify alike.
        let signature = if C::NORMALIZE_S { signature.normalize_s() } else { signature };
        verify_prehashed(&ProjectivePoint::<C>::from(*self.0.as_affine()), &Sha256::digest(message), &signature).is_ok()
    }
}

fn point_bytes<C>(key: &PublicKey<C>) -> RawPublicKey
where
    C: CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    let mut raw = [0; 65];
    raw.copy_from_slice(key.as_affine().to_sec1_point(false).as_bytes());
    raw
}
