//! The C interface of `usersig`: `include/usersig.h` is generated from this crate by its `header` test.
//!
//! Every function converts its arguments, makes one call of the core inside [`failure::guard`], and maps the error.
//! The header's introduction (in `cbindgen.toml`) states the rules that hold for every pointer argument; the
//! `SAFETY` comments here rest on them.
// The safety contract is one for all functions and stands once, in the header's introduction.
#![allow(clippy::missing_safety_doc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod argument;
pub mod batch;
pub mod failure;
pub mod key;
pub mod once;
pub mod options;
pub mod room;
pub mod signer;
pub mod source;
pub mod status;
pub mod ticket;
pub mod verifier;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

use std::ffi::{CStr, c_char, c_void};

// vocabulary: limits
/// The validity of a ticket unless one is given, in seconds: 180 days.
pub const USERSIG_DEFAULT_EXPIRE: i64 = 15552000;
/// The longest identifier, in UTF-8 bytes. The service itself takes at most 32.
pub const USERSIG_IDENTIFIER_MAX: usize = 1024;
/// The largest leeway and tolerance for the future, in seconds: one day.
pub const USERSIG_LEEWAY_MAX: i64 = 86400;
/// The longest PEM text that is read, in bytes.
pub const USERSIG_PEM_MAX: usize = 16384;
/// The longest secret, in bytes.
pub const USERSIG_SECRET_MAX: usize = 1024;
/// The longest ticket, in bytes; a NUL at its end comes on top.
pub const USERSIG_TICKET_MAX: usize = 16384;
/// The latest time, in unix seconds: the end of the year 9999.
pub const USERSIG_UNIX_TIME_MAX: i64 = 253402300799;
/// The longest userbuf, in bytes.
pub const USERSIG_USERBUF_MAX: usize = 8192;
// vocabulary: end
/// A buffer of this size holds any PEM text that is written, with its NUL.
pub const USERSIG_PEM_BUFFER: usize = 512;

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => unreachable!(),
};

/// The version of the library that is running, for example "0.1.0"; the header's own is USERSIG_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_version() -> *const c_char {
    VERSION.as_ptr()
}

/// Overwrites `len` bytes with zeros in a way that the compiler does not leave out: for key texts that were read
/// into a buffer of the caller's. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_wipe(buffer: *mut c_void, len: usize) {
    if buffer.is_null() {
        return;
    }
    let start = buffer.cast::<u8>();
    for offset in 0..len {
        // SAFETY: the caller vouches for `len` writable bytes at `buffer`.
        unsafe { start.add(offset).write_volatile(0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_the_core_s() {
        assert_eq!(USERSIG_TICKET_MAX, usersig::MAX_TICKET_LEN);
        assert_eq!(USERSIG_IDENTIFIER_MAX, usersig::MAX_IDENTIFIER_LEN);
        assert_eq!(USERSIG_USERBUF_MAX, usersig::MAX_USERBUF_LEN);
        assert_eq!(USERSIG_PEM_MAX, usersig::MAX_PEM_LEN);
        assert_eq!(USERSIG_SECRET_MAX, usersig::MAX_SECRET_LEN);
        assert_eq!(u64::try_from(USERSIG_UNIX_TIME_MAX).unwrap(), usersig::MAX_UNIX_TIME);
        assert_eq!(USERSIG_LEEWAY_MAX, i64::from(usersig::MAX_LEEWAY));
        assert_eq!(USERSIG_DEFAULT_EXPIRE, i64::from(usersig::DEFAULT_EXPIRE));
        assert_eq!(VERSION.to_str().unwrap(), usersig::VERSION);
    }
}
