//! P-256 through `graviola`, whose field arithmetic is formally verified assembly.
//!
//! Its own signing call mixes randomness into the nonce. Here the nonce is RFC 6979's, so that the portable
//! implementation gives the same bytes: graviola multiplies the base point (most of the cost), and `p256`'s constant-time
//! scalars finish the signature.

use super::backend::{Backend, RawPublicKey, RawSignature, Signing, Verifying};
use super::blind::blinded;
use super::portable;
use super::practised::{Practised, verify};
use graviola::hashing::Sha256 as GraviolaSha256;
use graviola::key_agreement::p256::StaticPrivateKey;
use graviola::signing::ecdsa::{P256, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::array::Array;
use p256::elliptic_curve::ops::Reduce;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{FieldBytes, NistP256, ProjectivePoint, PublicKey, Scalar};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use zeroize::{DefaultIsZeroes, Zeroizing};

/// So many nonces are inverted at once: more would save less than a hundredth of a signature's time.
const BLOCK: usize = 32;

/// `None` where this CPU lacks instructions that graviola would panic without.
pub(crate) fn backend() -> Option<&'static dyn Backend> {
    graviola::util::is_cpu_supported().then_some(&Accelerated as &dyn Backend)
}

struct Accelerated;

impl Backend for Accelerated {
    fn signing(&self, scalar: &[u8; 32]) -> Option<Arc<dyn Signing>> {
        let portable = portable::P256.signing(scalar)?;
        let begun = Hmac::<Sha256>::new(&Array::default()).chain_update([1; 32]).chain_update([0]).chain_update(scalar);
        Some(Arc::new(KeyPair { portable, point: base_multiply(scalar)?, begun }))
    }

    fn verifying(&self, point: &[u8]) -> Option<Arc<dyn Verifying>> {
        let point: RawPublicKey = match point.try_into() {
            Ok(uncompressed) => uncompressed,
            // graviola reads uncompressed points only.
            Err(_) => PublicKey::from_sec1_bytes(point).ok()?.to_sec1_point(false).as_bytes().try_into().ok()?,
        };
        Some(Arc::new(Prepared::new(point)?))
    }
}

/// [`Hmac`] zeroizes itself on drop, as the portable key does.
struct KeyPair {
    portable: Arc<dyn Signing>,
    point: RawPublicKey,
    /// The MAC that every nonce begins with (RFC 6979, section 3.2, step d), which has read the key.
    begun: Hmac<Sha256>,
}

impl Signing for KeyPair {
    fn sign(&self, messages: &[&[u8]], signatures: &mut [RawSignature]) {
        for (messages, signatures) in messages.chunks(BLOCK).zip(signatures.chunks_mut(BLOCK)) {
            if self.sign_block(messages, signatures).is_none() {
                self.portable.sign(messages, signatures);
            }
        }
    }

    fn verifying(&self) -> Arc<dyn Verifying> {
        Prepared::new(self.point).map_or_else(|| self.portable.verifying(), |prepared| Arc::new(prepared))
    }

    fn point(&self) -> RawPublicKey {
        self.point
    }

    fn scalar(&self) -> Zeroizing<[u8; 32]> {
        self.portable.scalar()
    }
}

/// A signature that lacks the division by its nonce.
#[derive(Clone, Copy, Default)]
struct Unfinished {
    nonce: Scalar,
    /// z + r * key
    numerator: Scalar,
    /// Of the nonces before this one in the block.
    product: Scalar,
}

impl DefaultIsZeroes for Unfinished {}

