//! Both curves in portable Rust (crates `p256` and `k256`).

use super::backend::{Backend, RawPublicKey, RawSignature, Signing, Verifying};
use super::practised::{Practised, verify};
use ::ecdsa::hazmat::sign_prehashed_rfc6979;
use ::ecdsa::{EcdsaCurve, SignatureSize};
use p256::elliptic_curve::array::ArraySize;
use p256::elliptic_curve::ops::{Invert, MulByGeneratorVartime};
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::subtle::CtOption;
use p256::elliptic_curve::{
    AffinePoint, CurveArithmetic, Field, FieldBytesSize, Group, NonZeroScalar, ProjectivePoint, PublicKey, Scalar, SecretKey,
};
use sha2::{Digest, Sha256};
use std::marker::PhantomData;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

pub(crate) static P256: Portable<p256::NistP256> = Portable(PhantomData);
pub(crate) static SECP256K1: Portable<k256::Secp256k1> = Portable(PhantomData);

pub(crate) struct Portable<C>(PhantomData<C>);

impl<C> Backend for Portable<C>
where
    C: EcdsaCurve + CurveArithmetic,
    Scalar<C>: Invert<Output = CtOption<Scalar<C>>>,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    fn signing(&self, scalar: &[u8; 32]) -> Option<Arc<dyn Signing>> {
        SecretKey::<C>::from_slice(scalar).ok().map(|secret| Arc::new(Secret(secret)) as _)
    }

    fn verifying(&self, point: &[u8]) -> Option<Arc<dyn Verifying>> {
        PublicKey::<C>::from_sec1_bytes(point).ok().map(self::point)
    }
}

/// [`SecretKey`] zeroizes itself on drop.
struct Secret<C: CurveArithmetic>(SecretKey<C>);

impl<C> Signing for Secret<C>
where
    C: EcdsaCurve + CurveArithmetic,
    Scalar<C>: Invert<Output = CtOption<Scalar<C>>>,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    fn sign(&self, messages: &[&[u8]], signatures: &mut [RawSignature]) {
        let mut scalar: NonZeroScalar<C> = self.0.to_nonzero_scalar();
        for (message, raw) in messages.iter().zip(signatures) {
            let (signature, _) = sign_prehashed_rfc6979::<C, Sha256>(&scalar, &Sha256::digest(message), &[]);
            raw.copy_from_slice(&signature.to_bytes());
        }
        scalar.zeroize();
    }

    fn verifying(&self) -> Arc<dyn Verifying> {
        point(self.0.public_key())
    }

    fn point(&self) -> RawPublicKey {
        point_bytes(&self.0.public_key())
    }

    fn scalar(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = self.0.to_bytes();
        let mut scalar = Zeroizing::new([0; 32]);
        scalar.copy_from_slice(&bytes);
        bytes.as_mut_slice().zeroize();
        scalar
    }
}

/// A public key ready to verify.
fn point<C>(key: PublicKey<C>) -> Arc<dyn Verifying>
where
    C: EcdsaCurve + CurveArithmetic,
    Scalar<C>: Invert<Output = CtOption<Scalar<C>>>,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    // The curve's table is made by its first use: now, and not in a thread beside which the process may fork.
    std::hint::black_box(ProjectivePoint::<C>::mul_by_generator(&Scalar::<C>::ONE));
    Arc::new(Point { key, practised: Practised::new() })
}

struct Point<C: CurveArithmetic> {
    key: PublicKey<C>,
    practised: Practised<C>,
}

impl<C> Verifying for Point<C>
where
    C: EcdsaCurve + CurveArithmetic,
    Scalar<C>: Invert<Output = CtOption<Scalar<C>>>,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    fn point(&self) -> RawPublicKey {
        point_bytes(&self.key)
    }

    fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        let point = ProjectivePoint::<C>::from(*self.key.as_affine());
        verify::<C>(message, signature, |base, public| match self.practised.multiples(|| Some(point)) {
            Some(multiples) => ProjectivePoint::<C>::mul_by_generator_vartime(base) + multiples.times(public),
            None => ProjectivePoint::<C>::mul_by_generator_and_mul_add_vartime(base, public, &point),
        })
    }

    #[cfg(any(test, usersig_internals))]
    fn practise(&self) {
        self.practised.at_once(ProjectivePoint::<C>::from(*self.key.as_affine()));
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
