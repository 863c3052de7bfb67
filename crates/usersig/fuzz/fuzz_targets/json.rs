//! Any bytes as the JSON inside a ticket: past the base64 and the zlib.
#![no_main]

use base64::Engine;
use flate2::{Compress, Compression, FlushCompress};
use libfuzzer_sys::fuzz_target;
use usersig::{SecretKey, Verifier, VerifyOptions, inspect};

fuzz_target!(|json: &[u8]| {
    let mut stream = Vec::with_capacity(json.len() + 1000);
    let mut compress = Compress::new(Compression::fast(), true);
    compress.compress_vec(json, &mut stream, FlushCompress::Finish).unwrap();
    let ticket = base64::engine::general_purpose::STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_");
    if let Ok(untrusted) = inspect(&ticket) {
        // Whatever is shown obeys the rules for identifiers.
        assert!(!untrusted.identifier().is_empty() && untrusted.identifier().len() <= usersig::MAX_IDENTIFIER_LEN);
        assert!(!untrusted.identifier().bytes().any(|byte| byte < 0x20 || byte == 0x7f));
        let _ = untrusted.private_map_key();
    }
    let verifier = Verifier::new(1_400_000_000, SecretKey::new("a-secret-that-signed-nothing").unwrap()).unwrap();
    assert!(verifier.verify_with(&ticket, "xiaojun", &VerifyOptions::new().now(1_600_000_060)).is_err());
});