impl KeyPair {
    /// Signs at most [`BLOCK`] messages. `None` where RFC 6979 asks for another nonce than the first: a nonce is out of range
    /// once in 2^32, r and s are practically never zero.
    ///
    /// All nonces are inverted at once, by the inverse of their product (Montgomery's trick), and that in variable time. This
    /// tells nothing about them, since what is inverted was multiplied by `pad`: a number that nobody knows, and that is another
    /// one for every other block, since it is a hash of all nonces in it. So the product is as good as random, whatever the
    /// nonces are; and the same block always has the same product, so that nothing is learned by measuring it again.
    /// (`KGenerator`'s next value would do for one nonce. In a block it would pad several products of one message's nonce, whose
    /// quotients are nonces.)
    fn sign_block(&self, messages: &[&[u8]], signatures: &mut [RawSignature]) -> Option<()> {
        let bytes = self.scalar();
        let key = Zeroizing::new(reduce(&bytes));
        let mut block = Zeroizing::new([Unfinished::default(); BLOCK]);
        let (mut product, mut pad) = (Zeroizing::new(Scalar::ONE), Sha256::new());
        for ((message, signature), unfinished) in messages.iter().zip(&mut *signatures).zip(block.iter_mut()) {
            let z = Scalar::reduce(&Sha256::digest(message));
            let nonce = self.nonce(&bytes, &z.to_bytes());
            pad.update(nonce.as_slice());
            let r = reduce(base_multiply(&nonce)?[1..].first_chunk()?);
            *unfinished = Unfinished { nonce: reduce(&nonce), numerator: z + r * *key, product: *product };
            *product *= unfinished.nonce;
            signature[..32].copy_from_slice(&r.to_bytes());
        }
        let pad = Zeroizing::new(Scalar::reduce(&pad.finalize()));
        let inverse = Option::<Scalar>::from(blinded(&product, &pad).invert_vartime())?;
        let mut inverse = Zeroizing::new(inverse * *pad);
        for (signature, unfinished) in signatures.iter_mut().zip(block.iter()).rev() {
            let s = *inverse * unfinished.product * unfinished.numerator;
            *inverse *= unfinished.nonce;
            signature[32..].copy_from_slice(&s.to_bytes());
            if signature.chunks_exact(32).any(|number| number == [0; 32]) {
                return None;
            }
        }
        Some(())
    }

    /// The first nonce for a message with this hash, reduced: RFC 6979, section 3.2, from step d on. It may be out of range.
    fn nonce(&self, key: &[u8; 32], hash: &FieldBytes) -> Zeroizing<[u8; 32]> {
        // HMAC pads its key with zeros.
        let mut padded = Zeroizing::new([0; 64]);
        padded[..32].copy_from_slice(&self.begun.clone().chain_update(hash).finalize().into_bytes());
        let mac = Hmac::<Sha256>::new((&*padded).into());
        let value = mac.clone().chain_update([1; 32]).finalize().into_bytes();
        let mac = mac.chain_update(value).chain_update([1]).chain_update(key).chain_update(hash);
        padded[..32].copy_from_slice(&mac.finalize().into_bytes());
        let mac = Hmac::<Sha256>::new((&*padded).into());
        let value = mac.clone().chain_update(value).finalize().into_bytes();
        Zeroizing::new(mac.chain_update(value).finalize().into_bytes().into())
    }
}

fn reduce(bytes: &[u8; 32]) -> Scalar {
    <Scalar as Reduce<FieldBytes>>::reduce(bytes.into())
}

fn base_multiply(scalar: &[u8; 32]) -> Option<RawPublicKey> {
    StaticPrivateKey::from_bytes(scalar).ok().map(|key| key.public_key_uncompressed())
}

/// The public point with graviola's table of multiples (about 2 KiB).
struct Prepared {
    key: VerifyingKey<P256>,
    point: RawPublicKey,
    practised: Practised<NistP256>,
}

impl Prepared {
    fn new(point: RawPublicKey) -> Option<Self> {
        let key = VerifyingKey::from_x962_uncompressed(&point).ok()?;
        Some(Self { key, point, practised: Practised::new() })
    }
}

impl Verifying for Prepared {
    fn point(&self) -> RawPublicKey {
        self.point
    }

    fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        match self.practised.multiples(|| projective(&self.point)) {
            Some(multiples) => {
                verify::<NistP256>(message, signature, |base, public| base_multiple(base) + multiples.times(public))
            }
            None => self.key.verify::<GraviolaSha256>(&[message], signature).is_ok(),
        }
    }

    #[cfg(any(test, usersig_internals))]
    fn practise(&self) {
        projective(&self.point).into_iter().for_each(|point| self.practised.at_once(point));
    }
}

fn projective(point: &RawPublicKey) -> Option<ProjectivePoint> {
    PublicKey::from_sec1_bytes(point).ok().map(ProjectivePoint::from)
}

/// graviola takes a fraction of the time, but no 0.
fn base_multiple(scalar: &Scalar) -> ProjectivePoint {
    let multiple = base_multiply(&scalar.to_bytes().into()).and_then(|point| projective(&point));
    multiple.unwrap_or_else(|| ProjectivePoint::GENERATOR.mul_vartime(scalar))
}
