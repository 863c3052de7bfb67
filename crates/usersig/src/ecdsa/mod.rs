//! ECDSA with SHA-256 on P-256 and secp256k1 behind one small face.
//!
//! Signing is deterministic (RFC 6979) with every implementation, so all of them give the same bytes.

mod der;
#[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(crate) mod p256_accel;
pub(crate) mod portable;

pub(crate) use der::{MAX_DER_LEN, from_der, to_der};

use pkcs8::ObjectIdentifier;

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
}

/// A private key ready to sign. Zeroized on drop.
#[derive(Clone)]
pub(crate) enum Signing {
    #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
    P256Accel(p256_accel::Signing),
    P256(portable::Signing<p256::NistP256>),
    Secp256k1(portable::Signing<k256::Secp256k1>),
}

impl Signing {
    /// The key with this scalar, or `None` where it is not from 1 to n - 1.
    pub(crate) fn from_scalar(curve: Curve, scalar: &[u8; 32]) -> Option<Self> {
        match curve {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Curve::P256 if p256_accel::available() => p256_accel::Signing::from_scalar(scalar).map(Self::P256Accel),
            Curve::P256 => portable::Signing::from_scalar(scalar).map(Self::P256),
            Curve::Secp256k1 => portable::Signing::from_scalar(scalar).map(Self::Secp256k1),
        }
    }

    pub(crate) const fn curve(&self) -> Curve {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(_) => Curve::P256,
            Self::P256(_) => Curve::P256,
            Self::Secp256k1(_) => Curve::Secp256k1,
        }
    }

    pub(crate) fn public_key(&self) -> RawPublicKey {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(key) => key.public_key(),
            Self::P256(key) => key.public_key(),
            Self::Secp256k1(key) => key.public_key(),
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> RawSignature {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(key) => key.sign(message),
            Self::P256(key) => key.sign(message),
            Self::Secp256k1(key) => key.sign(message),
        }
    }

    /// The big-endian scalar, for writing the key out.
    pub(crate) fn scalar(&self) -> zeroize::Zeroizing<[u8; 32]> {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(key) => key.scalar(),
            Self::P256(key) => key.scalar(),
            Self::Secp256k1(key) => key.scalar(),
        }
    }
}

/// A public key ready to verify.
#[derive(Clone)]
pub(crate) enum Verifying {
    #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
    P256Accel(p256_accel::Verifying),
    P256(portable::Verifying<p256::NistP256>),
    Secp256k1(portable::Verifying<k256::Secp256k1>),
}

impl Verifying {
    /// The key with this SEC1 point (compressed or not), or `None` where it is not a point of the curve other than infinity.
    pub(crate) fn from_sec1(curve: Curve, point: &[u8]) -> Option<Self> {
        match curve {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Curve::P256 if p256_accel::available() => p256_accel::Verifying::from_sec1(point).map(Self::P256Accel),
            Curve::P256 => portable::Verifying::from_sec1(point).map(Self::P256),
            Curve::Secp256k1 => portable::Verifying::from_sec1(point).map(Self::Secp256k1),
        }
    }

    pub(crate) const fn curve(&self) -> Curve {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(_) => Curve::P256,
            Self::P256(_) => Curve::P256,
            Self::Secp256k1(_) => Curve::Secp256k1,
        }
    }

    /// The uncompressed point.
    pub(crate) fn point(&self) -> RawPublicKey {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(key) => key.point(),
            Self::P256(key) => key.point(),
            Self::Secp256k1(key) => key.point(),
        }
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        match self {
            #[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
            Self::P256Accel(key) => key.verify(message, signature),
            Self::P256(key) => key.verify(message, signature),
            Self::Secp256k1(key) => key.verify(message, signature),
        }
    }
}

#[cfg(test)]
mod tests;
