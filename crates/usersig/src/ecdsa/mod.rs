//! ECDSA with SHA-256 on P-256 and secp256k1: one file per implementation, behind the traits in `backend`.
//!
//! Signing is deterministic (RFC 6979) with every implementation, so all of them give the same bytes.

mod backend;
#[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod blind;
mod curve;
mod der;
mod portable;
mod practised;

/// P-256 as assembly, where this build has it.
#[cfg(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod p256_accel;
#[cfg(not(all(feature = "accel", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod p256_accel {
    pub(crate) const fn backend() -> Option<&'static dyn super::backend::Backend> {
        None
    }
}

pub(crate) use backend::{Backend, RawPublicKey, RawSignature, Signing, Verifying};
#[cfg(usersig_internals)]
pub(crate) use blind::BLINDED;
pub use curve::Curve;
pub use der::from_der;
pub(crate) use der::{MAX_DER_LEN, to_der};
#[cfg(usersig_internals)]
pub(crate) use p256_accel::backend as p256_accelerated;
#[cfg(any(test, usersig_internals))]
pub(crate) use portable::P256 as P256_PORTABLE;

/// The fastest implementation of a curve that this build and CPU have.
pub(crate) fn backend(curve: Curve) -> &'static dyn Backend {
    match curve {
        Curve::P256 => p256_accel::backend().unwrap_or(&portable::P256),
        Curve::Secp256k1 => &portable::SECP256K1,
    }
}

#[cfg(test)]
mod tests;
