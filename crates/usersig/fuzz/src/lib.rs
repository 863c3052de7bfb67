//! What the targets share: the envelope of a ticket, and an attacker who holds a signature of our own key.

pub mod forgery;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, FlushCompress};

pub const SDKAPPID: u32 = 1_400_000_000;
pub const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
pub const P256_PRIVATE: &str = include_str!("../../../../examples/keys/p256/private_key.txt");
pub const P256_PUBLIC: &str = include_str!("../../../../examples/keys/p256/public_key.txt");
pub const SECP256K1_PRIVATE: &str = include_str!("../../../../examples/keys/secp256k1/private_key.txt");
pub const SECP256K1_PUBLIC: &str = include_str!("../../../../examples/keys/secp256k1/public_key.txt");

/// A zlib stream as the text of a ticket.
pub fn base64(stream: &[u8]) -> String {
    STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_")
}

/// JSON as the text of a ticket.
pub fn enc(json: &[u8]) -> String {
    let mut stream = Vec::with_capacity(json.len() + json.len() / 8 + 1000);
    Compress::new(Compression::fast(), true).compress_vec(json, &mut stream, FlushCompress::Finish).unwrap();
    base64(&stream)
}
