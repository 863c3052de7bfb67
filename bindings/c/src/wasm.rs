//! What a host of the WebAssembly build needs besides the header. Pointers and `size_t` have 32 bits there, and structs the layout
//! that C gives them on wasm32.
//!
//! Exports: [`usersig_allocate`] and [`usersig_free`], for what calls read and write, and [`usersig_allow_private_keys`]. Imports:
//! `usersig.random(pointer, length)`, which fills the bytes from a cryptographic source and returns 0, or anything else where it
//! cannot. The time is an argument: `issued_at` and `now` of the options, without which calls fail with USERSIG_INTERNAL. Nothing
//! catches a panic: an instance whose call trapped is dropped, its memory cleared. One instance takes one call at a time.

use crate::failure::Failure;
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};
use usersig::{Error, ErrorCode};

static ALLOWED: AtomicBool = AtomicBool::new(false);

/// From now on this instance takes private keys, although nothing promises that they are used in constant time: an engine
/// compiles as it likes.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_allow_private_keys() {
    ALLOWED.store(true, Ordering::Relaxed);
}

/// Whether a private key may be read or made.
pub(crate) fn private_keys() -> Result<(), Failure> {
    if ALLOWED.load(Ordering::Relaxed) {
        return Ok(());
    }
    let problem = "the portable WebAssembly build promises no constant time and takes no private key unless you allow it: call \
         AllowPortablePrivateKeys (in JavaScript allowPortablePrivateKeys) first, or set USERSIG_PORTABLE_PRIVATE_KEYS=allow";
    Err(Error::new(ErrorCode::WrongKeyKind, problem).into())
}

/// Enough for whatever the header has.
fn layout(len: usize) -> Option<Layout> {
    Layout::from_size_align(len.max(1), 16).ok()
}

/// `len` bytes of 0 for the host, aligned for any struct; NULL where there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_allocate(len: usize) -> *mut u8 {
    // SAFETY: at least one byte.
    layout(len).map_or(null_mut(), |layout| unsafe { alloc_zeroed(layout) })
}

/// Wipes and frees `len` bytes that [`usersig_allocate`] gave; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_free(pointer: *mut u8, len: usize) {
    let (false, Some(layout)) = (pointer.is_null(), layout(len)) else { return };
    // SAFETY: the host vouches that these bytes are its own, and that this is their last use.
    unsafe {
        crate::usersig_wipe(pointer.cast(), len);
        dealloc(pointer, layout);
    }
}

#[link(wasm_import_module = "usersig")]
unsafe extern "C" {
    fn random(buffer: *mut u8, len: usize) -> i32;
}

/// What `getrandom` calls for randomness.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(buffer: *mut u8, len: usize) -> Result<(), getrandom::Error> {
    // SAFETY: `getrandom` vouches for `len` writable bytes.
    if unsafe { random(buffer, len) } == 0 { Ok(()) } else { Err(getrandom::Error::UNEXPECTED) }
}
