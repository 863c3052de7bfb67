//! How much memory hostile tickets cost: counted in the allocator, one test to a process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use usersig::{ErrorCode, inspect};

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: every call is handed on to the system allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `inspect` and `verify` may use at most, the thread's decompressor and buffers included.
const STATED_BOUND: usize = 256 * 1024;

fn enc(json: &[u8]) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(9));
    encoder.write_all(json).unwrap();
    STANDARD.encode(encoder.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

#[test]
fn a08_hostile_tickets_use_bounded_memory() {
    let repeated = |unit: &str, json_len: usize| format!("{{{}\"z\":0}}", unit.repeat((json_len - 8) / unit.len()));
    let hostile = [
        enc(&vec![b' '; 11_000_000]),
        enc(&vec![b'['; 32_000]),
        enc(format!("{{\"a\":{}", "{\"a\":".repeat(6_000)).as_bytes()),
        enc(format!("{{\"a\":{}{}}}", "[".repeat(16_000), "]".repeat(16_000)).as_bytes()),
        enc(format!("{{\"TLS.sig\":{}{}}}", "[".repeat(16_000), "]".repeat(16_000)).as_bytes()),
        enc(repeated("\"\\u0041\":0,", 32_000).as_bytes()),
        enc(format!("{{\"TLS.identifier\":\"{}\"}}", "\\u7528".repeat(5_000)).as_bytes()),
        enc(format!("{{\"TLS.time\":{}}}", "9".repeat(32_000)).as_bytes()),
        "A".repeat(16_384),
        "A".repeat(10_000_000),
        "eJw".to_owned() + &"_".repeat(16_000),
    ];
    assert!(hostile[0].len() < 16_384, "the bomb passes the first bound");
    for (index, ticket) in hostile.iter().enumerate() {
        let before = NOW.load(Ordering::Relaxed);
        PEAK.store(before, Ordering::Relaxed);
        let error = inspect(ticket).unwrap_err();
        let used = PEAK.load(Ordering::Relaxed) - before;
        assert!(used <= STATED_BOUND, "ticket {index} used {used} bytes");
        assert!((20..30).contains(&error.code().number()), "{index}: {error}");
    }
    assert_eq!(inspect(&hostile[0]).unwrap_err().code(), ErrorCode::TooLong);
}
