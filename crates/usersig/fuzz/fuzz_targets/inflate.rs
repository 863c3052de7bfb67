//! Any bytes as the zlib stream inside a ticket, against flate2: never laxer.
#![no_main]

use base64::Engine;
use flate2::{Decompress, FlushDecompress, Status};
use libfuzzer_sys::fuzz_target;
use usersig::{ErrorCode, inspect};

fuzz_target!(|stream: &[u8]| {
    let ticket = base64::engine::general_purpose::STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_");
    let ours = inspect(&ticket).map(drop).map_err(|error| error.code());
    if matches!(ours, Err(ErrorCode::Empty | ErrorCode::TooLong | ErrorCode::MalformedZlib)) {
        return;
    }
    // It came as far as the JSON, so flate2 must read all of it, too.
    let mut decompress = Decompress::new(true);
    let mut json = Vec::with_capacity(usersig::MAX_JSON_LEN + 1);
    let status = decompress.decompress_vec(stream, &mut json, FlushDecompress::Finish);
    assert!(status.is_ok_and(|status| status == Status::StreamEnd));
    assert_eq!(decompress.total_in(), stream.len() as u64);
    assert!(json.len() <= usersig::MAX_JSON_LEN);
});
