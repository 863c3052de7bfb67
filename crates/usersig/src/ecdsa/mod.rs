//! ECDSA with SHA-256 on P-256 and secp256k1: one file per implementation, behind three small traits.
//!
//! Signing is deterministic (RFC 6979) with every implementation, so all of them give the same bytes.

mod der;
pub(crate) mod portable;

/// P-256 as assembly, where this build has it.
#[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod p256_accel;
#[cfg(not(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod p256_accel {
    pub(crate) const fn backend() -> Option<&'static dyn super::Backend> {
        None
    }
}

pub(crate) use der::{MAX_DER_LEN, from_der, to_der};
pub(crate) use p256_accel::backend as p256_accelerated;

use pkcs8::ObjectIdentifier;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A signature as the two big-endian scalars r and s.
pub(crate) type RawSignature = [u8; 64];
/// A public key as an uncompressed SEC1 point.
pub(crate) type RawPublicKey = [u8; 65];

/// The elliptic curves that v1 tickets are signed on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Curve {
    /// NIST P-256, also called prime256v1 and secp256r1: what the console hands out.
    P256,
    /// secp256k1: what some older applications use.
    Secp256k1,
}

impl Curve {
    /// The curve's usual name: `"P-256"` or `"secp256k1"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::Secp256k1 => "secp256k1",
        }
    }

    pub(crate) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
            Self::Secp256k1 => ObjectIdentifier::new_unwrap("1.3.132.0.10"),
        }
    }

    /// The DER form of the algorithm identifier, `SEQUENCE { ecPublicKey, curve }`, with its length in the second byte.
    pub(crate) const fn algorithm(self) -> &'static [u8] {
        match self {
            Self::P256 => &[0x30, 19, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
            Self::Secp256k1 => &[0x30, 16, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 5, 0x2b, 0x81, 4, 0, 10],
        }
    }

    /// The fastest implementation that this build and CPU have.
    pub(crate) fn backend(self) -> &'static dyn Backend {
        match self {
            Self::P256 => p256_accelerated().unwrap_or(&portable::P256),
            Self::Secp256k1 => &portable::SECP256K1,
        }
    }
}

/// One implementation of a curve.
pub(crate) trait Backend: Sync {
    /// The key with this scalar, or `None` where it is not from 1 to n - 1.
    fn signing(&self, scalar: &[u8; 32]) -> Option<Arc<dyn Signing>>;

    /// The key with this SEC1 point (compressed or not), or `None` where it is not a point of the curve other than infinity.
    fn verifying(&self, point: &[u8]) -> Option<Arc<dyn Verifying>>;
}

/// A private key ready to sign. Zeroized on drop; behind an [`Arc`], so that moving or cloning it leaves no copy of the scalar.
pub(crate) trait Signing: Send + Sync {
    fn sign(&self, message: &[u8]) -> RawSignature;

    fn verifying(&self) -> Arc<dyn Verifying>;

    fn point(&self) -> RawPublicKey;

    /// The big-endian scalar, for writing the key out.
    fn scalar(&self) -> Zeroizing<[u8; 32]>;
}

/// A public key ready to verify.
pub(crate) trait Verifying: Send + Sync {
    fn verify(&self, message: &[u8], signature: &RawSignature) -> bool;

    fn point(&self) -> RawPublicKey;
}

#[cfg(test)]
mod tests;
