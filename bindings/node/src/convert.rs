//! Arguments: JavaScript's strings, bytes and numbers as the core takes them.

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, Uint8ArraySlice, ValidateNapiValue, ValueType};
use napi::{Status, check_status, sys, type_of};
use std::ptr;
use usersig::{Error, ErrorCode, MAX_TICKET_LEN, Result, checked};
use zeroize::{Zeroize, Zeroizing};

/// What JavaScript gave, where it is no longer than its bound; nothing is kept of what is longer.
enum Given<T> {
    Whole(T),
    TooLong,
    /// A string with half of a surrogate pair has no UTF-8 form, and the replacement that Node.js would put there is another
    /// text than the caller's. The core's check refuses these bytes in its place.
    NotText(Zeroizing<Vec<u8>>),
}

/// Stands for what is too long: longer than every bound, so that the core refuses it by its length, with its own words.
const TOO_LONG: &str = match std::str::from_utf8(&[b'x'; MAX_TICKET_LEN + 1]) {
    Ok(text) => text,
    Err(_) => unreachable!(),
};

/// A string as UTF-8. One of more than `MAX` units is refused by its length, before V8 joins and copies its parts; of the
/// others at most one character more than `MAX` bytes is read, which the core refuses as too long.
pub struct Text<const MAX: usize>(Given<String>);

/// The core's check of bytes that should be the text of one kind of argument.
pub(crate) type Check = fn(&[u8]) -> Result<&str>;

impl<const MAX: usize> Text<MAX> {
    /// The text, or the error of the argument's check where it is none.
    pub(crate) fn get(&self, check: Check) -> Result<&str> {
        const { assert!(MAX < TOO_LONG.len(), "what stands for a longer text must be one") };
        match &self.0 {
            Given::Whole(text) => Ok(text),
            Given::TooLong => Ok(TOO_LONG),
            Given::NotText(bytes) => check(bytes),
        }
    }
}

impl<const MAX: usize> FromNapiValue for Text<MAX> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller passes a live environment and a value of it.
        Ok(Self(unsafe {
            let units = read_utf16(env, value, &mut [])?;
            if units > MAX {
                return Ok(Self(Given::TooLong));
            }
            let mut text = read_utf8(env, value, units.saturating_mul(3).min(MAX))?;
            match text.contains(char::REPLACEMENT_CHARACTER).then(|| not_well_formed(env, value, units)).transpose()?.flatten() {
                Some(bytes) => {
                    text.zeroize();
                    Given::NotText(bytes)
                }
                None => Given::Whole(text),
            }
        }))
    }
}

impl<const MAX: usize> TypeName for Text<MAX> {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl<const MAX: usize> ValidateNapiValue for Text<MAX> {}

/// Reads at most `max` bytes and one character more.
///
/// # Safety
/// `env` must be live and `value` a value of it.
unsafe fn read_utf8(env: sys::napi_env, value: sys::napi_value, max: usize) -> napi::Result<String> {
    // One character has up to four bytes, and Node.js writes a NUL behind the text.
    let mut bytes: Vec<u8> = Vec::with_capacity(max + 5);
    let mut len = 0;
    // SAFETY: `bytes` has room for the length that is passed; `len` is what was written of it.
    unsafe {
        check_status!(
            sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), bytes.capacity(), &raw mut len),
            "a string was expected"
        )?;
        bytes.set_len(len);
    }
    String::from_utf8(bytes).map_err(|error| {
        error.into_bytes().zeroize();
        napi::Error::new(Status::InvalidArg, "a string was expected")
    })
}

/// Reads as many units as there is room for, without the last place, where Node.js writes a NUL; without room, says how
/// many there are.
///
/// # Safety
/// As [`read_utf8`].
unsafe fn read_utf16(env: sys::napi_env, value: sys::napi_value, units: &mut [u16]) -> napi::Result<usize> {
    let mut len = 0;
    let to = if units.is_empty() { ptr::null_mut() } else { units.as_mut_ptr() };
    // SAFETY: `units` has room for the length that is passed.
    unsafe {
        check_status!(sys::napi_get_value_string_utf16(env, value, to, units.len(), &raw mut len), "a string was expected")?;
    }
    Ok(len)
}

