//! The option structs: plain data with a size and flags, so that zeros mean the defaults and later versions can have more fields.

use crate::argument::{bytes, text};
use crate::failure::Failure;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use usersig::{Compression, ErrorCode, ExpectedUserbuf, GenOptions, VerifyOptions, checked};

// vocabulary: gen_flags
/// usersig_gen_options.flags: `expire` is given.
pub const USERSIG_GEN_EXPIRE: u32 = 1;
/// usersig_gen_options.flags: `userbuf` is given, even if it is empty.
pub const USERSIG_GEN_USERBUF: u32 = 4;
/// usersig_gen_options.flags: `issued_at` is given.
pub const USERSIG_GEN_ISSUED_AT: u32 = 2;
/// usersig_gen_options.flags: also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with
/// anything but A-Z, a-z, 0-9, _ and -.
pub const USERSIG_GEN_STRICT_IDENTIFIER: u32 = 32;
/// usersig_gen_options.flags: `account_type` is given, even if it is empty.
pub const USERSIG_GEN_ACCOUNT_TYPE: u32 = 8;
/// usersig_gen_options.flags: `appid_at_3rd` is given, even if it is empty.
pub const USERSIG_GEN_APPID_AT_3RD: u32 = 16;
const GEN_FLAGS: u32 = 63;
// vocabulary: end

/// usersig_gen_options.compression: about as short as zlib makes it.
pub const USERSIG_COMPRESSION_DEFAULT: u32 = 0;
/// usersig_gen_options.compression: least time.
pub const USERSIG_COMPRESSION_FAST: u32 = 1;
/// usersig_gen_options.compression: stored, the longest ticket.
pub const USERSIG_COMPRESSION_NONE: u32 = 2;

/// usersig_verifier_options.flags: `leeway` is given.
pub const USERSIG_VERIFIER_LEEWAY: u32 = 1;
/// usersig_verifier_options.flags: `future_tolerance` is given.
pub const USERSIG_VERIFIER_FUTURE_TOLERANCE: u32 = 2;

/// usersig_verify_options.flags: `now` is given.
pub const USERSIG_VERIFY_NOW: u32 = 1;

/// usersig_verify_options.userbuf_expected: the ticket must carry no userbuf.
pub const USERSIG_USERBUF_ABSENT: u32 = 0;
/// usersig_verify_options.userbuf_expected: the ticket must carry a userbuf, of any content.
pub const USERSIG_USERBUF_PRESENT: u32 = 1;
/// usersig_verify_options.userbuf_expected: the ticket must carry exactly `userbuf`.
pub const USERSIG_USERBUF_EXACTLY: u32 = 2;
/// usersig_verify_options.userbuf_expected: a userbuf may be there or not; read it from the ticket.
pub const USERSIG_USERBUF_ANY: u32 = 3;

/// What a ticket says besides the identifier. USERSIG_GEN_OPTIONS_INIT holds the defaults: 180 days from now, no userbuf.
/// A value without its flag is refused.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct GenConfig {
    /// sizeof(usersig_gen_options).
    pub size: usize,
    /// USERSIG_GEN_ flags.
    pub flags: u32,
    /// USERSIG_COMPRESSION_DEFAULT, _FAST or _NONE.
    pub compression: u32,
    // vocabulary: gen_fields
    /// How long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds. With 0 it expires as soon
    /// as the clock moves on.
    pub expire: i64,
    /// Bytes that the ticket carries and its signature covers. At most 8192 bytes.
    pub userbuf: *const u8,
    /// The length of `userbuf`.
    pub userbuf_len: usize,
    /// When the ticket is issued; the present by default. 0 to 253402300799 in unix seconds.
    pub issued_at: i64,
    /// TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    pub account_type: *const c_char,
    /// The length of `account_type`.
    pub account_type_len: usize,
    /// TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    pub appid_at_3rd: *const c_char,
    /// The length of `appid_at_3rd`.
    pub appid_at_3rd_len: usize,
    // vocabulary: end
}

/// How a verifier looks at the clock. USERSIG_VERIFIER_OPTIONS_INIT holds the defaults. A value without its flag is refused.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct VerifierConfig {
    /// sizeof(usersig_verifier_options).
    pub size: usize,
    /// USERSIG_VERIFIER_ flags.
    pub flags: u32,
    /// 0.
    pub reserved: u32,
    /// How long after its expiry a ticket is still accepted, 0 to 86400 seconds; 0 by default.
    pub leeway: i64,
    /// How far in the future a ticket may have been issued, 0 to 86400 seconds; 300 by default.
    pub future_tolerance: i64,
}

