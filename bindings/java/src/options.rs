//! What a ticket says besides the identifier, as Java passes it to four native methods.

use crate::edge::Result;
use crate::text;
use jni::Env;
use jni::objects::{JByteArray, JLongArray, JObjectArray, JString};
use jni::refs::Reference;
use jni::sys::jlong;
use usersig::checked::{self, MAX_IDENTIFIER_LEN};
use usersig::{Compression, ErrorCode, GenOptions};

/// Stands for what is not given; for "now" where a time is passed; no `Instant` holds so early a second.
const ABSENT: jlong = jlong::MIN;

/// What `make` makes with the options in the arrays of `io.usersig.GenOptions`, whose order is that of its constants.
pub(crate) fn with<T>(
    env: &mut Env<'_>,
    numbers: &JLongArray<'_>,
    objects: &JObjectArray<'_>,
    make: impl FnOnce(&GenOptions<'_>) -> usersig::Result<T>,
) -> Result<T> {
    let mut options = GenOptions::new();
    // vocabulary: gen_options
    let given: [_; 4] = given(env, numbers)?;
    if let Some(number) = given[0] {
        options = options.expire(number);
    }
    if let Some(number) = given[1] {
        options = options.issued_at(number);
    }
    if let Some(number) = given[2] {
        options = options.strict_identifier(number != 0);
    }
    if let Some(number) = given[3] {
        options = options.compression(compression(number));
    }
    let userbuf = bytes(env, objects, 0)?;
    if let Some(userbuf) = &userbuf {
        options = options.userbuf(userbuf);
    }
    let check: text::Check = |bytes| checked::option_text("account_type", ErrorCode::InvalidArgument, bytes);
    let account_type = text(env, objects, 1, check)?;
    if let Some(account_type) = &account_type {
        options = options.account_type(account_type);
    }
    let check: text::Check = |bytes| checked::option_text("appid_at_3rd", ErrorCode::InvalidArgument, bytes);
    let appid_at_3rd = text(env, objects, 2, check)?;
    if let Some(appid_at_3rd) = &appid_at_3rd {
        options = options.appid_at_3rd(appid_at_3rd);
    }
    // vocabulary: end
    Ok(make(&options)?)
}

fn given<const N: usize>(env: &Env<'_>, numbers: &JLongArray<'_>) -> Result<[Option<jlong>; N]> {
    let mut given = [ABSENT; N];
    numbers.get_region(env, 0, &mut given)?;
    Ok(given.map(|number| (number != ABSENT).then_some(number)))
}

fn bytes(env: &mut Env<'_>, objects: &JObjectArray<'_>, place: usize) -> Result<Option<Vec<u8>>> {
    if objects.is_null() {
        return Ok(None);
    }
    let bytes = objects.get_element(env, place)?.into_raw();
    // SAFETY: a new reference; `GenOptions` puts bytes here.
    let bytes = unsafe { JByteArray::from_raw(env, bytes) };
    text::read_bytes(env, &bytes)
}

fn text(env: &mut Env<'_>, objects: &JObjectArray<'_>, place: usize, check: text::Check) -> Result<Option<String>> {
    if objects.is_null() {
        return Ok(None);
    }
    let string = objects.get_element(env, place)?.into_raw();
    // SAFETY: a new reference; `GenOptions` puts a string here.
    let string = unsafe { JString::from_raw(env, string) };
    text::read_optional(env, &string, MAX_IDENTIFIER_LEN, check)
}

/// The order of `io.usersig.Compression`.
const fn compression(ordinal: jlong) -> Compression {
    match ordinal {
        1 => Compression::Fast,
        2 => Compression::None,
        _ => Compression::Default,
    }
}

/// A time that may be left to the system clock.
pub(crate) fn time(seconds: jlong) -> Result<Option<u64>> {
    if seconds == ABSENT { Ok(None) } else { Ok(Some(checked::unix_time(seconds)?)) }
}
