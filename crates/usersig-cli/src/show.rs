//! `usersig verify` and `usersig inspect`: what a ticket says, as JSON.

use crate::args::{InspectArgs, VerifyArgs};
use crate::failure::Failure;
use crate::input::Source;
use crate::{input, keys, output};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use usersig::{ExpectedUserbuf, Room, Verifier, VerifyOptions, checked};

pub(crate) fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let ticket_from_stdin = args.ticket.as_deref().is_none_or(|ticket| ticket == "-");
    let key_from_stdin =
        [&args.keys.key, &args.keys.secret_key_file].into_iter().flatten().any(|key| matches!(key, Source::Stdin));
    if ticket_from_stdin && key_from_stdin {
        return Err(Failure::Usage("stdin holds the key; give the ticket as an argument, or the key as a file".to_owned()));
    }
    let sdkappid = checked::sdkappid(args.sdkappid)?;
    let mut verifier = Verifier::new(sdkappid, keys::verifying(&args.keys)?)?;
    if let Some(leeway) = args.leeway {
        verifier = verifier.with_leeway(checked::leeway(leeway.seconds())?)?;
    }
    let mut options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    if let Some(now) = args.now {
        options = options.now(checked::unix_time(now)?);
    }
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = verifier.verify_with(&text, &args.identifier, &options).map_err(Failure::about_ticket)?;
    print(&Fields::of_verified(&ticket))
}

pub(crate) fn inspect(args: &InspectArgs) -> Result<(), Failure> {
    let text = input::ticket(args.ticket.as_deref())?;
    let ticket = usersig::inspect(&text).map_err(Failure::about_ticket)?;
    print(&Fields::of_untrusted(&ticket))
}

fn print(fields: &Fields<'_>) -> Result<(), Failure> {
    let json =
        serde_json::to_string(fields).map_err(|error| Failure::Io("the result cannot be written".to_owned(), error.into()))?;
    output::line(&json)
}

/// The printed object, its keys in this order.
#[derive(Debug, Serialize)]
struct Fields<'a> {
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
#[derive(Debug, Serialize)]
struct Permission {
    room: RoomValue,
    privileges: u32,
}

/// A number or a text.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum RoomValue {
    Number(u32),
    Name(String),
}

macro_rules! fields_of {
    ($ticket:expr, verified: $verified:literal) => {
        Fields {
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

impl<'a> Fields<'a> {
    fn of_verified(ticket: &'a usersig::Ticket) -> Self {
        fields_of!(ticket, verified: true)
    }

    fn of_untrusted(ticket: &'a usersig::UntrustedTicket) -> Self {
        fields_of!(ticket, verified: false)
    }
}
