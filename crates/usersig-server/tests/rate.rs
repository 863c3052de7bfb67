//! How often one caller gets a ticket for one identifier, at times that the tests say.
#![allow(clippy::unwrap_used, unreachable_pub)]

#[path = "../src/serve/rate.rs"]
mod rate;

use rate::{NANOS_PER_MINUTE, Rate, SETS};

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