/// How one ticket is checked. USERSIG_VERIFY_OPTIONS_INIT holds the defaults: the present, and no userbuf. A time without
/// its flag is refused, and so are bytes without USERSIG_USERBUF_EXACTLY.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct VerifyConfig {
    /// sizeof(usersig_verify_options).
    pub size: usize,
    /// USERSIG_VERIFY_ flags.
    pub flags: u32,
    /// USERSIG_USERBUF_ABSENT, _PRESENT, _EXACTLY or _ANY.
    pub userbuf_expected: u32,
    /// The time to check for in unix seconds, 0 to 253402300799; the present by default.
    pub now: i64,
    /// With USERSIG_USERBUF_EXACTLY: the bytes.
    pub userbuf: *const u8,
    /// The length of `userbuf`.
    pub userbuf_len: usize,
}

/// The smallest size of any option struct: its `size` and the two numbers behind that.
const FIRST_FIELDS: usize = size_of::<usize>() + 2 * size_of::<u32>();
/// Beyond this a size is no struct's, and what stands there is not looked at.
const LARGEST: usize = 4096;

/// A copy of the caller's options, or `None` for NULL. What an older caller's struct does not have is zero, and so is what this
/// version does not know of a newer one's.
///
/// # Safety
/// `options` is NULL or leads to as many bytes as the number says that they begin with; zeros are a `T`.
unsafe fn read<T: Copy>(options: *const T) -> Result<Option<T>, Failure> {
    if options.is_null() {
        return Ok(None);
    }
    // SAFETY: not NULL, and every option struct begins with its size.
    let size = unsafe { options.cast::<usize>().read() };
    if !(FIRST_FIELDS..=LARGEST).contains(&size) || !size.is_multiple_of(align_of::<T>()) {
        return Err(Failure::invalid(
            "the size in the options must be the sizeof of their struct; begin with the USERSIG_..._INIT of its name",
        ));
    }
    let given = options.cast::<u8>();
    // SAFETY: the caller vouches for as many bytes as it said.
    let unknown = unsafe { std::slice::from_raw_parts(given.add(size.min(size_of::<T>())), size.saturating_sub(size_of::<T>())) };
    if unknown.iter().any(|byte| *byte != 0) {
        return Err(Failure::invalid(
            "the options hold something that this version of the library does not know; update it, or leave that zero",
        ));
    }
    let mut out = MaybeUninit::<T>::zeroed();
    // SAFETY: `out` has room for a `T`, the caller vouches for `size` bytes, and zeros are a `T`.
    unsafe {
        out.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(given, size.min(size_of::<T>()));
        Ok(Some(out.assume_init()))
    }
}

/// The flags that this version knows, and no others.
fn known_flags(flags: u32, known: u32) -> Result<(), Failure> {
    if flags & !known == 0 {
        return Ok(());
    }
    Err(Failure::invalid("the options hold a flag that this version does not know"))
}

/// Whether an option counts. A value without its flag would be ignored, so it is refused.
fn counts(flagged: bool, set: bool, value: &'static str, flag: &'static str) -> Result<bool, Failure> {
    if set && !flagged {
        return Err(Failure::invalid(format!("options->{value} is set without {flag}; set both, or leave the value 0 or NULL")));
    }
    Ok(flagged)
}

/// [`counts`] for the field of a struct: a number, or a pointer and the field with its length.
macro_rules! counts {
    ($given:ident.$number:ident, $flag:ident) => {
        counts($given.flags & $flag != 0, $given.$number != 0, stringify!($number), stringify!($flag))
    };
    ($given:ident.$start:ident, $len:ident, $flag:ident) => {
        counts($given.flags & $flag != 0, !$given.$start.is_null() || $given.$len != 0, stringify!($start), stringify!($flag))
    };
}

/// Passes an option of a kind on, where it counts.
macro_rules! take {
    ($out:ident, $given:ident, flag $name:ident $flag:ident) => {
        $out = $out.$name($given.flags & $flag != 0);
    };
    ($out:ident, $given:ident, number $name:ident $flag:ident) => {
        if counts!($given.$name, $flag)? {
            $out = $out.$name($given.$name);
        }
    };
    ($out:ident, $given:ident, bytes $name:ident $len:ident $flag:ident) => {
        if counts!($given.$name, $len, $flag)? {
            // SAFETY: the caller vouches for the bytes.
            $out = $out.$name(unsafe { bytes($given.$name, $given.$len, concat!("options->", stringify!($name))) }?);
        }
    };
    ($out:ident, $given:ident, text $name:ident $len:ident $flag:ident $code:ident) => {
        if counts!($given.$name, $len, $flag)? {
            let read = |bytes| checked::option_text(stringify!($name), ErrorCode::$code, bytes);
            // SAFETY: the caller vouches for the text.
            $out = $out.$name(unsafe { text($given.$name, $given.$len, concat!("options->", stringify!($name)), read) }?);
        }
    };
}

