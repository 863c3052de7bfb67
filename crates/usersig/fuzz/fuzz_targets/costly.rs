//! Looks for the zlib stream that costs most: any bits, repeated until a ticket is full, so that a few blocks are enough to find.
//! Each new cost counts as new coverage, and none may pass what SECURITY.md's bounds come from.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::atomic::{AtomicU8, Ordering};
use usersig::internals::inflate_work;

/// As many bytes as a ticket holds.
const MOST: usize = usersig::MAX_TICKET_LEN / 4 * 3;

/// The most steps to a bit of the stream. The worst that was found takes half as many.
const STEPS: usize = 4;

// SAFETY: the section that libFuzzer reads as counters of its own; bytes that any value fits.
#[unsafe(link_section = "__libfuzzer_extra_counters")]
static COUNTERS: [AtomicU8; 4096] = [const { AtomicU8::new(0) }; 4096];

fuzz_target!(|input: &[u8]| {
    let Some((&unused, bytes)) = input.split_first() else { return };
    let bit = |at: usize| bytes[at / 8] >> (at % 8) & 1;
    let len = (bytes.len() * 8).saturating_sub(usize::from(unused % 8));
    if len == 0 {
        return;
    }
    let mut stream = vec![0; MOST];
    stream[..2].copy_from_slice(&[0x78, 0x9c]);
    for at in 0..(MOST - 6) * 8 {
        stream[2 + at / 8] |= bit(at % len) << (at % 8);
    }
    let work = inflate_work(&stream);
    COUNTERS[(work / 64).min(COUNTERS.len() - 1)].store(1, Ordering::Relaxed);
    assert!(work <= STEPS * MOST * 8, "{work}");
});
