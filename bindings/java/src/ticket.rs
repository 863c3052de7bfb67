//! Tickets as Java objects, made in one call with all their fields.

use crate::edge::{NEW_TICKET, Result};
use crate::text;
use jni::Env;
use jni::objects::{JByteArray, JClass, JObject, JString};
use jni::refs::Reference;
use jni::sys::{jlong, jvalue};
use usersig::{PrivateMapKey, Room, Ticket, UntrustedTicket, Version};

/// What both kinds of ticket say; the room permission where the userbuf is one.
struct Fields<'a> {
    verified: bool,
    version: Version,
    sdkappid: u32,
    identifier: &'a str,
    issued_at: u64,
    expire: u32,
    userbuf: Option<&'a [u8]>,
    account_type: Option<&'a str>,
    appid_at_3rd: Option<&'a str>,
    permission: Option<PrivateMapKey>,
}

macro_rules! fields {
    ($ticket:expr, $verified:expr) => {
        Fields {
            verified: $verified,
            version: $ticket.version(),
            sdkappid: $ticket.sdkappid(),
            identifier: $ticket.identifier(),
            issued_at: $ticket.issued_at(),
            expire: $ticket.expire(),
            userbuf: $ticket.userbuf(),
            account_type: $ticket.account_type(),
            appid_at_3rd: $ticket.appid_at_3rd(),
            permission: $ticket.private_map_key(),
        }
    };
}

/// An `io.usersig.Ticket`.
pub(crate) fn verified<'l>(env: &mut Env<'l>, class: &JClass<'_>, ticket: &Ticket) -> Result<JObject<'l>> {
    fields!(ticket, true).to_java(env, class)
}

/// An `io.usersig.UntrustedTicket`.
pub(crate) fn untrusted<'l>(env: &mut Env<'l>, class: &JClass<'_>, ticket: &UntrustedTicket) -> Result<JObject<'l>> {
    fields!(ticket, false).to_java(env, class)
}

impl Fields<'_> {
    fn to_java<'l>(&self, env: &mut Env<'l>, class: &JClass<'_>) -> Result<JObject<'l>> {
        let identifier = text::write(env, self.identifier)?;
        let userbuf = match self.userbuf {
            Some(bytes) => env.byte_array_from_slice(bytes)?,
            None => JByteArray::default(),
        };
        let account_type = optional(env, self.account_type)?;
        let appid_at_3rd = optional(env, self.appid_at_3rd)?;
        let room = self.permission.as_ref().map(PrivateMapKey::room);
        let (room_number, room_name) = match room {
            Some(Room::Number(number)) => (jlong::from(*number), None),
            Some(Room::Name(name)) => (0, Some(name.as_str())),
            // No permission.
            None => (-1, None),
        };
        let room_name = optional(env, room_name)?;
        let (privileges, room_expires_at) =
            self.permission.as_ref().map_or((0, 0), |key| (key.privileges().bits(), key.expires_at()));
        let arguments = [
            jvalue { z: self.verified },
            jvalue { i: if self.version == Version::V1 { 1 } else { 2 } },
            jvalue { j: self.sdkappid.into() },
            jvalue { l: identifier.as_raw() },
            // At most the end of the year 9999.
            jvalue { j: self.issued_at.cast_signed() },
            jvalue { j: self.expire.into() },
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
}

fn optional<'l>(env: &mut Env<'l>, text: Option<&str>) -> Result<JString<'l>> {
    text.map_or_else(|| Ok(JString::default()), |text| text::write(env, text))
}
