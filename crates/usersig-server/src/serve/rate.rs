//! How often one caller gets a ticket for one identifier, in a table of fixed size.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Sets of the table, of which each is locked alone.
const SETS: usize = 8192;
/// Identifiers in one set.
const WAYS: usize = 8;
const NANOS_PER_MINUTE: u64 = 60_000_000_000;

/// A token bucket for each identifier that was here lately. An identifier is known by 64 bits of a hash with a random key.
/// Where a set is full, the one closest to a full bucket is forgotten: 65536 identifiers in a minute have exact limits,
/// beyond that some get more than theirs, and none less.
#[derive(Debug)]
pub(super) struct Rate {
    sets: Vec<Mutex<[Slot; WAYS]>>,
    hasher: RandomState,
    start: Instant,
}

/// An identifier's hash, and the moment at which its bucket is full again, in nanoseconds from the start.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u64,
    full_at: u64,
}

impl Rate {
    pub(super) fn new() -> Self {
        let sets = std::iter::repeat_with(Mutex::default).take(SETS).collect();
        Self { sets, hasher: RandomState::new(), start: Instant::now() }
    }

    /// Takes one ticket of the identifier's `per_minute`, or says how many seconds to wait. 0 is no limit.
    pub(super) fn take(&self, caller: Option<&str>, sdkappid: u32, identifier: &str, per_minute: u32) -> Result<(), u64> {
        if per_minute == 0 {
            return Ok(());
        }
        let now = u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.take_at(self.hasher.hash_one((caller, sdkappid, identifier)), per_minute, now)
    }

    fn take_at(&self, hash: u64, per_minute: u32, now: u64) -> Result<(), u64> {
        let set = &self.sets[usize::try_from(hash % SETS as u64).unwrap_or(0)];
        let mut slots = set.lock().unwrap_or_else(PoisonError::into_inner);
        let index = slots.iter().position(|slot| slot.hash == hash && slot.full_at > now).unwrap_or_else(|| {
            let oldest = (0..WAYS).min_by_key(|index| slots[*index].full_at).unwrap_or(0);
            slots[oldest] = Slot { hash, full_at: now };
            oldest
        });
        let slot = &mut slots[index];
        let full_at = slot.full_at.max(now) + NANOS_PER_MINUTE / u64::from(per_minute);
        if full_at - now > NANOS_PER_MINUTE {
            return Err((full_at - now - NANOS_PER_MINUTE).div_ceil(1_000_000_000));
        }
        slot.full_at = full_at;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_minute_holds_as_many_as_it_says() {
        let rate = Rate::new();
        for limit in [1, 2, 7, 60, 1000] {
            let hash = u64::from(limit) << 32;
            assert_eq!((0..limit * 2).filter(|_| rate.take_at(hash, limit, SECOND).is_ok()).count(), limit as usize);
            assert!(rate.take_at(hash, limit, SECOND).is_err_and(|wait| wait <= 60));
            // One comes back at a time.
            let later = SECOND + NANOS_PER_MINUTE / u64::from(limit) + 1;
            assert_eq!((0..2).filter(|_| rate.take_at(hash, limit, later).is_ok()).count(), 1);
            let much_later = later + NANOS_PER_MINUTE;
            assert_eq!((0..limit * 2).filter(|_| rate.take_at(hash, limit, much_later).is_ok()).count(), limit as usize);
        }
    }

    #[test]
    fn callers_identifiers_and_applications_count_alone() {
        let rate = Rate::new();
        assert_eq!(rate.take(None, 1, "a", 1), Ok(()));
        assert!(rate.take(None, 1, "a", 1).is_err());
        assert_eq!(rate.take(None, 1, "b", 1), Ok(()));
        assert_eq!(rate.take(None, 2, "a", 1), Ok(()));
        assert_eq!(rate.take(Some("shop"), 1, "a", 1), Ok(()));
        assert_eq!(rate.take(None, 1, "a", 0), Ok(()));
    }

    #[test]
    fn a_full_set_forgets_the_one_that_used_least() {
        let rate = Rate::new();
        let hash = |number: u64| number * SETS as u64;
        for number in 1..=8 {
            for _ in 0..number {
                assert_eq!(rate.take_at(hash(number), 10, 0), Ok(()));
            }
        }
        assert_eq!(rate.take_at(hash(9), 10, 0), Ok(()));
        // Number 1 was forgotten, number 8 was not.
        assert_eq!((0..20).filter(|_| rate.take_at(hash(8), 10, 0).is_ok()).count(), 2);
    }
}
