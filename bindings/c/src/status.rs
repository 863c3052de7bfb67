//! [`Status`], the result of every call, and the table of what each one means.

use std::ffi::{CStr, c_char};
use usersig::{ErrorCode, ErrorKind, checked};

/// The result of a call. Numbers are never reused. 1 to 99 are the table that all languages share;
/// 101 to 103 are mistakes that only C can make, and count as 1 (invalid argument) there.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Status {
    /// Done; for a ticket: it is valid.
    USERSIG_OK = 0,
    // vocabulary: statuses
    /// Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range.
    USERSIG_INVALID_ARGUMENT = 1,
    /// The SDKAppID is outside 1 to 4294967295.
    USERSIG_INVALID_SDKAPPID = 2,
    /// The identifier is empty, longer than 1024 bytes, or holds a control character.
    USERSIG_INVALID_IDENTIFIER = 3,
    /// The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time.
    USERSIG_INVALID_EXPIRE = 4,
    /// The userbuf is longer than 8192 bytes.
    USERSIG_INVALID_USERBUF = 5,
    /// The room number or room name is outside the documented range.
    USERSIG_INVALID_ROOM = 6,
    /// Not a key, or a damaged or encrypted one.
    USERSIG_INVALID_KEY = 10,
    /// An elliptic-curve key on another curve than P-256 and secp256k1.
    USERSIG_UNSUPPORTED_CURVE = 11,
    /// A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate.
    USERSIG_WRONG_KEY_KIND = 12,
    /// The ticket is the empty string.
    USERSIG_EMPTY = 20,
    /// The ticket or its content is larger than the bounds.
    USERSIG_TOO_LONG = 21,
    /// The ticket is not in Tencent's base64.
    USERSIG_MALFORMED_BASE64 = 22,
    /// The ticket's zlib stream is damaged, cut or followed by something.
    USERSIG_MALFORMED_ZLIB = 23,
    /// The ticket does not hold exactly one JSON object with unique keys.
    USERSIG_MALFORMED_JSON = 24,
    /// A field of the ticket is missing, of the wrong type or not canonical; the error names it.
    USERSIG_MALFORMED_FIELD = 25,
    /// `TLS.ver` is neither absent nor "2.0".
    USERSIG_UNSUPPORTED_VERSION = 26,
    /// The verifier holds no key of the kind that this ticket's version needs.
    USERSIG_NO_KEY_FOR_VERSION = 30,
    /// None of the verifier's keys made the signature.
    USERSIG_BAD_SIGNATURE = 31,
    /// The ticket was made for another SDKAppID.
    USERSIG_SDKAPPID_MISMATCH = 32,
    /// The ticket was made for another identifier.
    USERSIG_IDENTIFIER_MISMATCH = 33,
    /// The ticket's userbuf is not the one expected.
    USERSIG_USERBUF_MISMATCH = 34,
    /// The ticket is no longer valid.
    USERSIG_EXPIRED = 35,
    /// The ticket was issued in the future, beyond the tolerance.
    USERSIG_NOT_YET_VALID = 36,
    /// A bug in usersig, or no randomness or clock from the system.
    USERSIG_INTERNAL = 99,
    // vocabulary: end
    /// A pointer that must not be NULL is NULL.
    USERSIG_NULL_POINTER = 101,
    /// The caller's buffer is too small; the length that the result has is reported.
    USERSIG_BUFFER_TOO_SMALL = 103,
}

/// One row of the status table. Everything in it is static.
#[repr(C)]
pub struct StatusInfo {
    /// The status.
    pub status: Status,
    /// Its number in the table that all languages share: `status` itself, and 1 for the statuses from 101.
    pub code: i32,
    /// The CHECK_ERR number, 0 to 17, that the official C++ interface returns where no field of the ticket decides it.
    pub check_err: i32,
    /// How many `service_codes` there are.
    pub service_code_count: u32,
    /// What Tencent's servers and clients report for the same cause, the most common first: positive numbers are Chat
    /// codes, negative ones TRTC codes. NULL where there are none.
    pub service_codes: *const i32,
    /// The stable word, the same in all languages, for example "expired".
    pub word: *const c_char,
    /// One English sentence about the status in general; usersig_error has the one about the call.
    pub message: *const c_char,
}

// SAFETY: every pointer in a row leads to static data that nobody changes.
unsafe impl Sync for StatusInfo {}

const fn row(status: Status, core: Option<ErrorCode>, word: &'static CStr, message: &'static CStr) -> StatusInfo {
    let (code, check_err, service): (u16, u8, &[i32]) = match core {
        Some(code) => (code.number(), checked::check_err_of(code), code.service_codes()),
        None => (0, 0, &[]),
    };
    StatusInfo {
        status,
        code: code as i32,
        check_err: check_err as i32,
        // At most a handful.
        #[allow(clippy::cast_possible_truncation)]
        service_code_count: service.len() as u32,
        service_codes: if service.is_empty() { std::ptr::null() } else { service.as_ptr() },
        word: word.as_ptr(),
        message: message.as_ptr(),
    }
}

