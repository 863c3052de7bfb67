//! What a ticket says, as the JSON object that the command prints and the service answers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use usersig::{Room, Ticket, UntrustedTicket};

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

/// What stands in the userbuf of a PrivateMapKey.
#[derive(Clone, Debug, Serialize)]
struct Permission {
    room: RoomValue,
    privileges: u32,
}

/// A number or a text.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum RoomValue {
    Number(u32),
    Name(String),
}

macro_rules! json_of {
    ($ticket:expr, verified: $verified:literal) => {
        TicketJson {
            version: $ticket.version().as_str(),
            sdkappid: $ticket.sdkappid(),
            identifier: $ticket.identifier(),
            issued_at: $ticket.issued_at(),
            expire: $ticket.expire(),
            expires_at: $ticket.expires_at(),
            userbuf: $ticket.userbuf().map(|bytes| STANDARD.encode(bytes)),
            permission: $ticket.private_map_key().ok().map(|key| Permission {
                room: match key.room() {
                    Room::Number(number) => RoomValue::Number(*number),
                    Room::Name(name) => RoomValue::Name(name.clone()),
                },
                privileges: key.privileges().bits(),
            }),
            verified: $verified,
        }
    };
}

impl<'a> From<&'a Ticket> for TicketJson<'a> {
    fn from(ticket: &'a Ticket) -> Self {
        json_of!(ticket, verified: true)
    }
}

impl<'a> From<&'a UntrustedTicket> for TicketJson<'a> {
    fn from(ticket: &'a UntrustedTicket) -> Self {
        json_of!(ticket, verified: false)
    }
}
