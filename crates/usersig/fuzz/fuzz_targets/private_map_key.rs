//! Any bytes as a PrivateMapKey; what is read and may be written is written the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use usersig::PrivateMapKey;

fuzz_target!(|userbuf: &[u8]| {
    if let Some(key) = PrivateMapKey::from_userbuf(userbuf) {
        let written = PrivateMapKey::to_userbuf(key.identifier(), key.sdkappid(), key.room(), key.expires_at(), key.privileges());
        // Room numbers, names and SDKAppIDs that no generator may write are read all the same.
        if let Ok(written) = written {
            assert_eq!(written, userbuf);
        }
    }
});