/// What stands for the string, of `len` units, where it holds half of a surrogate pair.
///
/// # Safety
/// As [`read_utf8`].
unsafe fn not_well_formed(env: sys::napi_env, value: sys::napi_value, len: usize) -> napi::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut units = Zeroizing::new(vec![0_u16; len + 1]);
    // SAFETY: as here.
    let len = unsafe { read_utf16(env, value, &mut units)? };
    let units = units.get(..len).unwrap_or_default();
    let well_formed = char::decode_utf16(units.iter().copied()).all(|unit| unit.is_ok());
    Ok((!well_formed).then(|| Zeroizing::new(checked::lone_surrogates(units))))
}

/// A string or a `Uint8Array`, copied: what JavaScript does with its buffer later is its own affair.
pub struct Bytes<const MAX: usize>(Given<Zeroizing<Vec<u8>>>);

impl<const MAX: usize> Bytes<MAX> {
    /// The bytes, or an error with `code` where they were given as a text that is none.
    pub(crate) fn get(&self, code: ErrorCode) -> Result<&[u8]> {
        const { assert!(MAX < TOO_LONG.len(), "what stands for longer bytes must be longer") };
        match &self.0 {
            Given::Whole(bytes) => Ok(bytes),
            Given::TooLong => Ok(TOO_LONG.as_bytes()),
            Given::NotText(_) => Err(Error::new(
                code,
                "the text holds half of a surrogate pair and so is not valid Unicode text; see String.prototype.isWellFormed",
            )),
        }
    }

    /// The text that the bytes are, or the error of the argument's check.
    pub(crate) fn text(&self, check: Check) -> Result<&str> {
        match &self.0 {
            Given::Whole(bytes) | Given::NotText(bytes) => check(bytes),
            Given::TooLong => check(TOO_LONG.as_bytes()),
        }
    }
}

impl<const MAX: usize> FromNapiValue for Bytes<MAX> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller passes a live environment and a value of it.
        Ok(Self(unsafe {
            if type_of!(env, value)? == ValueType::String {
                match Text::<MAX>::from_napi_value(env, value)?.0 {
                    Given::Whole(text) => Given::Whole(Zeroizing::new(text.into_bytes())),
                    Given::TooLong => Given::TooLong,
                    Given::NotText(bytes) => Given::NotText(bytes),
                }
            } else {
                let slice = Uint8ArraySlice::from_napi_value(env, value)?;
                if slice.len() > MAX {
                    return Ok(Self(Given::TooLong));
                }
                let mut bytes = Zeroizing::new(Vec::with_capacity(slice.len()));
                // No reference to memory that JavaScript may share with another thread: the bytes are copied raw.
                ptr::copy_nonoverlapping(slice.as_ptr(), bytes.as_mut_ptr(), slice.len());
                bytes.set_len(slice.len());
                Given::Whole(bytes)
            }
        }))
    }
}

impl<const MAX: usize> TypeName for Bytes<MAX> {
    fn type_name() -> &'static str {
        "String or Uint8Array"
    }

    fn value_type() -> ValueType {
        ValueType::Unknown
    }
}

impl<const MAX: usize> ValidateNapiValue for Bytes<MAX> {
    unsafe fn validate(_: sys::napi_env, _: sys::napi_value) -> napi::Result<sys::napi_value> {
        // Two types at once: the conversion itself refuses the others.
        Ok(ptr::null_mut())
    }
}

/// A ticket's text, which is ASCII: as such it needs no decoding on its way to JavaScript.
pub struct Ascii(pub(crate) String);

impl ToNapiValue for Ascii {
    unsafe fn to_napi_value(env: sys::napi_env, Self(text): Self) -> napi::Result<sys::napi_value> {
        let mut value = ptr::null_mut();
        // SAFETY: the caller passes a live environment; pointer and length are the text's.
        unsafe {
            check_status!(
                sys::napi_create_string_latin1(env, text.as_ptr().cast(), text.len().cast_signed(), &raw mut value),
                "a string could not be made"
            )?;
        }
        Ok(value)
    }
}

impl TypeName for Ascii {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

/// A number as the core's range checks take it. What is no integer becomes -1, which is outside of every range.
pub(crate) fn integer(number: f64) -> i64 {
    const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && number.abs() <= MAX_SAFE_INTEGER {
        #[allow(clippy::cast_possible_truncation)] // Checked above.
        return number as i64;
    }
    -1
}
