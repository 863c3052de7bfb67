//! Room permissions: the room argument, the privilege bits, and the userbuf of a PrivateMapKey.

use crate::argument::{Buffer, text};
use crate::failure::{CallError, Failure, guard};
use crate::status::Status;
use std::ffi::c_char;
use usersig::{PrivateMapKey, Privileges, Room, checked};

// vocabulary: privileges
/// Privilege bit: create the room.
pub const USERSIG_PRIVILEGE_CREATE_ROOM: i64 = 1;
/// Privilege bit: enter the room.
pub const USERSIG_PRIVILEGE_ENTER_ROOM: i64 = 2;
/// Privilege bit: send audio.
pub const USERSIG_PRIVILEGE_SEND_AUDIO: i64 = 4;
/// Privilege bit: receive audio.
pub const USERSIG_PRIVILEGE_RECEIVE_AUDIO: i64 = 8;
/// Privilege bit: send video.
pub const USERSIG_PRIVILEGE_SEND_VIDEO: i64 = 16;
/// Privilege bit: receive video.
pub const USERSIG_PRIVILEGE_RECEIVE_VIDEO: i64 = 32;
/// Privilege bit: send the screen (substream).
pub const USERSIG_PRIVILEGE_SEND_SCREEN: i64 = 64;
/// Privilege bit: receive the screen (substream).
pub const USERSIG_PRIVILEGE_RECEIVE_SCREEN: i64 = 128;
/// All privileges.
pub const USERSIG_PRIVILEGE_ALL: i64 = 255;
// vocabulary: end

/// The room that a call names by number, or by name where one is given.
///
/// # Safety
/// `name` is NULL or leads to `name_len` bytes.
pub(crate) unsafe fn room(number: i64, name: *const c_char, name_len: usize) -> Result<Room, Failure> {
    if name.is_null() && name_len == 0 {
        return Ok(Room::Number(checked::room_number(number)?));
    }
    if number != 0 {
        return Err(Failure::invalid("give a room number, or 0 and a room name"));
    }
    // SAFETY: the caller vouches for the text.
    Ok(Room::Name(unsafe { text(name, name_len, "room_name", checked::room_name_text) }?.to_owned()))
}

pub(crate) fn privileges(bits: i64) -> Result<Privileges, Failure> {
    Ok(Privileges::from_bits(checked::privileges(bits)?))
}

/// Writes the userbuf of a PrivateMapKey, for programs that sign it themselves as the userbuf of a ticket;
/// usersig_signer_gen_private_map_key does both. `room_number` and `room_name` as there; `expires_at` is the last unix
/// second of the permission, at most 4294967295. 1200 bytes are always enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usersig_private_map_key_userbuf(
    sdkappid: i64,
    identifier: *const c_char,
    identifier_len: usize,
    room_number: i64,
    room_name: *const c_char,
    room_name_len: usize,
    expires_at: i64,
    privilege_bits: i64,
    userbuf: *mut u8,
    userbuf_capacity: usize,
    userbuf_len: *mut usize,
    error: *mut CallError,
) -> Status {
    guard(error, || {
        // SAFETY: the header's rules for pointers.
        let (buffer, identifier, room) = unsafe {
            (
                Buffer::new(userbuf, userbuf_capacity, userbuf_len, "userbuf")?,
                text(identifier, identifier_len, "identifier", checked::identifier_text)?,
                room(room_number, room_name, room_name_len)?,
            )
        };
        let bytes = PrivateMapKey::to_userbuf(identifier, sdkappid, &room, expires_at, privileges(privilege_bits)?)?;
        buffer.write_bytes(&bytes, 0)
    })
}