/// In ascending order of the status.
#[rustfmt::skip]
static TABLE: &[StatusInfo] = &[
    row(Status::USERSIG_OK, None, c"ok", c"done"),
    // vocabulary: rows
    row(Status::USERSIG_INVALID_ARGUMENT, Some(ErrorCode::InvalidArgument), c"invalid_argument", c"wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range; correct the value: the error's message names its range"),
    row(Status::USERSIG_INVALID_SDKAPPID, Some(ErrorCode::InvalidSdkappid), c"invalid_sdkappid", c"the SDKAppID is outside 1 to 4294967295; copy it from the application's page in the console"),
    row(Status::USERSIG_INVALID_IDENTIFIER, Some(ErrorCode::InvalidIdentifier), c"invalid_identifier", c"the identifier is empty, longer than 1024 bytes, or holds a control character; trim it where your code reads it"),
    row(Status::USERSIG_INVALID_EXPIRE, Some(ErrorCode::InvalidExpire), c"invalid_expire", c"the expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time; give seconds: 86400 is one day"),
    row(Status::USERSIG_INVALID_USERBUF, Some(ErrorCode::InvalidUserbuf), c"invalid_userbuf", c"the userbuf is longer than 8192 bytes; shorten it, or put an ID into it and keep the data on your server"),
    row(Status::USERSIG_INVALID_ROOM, Some(ErrorCode::InvalidRoom), c"invalid_room", c"the room number or room name is outside the documented range; use the same kind of room as the app: roomId is a number, strRoomId a name"),
    row(Status::USERSIG_INVALID_KEY, Some(ErrorCode::InvalidKey), c"invalid_key", c"not a key, or a damaged or encrypted one; download it again from the console, and copy the whole file with its BEGIN and END lines"),
    row(Status::USERSIG_UNSUPPORTED_CURVE, Some(ErrorCode::UnsupportedCurve), c"unsupported_curve", c"an elliptic-curve key on another curve than P-256 and secp256k1; use the key that the console has for this application: download it there"),
    row(Status::USERSIG_WRONG_KEY_KIND, Some(ErrorCode::WrongKeyKind), c"wrong_key_kind", c"a key of another kind than the one that belongs here: public for private, PEM for secret, a certificate; use the matching file: private_key.txt to make v1 tickets, public_key.txt to check them, the secret for v2"),
    row(Status::USERSIG_EMPTY, Some(ErrorCode::Empty), c"empty", c"the ticket is the empty string; look at the answer of your server and at how the app reads it"),
    row(Status::USERSIG_TOO_LONG, Some(ErrorCode::TooLong), c"too_long", c"the ticket or its content is larger than the bounds; look at what was really sent; it may hold more than the ticket"),
    row(Status::USERSIG_MALFORMED_BASE64, Some(ErrorCode::MalformedBase64), c"malformed_base64", c"the ticket is not in Tencent's base64; compare it with what its generator returned; no ticket holds + / = or white space"),
    row(Status::USERSIG_MALFORMED_ZLIB, Some(ErrorCode::MalformedZlib), c"malformed_zlib", c"the ticket's zlib stream is damaged, cut or followed by something; make a new one, and look for a place that is too short for it: a column, a log, a header"),
    row(Status::USERSIG_MALFORMED_JSON, Some(ErrorCode::MalformedJson), c"malformed_json", c"the ticket does not hold exactly one JSON object with unique keys; make tickets with this library or Tencent's; do not assemble the JSON by hand"),
    row(Status::USERSIG_MALFORMED_FIELD, Some(ErrorCode::MalformedField), c"malformed_field", c"a field of the ticket is missing, of the wrong type or not canonical; the error names it; its generator is faulty: make tickets with this library instead"),
    row(Status::USERSIG_UNSUPPORTED_VERSION, Some(ErrorCode::UnsupportedVersion), c"unsupported_version", c"TLS.ver is neither absent nor \"2.0\"; make tickets with this library or Tencent's"),
    row(Status::USERSIG_NO_KEY_FOR_VERSION, Some(ErrorCode::NoKeyForVersion), c"no_key_for_version", c"the verifier holds no key of the kind that this ticket's version needs; see in the console whether the application uses v1 or v2 (it can switch), and use that key on both sides"),
    row(Status::USERSIG_BAD_SIGNATURE, Some(ErrorCode::BadSignature), c"bad_signature", c"none of the verifier's keys made the signature; compare key and SDKAppID of the server that makes the tickets with the application's page in the console"),
    row(Status::USERSIG_SDKAPPID_MISMATCH, Some(ErrorCode::SdkappidMismatch), c"sdkappid_mismatch", c"the ticket was made for another SDKAppID; use the same SDKAppID in the app's SDK and on your server"),
    row(Status::USERSIG_IDENTIFIER_MISMATCH, Some(ErrorCode::IdentifierMismatch), c"identifier_mismatch", c"the ticket was made for another identifier; make the ticket for exactly the user ID that the app passes to login: capitals and spaces count"),
    row(Status::USERSIG_USERBUF_MISMATCH, Some(ErrorCode::UserbufMismatch), c"userbuf_mismatch", c"the ticket's userbuf is not the one expected; for a room, make the PrivateMapKey for exactly this room and user"),
    row(Status::USERSIG_EXPIRED, Some(ErrorCode::Expired), c"expired", c"the ticket is no longer valid; make a new one at every login, and compare the clocks if it should still be valid"),
    row(Status::USERSIG_NOT_YET_VALID, Some(ErrorCode::NotYetValid), c"not_yet_valid", c"the ticket was issued in the future, beyond the tolerance; compare the clocks of the machine that made it and of this one"),
    row(Status::USERSIG_INTERNAL, Some(ErrorCode::Internal), c"internal", c"a bug in usersig, or no randomness or clock from the system; please report it, with the error's message and without keys"),
    // vocabulary: end
    row(Status::USERSIG_NULL_POINTER, Some(ErrorCode::InvalidArgument), c"null_pointer", c"a pointer that must not be NULL is NULL"),
    row(Status::USERSIG_BUFFER_TOO_SMALL, Some(ErrorCode::InvalidArgument), c"buffer_too_small", c"the buffer is too small; call again with the reported length and one byte more for the NUL"),
];

