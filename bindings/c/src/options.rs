//! The option structs: plain data with a size and flags, so that zeros mean the defaults.

use crate::argument::{bytes, text};
use crate::failure::Failure;
use std::ffi::c_char;
use usersig::{Compression, ExpectedUserbuf, GenOptions, VerifyOptions, checked};

/// usersig_gen_options.flags: `expire` is given.
pub const USERSIG_GEN_EXPIRE: u32 = 1;
/// usersig_gen_options.flags: `issued_at` is given.
pub const USERSIG_GEN_ISSUED_AT: u32 = 2;
/// usersig_gen_options.flags: `userbuf` is given; one of 0 bytes is a userbuf, too.
pub const USERSIG_GEN_USERBUF: u32 = 4;
/// usersig_gen_options.flags: `account_type` is given.
pub const USERSIG_GEN_ACCOUNT_TYPE: u32 = 8;
/// usersig_gen_options.flags: `appid_at_3rd` is given.
pub const USERSIG_GEN_APPID_AT_3RD: u32 = 16;
/// usersig_gen_options.flags: also refuse identifiers that the service itself documents as invalid: longer than
/// 32 bytes, or with anything but A-Z a-z 0-9 _ -.
pub const USERSIG_GEN_STRICT_IDENTIFIER: u32 = 32;

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

/// What a ticket says beside the identifier. All zeros but for `size` are the defaults: 180 days from now, no userbuf.
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
    /// Validity in seconds from the time of issue, 0 to 4294967295; 15552000 (180 days) where not given.
    /// With 0 the ticket expires as soon as the clock moves on. The service itself takes at most ten years.
    pub expire: i64,
    /// The time of issue in unix seconds, 0 to 253402300799; the present where not given.
    pub issued_at: i64,
    /// Bytes that the ticket carries and its signature covers, at most 8192.
    pub userbuf: *const u8,
    /// The length of `userbuf`.
    pub userbuf_len: usize,
    /// TLS.account_type of a v1 ticket, "0" where not given. For applications from before 2016 only.
    pub account_type: *const c_char,
    /// The length of `account_type`.
    pub account_type_len: usize,
    /// TLS.appid_at_3rd of a v1 ticket, "0" where not given. For applications from before 2016 only.
    pub appid_at_3rd: *const c_char,
    /// The length of `appid_at_3rd`.
    pub appid_at_3rd_len: usize,
}

/// How a verifier looks at the clock. All zeros but for `size` are the defaults. A value without its flag is refused.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct VerifierConfig {
    /// sizeof(usersig_verifier_options).
    pub size: usize,
    /// USERSIG_VERIFIER_ flags.
    pub flags: u32,
    /// 0.
    pub reserved: u32,
    /// How long after its expiry a ticket is still accepted, 0 to 86400 seconds; 0 where not given.
    pub leeway: i64,
    /// How far in the future a ticket may have been issued, 0 to 86400 seconds; 300 where not given.
    pub future_tolerance: i64,
}

/// How one ticket is checked. All zeros but for `size` are the defaults: the present, and no userbuf. A time without its
/// flag is refused, and so are bytes without USERSIG_USERBUF_EXACTLY.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct VerifyConfig {
    /// sizeof(usersig_verify_options).
    pub size: usize,
    /// USERSIG_VERIFY_ flags.
    pub flags: u32,
    /// USERSIG_USERBUF_ABSENT, _PRESENT, _EXACTLY or _ANY.
    pub userbuf_expected: u32,
    /// The time to check for in unix seconds, 0 to 253402300799; the present where not given.
    pub now: i64,
    /// With USERSIG_USERBUF_EXACTLY: the bytes.
    pub userbuf: *const u8,
    /// The length of `userbuf`.
    pub userbuf_len: usize,
}

/// A copy of the caller's options, or `None` for NULL.
///
/// # Safety
/// `options` is NULL or leads to a `T`, whose first field is its size.
unsafe fn read<T: Copy>(options: *const T) -> Result<Option<T>, Failure> {
    if options.is_null() {
        return Ok(None);
    }
    // The size comes first: a caller of another version may have fewer bytes there than a `T`.
    // SAFETY: not NULL, and every option struct begins with its size.
    if unsafe { options.cast::<usize>().read() } != size_of::<T>() {
        return Err(Failure::invalid("the size in the options is not the sizeof of their struct in this version's header"));
    }
    // SAFETY: the caller vouches for as many bytes as it said.
    Ok(Some(unsafe { options.read() }))
}

fn known_flags(flags: u32, known: u32) -> Result<(), Failure> {
    if flags & !known == 0 { Ok(()) } else { Err(Failure::invalid("the options hold a flag that this version does not know")) }
}

