//! What the page asks: JSON in, JSON out. A wrong key or ticket is an answer, not a failure, so its status is 200.

use super::key::{KeyBytes, Purpose};
use super::refused;
use crate::answer::{self, Body};
use crate::key_file;
use crate::objects::objects;
use crate::ticket_json::TicketJson;
use hyper::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use usersig::{
    Error, ExpectedUserbuf, GenOptions, Privileges, Result, Room, Signer, Verifier, VerifyOptions, VerifyingKey, checked,
    inspect as decode,
};
use usersig_explain::{Language, Question, Report};

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
    answer::json(&work(&request).unwrap_or_else(|error| json!({ "error": problem(&error) })))
}

/// What the page says about an error; its title in two languages is the page's.
fn problem(error: &Error) -> Value {
    let code = error.code();
    json!({
        "code": code.word(),
        "number": code.number(),
        "service_codes": code.service_codes(),
        "field": error.field_name(),
        "message": error.message(),
    })
}

/// What became of a ticket, everything that is wrong with it in both languages, and what it says where that can be read.
fn explained(question: &Question<'_>, outcome: Result<TicketJson<'_>>) -> Value {
    let report = question.explain();
    // What the core's own sentence says, the page has in its language.
    let said = outcome.as_ref().err().map_or("", |error| error.message().trim_start_matches("the "));
    let findings = report.iter().flat_map(Report::findings).filter_map(|finding| {
        let english = finding.text(Language::English);
        let is_new = said.is_empty() || !english.contains(said);
        is_new.then(|| json!({ "word": finding.word().as_str(), "en": english, "zh-CN": finding.text(Language::Chinese) }))
    });
    let findings: Vec<_> = findings.collect();
    match outcome {
        Ok(fields) => json!({ "fields": fields, "findings": findings }),
        Err(error) => {
            let fields = report.as_ref().ok().and_then(Report::ticket).map(TicketJson::from);
            json!({ "error": problem(&error), "fields": fields, "findings": findings })
        }
    }
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

/// What a ticket says, unverified.
fn inspect(request: &InspectRequest) -> Result<Value> {
    let ticket = decode(&request.ticket);
    let outcome = ticket.as_ref().map(TicketJson::from).map_err(Clone::clone);
    Ok(explained(&Question::new(request.ticket.as_bytes()), outcome))
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
    let key = request.key.recognise(Purpose::Check)?.verifying();
    let question = Question::new(request.ticket.as_bytes()).sdkappid(sdkappid).identifier(&request.identifier);
    let question = match &key {
        VerifyingKey::Public(key) => question.public_key(key),
        _ => question.secret(key_file::secret_text(&request.key.0)?),
    };
    let options = VerifyOptions::new().userbuf(ExpectedUserbuf::Any);
    let ticket = Verifier::new(sdkappid, key.clone())?.verify_with(&request.ticket, &request.identifier, &options);
    Ok(explained(&question, ticket.as_ref().map(TicketJson::from).map_err(Clone::clone)))
}

objects!("an object": KeyRequest, GenerateRequest, RoomRequest, InspectRequest, VerifyRequest);

/// What is no number is outside every range, which is what the range check then says.
fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or(i64::MIN)
}
