//! Tickets as Java objects, made in one call with all their fields.

use crate::edge::{NEW_TICKET, Result};
use crate::text;
use jni::Env;
use jni::objects::{JByteArray, JClass, JObject, JString};
use jni::refs::Reference;
use jni::sys::{jlong, jvalue};
use usersig::{PrivateMapKey, Room, Ticket, TicketContent, UntrustedTicket, Version};

/// An `io.usersig.Ticket`.
pub(crate) fn verified<'l>(env: &mut Env<'l>, class: &JClass<'_>, ticket: &Ticket) -> Result<JObject<'l>> {
    to_java(env, class, ticket, true)
}

/// An `io.usersig.UntrustedTicket`.
pub(crate) fn untrusted<'l>(env: &mut Env<'l>, class: &JClass<'_>, ticket: &UntrustedTicket) -> Result<JObject<'l>> {
    to_java(env, class, ticket, false)
}

fn to_java<'l>(env: &mut Env<'l>, class: &JClass<'_>, content: &TicketContent, verified: bool) -> Result<JObject<'l>> {
    let identifier = text::write(env, content.identifier())?;
    let userbuf = match content.userbuf() {
        Some(bytes) => env.byte_array_from_slice(bytes)?,
        None => JByteArray::default(),
    };
    let account_type = optional(env, content.account_type())?;
    let appid_at_3rd = optional(env, content.appid_at_3rd())?;
    let permission = content.private_map_key();
    let (room_number, room_name) = match permission.as_ref().map(PrivateMapKey::room) {
        Some(Room::Number(number)) => (jlong::from(*number), None),
        Some(Room::Name(name)) => (0, Some(name.as_str())),
        // No permission.
        None => (-1, None),
    };
    let room_name = optional(env, room_name)?;
    let (privileges, room_expires_at) = permission.as_ref().map_or((0, 0), |key| (key.privileges().bits(), key.expires_at()));
    let arguments = [
        jvalue { z: verified },
        jvalue { i: if content.version() == Version::V1 { 1 } else { 2 } },
        jvalue { j: content.sdkappid().into() },
        jvalue { l: identifier.as_raw() },
        // At most the end of the year 9999.
        jvalue { j: content.issued_at().cast_signed() },
        jvalue { j: content.expire().into() },
        jvalue { l: userbuf.as_raw() },
        jvalue { l: account_type.as_raw() },
        jvalue { l: appid_at_3rd.as_raw() },
        jvalue { j: room_number },
        jvalue { l: room_name.as_raw() },
        jvalue { j: privileges.into() },
        jvalue { j: room_expires_at.into() },
    ];
    // SAFETY: `class` is the class of the running native method; the arguments are those of `newTicket`.
    unsafe { NEW_TICKET.call(env, class, &arguments) }
}

fn optional<'l>(env: &mut Env<'l>, text: Option<&str>) -> Result<JString<'l>> {
    text.map_or_else(|| Ok(JString::default()), |text| text::write(env, text))
}
