//! What requests hold: strict JSON, with numbers that are checked by the core and not by their type.

use super::problem::{MALFORMED_REQUEST, Problem, without_values};
use crate::objects::objects;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use std::borrow::Cow;
use usersig::{Error, Privileges, Room, checked};

/// The body of `POST /v1/usersig` and `POST /v1/private-map-key`, and one line of `POST /v1/batch`.
#[derive(Debug, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct TicketRequest<'a> {
    pub(super) sdkappid: Integer,
    #[serde(borrow)]
    pub(super) identifier: Cow<'a, str>,
    pub(super) expire: Option<Integer>,
    pub(super) issued_at: Option<Integer>,
    pub(super) strict_identifier: Option<bool>,
    /// For a UserSig alone.
    pub(super) userbuf: Option<Userbuf>,
    /// For a PrivateMapKey alone, which needs them.
    pub(super) room: Option<RoomValue>,
    pub(super) privileges: Option<Integer>,
}

/// The body of `POST /v1/verify`.
#[derive(Debug, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(super) struct VerifyRequest<'a> {
    pub(super) sdkappid: Integer,
    #[serde(borrow)]
    pub(super) identifier: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) usersig: Cow<'a, str>,
    pub(super) userbuf: Option<ExpectedUserbuf>,
    pub(super) now: Option<Integer>,
    pub(super) leeway: Option<Integer>,
    pub(super) future_tolerance: Option<Integer>,
}

/// What the ticket's userbuf must be.
#[derive(Debug, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, tag = "expect", rename_all = "lowercase")]
pub(super) enum ExpectedUserbuf {
    Absent {},
    Present {},
    Any {},
    Exactly { value: Userbuf },
}

objects!("an object": TicketRequest<'a>, VerifyRequest<'a>, ExpectedUserbuf);

/// The answer to a request for a ticket. The ticket stands under its own name.
#[derive(Debug, Serialize)]
pub(super) struct Issued {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) usersig: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) private_map_key: Option<String>,
    pub(super) version: &'static str,
    pub(super) sdkappid: u32,
    pub(super) issued_at: u64,
    pub(super) expire: u32,
    pub(super) expires_at: u64,
}

/// Reads a request's JSON.
pub(super) fn parse<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, Problem> {
    serde_json::from_slice(json).map_err(|error| {
        let message = error.to_string();
        let (message, place) = message.split_once(" at line ").unwrap_or((&message, "1"));
        malformed(&format!("line {place}: {}", without_values(message)))
    })
}

pub(super) fn malformed(text: &str) -> Problem {
    Problem::own(MALFORMED_REQUEST, format!("the JSON is not a request of this path, at {text}; see /openapi.json"))
}

/// A JSON integer of any size. Beyond 64 bits it becomes the nearest number there is, which is outside every range, so that
/// the core's own check refuses it by its own name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Integer(pub(super) i64);

impl Integer {
    pub(super) fn privileges(self) -> Result<Privileges, Error> {
        checked::privileges(self.0).map(Privileges::from_bits)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        // Beyond 64 bits the parser has a float; a smaller one has a fraction or an exponent.
        match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => Ok(Self(value)),
            (None, Some(9.2e18..)) => Ok(Self(i64::MAX)),
            (None, Some(..=-9.2e18)) => Ok(Self(i64::MIN)),
            _ => Err(D::Error::custom("a number without fraction and exponent belongs here")),
        }
    }
}

/// Bytes as standard base64 with padding.
#[derive(Clone, Debug)]
pub(super) struct Userbuf(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Userbuf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        STANDARD
            .decode(text.as_bytes())
            .map(Self)
            .map_err(|_| D::Error::custom("the userbuf is not standard base64 with padding"))
    }
}

/// A room's number or name.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(untagged, expecting = "a room is a number or a name")]
pub(super) enum RoomValue {
    Number(Integer),
    Name(String),
}

impl RoomValue {
    pub(super) fn room(&self) -> Result<Room, Error> {
        match self {
            Self::Number(number) => checked::room_number(number.0).map(Room::Number),
            Self::Name(name) => Ok(Room::Name(name.clone())),
        }
    }
}
