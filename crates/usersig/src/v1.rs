//! Version 1: JSON fields and signed text.

use crate::checked::MAX_UNIX_TIME;
use crate::ecdsa::{MAX_DER_LEN, RawSignature, from_der};
use crate::error::{Error, FieldProblem, Result};
use crate::json::{Object, key};
use serde::Serialize;
use std::borrow::Cow;

/// What `TLS.account_type` and `TLS.appid_at_3rd` say in every ticket of today.
pub(crate) const ZERO: &str = "0";

/// The signed fields, in the order of the signed text.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    /// Very old tickets lack it.
    pub(crate) appid_at_3rd: Option<Cow<'a, str>>,
    pub(crate) account_type: Cow<'a, str>,
    pub(crate) identifier: Cow<'a, str>,
    pub(crate) sdkappid: u32,
    pub(crate) time: u64,
    pub(crate) expire: u32,
    /// As base64.
    pub(crate) userbuf: Option<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// Takes the fields and the signature out of a ticket's object.
    pub(crate) fn read(object: &mut Object<'a>) -> Result<(Self, RawSignature)> {
        let fields = Self {
            appid_at_3rd: object.take_text(key::APPID_AT_3RD)?,
            account_type: object.require_text(key::ACCOUNT_TYPE)?,
            identifier: object.require_text(key::IDENTIFIER)?,
            sdkappid: crate::ticket::narrow(object.require_number(key::SDK_APPID, u64::from(u32::MAX))?),
            time: object.require_number(key::TIME, MAX_UNIX_TIME)?,
            expire: crate::ticket::narrow(object.require_number(key::EXPIRE_AFTER, u64::from(u32::MAX))?),
            userbuf: object.take_text(key::USERBUF)?,
        };
        // Not signed and of no use, but a string where it stands.
        object.take_text(key::VERSION)?;
        let mut buffer = [0; MAX_DER_LEN + 3];
        let der = object.require_signature(&mut buffer, FieldProblem::NotDer)?;
        let signature = from_der(der).ok_or_else(|| Error::field("TLS.sig", FieldProblem::NotDer))?;
        Ok((fields, signature))
    }

    pub(crate) fn signed_text(&self) -> String {
        let mut text = String::with_capacity(256 + self.identifier.len() + self.userbuf.as_ref().map_or(0, |buf| buf.len()));
        let mut line = |key: &str, value: &str| {
            for part in [key, ":", value, "\n"] {
                text.push_str(part);
            }
        };
        if let Some(appid_at_3rd) = &self.appid_at_3rd {
            line("TLS.appid_at_3rd", appid_at_3rd);
        }
        line("TLS.account_type", &self.account_type);
        line("TLS.identifier", &self.identifier);
        line("TLS.sdk_appid", &self.sdkappid.to_string());
        line("TLS.time", &self.time.to_string());
        line("TLS.expire_after", &self.expire.to_string());
        if let Some(userbuf) = &self.userbuf {
            line("TLS.userbuf", userbuf);
        }
        text
    }

    /// The ticket's JSON with this base64 signature.
    pub(crate) fn to_json(&self, sig: &str) -> Result<Vec<u8>> {
        crate::json::write(&Json {
            account_type: &self.account_type,
            identifier: &self.identifier,
            appid_at_3rd: self.appid_at_3rd.as_deref(),
            sdk_appid: &self.sdkappid.to_string(),
            expire_after: &self.expire.to_string(),
            version: "201512300000",
            time: &self.time.to_string(),
            userbuf: self.userbuf.as_deref(),
            sig,
        })
    }
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(rename = "TLS.account_type")]
    account_type: &'a str,
    #[serde(rename = "TLS.identifier")]
    identifier: &'a str,
    #[serde(rename = "TLS.appid_at_3rd", skip_serializing_if = "Option::is_none")]
    appid_at_3rd: Option<&'a str>,
    #[serde(rename = "TLS.sdk_appid")]
    sdk_appid: &'a str,
    #[serde(rename = "TLS.expire_after")]
    expire_after: &'a str,
    #[serde(rename = "TLS.version")]
    version: &'a str,
    #[serde(rename = "TLS.time")]
    time: &'a str,
    #[serde(rename = "TLS.userbuf", skip_serializing_if = "Option::is_none")]
    userbuf: Option<&'a str>,
    #[serde(rename = "TLS.sig")]
    sig: &'a str,
}
