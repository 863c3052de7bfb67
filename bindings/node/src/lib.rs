//! The native half of the npm package `usersig`: conversions, one call of the core each, and the panic boundary.
//!
//! Nothing here is public API. The JavaScript files beside this crate check the types of arguments, name the errors and
//! are what users call; `index.d.ts` describes them.
// A #[napi] function takes what JavaScript gave by value.
#![allow(clippy::needless_pass_by_value)]
// The exported items are documented where users see them, in index.d.ts.
#![allow(missing_docs, unreachable_pub)]

mod batch;
mod convert;
mod edge;
mod keys;
mod options;
mod signer;
mod ticket;
mod verifier;

use napi_derive::napi;

/// The version of the crate, which must be the version of the package that loads it.
#[napi(catch_unwind)]
#[must_use]
pub fn version() -> &'static str {
    usersig::VERSION
}

/// The longest userbuf: an array that is longer is no array to make bytes of.
#[napi]
#[allow(clippy::cast_possible_truncation)] // 8192
pub const MAX_USERBUF_LEN: u32 = usersig::MAX_USERBUF_LEN as u32;

/// The error table: number, word, the service's most common code.
#[napi(catch_unwind)]
#[must_use]
pub fn error_codes() -> Vec<(u32, &'static str, Option<i32>)> {
    usersig::ErrorCode::ALL.iter().map(|code| (u32::from(code.number()), code.word(), code.service_code())).collect()
}

/// Makes the next call panic inside the boundary, for the test that the process survives it.
#[cfg(feature = "test-panic")]
#[napi(catch_unwind)]
pub fn panic_next() {
    edge::PANIC_NEXT.store(true, std::sync::atomic::Ordering::SeqCst);
}
