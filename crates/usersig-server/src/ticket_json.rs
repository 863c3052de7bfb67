//! What a ticket says, as the JSON object that the command prints and the service answers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use usersig::{PrivateMapKey, Room, Ticket, TicketContent, UntrustedTicket};

/// The object, its keys in this order. Times are unix seconds, `expire` is seconds, `userbuf` is base64 or null.
#[derive(Clone, Debug, Serialize)]
pub struct TicketJson<'a> {
    version: &'static str,
    sdkappid: u32,
    identifier: &'a str,
    issued_at: u64,
    expire: u32,
    expires_at: u64,
    userbuf: Option<String>,
    #[serde(flatten)]
    permission: Option<Permission>,
    verified: bool,
}

/// What is in the userbuf of a PrivateMapKey, its own user, application and expiry included.
#[derive(Clone, Debug, Serialize)]
struct Permission {
    /// A number or a text.
    room: Value,
    privileges: u32,
    room_identifier: String,
    room_sdkappid: u32,
    room_expires_at: u32,
}

impl From<PrivateMapKey> for Permission {
    fn from(key: PrivateMapKey) -> Self {
        Self {
            room: match key.room() {
                Room::Number(number) => (*number).into(),
                Room::Name(name) => name.as_str().into(),
            },
            privileges: key.privileges().bits(),
            room_identifier: key.identifier().to_owned(),
            room_sdkappid: key.sdkappid(),
            room_expires_at: key.expires_at(),
        }
    }
}

impl<'a> TicketJson<'a> {
    fn new(content: &'a TicketContent, permission: Option<PrivateMapKey>, verified: bool) -> Self {
        Self {
            version: content.version().as_str(),
            sdkappid: content.sdkappid(),
            identifier: content.identifier(),
            issued_at: content.issued_at(),
            expire: content.expire(),
            expires_at: content.expires_at(),
            userbuf: content.userbuf().map(|bytes| STANDARD.encode(bytes)),
            permission: permission.map(Permission::from),
            verified,
        }
    }
}

impl<'a> From<&'a Ticket> for TicketJson<'a> {
    fn from(ticket: &'a Ticket) -> Self {
        // One for another user or application permits nothing.
        Self::new(ticket, ticket.private_map_key(), true)
    }
}

impl<'a> From<&'a UntrustedTicket> for TicketJson<'a> {
    fn from(ticket: &'a UntrustedTicket) -> Self {
        Self::new(ticket, ticket.userbuf().and_then(PrivateMapKey::from_userbuf), false)
    }
}
