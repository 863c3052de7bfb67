//! How much memory hostile tickets cost: counted in the allocator, one test to a process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/counting.rs"]
mod counting;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use usersig::{ErrorCode, inspect};

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
        let (result, used) = counting::peak(|| inspect(ticket));
        let error = result.unwrap_err();
        assert!(used <= STATED_BOUND, "ticket {index} used {used} bytes");
        assert!((20..30).contains(&error.code().number()), "{index}: {error}");
    }
    assert_eq!(inspect(&hostile[0]).unwrap_err().code(), ErrorCode::TooLong);
}
