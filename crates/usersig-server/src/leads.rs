//! What most likely went wrong when a ticket was made, where one more look at it shows that. For people who ask about one
//! ticket, in the command and the console: a service that looked again at every refused ticket would work for strangers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use serde_json::{Map, Value};
use std::fmt;
use std::io::Read;
use usersig::{Error, ErrorCode, MAX_JSON_LEN, MAX_UNIX_TIME, VerifyingKey};

/// A mistake of the generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lead {
    /// The signature is over the two characters `\n` in place of each line break.
    EscapedLineBreaks,
    /// A time or a validity is in milliseconds.
    Milliseconds,
}

impl fmt::Display for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EscapedLineBreaks => {
                "the key is right, and the generator signs the two characters \\n in place of each line break (as PHP's single \
                 quotes leave them); the signed text must have real line breaks"
            }
            Self::Milliseconds => {
                "the number is probably in milliseconds, as JavaScript's clock gives them; it must be in seconds, so divide it by 1000"
            }
        })
    }
}

/// The lead for a ticket that was refused with `error`, when it was checked with `key` or only decoded.
#[must_use]
pub fn look(ticket: &str, error: &Error, key: Option<&VerifyingKey>) -> Option<Lead> {
    match (error.code(), error.field_name()) {
        (ErrorCode::BadSignature, _) => {
            key?.signed_instead(ticket, |text| text.replace('\n', "\\n")).then_some(Lead::EscapedLineBreaks)
        }
        (ErrorCode::MalformedField, Some(field @ ("TLS.time" | "TLS.expire" | "TLS.expire_after"))) => {
            let largest = if field == "TLS.time" { MAX_UNIX_TIME } else { u64::from(u32::MAX) };
            let number = match content(ticket)?.get(field)? {
                Value::Number(number) => number.as_u64()?,
                Value::String(text) => text.parse().ok()?,
                _ => return None,
            };
            (largest < number && number / 1000 <= largest).then_some(Lead::Milliseconds)
        }
        _ => None,
    }
}

/// The JSON in a ticket. The core has read it before, so that nothing is said of how it is written.
fn content(ticket: &str) -> Option<Map<String, Value>> {
    let base64 = ticket.replace('*', "+").replace('-', "/").replace('_', "=");
    let mut json = Vec::new();
    ZlibDecoder::new(STANDARD.decode(base64).ok()?.as_slice()).take(MAX_JSON_LEN as u64).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}
