//! What the fuzz targets and the constant-time check call below the public API: each implementation of the curves by
//! itself, and the HMAC. Built only with `--cfg usersig_internals`, by `crates/usersig/fuzz/run` and `crates/usersig/constant-time`.
#![allow(missing_docs, clippy::must_use_candidate)]

use crate::ecdsa::{self, Backend, Curve, P256_PORTABLE, RawPublicKey, RawSignature, Signing, Verifying, p256_accelerated};
use crate::key::SecretKey;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Implementation {
    P256Accelerated,
    P256Portable,
    Secp256k1,
}

impl Implementation {
    /// `None` where this build or CPU does not have it.
    fn backend(self) -> Option<&'static dyn Backend> {
        match self {
            Self::P256Accelerated => p256_accelerated(),
            Self::P256Portable => Some(&P256_PORTABLE),
            Self::Secp256k1 => Some(ecdsa::backend(Curve::Secp256k1)),
        }
    }

    /// Whether this build and CPU have it.
    pub fn available(self) -> bool {
        self.backend().is_some()
    }
}

/// Calls `check` with every secret that is blinded, with its pad and with their product, which it may mark as public.
pub fn watch_blinding(check: fn(&[u8], &[u8], &mut [u8])) {
    let _ = ecdsa::BLINDED.set(check);
}

pub struct RawSigner(Arc<dyn Signing>);

impl RawSigner {
    pub fn new(implementation: Implementation, scalar: &[u8; 32]) -> Option<Self> {
        implementation.backend()?.signing(scalar).map(Self)
    }

    pub fn public_key(&self) -> RawPublicKey {
        self.0.point()
    }

    pub fn sign(&self, message: &[u8]) -> RawSignature {
        let mut signature = [[0; 64]];
        self.0.sign(&[message], &mut signature);
        signature[0]
    }

    pub fn scalar(&self) -> Zeroizing<[u8; 32]> {
        self.0.scalar()
    }
}

pub struct RawVerifier(Arc<dyn Verifying>);

impl RawVerifier {
    pub fn new(implementation: Implementation, point: &[u8]) -> Option<Self> {
        implementation.backend()?.verifying(point).map(Self)
    }

    /// The same as a key that is used often.
    pub fn practised(self) -> Self {
        self.0.practise();
        self
    }

    pub fn point(&self) -> RawPublicKey {
        self.0.point()
    }

    pub fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        self.0.verify(message, signature)
    }
}

/// The key without the checks of its text, which are about characters and not in constant time.
pub fn secret_key(bytes: &[u8]) -> Option<SecretKey> {
    SecretKey::from_bytes(bytes).ok()
}

pub fn authenticate(key: &SecretKey, message: &[u8]) -> [u8; 32] {
    key.authenticate(message)
}

pub fn verify_mac(key: &SecretKey, message: &[u8], mac: &[u8; 32]) -> bool {
    key.verify(message, mac)
}

pub fn from_der(bytes: &[u8]) -> Option<RawSignature> {
    ecdsa::from_der(bytes)
}

/// What reading a zlib stream costs, refused or not, in steps of the reader.
pub fn inflate_work(stream: &[u8]) -> usize {
    crate::zlib::work::take();
    let _ = crate::zlib::inflate(stream, &mut Vec::new(), crate::limits::MAX_JSON_LEN);
    crate::zlib::work::take()
}
