//! The bounds of everything that is given, and the checks against them. Numbers are signed here, so that a caller in whose
//! language they may be negative or large has them checked and not cut.
//!
//! Sources of the ranges: `ci/conformance/README.md` lists them with the cases at each edge.

#![allow(clippy::missing_errors_doc, reason = "hidden from the documentation; each function shows the code of its error")]

use crate::ecdsa::Curve;
use crate::error::{Error, ErrorCode, Result};

// vocabulary: limits
/// The validity of a ticket unless one is given, in seconds: 180 days.
pub const DEFAULT_EXPIRE: u32 = 15552000;
/// The longest identifier, in UTF-8 bytes. The service itself takes at most 32.
pub const MAX_IDENTIFIER_LEN: usize = 1024;
/// The largest leeway and tolerance for the future, in seconds: one day.
pub const MAX_LEEWAY: u32 = 86400;
/// The longest PEM text that is read, in bytes.
pub const MAX_PEM_LEN: usize = 16384;
/// The longest secret, in bytes.
pub const MAX_SECRET_LEN: usize = 1024;
/// The longest ticket, in bytes; a NUL at its end comes on top.
pub const MAX_TICKET_LEN: usize = 16384;
/// The latest time, in unix seconds: the end of the year 9999.
pub const MAX_UNIX_TIME: u64 = 253402300799;
/// The longest userbuf, in bytes.
pub const MAX_USERBUF_LEN: usize = 8192;
// vocabulary: end
/// The longest identifier that Tencent's service documents, in bytes.
pub const SERVICE_IDENTIFIER_LEN: usize = 32;
/// The longest JSON inside a ticket, in bytes; inflating stops there.
pub const MAX_JSON_LEN: usize = 32 * 1024;

/// An SDKAppID from a signed integer: 1 to 4294967295.
pub fn sdkappid(value: i64) -> Result<u32> {
    let problem = "the SDKAppID must be from 1 to 4294967295; copy it from the application's page in the console";
    number(value, |id| *id != 0, ErrorCode::InvalidSdkappid, problem)
}

/// A validity in seconds from a signed integer: 0 to 4294967295. With 0 the ticket expires as soon as the clock moves on.
pub fn expire(value: i64) -> Result<u32> {
    let problem = "expire must be a number of seconds from 0 to 4294967295, counted from now and not a date";
    number(value, |_| true, ErrorCode::InvalidExpire, problem)
}

/// A unix time in seconds from a signed integer: 0 to [`MAX_UNIX_TIME`].
pub fn unix_time(value: i64) -> Result<u64> {
    let problem = "a time is given in unix seconds (not milliseconds), from 0 to 253402300799";
    number(value, |time| *time <= MAX_UNIX_TIME, ErrorCode::InvalidArgument, problem)
}

/// A leeway or tolerance in seconds from a signed integer: 0 to [`MAX_LEEWAY`].
pub fn leeway(value: i64) -> Result<u32> {
    let problem = "leeway and tolerance are given in seconds, from 0 to 86400 (one day); larger differences mean a wrong clock";
    number(value, |seconds| *seconds <= MAX_LEEWAY, ErrorCode::InvalidArgument, problem)
}

/// A share of a ticket's life: 0 to 1.
pub fn share(value: f64) -> Result<f64> {
    let problem = "min_share must be from 0 to 1: the share of its life that a ticket must have left, such as 0.5 for half";
    bound((0.0..=1.0).contains(&value), ErrorCode::InvalidArgument, problem).map(|()| value)
}

/// A room number from a signed integer: 1 to 4294967294.
pub fn room_number(value: i64) -> Result<u32> {
    let problem = "a room number is from 1 to 4294967294; a room with a text name is made with its name instead";
    number(value, |room| !matches!(*room, 0 | u32::MAX), ErrorCode::InvalidRoom, problem)
}

/// Privilege bits from a signed integer: any 32 bits, whether they have a meaning or not.
pub fn privileges(value: i64) -> Result<u32> {
    let problem = "privileges must be a bit set from 0 to 4294967295: the sum of what the user may do";
    number(value, |_| true, ErrorCode::InvalidArgument, problem)
}

/// Refuses an identifier by the length of its UTF-8 text, or by any shorter length of another form (its UTF-16 units), before it
/// is copied or encoded: more than [`MAX_IDENTIFIER_LEN`]. The checks below are to the same purpose.
pub fn identifier_len(len: usize) -> Result<()> {
    let problem = "the identifier is longer than 1024 bytes (the service itself takes at most 32)";
    bound(len <= MAX_IDENTIFIER_LEN, ErrorCode::InvalidIdentifier, problem)
}

/// A userbuf: at most [`MAX_USERBUF_LEN`] bytes.
pub fn userbuf_len(len: usize) -> Result<()> {
    bound(len <= MAX_USERBUF_LEN, ErrorCode::InvalidUserbuf, "the userbuf is longer than 8192 bytes")
}

/// A room's name: at most 64 bytes.
pub fn room_name_len(len: usize) -> Result<()> {
    bound(len <= MAX_ROOM_NAME_LEN, ErrorCode::InvalidRoom, ROOM_NAME)
}

/// A ticket: at most [`MAX_TICKET_LEN`] bytes.
pub fn ticket_len(len: usize) -> Result<()> {
    bound(len <= MAX_TICKET_LEN, ErrorCode::TooLong, "the ticket is longer than 16384 bytes; no UserSig is")
}

/// A private or public key's text: at most [`MAX_PEM_LEN`] bytes.
pub fn pem_len(len: usize) -> Result<()> {
    let problem = "the key is not usable PEM: it is longer than 16384 bytes; give the file of this key alone";
    bound(len <= MAX_PEM_LEN, ErrorCode::InvalidKey, problem)
}

