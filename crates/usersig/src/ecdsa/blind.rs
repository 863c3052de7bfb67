//! Making a secret number fit to be seen.

use p256::Scalar;

/// The product of both, which tells nothing about `secret` to whoever does not know `pad`.
#[cfg(not(usersig_internals))]
pub(super) fn blinded(secret: &Scalar, pad: &Scalar) -> Scalar {
    *secret * pad
}

#[cfg(usersig_internals)]
pub(crate) use watched::BLINDED;
#[cfg(usersig_internals)]
pub(super) use watched::blinded;

/// The same where the constant-time check watches: it takes the product for secret, too, unless it is told otherwise.
#[cfg(usersig_internals)]
mod watched {
    use super::Scalar;
    use p256::elliptic_curve::ops::Reduce;
    use std::sync::OnceLock;

    /// Told the secret, the pad and their product, which it may mark as public.
    pub(crate) static BLINDED: OnceLock<fn(&[u8], &[u8], &mut [u8])> = OnceLock::new();

    pub(in crate::ecdsa) fn blinded(secret: &Scalar, pad: &Scalar) -> Scalar {
        let mut product = (*secret * pad).to_bytes();
        if let Some(told) = BLINDED.get() {
            told(&secret.to_bytes(), &pad.to_bytes(), &mut product);
        }
        Scalar::reduce(&product)
    }
}
