//! How often one caller gets a ticket for one identifier, in a table of fixed size.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Sets of the table, of which each is locked alone.
pub(super) const SETS: usize = 8192;
/// Identifiers in one set.
const WAYS: usize = 8;
pub(super) const NANOS_PER_MINUTE: u64 = 60_000_000_000;

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

    pub(super) fn take_at(&self, hash: u64, per_minute: u32, now: u64) -> Result<(), u64> {
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
