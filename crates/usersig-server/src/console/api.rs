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
use std::time::{SystemTime, UNIX_EPOCH};
use usersig::{
    Error, ErrorCode, ExpectedUserbuf, GenOptions, PrivateMapKey, Privileges, Result, Room, Signer, Verifier, VerifyOptions,
    VerifyingKey, checked, inspect as decode,
};
use usersig_explain::{Language, Question, ServiceCode, Word, lookup};

/// What a path of the interface makes of a request's body.
pub(super) type Call = fn(&[u8]) -> Response<Body>;

pub(super) fn call(path: &str) -> Option<Call> {
    let call: Call = match path {
        "/api/key" => |request| answer(request, key),
        "/api/generate" => |request| answer(request, generate),
        "/api/explain" => |request| answer(request, explain),
        _ => return None,
    };
    Some(call)
}

fn answer<Q: DeserializeOwned>(request: &[u8], work: fn(&Q) -> Result<Value>) -> Response<Body> {
    // The parser's own message could repeat what it read.
    let Ok(request) = serde_json::from_slice(request) else {
        return refused(StatusCode::BAD_REQUEST, "The request is not the JSON that the page sends.");
    };
    answer::json(&work(&request).unwrap_or_else(|error| json!({ "errors": [problem(&error)] })))
}

/// An error, which the page says in its language.
fn problem(error: &Error) -> Value {
    json!({ "code": error.code().word(), "message": error.message() })
}

/// The value, or its error with the others: a form shows all of them at once.
fn keep<T>(errors: &mut Vec<Value>, outcome: Result<T>) -> Option<T> {
    outcome.map_err(|error| errors.push(problem(&error))).ok()
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

impl RoomRequest {
    fn room(&self) -> Result<Room> {
        let room = match (&self.number, &self.name) {
            (Some(text), None) => Room::Number(checked::room_number(number(text))?),
            (_, name) => Room::Name(name.clone().unwrap_or_default()),
        };
        PrivateMapKey::to_userbuf("a", 1, &room, 0, Privileges::ALL).map(|_| room)
    }
}

/// A new ticket, or everything that is wrong with the form.
fn generate(request: &GenerateRequest) -> Result<Value> {
    let mut errors = Vec::new();
    let key = request.key.recognise(Purpose::Generate);
    let key = keep(&mut errors, key.and_then(|key| Ok((key.signing()?, key))));
    let sdkappid = keep(&mut errors, checked::sdkappid(number(&request.sdkappid)));
    keep(&mut errors, checked::identifier(&request.identifier));
    let mut options = GenOptions::new();
    if let Some(expire) = keep(&mut errors, checked::expire(number(&request.expire))) {
        options = options.expire(expire);
    }
    if let Some(text) = &request.userbuf {
        keep(&mut errors, checked::userbuf_len(text.len()));
        options = options.userbuf(text.as_bytes());
    }
    let room = request.room.as_ref().and_then(|asked| keep(&mut errors, asked.room()));
    let (Some((signing, key)), Some(sdkappid), []) = (key, sdkappid, errors.as_slice()) else {
        return Ok(json!({ "errors": errors }));
    };
    let verifier = Verifier::new(sdkappid, key.verifying())?;
    let signer = Signer::new(sdkappid, signing)?;
    let ticket = match (&request.room, &room) {
        (Some(asked), Some(room)) => {
            let may = Privileges::from_bits(asked.privileges);
            signer.gen_private_map_key(&request.identifier, room, may, &options)?
        }
        _ => signer.gen_sig_with(&request.identifier, &options)?,
    };
    // What the page shows is what a verifier reads, at the moment of issue: with expire 0 that is over at once.
    let issued_at = decode(&ticket)?.issued_at();
    let options = VerifyOptions::new().now(issued_at).userbuf(ExpectedUserbuf::Any);
    let verified = verifier.verify_with(&ticket, &request.identifier, &options)?;
    Ok(json!({ "fields": TicketJson::from(&verified), "ticket": ticket, "key": request.key.describe(&key) }))
}

/// What is not given is not looked at.
#[derive(Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct ExplainRequest {
    /// Whatever has a ticket or a code in it.
    ticket: String,
    key: Option<KeyBytes>,
    sdkappid: Option<String>,
    identifier: Option<String>,
    /// What the client shows.
    said: Option<String>,
}

/// The line of the page's checklist that an error belongs to.
const fn line(error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::NoKeyForVersion | ErrorCode::BadSignature => "signature",
        ErrorCode::SdkappidMismatch => "sdkappid",
        ErrorCode::IdentifierMismatch => "identifier",
        ErrorCode::Expired | ErrorCode::NotYetValid => "time",
        _ => "format",
    }
}

