//! What the page asks: JSON in, JSON out. A wrong key or ticket is an answer, not a failure, so its status is 200.

use super::key::{Key, KeyBytes, Purpose};
use super::mistakes;
use super::refused;
use crate::answer::{self, Body};
use crate::leads::{self, Lead};
use crate::objects::objects;
use crate::ticket_json::TicketJson;
use hyper::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use usersig::{
    Error, ExpectedUserbuf, GenOptions, Privileges, Result, Room, Signer, Verifier, VerifyOptions, checked, inspect as decode,
};

/// What a path of the interface makes of a request's body.
pub(super) type Call = fn(&[u8]) -> Response<Body>;

pub(super) fn call(path: &str) -> Option<Call> {
    let call: Call = match path {
        "/api/key" => |request| answer(request, key),
        "/api/generate" => |request| answer(request, generate),
        "/api/inspect" => |request| answer(request, inspect),
        "/api/verify" => |request| answer(request, verify),
        _ => return None,
    };
    Some(call)
}

fn answer<Q: DeserializeOwned>(request: &[u8], work: fn(&Q) -> Result<Value>) -> Response<Body> {
    // The parser's own message could repeat what it read.
    let Ok(request) = serde_json::from_slice(request) else {
        return refused(StatusCode::BAD_REQUEST, "The request is not the JSON that the console's page sends.");
    };
    answer::json(&work(&request).unwrap_or_else(|error| json!({ "error": problem(&error, None) })))
}

/// What the page says about an error; its texts in two languages are the page's. `lead` is what most likely went wrong when
/// the ticket was made.
fn problem(error: &Error, lead: Option<Lead>) -> Value {
    let code = error.code();
    json!({
        "code": code.word(),
        "number": code.number(),
        "service_codes": code.service_codes(),
        "field": error.field_name(),
        "message": error.message(),
        "lead": lead.map(|lead| lead.to_string()),
    })
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct KeyRequest {
    key: KeyBytes,
    purpose: Purpose,
}

/// Which kind of key this is.
fn key(request: &KeyRequest) -> Result<Value> {
    let key = request.key.recognise(request.purpose)?;
    Ok(json!({ "key": request.key.describe(&key) }))
}

/// Numbers are what was typed.
#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct GenerateRequest {
    key: KeyBytes,
    sdkappid: String,
    identifier: String,
    expire: String,
    userbuf: Option<String>,
    room: Option<RoomRequest>,
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct RoomRequest {
    number: Option<String>,
    name: Option<String>,
    privileges: u32,
}

/// A new ticket.
fn generate(request: &GenerateRequest) -> Result<Value> {
    let sdkappid = checked::sdkappid(number(&request.sdkappid))?;
    let mut options = GenOptions::new().expire(checked::expire(number(&request.expire))?);
    if let Some(text) = &request.userbuf {
        options = options.userbuf(text.as_bytes());
    }
    let key = request.key.recognise(Purpose::Generate)?;
    let described = request.key.describe(&key);
    let verifier = Verifier::new(sdkappid, key.verifying())?;
    let signer = Signer::new(sdkappid, key.signing()?)?;
    let ticket = match &request.room {
        None => signer.gen_sig_with(&request.identifier, &options)?,
        Some(asked) => {
            let room = match (&asked.number, &asked.name) {
                (Some(text), None) => Room::Number(checked::room_number(number(text))?),
                (_, name) => Room::Name(name.clone().unwrap_or_default()),
            };
            let may = Privileges::from_bits_retain(asked.privileges);
            signer.gen_private_map_key(&request.identifier, &room, may, &options)?
        }
    };
    // What the page shows is what a verifier reads, at the moment of issue: with expire 0 that is over at once.
    let issued_at = decode(&ticket)?.issued_at();
    let options = VerifyOptions::new().now(issued_at).userbuf(ExpectedUserbuf::Any);
    let verified = verifier.verify_with(&ticket, &request.identifier, &options)?;
    Ok(json!({ "fields": TicketJson::from(&verified), "ticket": ticket, "key": described }))
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct InspectRequest {
    ticket: String,
}

/// What a ticket says, unverified, or what happened to it.
fn inspect(request: &InspectRequest) -> Result<Value> {
    let error = match decode(&request.ticket) {
        Ok(ticket) => return Ok(json!({ "fields": TicketJson::from(&ticket) })),
        Err(error) => error,
    };
    let found = mistakes::diagnose(&request.ticket);
    // The ticket that is in the text, once the mistakes are undone.
    let repaired = found.repaired.map(|(ticket, content)| json!({ "fields": TicketJson::from(&content), "ticket": ticket }));
    Ok(json!({
        "error": problem(&error, leads::look(&request.ticket, &error, None)),
        "mistakes": found.mistakes,
        "repaired": repaired,
        "cut": found.cut,
        "instead": found.instead,
    }))
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct VerifyRequest {
    ticket: String,
    key: KeyBytes,
    sdkappid: String,
    identifier: String,
}

/// Whether a ticket is valid now. A userbuf of any content is accepted and shown.
fn verify(request: &VerifyRequest) -> Result<Value> {
    let sdkappid = checked::sdkappid(number(&request.sdkappid))?;
    let key: Key = request.key.recognise(Purpose::Check)?;
    let verifying = key.verifying();
    let options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    let outcome = Verifier::new(sdkappid, verifying.clone())?.verify_with(&request.ticket, &request.identifier, &options);
    Ok(match outcome {
        Ok(ticket) => json!({ "key": request.key.describe(&key), "fields": TicketJson::from(&ticket) }),
        Err(error) => json!({ "error": problem(&error, leads::look(&request.ticket, &error, Some(&verifying))) }),
    })
}

objects!("an object": KeyRequest, GenerateRequest, RoomRequest, InspectRequest, VerifyRequest);

/// What is no number is outside every range, which is what the range check then says.
fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or(i64::MIN)
}
