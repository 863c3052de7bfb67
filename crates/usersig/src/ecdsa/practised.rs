//! Verifying with a key that is used often: multiples of its point are computed once, and each check takes them from there.
//! All of this is about public keys and signatures, so it may take any time.

use super::backend::RawSignature;
use ::ecdsa::{EcdsaCurve, Signature, SignatureSize};
use p256::elliptic_curve::array::ArraySize;
use p256::elliptic_curve::ops::{Invert, Reduce};
use p256::elliptic_curve::point::AffineCoordinates;
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, CurveGroup, FieldBytes, Group, PrimeField, ProjectivePoint, Scalar};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// With this check a key becomes one that is used often: computing the multiples takes as long as about ten checks without them.
pub(super) const OFTEN: u32 = 64;

/// Whether (r, s) is the signature of this message, where `sum` gives the two scalars' sum of multiples: of the base point and of
/// the public one (FIPS 186-5, section 6.4.2).
pub(super) fn verify<C>(
    message: &[u8],
    signature: &RawSignature,
    sum: impl FnOnce(&Scalar<C>, &Scalar<C>) -> ProjectivePoint<C>,
) -> bool
where
    C: EcdsaCurve + CurveArithmetic,
    SignatureSize<C>: ArraySize,
{
    // Refuses what is not from 1 to n - 1. Official signers do not normalise s, so either half is taken.
    let Ok(signature) = Signature::<C>::from_slice(signature) else { return false };
    let (r, s) = signature.split_scalars();
    let Ok(hash) = FieldBytes::<C>::try_from(&*Sha256::digest(message)) else { return false };
    let inverse = s.invert_vartime();
    let point = sum(&(*inverse * <Scalar<C> as Reduce<FieldBytes<C>>>::reduce(&hash)), &(*inverse * *r));
    // Infinity has the coordinate 0 here, and r is not 0.
    *r == <Scalar<C> as Reduce<FieldBytes<C>>>::reduce(&point.to_affine().x())
}

/// Counts the checks of a key, and has its multiples once there were enough of them.
pub(super) struct Practised<C: CurveArithmetic> {
    checks: AtomicU32,
    multiples: OnceLock<Multiples<C>>,
}

impl<C: CurveArithmetic> Practised<C> {
    pub(super) const fn new() -> Self {
        Self { checks: AtomicU32::new(0), multiples: OnceLock::new() }
    }

    /// To be called once for each check. No call waits for the one that computes: a process that forks meanwhile has no thread
    /// that would end it.
    pub(super) fn multiples(&self, point: impl FnOnce() -> Option<ProjectivePoint<C>>) -> Option<&Multiples<C>> {
        if self.multiples.get().is_none() && self.checks.fetch_add(1, Ordering::Relaxed) == OFTEN {
            let _ = self.multiples.set(Multiples::of(point()?));
        }
        self.multiples.get()
    }

    #[cfg(any(test, usersig_internals))]
    pub(super) fn at_once(&self, point: ProjectivePoint<C>) {
        let _ = self.multiples.set(Multiples::of(point));
    }
}

/// So many bits of a scalar are looked up at once, each [`SPACING`] from the next.
const TEETH: usize = 8;
const SPACING: usize = 256 / TEETH;
/// One more table for each saves doublings.
const TABLES: usize = 2;
/// How many lookups there are in a table.
const COLUMNS: usize = SPACING / TABLES;

/// Multiples of a point (a comb): table t has in place i the sum of 2^(32 b + 16 t) times the point over all bits b of i.
pub(super) struct Multiples<C: CurveArithmetic>(Vec<AffinePoint<C>>);

impl<C: CurveArithmetic> Multiples<C> {
    fn of(point: ProjectivePoint<C>) -> Self {
        let mut powers = Vec::with_capacity(TEETH * TABLES);
        let mut power = point;
        for _ in 0..TEETH * TABLES {
            powers.push(power);
            power = (0..COLUMNS).fold(power, |power, _| power.double());
        }
        let mut all = Vec::with_capacity(TABLES << TEETH);
        for table in 0..TABLES {
            let mut sums = vec![ProjectivePoint::<C>::identity()];
            for tooth in 0..TEETH {
                let with_tooth: Vec<_> = sums.iter().map(|sum| *sum + powers[TABLES * tooth + table]).collect();
                sums.extend(with_tooth);
            }
            all.extend(sums);
        }
        let mut multiples = vec![AffinePoint::<C>::default(); all.len()];
        ProjectivePoint::<C>::batch_normalize(&all, &mut multiples);
        Self(multiples)
    }

    pub(super) fn times(&self, scalar: &Scalar<C>) -> ProjectivePoint<C> {
        // Big-endian.
        let bytes = scalar.to_repr();
        let bit = |position: usize| usize::from(bytes[31 - position / 8] >> (position % 8) & 1);
        let mut sum = ProjectivePoint::<C>::identity();
        for column in (0..COLUMNS).rev() {
            sum = sum.double();
            for (table, multiples) in self.0.chunks_exact(1 << TEETH).enumerate() {
                let first = COLUMNS * table + column;
                sum += multiples[(0..TEETH).map(|tooth| bit(SPACING * tooth + first) << tooth).sum::<usize>()];
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::NistP256;
    use p256::elliptic_curve::Field;

    /// As the portable arithmetic multiplies, for scalars with every bit alone, with all others, and for some of no form.
    fn multiplies<C: CurveArithmetic>() {
        let point = ProjectivePoint::<C>::mul_by_generator(&Scalar::<C>::from(0xfeed_beef));
        let multiples = Multiples::<C>::of(point);
        let powers = std::iter::successors(Some(Scalar::<C>::ONE), |power| Some(power.double())).take(256);
        let hashes =
            (0_u8..50).map(|number| Scalar::<C>::reduce(&FieldBytes::<C>::try_from(&*Sha256::digest([number])).unwrap()));
        for scalar in powers.flat_map(|power| [power, -power]).chain(hashes).chain([Scalar::<C>::ZERO]) {
            assert_eq!(multiples.times(&scalar), point * scalar);
        }
    }

    #[test]
    fn multiples_of_a_point() {
        multiplies::<NistP256>();
        multiplies::<k256::Secp256k1>();
    }

    /// Threads that come to the point together do not wait for each other, and have the multiples in the end.
    #[test]
    fn a_key_learns_by_use() {
        let practised = Practised::<NistP256>::new();
        for _ in 0..OFTEN {
            assert!(practised.multiples(|| None).is_none());
        }
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| practised.multiples(|| Some(p256::ProjectivePoint::GENERATOR)).is_some());
            }
        });
        assert!(practised.multiples(|| None).is_some());
    }
}
