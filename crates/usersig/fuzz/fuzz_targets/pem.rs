//! Any text as a key of each kind; what is read is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use usersig::{PrivateKey, PublicKey, SecretKey};

fuzz_target!(|text: &str| {
    if let Ok(key) = PrivateKey::from_pem(text) {
        assert_eq!(PrivateKey::from_pem(&key.to_pem()).unwrap().public_key(), key.public_key());
        assert!(SecretKey::new(text).is_err());
    }
    if let Ok(key) = PublicKey::from_pem(text) {
        assert_eq!(PublicKey::from_pem(&key.to_pem()).unwrap(), key);
        assert!(SecretKey::new(text).is_err());
    }
    if SecretKey::new(text).is_ok() {
        assert!(!text.contains("-----BEGIN"));
    }
});
