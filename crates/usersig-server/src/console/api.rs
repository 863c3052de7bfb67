//! What the page asks: JSON in, JSON out. A wrong key or ticket is an answer, not a failure, so its status is 200.

use super::key::{Key, KeyBytes, KeyJson, Purpose};
use super::mistakes::{self, Instead, Mistake};
use crate::objects::objects;
use crate::ticket_json::TicketJson;
use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use usersig::{
    Error, ErrorCode, ExpectedUserbuf, GenOptions, Privileges, Result, Room, Signer, UntrustedTicket, Verifier, VerifyOptions,
    checked, inspect as decode,
};

/// The largest request, in bytes: a key file and a ticket, in base64 and JSON.
const MAX_REQUEST_LEN: usize = 256 * 1024;
/// What is longer is read this far, so that whoever sends it gets to read the answer.
const MAX_READ_LEN: usize = 4 * 1024 * 1024;

/// What the page says about an error; its texts in two languages are the page's.
#[derive(Debug, Serialize)]
struct Problem {
    code: &'static str,
    number: u16,
    service_codes: &'static [i32],
    field: Option<&'static str>,
    message: String,
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let code = error.code();
        Self {
            code: code.word(),
            number: code.number(),
            service_codes: code.service_codes(),
            field: error.field_name(),
            message: error.message().to_owned(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Failed {
    error: Problem,
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct KeyRequest {
    key: KeyBytes,
    purpose: Purpose,
}

#[derive(Serialize)]
struct KeyAnswer {
    key: KeyJson,
}

/// Which kind of key this is.
pub(super) async fn key(body: Body) -> Response {
    answer(body, |request: KeyRequest| {
        let key = request.key.recognise(request.purpose)?;
        Ok(KeyAnswer { key: request.key.describe(&key) })
    })
    .await
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

#[derive(Serialize)]
struct GenerateAnswer {
    ticket: String,
    key: KeyJson,
    fields: serde_json::Value,
}

/// A new ticket.
pub(super) async fn generate(body: Body) -> Response {
    answer(body, |request: GenerateRequest| {
        let sdkappid = checked::sdkappid(number(&request.sdkappid))?;
        let mut options = GenOptions::new().expire(checked::expire(number(&request.expire))?);
        if let Some(text) = &request.userbuf {
            options = options.userbuf(text.as_bytes());
        }
        let key = request.key.recognise(Purpose::Generate)?;
        let described = request.key.describe(&key);
        let verifier = Verifier::new(sdkappid, key.verifying()?)?;
        let signer = Signer::new(sdkappid, key.signing()?)?;
        let ticket = match request.room {
            None => signer.gen_sig_with(&request.identifier, &options)?,
            Some(asked) => {
                let room = match (asked.number, asked.name) {
                    (Some(text), None) => Room::Number(checked::room_number(number(&text))?),
                    (_, name) => Room::Name(name.unwrap_or_default()),
                };
                let may = Privileges::from_bits_retain(asked.privileges);
                signer.gen_private_map_key(&request.identifier, &room, may, &options)?
            }
        };
        // What the page shows is what a verifier reads, at the moment of issue: with expire 0 that is over at once.
        let issued_at = decode(&ticket)?.issued_at();
        let options = VerifyOptions::new().now(issued_at).userbuf(ExpectedUserbuf::Any);
        let verified = verifier.verify_with(&ticket, &request.identifier, &options)?;
        Ok(GenerateAnswer { fields: json(&TicketJson::from(&verified))?, ticket, key: described })
    })
    .await
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct InspectRequest {
    ticket: String,
}

/// What a text says that may be a ticket.
#[derive(Serialize)]
#[serde(untagged)]
enum InspectAnswer {
    Ticket { fields: serde_json::Value },
    Refused { error: Problem, mistakes: Vec<Mistake>, repaired: Option<Repaired>, cut: bool, instead: Option<Instead> },
}

/// The ticket that stands in the text, once the mistakes are undone.
#[derive(Serialize)]
struct Repaired {
    ticket: String,
    fields: serde_json::Value,
}

/// What a ticket says, unverified, or what happened to it.
pub(super) async fn inspect(body: Body) -> Response {
    answer(body, |request: InspectRequest| {
        let error = match decode(&request.ticket) {
            Ok(ticket) => return Ok(InspectAnswer::Ticket { fields: unverified(&ticket)? }),
            Err(error) => error,
        };
        let found = mistakes::diagnose(&request.ticket);
        let repaired = match found.repaired {
            Some((ticket, content)) => Some(Repaired { fields: unverified(&content)?, ticket }),
            None => None,
        };
        let mistakes = found.mistakes;
        Ok(InspectAnswer::Refused { error: (&error).into(), mistakes, repaired, cut: found.cut, instead: found.instead })
    })
    .await
}

#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct VerifyRequest {
    ticket: String,
    key: KeyBytes,
    sdkappid: String,
    identifier: String,
}

#[derive(Serialize)]
struct VerifyAnswer {
    key: KeyJson,
    fields: serde_json::Value,
}

/// Whether a ticket is valid now. A userbuf of any content is accepted and shown.
pub(super) async fn verify(body: Body) -> Response {
    answer(body, |request: VerifyRequest| {
        let sdkappid = checked::sdkappid(number(&request.sdkappid))?;
        let key: Key = request.key.recognise(Purpose::Check)?;
        let options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
        let ticket = Verifier::new(sdkappid, key.verifying()?)?.verify_with(&request.ticket, &request.identifier, &options)?;
        Ok(VerifyAnswer { key: request.key.describe(&key), fields: json(&TicketJson::from(&ticket))? })
    })
    .await
}

objects!("an object": KeyRequest, GenerateRequest, RoomRequest, InspectRequest, VerifyRequest);

/// What is no number is outside every range, which is what the range check then says.
fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or(i64::MIN)
}

fn unverified(ticket: &UntrustedTicket) -> Result<serde_json::Value> {
    json(&TicketJson::from(ticket))
}

fn json(fields: &TicketJson<'_>) -> Result<serde_json::Value> {
    serde_json::to_value(fields)
        .map_err(|_| Error::new(ErrorCode::Internal, "the answer could not be written; please report this bug"))
}

/// Reads the request, and writes what `work` makes of it.
async fn answer<Q: DeserializeOwned, A: Serialize>(body: Body, work: impl FnOnce(Q) -> Result<A>) -> Response {
    let bytes = match to_bytes(body, MAX_READ_LEN).await {
        Ok(bytes) if bytes.len() <= MAX_REQUEST_LEN => bytes,
        _ => return (StatusCode::PAYLOAD_TOO_LARGE, "The request is longer than 262144 bytes, or was cut.").into_response(),
    };
    // The parser's own message could repeat what it read.
    let Ok(request) = serde_json::from_slice(&bytes) else {
        return (StatusCode::BAD_REQUEST, "The request is not the JSON that the console's page sends.").into_response();
    };
    let written = match work(request) {
        Ok(answer) => serde_json::to_vec(&answer),
        Err(error) => serde_json::to_vec(&Failed { error: (&error).into() }),
    };
    match written {
        Ok(json) => ([(CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
