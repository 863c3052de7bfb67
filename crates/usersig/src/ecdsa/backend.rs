//! What an implementation of a curve has to offer.

use std::sync::Arc;
use zeroize::Zeroizing;

/// A signature as the two big-endian scalars r and s.
pub(crate) type RawSignature = [u8; 64];
/// A public key as an uncompressed SEC1 point.
pub(crate) type RawPublicKey = [u8; 65];

/// One implementation of a curve.
pub(crate) trait Backend: Sync {
    /// The key with this scalar, or `None` where it is not from 1 to n - 1.
    fn signing(&self, scalar: &[u8; 32]) -> Option<Arc<dyn Signing>>;

    /// The key with this SEC1 point (compressed or not), or `None` where it is not a point of the curve other than infinity.
    fn verifying(&self, point: &[u8]) -> Option<Arc<dyn Verifying>>;
}

/// A private key ready to sign. Zeroized on drop; behind an [`Arc`], so that moving or cloning it leaves no copy of the scalar.
pub(crate) trait Signing: Send + Sync {
    /// Signs each message into its place.
    fn sign(&self, messages: &[&[u8]], signatures: &mut [RawSignature]);

    fn verifying(&self) -> Arc<dyn Verifying>;

    fn point(&self) -> RawPublicKey;

    /// The big-endian scalar, for writing the key out.
    fn scalar(&self) -> Zeroizing<[u8; 32]>;
}

/// A public key ready to verify.
pub(crate) trait Verifying: Send + Sync {
    fn verify(&self, message: &[u8], signature: &RawSignature) -> bool;

    fn point(&self) -> RawPublicKey;

    /// Makes it a key that is used often, at once.
    #[cfg(any(test, usersig_internals))]
    fn practise(&self);
}