/// What is right and what is wrong with a ticket, line by line, all that was found, and what the codes mean. A userbuf of
/// any content is accepted and shown.
fn explain(request: &ExplainRequest) -> Result<Value> {
    let mut errors = Vec::new();
    let sdkappid = request.sdkappid.as_ref().and_then(|text| keep(&mut errors, checked::sdkappid(number(text))));
    let identifier = request.identifier.as_deref().filter(|text| keep(&mut errors, checked::identifier(text)).is_some());
    let key = request.key.as_ref().and_then(|key| Some((key, keep(&mut errors, key.recognise(Purpose::Check))?.verifying())));
    // The ticket's time is looked at even if nothing else is known.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let mut question = Question::new(request.ticket.as_bytes()).now(now);
    question = sdkappid.map_or(question.clone(), |sdkappid| question.sdkappid(sdkappid));
    question = identifier.map_or(question.clone(), |identifier| question.identifier(identifier));
    question = match &key {
        Some((_, VerifyingKey::Public(key))) => question.public_key(key),
        Some((bytes, _)) => question.secret(key_file::secret_text(&bytes.0)?),
        None => question,
    };
    let report = question.explain()?;
    let text = report.text().filter(|text| decode(text).is_ok()).unwrap_or_else(|| request.ticket.trim());
    let decoded = decode(text);
    let says = decoded.as_ref().ok().or_else(|| report.ticket());
    let any = VerifyOptions::new().now(now).userbuf(ExpectedUserbuf::Any);
    let verified = match (&key, sdkappid, identifier) {
        (Some((_, key)), Some(sdkappid), Some(identifier)) => {
            Some(Verifier::new(sdkappid, key.clone())?.verify_with(text, identifier, &any))
        }
        _ => None,
    };
    // The signature by itself: of a ticket that is for whom it says, at its time.
    let signature = decoded.as_ref().ok().zip(key.as_ref()).map(|(ticket, (_, key))| {
        let own = any.now(ticket.issued_at());
        Verifier::new(ticket.sdkappid(), key.clone()).and_then(|verifier| verifier.verify_with(text, ticket.identifier(), &own))
    });
    let found = |word: Word| report.findings().iter().any(|finding| finding.word() == word);
    let signature_found = report.findings().iter().any(|finding| line(finding.error()) == "signature");
    let checks = json!({
        "format": decoded.is_ok(),
        "signature": signature.map(|proven| proven.is_ok()).or_else(|| signature_found.then_some(false)),
        "sdkappid": says.zip(sdkappid).map(|(ticket, asked)| ticket.sdkappid() == asked),
        "identifier": says.zip(identifier).map(|(ticket, asked)| ticket.identifier() == asked),
        "time": says.map(|_| !found(Word::Expired) && !found(Word::IssuedLater)),
    });
    let error = verified.as_ref().map_or_else(|| decoded.as_ref().err(), |outcome| outcome.as_ref().err());
    // What the core's own sentence says, the page has in its language.
    let said = error.map_or("", |error| error.message().trim_start_matches("the "));
    let findings = report.findings().iter().filter_map(|finding| {
        let (code, english) = (finding.error(), finding.text(Language::English));
        (said.is_empty() || !english.contains(said)).then(|| {
            json!({ "word": finding.word().as_str(), "check": line(code), "code": code.word(), "en": english, "zh-CN": finding.text(Language::Chinese) })
        })
    });
    let fields =
        verified.as_ref().and_then(|ticket| ticket.as_ref().ok()).map(TicketJson::from).or_else(|| says.map(TicketJson::from));
    // A text that is looked up has no ticket to be wrong.
    let is_ticket = says.is_some() || !report.findings().is_empty();
    let code = |asked: bool| move |code: &ServiceCode| json!({ "code": code.code(), "asked": asked, "en": code.text(Language::English), "zh-CN": code.text(Language::Chinese) });
    let asked = lookup(request.said.as_deref().unwrap_or_default());
    let codes = asked.iter().map(code(true)).chain(report.codes().iter().map(code(!is_ticket)));
    Ok(json!({
        "errors": errors,
        "checks": is_ticket.then_some(checks),
        "error": error.filter(|_| is_ticket).map(|error| json!({ "check": line(error.code()), "code": error.code().word(), "message": error.message() })),
        "findings": findings.collect::<Vec<_>>(),
        "fields": fields,
        "ticket": report.text(),
        "codes": codes.collect::<Vec<_>>(),
    }))
}

objects!("an object": KeyRequest, GenerateRequest, RoomRequest, ExplainRequest);

/// What is no number is outside every range, which is what the range check then says.
fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or(i64::MIN)
}