impl From<ErrorCode> for Status {
    fn from(code: ErrorCode) -> Self {
        TABLE.iter().find(|row| row.code == i32::from(code.number())).map_or(Self::USERSIG_INTERNAL, |row| row.status)
    }
}

/// The row of a status, or of USERSIG_INTERNAL where there is none of this number.
fn find(status: i32) -> &'static StatusInfo {
    let row = |number: i32| TABLE.iter().find(move |row| row.status as i32 == number);
    row(status).or_else(|| row(Status::USERSIG_INTERNAL as i32)).unwrap_or(&TABLE[0])
}

/// The whole table, in ascending order; `count` (may be NULL) receives the number of rows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_status_table(count: *mut usize) -> *const StatusInfo {
    if !count.is_null() {
        // SAFETY: not NULL, and the caller vouches for a place to write to.
        unsafe { count.write(TABLE.len()) };
    }
    TABLE.as_ptr()
}

/// The row of one status; that of USERSIG_INTERNAL for a number that is not in the table. Never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_status_lookup(status: i32) -> *const StatusInfo {
    find(status)
}

/// What a status is about.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Kind {
    /// USERSIG_OK.
    USERSIG_ABOUT_NOTHING = 0,
    /// An argument of the call: over HTTP 400 where the client chose it, otherwise 500.
    USERSIG_ABOUT_ARGUMENT = 1,
    /// A key: the server's own fault, over HTTP 500.
    USERSIG_ABOUT_KEY = 2,
    /// The ticket: over HTTP 400 for 20 to 26 (no ticket at all), and 401 for one that is not valid.
    USERSIG_ABOUT_TICKET = 3,
    /// A bug, or the system: over HTTP 500.
    USERSIG_ABOUT_INTERNAL = 4,
}

/// What a status is about: an argument, a key or the ticket; a usersig_kind.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_status_kind(status: i32) -> i32 {
    let code = u16::try_from(find(status).code).ok().and_then(ErrorCode::from_number);
    (match code.map(ErrorCode::kind) {
        None => Kind::USERSIG_ABOUT_NOTHING,
        Some(ErrorKind::Argument) => Kind::USERSIG_ABOUT_ARGUMENT,
        Some(ErrorKind::Key) => Kind::USERSIG_ABOUT_KEY,
        Some(ErrorKind::Ticket) => Kind::USERSIG_ABOUT_TICKET,
        Some(_) => Kind::USERSIG_ABOUT_INTERNAL,
    }) as i32
}

/// The stable word of a status, for example "expired"; static, never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_status_word(status: i32) -> *const c_char {
    find(status).word
}

/// One English sentence about a status; static, never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn usersig_status_message(status: i32) -> *const c_char {
    find(status).message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_core_s() {
        // SAFETY: the table holds C strings.
        let text = |pointer| unsafe { CStr::from_ptr(pointer) }.to_str().unwrap();
        for code in ErrorCode::ALL {
            let row = find(Status::from(*code) as i32);
            assert_eq!(row.status as i32, i32::from(code.number()));
            assert_eq!((text(row.word), row.check_err), (code.word(), i32::from(checked::check_err_of(*code))));
            assert_eq!(row.service_code_count as usize, code.service_codes().len());
        }
        assert_eq!(TABLE.len(), 1 + ErrorCode::ALL.len() + 2);
        assert!(TABLE.is_sorted_by(|one, next| (one.status as i32) < next.status as i32));
        assert!(TABLE.iter().all(|row| row.status as i32 > 100 || row.code == row.status as i32));
    }
}
