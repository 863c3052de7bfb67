//! Arguments: JavaScript's strings, bytes and numbers as the core takes them.

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, Uint8ArraySlice, ValidateNapiValue, ValueType};
use napi::{Status, check_status, sys, type_of};
use std::ptr;
use usersig::{Error, ErrorCode, Result};
use zeroize::{Zeroize, Zeroizing};

/// A string as UTF-8, read in one call. Of a string longer than `MAX` bytes only slightly more than `MAX` is read:
/// the core refuses it as too long all the same, and nobody can make this copy megabytes.
pub struct Text<const MAX: usize> {
    text: String,
    well_formed: bool,
}

impl<const MAX: usize> Text<MAX> {
    /// The text, where it is one: a string with half of a surrogate pair has no UTF-8 form, and the replacement that
    /// Node.js would put there is another text than the caller's.
    pub(crate) fn get(&self) -> Result<&str> {
        if self.well_formed { Ok(&self.text) } else { Err(not_unicode()) }
    }
}

impl<const MAX: usize> FromNapiValue for Text<MAX> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller passes a live environment and a value of it.
        unsafe {
            let text = read_utf8(env, value, MAX)?;
            let well_formed = !text.contains(char::REPLACEMENT_CHARACTER) || is_well_formed(env, value, text.len())?;
            Ok(Self { text, well_formed })
        }
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

/// True where the first `max` units of the string hold no half of a surrogate pair.
///
/// # Safety
/// As [`read_utf8`].
unsafe fn is_well_formed(env: sys::napi_env, value: sys::napi_value, max: usize) -> napi::Result<bool> {
    let mut units = vec![0_u16; max + 1];
    let mut len = 0;
    // SAFETY: `units` has room for the length that is passed.
    unsafe {
        check_status!(
            sys::napi_get_value_string_utf16(env, value, units.as_mut_ptr(), units.len(), &raw mut len),
            "a string was expected"
        )?;
    }
    let all = char::decode_utf16(units.iter().copied().take(len)).all(|unit| unit.is_ok());
    units.zeroize();
    Ok(all)
}

/// A string or a `Uint8Array`, copied: what JavaScript does with its buffer later is its own affair.
pub struct Bytes<const MAX: usize> {
    bytes: Zeroizing<Vec<u8>>,
    well_formed: bool,
}

impl<const MAX: usize> Bytes<MAX> {
    pub(crate) fn get(&self) -> Result<&[u8]> {
        if self.well_formed { Ok(&self.bytes) } else { Err(not_unicode()) }
    }

    /// The bytes as the text of a key.
    pub(crate) fn as_key(&self) -> Result<&str> {
        std::str::from_utf8(self.get()?).map_err(|_| {
            Error::new(ErrorCode::InvalidKey, "the key is not text; give the PEM file or the console's secret as it is")
        })
    }
}

impl<const MAX: usize> FromNapiValue for Bytes<MAX> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller passes a live environment and a value of it.
        unsafe {
            if type_of!(env, value)? == ValueType::String {
                let Text { text, well_formed } = Text::<MAX>::from_napi_value(env, value)?;
                return Ok(Self { bytes: Zeroizing::new(text.into_bytes()), well_formed });
            }
            let slice = Uint8ArraySlice::from_napi_value(env, value)?;
            let len = slice.len().min(MAX + 1);
            let mut bytes = Zeroizing::new(Vec::with_capacity(len));
            // No reference to memory that JavaScript may share with another thread: the bytes are copied raw.
            ptr::copy_nonoverlapping(slice.as_ptr(), bytes.as_mut_ptr(), len);
            bytes.set_len(len);
            Ok(Self { bytes, well_formed: true })
        }
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

fn not_unicode() -> Error {
    Error::new(
        ErrorCode::InvalidArgument,
        "the text holds half of a surrogate pair and so is no Unicode text; see String.prototype.isWellFormed",
    )
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
