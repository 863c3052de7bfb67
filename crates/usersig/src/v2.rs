//! Version 2: JSON fields and signed text.

use crate::checked::MAX_UNIX_TIME;
use crate::error::{Error, FieldProblem, Result};
use crate::json::{Object, key};
use serde::Serialize;
use std::borrow::Cow;

/// What `TLS.ver` says.
pub(crate) const VER: &str = "2.0";

/// The signed fields, in the order of the signed text.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    pub(crate) identifier: Cow<'a, str>,
    pub(crate) sdkappid: u32,
    pub(crate) time: u64,
    pub(crate) expire: u32,
    /// As base64.
    pub(crate) userbuf: Option<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// Takes the fields and the signature out of a ticket's object, whose `TLS.ver` has been checked.
    pub(crate) fn read(object: &mut Object<'a>) -> Result<(Self, [u8; 32])> {
        let fields = Self {
            identifier: object.require_text(key::IDENTIFIER)?,
            sdkappid: crate::ticket::narrow(object.require_number(key::SDKAPPID, u64::from(u32::MAX))?),
            time: object.require_number(key::TIME, MAX_UNIX_TIME)?,
            expire: crate::ticket::narrow(object.require_number(key::EXPIRE, u64::from(u32::MAX))?),
            userbuf: object.take_text(key::USERBUF)?,
        };
        let mut buffer = [0; 36];
        let mac = object.require_signature(&mut buffer, FieldProblem::NotMac)?;
        let mac = <[u8; 32]>::try_from(mac).map_err(|_| Error::field("TLS.sig", FieldProblem::NotMac))?;
        Ok((fields, mac))
    }

    pub(crate) fn signed_text(&self) -> String {
        let mut text = String::with_capacity(128 + self.identifier.len() + self.userbuf.as_ref().map_or(0, |buf| buf.len()));
        let mut line = |key: &str, value: &str| {
            for part in [key, ":", value, "\n"] {
                text.push_str(part);
            }
        };
        line("TLS.identifier", &self.identifier);
        line("TLS.sdkappid", &self.sdkappid.to_string());
        line("TLS.time", &self.time.to_string());
        line("TLS.expire", &self.expire.to_string());
        if let Some(userbuf) = &self.userbuf {
            line("TLS.userbuf", userbuf);
        }
        text
    }

    /// The ticket's JSON with this base64 signature.
    pub(crate) fn to_json(&self, sig: &str) -> Result<Vec<u8>> {
        crate::json::write(&Json {
            ver: VER,
            identifier: &self.identifier,
            sdkappid: self.sdkappid,
            expire: self.expire,
            time: self.time,
            userbuf: self.userbuf.as_deref(),
            sig,
        })
    }
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(rename = "TLS.ver")]
    ver: &'a str,
    #[serde(rename = "TLS.identifier")]
    identifier: &'a str,
    #[serde(rename = "TLS.sdkappid")]
    sdkappid: u32,
    #[serde(rename = "TLS.expire")]
    expire: u32,
    #[serde(rename = "TLS.time")]
    time: u64,
    #[serde(rename = "TLS.userbuf", skip_serializing_if = "Option::is_none")]
    userbuf: Option<&'a str>,
    #[serde(rename = "TLS.sig")]
    sig: &'a str,
}
