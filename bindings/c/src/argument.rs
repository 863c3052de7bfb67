//! Pointers and lengths to slices and texts, and results into the caller's buffers.

use crate::failure::{CallError, Failure, guard};
use crate::status::Status;
use std::ffi::c_char;
use std::ops::Deref;
use usersig::{MAX_IDENTIFIER_LEN, MAX_PEM_LEN, MAX_TICKET_LEN, MAX_USERBUF_LEN};

/// The longest text or bytes that any call takes.
pub(crate) const LONGEST: usize = {
    assert!(MAX_PEM_LEN <= MAX_TICKET_LEN && MAX_USERBUF_LEN <= MAX_TICKET_LEN && MAX_IDENTIFIER_LEN <= MAX_TICKET_LEN);
    MAX_TICKET_LEN
};

/// Stands for whatever is longer: the core refuses it by its length, whichever argument it is, and of the caller's memory
/// nothing is read.
pub(crate) static TOO_LONG: [u8; LONGEST + 1] = [b'x'; LONGEST + 1];

/// Values of the caller's; NULL is allowed where `count` is 0.
///
/// # Safety
/// `pointer` is NULL or leads to `count` values that nobody changes during the call.
pub(crate) unsafe fn slice<'a, T>(pointer: *const T, count: usize, name: &'static str) -> Result<&'a [T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(Failure::null(name));
    }
    if count > isize::MAX.unsigned_abs() / size_of::<T>() {
        return Err(Failure::invalid(format!("the length of the argument {name} is larger than memory")));
    }
    // SAFETY: not NULL, not larger than memory, and the caller vouches for the values.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// Bytes of the caller's; NULL is allowed where `len` is 0.
///
/// # Safety
/// `pointer` is NULL or leads to `len` bytes that nobody changes during the call.
pub(crate) unsafe fn bytes<'a>(pointer: *const u8, len: usize, name: &'static str) -> Result<&'a [u8], Failure> {
    if len > LONGEST && !pointer.is_null() {
        return Ok(&TOO_LONG);
    }
    // SAFETY: the caller vouches for the bytes.
    unsafe { slice(pointer, len, name) }
}

/// A text of the caller's, read by what the core says about texts of its kind; NULL is allowed where `len` is 0.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(
    pointer: *const c_char,
    len: usize,
    name: &'static str,
    read: impl FnOnce(&'a [u8]) -> usersig::Result<&'a str>,
) -> Result<&'a str, Failure> {
    // SAFETY: the caller vouches for the bytes.
    Ok(read(unsafe { bytes(pointer.cast(), len, name) }?)?)
}

/// A handle or struct of the caller's.
///
/// # Safety
/// `pointer` is NULL or leads to a `T` that lives and is not changed during the call.
pub(crate) unsafe fn reference<'a, T>(pointer: *const T, name: &'static str) -> Result<&'a T, Failure> {
    // SAFETY: the caller vouches for what is not NULL.
    unsafe { pointer.as_ref() }.ok_or_else(|| Failure::null(name))
}

/// A place of the caller's for one new handle; it holds NULL until [`set`](Self::set).
pub(crate) struct Place<T>(*mut *mut T);

impl<T> Place<T> {
    /// # Safety
    /// `place` is NULL or may be written to during the call.
    pub(crate) unsafe fn new(place: *mut *mut T, name: &'static str) -> Result<Self, Failure> {
        if place.is_null() {
            return Err(Failure::null(name));
        }
        // SAFETY: not NULL, and the caller vouches for it.
        unsafe { place.write(std::ptr::null_mut()) };
        Ok(Self(place))
    }

    /// `None` for NULL, where the caller does not want the handle.
    ///
    /// # Safety
    /// As [`new`](Self::new).
    pub(crate) unsafe fn optional(place: *mut *mut T) -> Option<Self> {
        // SAFETY: the caller vouches for it.
        unsafe { Self::new(place, "") }.ok()
    }

    pub(crate) fn set(self, value: T) {
        self.set_raw(Box::into_raw(Box::new(value)));
    }

    pub(crate) fn set_raw(self, value: *mut T) {
        // SAFETY: `new` checked the place, and its caller vouched for the duration of the call.
        unsafe { self.0.write(value) };
    }
}

/// Frees what [`Place::set`] made; NULL is allowed.
///
/// # Safety
/// `handle` is NULL or came from [`Place::set`] with the same `T`, and nobody uses it any more.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if !handle.is_null() {
        // SAFETY: the caller vouches that it is ours and the last use.
        drop(unsafe { Box::from_raw(handle) });
    }
}

/// A buffer of the caller's for a text or bytes; it starts with a NUL and its length is 0 until something is written.
pub(crate) struct Buffer {
    start: *mut u8,
    capacity: usize,
    len: *mut usize,
    name: &'static str,
}

impl Buffer {
    /// # Safety
    /// `start` is NULL or has `capacity` writable bytes, `len` is NULL or may be written to, during the call.
    pub(crate) unsafe fn new(start: *mut u8, capacity: usize, len: *mut usize, name: &'static str) -> Result<Self, Failure> {
        if !len.is_null() {
            // SAFETY: not NULL, and the caller vouches for it.
            unsafe { len.write(0) };
        }
        if start.is_null() && capacity != 0 {
            return Err(Failure::null(name));
        }
        if capacity != 0 {
            // SAFETY: the caller vouches for `capacity` bytes, which is at least one.
            unsafe { start.write(0) };
        }
        Ok(Self { start, capacity, len, name })
    }

    /// Writes a text and its NUL.
    pub(crate) fn write_text(&self, text: &str) -> Result<(), Failure> {
        self.write_bytes(text.as_bytes(), 1)?;
        // SAFETY: `write_bytes` made sure that there is room for one more byte.
        unsafe { self.start.add(text.len()).write(0) };
        Ok(())
    }

    /// Writes bytes where `extra` more would fit as well.
    pub(crate) fn write_bytes(&self, bytes: &[u8], extra: usize) -> Result<(), Failure> {
        if !self.len.is_null() {
            // SAFETY: not NULL, and the caller of `new` vouched for it.
            unsafe { self.len.write(bytes.len()) };
        }
        let needed = bytes.len() + extra;
        if needed > self.capacity {
            return Err(Failure::buffer_too_small(self.name, needed));
        }
        if !bytes.is_empty() {
            // SAFETY: `capacity` is larger, so `start` is not NULL and has that many bytes; `bytes` is memory of our own.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.start, bytes.len()) };
        }
        Ok(())
    }
}

/// Makes a text for a buffer of the caller's.
///
/// # Safety
/// As [`Buffer::new`] and [`guard`].
pub(crate) unsafe fn write_text<T: Deref<Target = str>>(
    start: *mut c_char,
    capacity: usize,
    len: *mut usize,
    name: &'static str,
    error: *mut CallError,
    make: impl FnOnce() -> Result<T, Failure>,
) -> Status {
    guard(error, || {
        // SAFETY: the caller vouches for it.
        let buffer = unsafe { Buffer::new(start.cast(), capacity, len, name) }?;
        buffer.write_text(&make()?)
    })
}