/// # Safety
/// As [`read`]; the texts and bytes in it live for `'a`.
pub(crate) unsafe fn gen_options<'a>(options: *const GenConfig) -> Result<GenOptions<'a>, Failure> {
    // SAFETY: the caller vouches for it.
    let Some(given) = (unsafe { read(options) })? else { return Ok(GenOptions::new()) };
    known_flags(given.flags, GEN_FLAGS)?;
    let compression = match given.compression {
        USERSIG_COMPRESSION_DEFAULT => Compression::Default,
        USERSIG_COMPRESSION_FAST => Compression::Fast,
        USERSIG_COMPRESSION_NONE => Compression::None,
        _ => return Err(Failure::invalid("compression must be one of the USERSIG_COMPRESSION_ constants")),
    };
    let mut out = GenOptions::new().compression(compression);
    // vocabulary: gen_options
    take!(out, given, number expire USERSIG_GEN_EXPIRE);
    take!(out, given, bytes userbuf userbuf_len USERSIG_GEN_USERBUF);
    take!(out, given, number issued_at USERSIG_GEN_ISSUED_AT);
    take!(out, given, flag strict_identifier USERSIG_GEN_STRICT_IDENTIFIER);
    take!(out, given, text account_type account_type_len USERSIG_GEN_ACCOUNT_TYPE InvalidArgument);
    take!(out, given, text appid_at_3rd appid_at_3rd_len USERSIG_GEN_APPID_AT_3RD InvalidArgument);
    // vocabulary: end
    Ok(out)
}

/// The user of a ticket that is made, and its options.
///
/// # Safety
/// As [`text`] and [`gen_options`].
pub(crate) unsafe fn user<'a>(
    identifier: *const c_char,
    identifier_len: usize,
    options: *const GenConfig,
) -> Result<(&'a str, GenOptions<'a>), Failure> {
    // SAFETY: the caller vouches for both.
    unsafe { Ok((text(identifier, identifier_len, "identifier", checked::identifier_text)?, gen_options(options)?)) }
}

/// The leeway and the tolerance for the future, where given.
///
/// # Safety
/// As [`read`].
pub(crate) unsafe fn verifier_options(options: *const VerifierConfig) -> Result<(Option<u32>, Option<u32>), Failure> {
    // SAFETY: the caller vouches for it.
    let Some(given) = (unsafe { read(options) })? else { return Ok((None, None)) };
    known_flags(given.flags, USERSIG_VERIFIER_LEEWAY | USERSIG_VERIFIER_FUTURE_TOLERANCE)?;
    known_flags(given.reserved, 0)?;
    let seconds = |counts: bool, value| counts.then(|| checked::leeway(value)).transpose();
    Ok((
        seconds(counts!(given.leeway, USERSIG_VERIFIER_LEEWAY)?, given.leeway)?,
        seconds(counts!(given.future_tolerance, USERSIG_VERIFIER_FUTURE_TOLERANCE)?, given.future_tolerance)?,
    ))
}

/// # Safety
/// As [`read`]; the bytes in it live for `'a`.
pub(crate) unsafe fn verify_options<'a>(options: *const VerifyConfig) -> Result<VerifyOptions<'a>, Failure> {
    // SAFETY: the caller vouches for it.
    let Some(given) = (unsafe { read(options) })? else { return Ok(VerifyOptions::new()) };
    known_flags(given.flags, USERSIG_VERIFY_NOW)?;
    let exactly = given.userbuf_expected == USERSIG_USERBUF_EXACTLY;
    counts(exactly, !given.userbuf.is_null() || given.userbuf_len != 0, "userbuf", "USERSIG_USERBUF_EXACTLY")?;
    let expected = match given.userbuf_expected {
        USERSIG_USERBUF_ABSENT => ExpectedUserbuf::Absent,
        USERSIG_USERBUF_PRESENT => ExpectedUserbuf::Present,
        USERSIG_USERBUF_EXACTLY => {
            // SAFETY: the caller vouches for the bytes.
            ExpectedUserbuf::Exactly(unsafe { bytes(given.userbuf, given.userbuf_len, "options->userbuf") }?)
        }
        USERSIG_USERBUF_ANY => ExpectedUserbuf::Any,
        _ => return Err(Failure::invalid("userbuf_expected must be one of the USERSIG_USERBUF_ constants")),
    };
    let mut out = VerifyOptions::new().userbuf(expected);
    if counts!(given.now, USERSIG_VERIFY_NOW)? {
        out = out.now(given.now);
    }
    Ok(out)
}