/// The text of a ticket that came as bytes.
pub fn ticket_text(bytes: &[u8]) -> Result<&str> {
    ticket_len(bytes.len())?;
    let problem = "the ticket is not text, and a UserSig is ASCII; pass it exactly as it was received";
    utf8(bytes, ErrorCode::MalformedBase64, problem)
}

/// The text of an identifier that came as bytes.
pub fn identifier_text(bytes: &[u8]) -> Result<&str> {
    identifier_len(bytes.len())?;
    let problem =
        "the identifier is not valid Unicode text; it must be UTF-8 without lone surrogates, decode it where it is read";
    utf8(bytes, ErrorCode::InvalidIdentifier, problem)
}

/// The text of a room's name that came as bytes.
pub fn room_name_text(bytes: &[u8]) -> Result<&str> {
    room_name_len(bytes.len())?;
    utf8(bytes, ErrorCode::InvalidRoom, ROOM_NAME)
}

/// The text of the option `name` that came as bytes; `code` is the option's own error.
pub fn option_text<'a>(name: &str, code: ErrorCode, bytes: &'a [u8]) -> Result<&'a str> {
    let within = (bytes.len() <= MAX_IDENTIFIER_LEN).then_some(bytes);
    match within.map(str::from_utf8) {
        Some(Ok(text)) if !has_control(text) => Ok(text),
        _ => Err(Error::new(
            code,
            format!("{name} must be at most 1024 bytes of Unicode text without control characters and lone surrogates"),
        )),
    }
}

/// The text of a secret that came as bytes.
pub fn secret_text(bytes: &[u8]) -> Result<&str> {
    secret_len(bytes.len())?;
    let problem = "the secret is not text in UTF-8; the console's secrets are 64 hexadecimal digits, copy it again";
    utf8(bytes, ErrorCode::InvalidKey, problem)
}

/// UTF-16 with lone surrogates as bytes for the checks above, which refuse them as no text. One that stands for a byte which is not
/// UTF-8 (U+DC80 to U+DCFF, as Python reads such bytes) is one byte again, any other one three.
#[must_use]
pub fn lone_surrogates(units: &[u16]) -> Vec<u8> {
    // Room for the longest form, so that no copy of a secret is left behind by growing.
    let mut bytes = Vec::with_capacity(3 * units.len());
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit.map_err(|error| error.unpaired_surrogate()) {
            Ok(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(0xdc80..=0xdcff) => bytes.push(0xff),
            Err(_) => bytes.extend_from_slice(&[0xed, 0xa0, 0x80]),
        }
    }
    bytes
}

fn utf8<'a>(bytes: &'a [u8], code: ErrorCode, problem: &'static str) -> Result<&'a str> {
    std::str::from_utf8(bytes).map_err(|_| Error::new(code, problem))
}

/// The text of a curve's name that came as bytes.
pub fn curve_text(bytes: &[u8]) -> Result<&str> {
    utf8(bytes, ErrorCode::UnsupportedCurve, CURVE)
}

/// The curve with this name.
pub fn curve(name: &str) -> Result<Curve> {
    [Curve::P256, Curve::Secp256k1]
        .into_iter()
        .find(|curve| curve.name() == name)
        .ok_or_else(|| Error::new(ErrorCode::UnsupportedCurve, CURVE))
}

const CURVE: &str = "the curve must be \"P-256\" or \"secp256k1\"";

/// A secret: at most [`MAX_PEM_LEN`] bytes, since up to there it may be a key of another kind that is to be named.
pub fn secret_len(len: usize) -> Result<()> {
    bound(len <= MAX_PEM_LEN, ErrorCode::InvalidKey, SECRET_TOO_LONG)
}

pub(crate) const SECRET_TOO_LONG: &str = "the secret is longer than 1024 bytes; the console's secrets have 64 characters";
/// The longest room name, in bytes.
pub(crate) const MAX_ROOM_NAME_LEN: usize = 64;
pub(crate) const ROOM_NAME: &str = "a room name has 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,";

fn number<T: TryFrom<i64>>(value: i64, fits: fn(&T) -> bool, code: ErrorCode, problem: &'static str) -> Result<T> {
    T::try_from(value).ok().filter(fits).ok_or_else(|| Error::new(code, problem))
}

fn bound(within: bool, code: ErrorCode, problem: &'static str) -> Result<()> {
    if within { Ok(()) } else { Err(Error::new(code, problem)) }
}

/// True for C0 controls and DEL: in a signed text they could pass for the end of a line (newline forgery),
/// and C interfaces would cut the text at a NUL.
pub(crate) fn has_control(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20 || byte == 0x7f)
}

/// An identifier: 1 to [`MAX_IDENTIFIER_LEN`] bytes without control characters.
pub fn identifier(text: &str) -> Result<()> {
    identifier_len(text.len())?;
    let problem = if text.is_empty() {
        "the identifier is empty; give the user's ID"
    } else if has_control(text) {
        "the identifier holds a control character (a line break, NUL, tab or DEL); trim it where it is read"
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorCode::InvalidIdentifier, problem))
}

/// The service's own documented rule: at most 32 bytes of letters, digits, `_` and `-`.
pub(crate) fn strict_identifier(text: &str) -> Result<()> {
    let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let problem = "the identifier breaks the service's own rule, which was asked for: at most 32 bytes of A-Z a-z 0-9 _ -";
    bound(fits && text.len() <= SERVICE_IDENTIFIER_LEN, ErrorCode::InvalidIdentifier, problem)
}
