//! What a ticket says, as one array that the JavaScript half makes an object of: `inspect` takes 3.3 µs, and 3.9 where napi makes the
//! object, a property at a time.

use crate::convert::{Bytes, integer};
use crate::edge::{self, Outcome};
use napi::Either;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use usersig::{MAX_TICKET_LEN, PrivateMapKey, Room, TicketContent, Version, checked};

pub type TicketText = Bytes<MAX_TICKET_LEN>;

/// Identifier, version (1 or 2), SDKAppID, time of issue, expire, and the rest where there is any.
pub type Fields = (String, u32, u32, f64, u32, Option<Rest>);

/// What most tickets do not have: userbuf, account type, appid at 3rd, room permission.
pub type Rest = (Option<Buffer>, Option<String>, Option<String>, Option<Permission>);

/// The room, the privileges, the end.
pub type Permission = (Either<u32, String>, u32, u32);

fn permission(key: &PrivateMapKey) -> Permission {
    let room = match key.room() {
        Room::Number(number) => Either::A(*number),
        Room::Name(name) => Either::B(name.clone()),
    };
    (room, key.privileges().bits(), key.expires_at())
}

/// Unix times in tickets end with the year 9999, far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn time(seconds: u64) -> f64 {
    seconds as f64
}

pub(crate) fn fields(content: &TicketContent) -> Fields {
    let version = if content.version() == Version::V1 { 1 } else { 2 };
    let userbuf = content.userbuf();
    let rest = (version == 1 || userbuf.is_some()).then(|| {
        (
            userbuf.map(Buffer::from),
            content.account_type().map(str::to_owned),
            content.appid_at_3rd().map(str::to_owned),
            content.private_map_key().as_ref().map(permission),
        )
    });
    (content.identifier().to_owned(), version, content.sdkappid(), time(content.issued_at()), content.expire(), rest)
}

/// Whether a source keeps its last ticket.
#[napi(catch_unwind)]
pub fn is_fresh(issued_at: f64, expire: f64, min_share: f64, now: f64) -> Outcome<bool> {
    edge::outcome(|| {
        let freshness = checked::freshness(integer(issued_at), integer(expire), min_share, integer(now))?;
        Ok(freshness == checked::Freshness::Fresh)
    })
}

#[napi(catch_unwind)]
pub fn inspect(ticket: TicketText) -> Outcome<Fields> {
    edge::outcome(|| usersig::inspect(ticket.text(checked::ticket_text)?).map(|ticket| fields(&ticket)))
}