/// Whether an option counts. A value without its flag would be ignored, so it is refused.
fn counts(flagged: bool, set: bool, value: &'static str, flag: &'static str) -> Result<bool, Failure> {
    if set && !flagged {
        return Err(Failure::invalid(format!("options->{value} is set without {flag}; set both, or leave the value 0 or NULL")));
    }
    Ok(flagged)
}

/// # Safety
/// As [`read`]; the texts and bytes in it live for `'a`.
pub(crate) unsafe fn gen_options<'a>(options: *const GenConfig) -> Result<GenOptions<'a>, Failure> {
    // SAFETY: the caller vouches for it.
    let Some(given) = (unsafe { read(options) })? else { return Ok(GenOptions::new()) };
    let has = |flag| given.flags & flag != 0;
    let set = |start: *const u8, len| !start.is_null() || len != 0;
    known_flags(given.flags, 63)?;
    let compression = match given.compression {
        USERSIG_COMPRESSION_DEFAULT => Compression::Default,
        USERSIG_COMPRESSION_FAST => Compression::Fast,
        USERSIG_COMPRESSION_NONE => Compression::None,
        _ => return Err(Failure::invalid("compression is one of the USERSIG_COMPRESSION_ constants")),
    };
    let mut out = GenOptions::new().compression(compression).strict_identifier(has(USERSIG_GEN_STRICT_IDENTIFIER));
    if counts(has(USERSIG_GEN_EXPIRE), given.expire != 0, "expire", "USERSIG_GEN_EXPIRE")? {
        out = out.expire(given.expire);
    }
    if counts(has(USERSIG_GEN_ISSUED_AT), given.issued_at != 0, "issued_at", "USERSIG_GEN_ISSUED_AT")? {
        out = out.issued_at(given.issued_at);
    }
    if counts(has(USERSIG_GEN_USERBUF), set(given.userbuf, given.userbuf_len), "userbuf", "USERSIG_GEN_USERBUF")? {
        // SAFETY: the caller vouches for the bytes.
        out = out.userbuf(unsafe { bytes(given.userbuf, given.userbuf_len, "options->userbuf") }?);
    }
    let account_type = set(given.account_type.cast(), given.account_type_len);
    if counts(has(USERSIG_GEN_ACCOUNT_TYPE), account_type, "account_type", "USERSIG_GEN_ACCOUNT_TYPE")? {
        // SAFETY: the caller vouches for the text.
        out = out.account_type(unsafe { text(given.account_type, given.account_type_len, "options->account_type") }?);
    }
    let appid_at_3rd = set(given.appid_at_3rd.cast(), given.appid_at_3rd_len);
    if counts(has(USERSIG_GEN_APPID_AT_3RD), appid_at_3rd, "appid_at_3rd", "USERSIG_GEN_APPID_AT_3RD")? {
        // SAFETY: the caller vouches for the text.
        out = out.appid_at_3rd(unsafe { text(given.appid_at_3rd, given.appid_at_3rd_len, "options->appid_at_3rd") }?);
    }
    Ok(out)
}

/// The leeway and the tolerance for the future, where given.
///
/// # Safety
/// As [`read`].
pub(crate) unsafe fn verifier_options(options: *const VerifierConfig) -> Result<(Option<u32>, Option<u32>), Failure> {
    // SAFETY: the caller vouches for it.
    let Some(given) = (unsafe { read(options) })? else { return Ok((None, None)) };
    known_flags(given.flags, 3)?;
    known_flags(given.reserved, 0)?;
    let seconds = |flag, value, name, flag_name| -> Result<Option<u32>, Failure> {
        let counts = counts(given.flags & flag != 0, value != 0, name, flag_name)?;
        Ok(counts.then(|| checked::leeway(value)).transpose()?)
    };
    let (leeway, tolerance) = (given.leeway, given.future_tolerance);
    Ok((
        seconds(USERSIG_VERIFIER_LEEWAY, leeway, "leeway", "USERSIG_VERIFIER_LEEWAY")?,
        seconds(USERSIG_VERIFIER_FUTURE_TOLERANCE, tolerance, "future_tolerance", "USERSIG_VERIFIER_FUTURE_TOLERANCE")?,
    ))
}

/// # Safety
/// As [`read`]; the bytes in it live for `'a`.
pub(crate) unsafe fn verify_options<'a>(options: *const VerifyConfig) -> Result<VerifyOptions<'a>, Failure> {
    // SAFETY: the caller vouches for it.
    let Some(given) = (unsafe { read(options) })? else { return Ok(VerifyOptions::new()) };
    known_flags(given.flags, 1)?;
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
        _ => return Err(Failure::invalid("userbuf_expected is one of the USERSIG_USERBUF_ constants")),
    };
    let mut out = VerifyOptions::new().userbuf(expected);
    if counts(given.flags & USERSIG_VERIFY_NOW != 0, given.now != 0, "now", "USERSIG_VERIFY_NOW")? {
        out = out.now(given.now);
    }
    Ok(out)
}
