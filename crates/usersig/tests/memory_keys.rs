//! How much memory hostile key texts cost: counted in the allocator, one test to a process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/counting.rs"]
mod counting;

use usersig::{PrivateKey, PublicKey, SecretKey};

/// What reading a key may use at most.
const STATED_BOUND: usize = 64 * 1024;

#[test]
fn hostile_key_texts_use_bounded_memory() {
    let hostile = [
        "A".repeat(10_000_000),
        "M".repeat(10_000_000),
        "M".repeat(16_384),
        "MII\n".repeat(4_096),
        "-----BEGIN A-----\n-----END A-----\n".repeat(481),
        "-----BEGIN A-----\n".repeat(900),
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", "A".repeat(16_300)),
        format!("-----BEGIN PRIVATE KEY-----\n{}", "\n".repeat(16_300)),
        "\\n".repeat(8_192),
        "\\u002b".repeat(2_730),
        "%25".repeat(5_461),
        "%2541".repeat(3_276),
        "AAAAC3Nz ".repeat(1_820),
        "30:".repeat(5_461),
        format!("{}{}", "\n".repeat(16_100), include_str!("../../../examples/keys/p256/private_key.txt")),
    ];
    for (index, text) in hostile.iter().enumerate() {
        for (name, used) in [
            ("private", counting::peak(|| PrivateKey::from_pem(text).is_ok()).1),
            ("public", counting::peak(|| PublicKey::from_pem(text).is_ok()).1),
            ("secret", counting::peak(|| SecretKey::new(text).is_ok()).1),
        ] {
            assert!(used <= STATED_BOUND, "text {index} as a {name} key used {used} bytes");
        }
    }
}
