//! Java strings and byte arrays to Rust and back. Java's modified UTF-8 is never involved on the way in: NUL,
//! surrogates and characters beyond the first plane would be other bytes in it.

use crate::edge::Result;
use jni::Env;
use jni::objects::{JByteArray, JString};
use jni::refs::Reference;
use usersig::{Error, ErrorCode, checked};
use zeroize::{Zeroize, Zeroizing};

/// As many UTF-16 units as are read without the heap; a ticket has 200 to 500.
const STACK: usize = 512;

/// Reads a Java string that holds no secret.
///
/// Nothing is read of one longer than `max_len`, the longest that the core takes in UTF-8 bytes.
///
/// # Errors
/// That of the core's check of bytes, which also refuses half a surrogate pair; `invalid_argument` for null.
pub(crate) fn read(env: &Env<'_>, string: &JString<'_>, max_len: usize, check: Check) -> Result<String> {
    with_units(env, string, max_len, check, |units| decode(units, check))
}

/// The core's check of bytes that should be the text of one kind of argument.
pub(crate) type Check = fn(&[u8]) -> usersig::Result<&str>;

/// Reads a Java string that may be absent.
pub(crate) fn read_optional(env: &Env<'_>, string: &JString<'_>, max_len: usize, check: Check) -> Result<Option<String>> {
    if string.is_null() { Ok(None) } else { read(env, string, max_len, check).map(Some) }
}

/// Reads a Java string or byte array, whichever is there, that holds a key, and wipes every copy made on the way.
pub(crate) fn read_secret(
    env: &Env<'_>,
    string: &JString<'_>,
    bytes: &JByteArray<'_>,
    max_len: usize,
    check: Check,
) -> Result<Zeroizing<String>> {
    if bytes.is_null() {
        return with_units(env, string, max_len, check, |units| {
            let text = decode(units, check);
            units.zeroize();
            Ok(Zeroizing::new(text?))
        });
    }
    // One more than fits, so that the core sees that it is too long.
    let mut read = Zeroizing::new(vec![0_i8; bytes.len(env)?.min(max_len + 1)]);
    bytes.get_region(env, 0, &mut read)?;
    let read: Zeroizing<Vec<u8>> = Zeroizing::new(read.iter().map(|byte| byte.cast_unsigned()).collect());
    Ok(Zeroizing::new(check(&read)?.to_owned()))
}

/// A Java string of a Rust one.
pub(crate) fn write<'l>(env: &mut Env<'l>, text: &str) -> Result<JString<'l>> {
    Ok(env.new_string(text)?)
}

/// A Java string of a secret; what Java then holds cannot be wiped from here.
pub(crate) fn write_secret<'l>(env: &mut Env<'l>, text: &str) -> Result<JString<'l>> {
    let units: Zeroizing<Vec<u16>> = Zeroizing::new(text.encode_utf16().collect());
    let count = i32::try_from(units.len()).unwrap_or_default();
    let raw = env.get_raw();
    // SAFETY: `units` holds `count` units; the result is a new local reference of the running native method.
    Ok(unsafe { JString::from_raw(env, ((**raw).v1_1.NewString)(raw, units.as_ptr(), count)) })
}

/// Reads a Java byte array that may be absent.
pub(crate) fn read_bytes(env: &Env<'_>, bytes: &JByteArray<'_>) -> Result<Option<Vec<u8>>> {
    if bytes.is_null() { Ok(None) } else { Ok(Some(env.convert_byte_array(bytes)?)) }
}

fn with_units<T>(
    env: &Env<'_>,
    string: &JString<'_>,
    max_len: usize,
    check: Check,
    body: impl FnOnce(&mut [u16]) -> Result<T>,
) -> Result<T> {
    if string.is_null() {
        return Err(Error::new(ErrorCode::InvalidArgument, "null was given where a text belongs").into());
    }
    let raw = env.get_raw();
    // SAFETY: the string is a live reference of the running native method, as `env` is its environment.
    let length = unsafe { ((**raw).v1_1.GetStringLength)(raw, string.as_raw()) };
    let count = length;
    let length = length.cast_unsigned() as usize;
    if length > max_len {
        check(&vec![b'x'; max_len + 1])?;
    }
    let mut stack = [0; STACK];
    let mut heap = Vec::new();
    let units = match stack.get_mut(..length) {
        Some(units) => units,
        None => {
            heap.resize(length, 0);
            heap.as_mut_slice()
        }
    };
    // SAFETY: the region lies within the string, and `units` has room for all of it.
    unsafe { ((**raw).v1_2.GetStringRegion)(raw, string.as_raw(), 0, count, units.as_mut_ptr()) };
    body(units)
}

fn decode(units: &[u16], check: Check) -> Result<String> {
    if units.iter().all(|unit| *unit < 0x80) {
        let bytes = units.iter().map(|unit| unit.to_le_bytes()[0]).collect();
        return Ok(String::from_utf8(bytes).unwrap_or_default());
    }
    // Room for the longest form, so that no copy of a secret is left behind by growing.
    let mut text = String::with_capacity(3 * units.len());
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok(character) => text.push(character),
            Err(_) => {
                text.zeroize();
                return Ok(check(&Zeroizing::new(checked::lone_surrogates(units)))?.to_owned());
            }
        }
    }
    if let Err(error) = check(text.as_bytes()) {
        text.zeroize();
        return Err(error.into());
    }
    Ok(text)
}
