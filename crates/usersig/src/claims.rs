//! What a ticket claims, in both versions: read from its JSON, written as its signed text and as its JSON.

use crate::base64::STANDARD;
use crate::ecdsa::{MAX_DER_LEN, RawSignature, from_der, to_der};
use crate::error::{Error, ErrorCode, FieldProblem, Result};
use crate::json::{self, Key, Object};
use crate::limits::{MAX_IDENTIFIER_LEN, MAX_UNIX_TIME};
use crate::version::Version;
use base64::Engine;
use serde::Serialize;
use std::borrow::Cow;

/// What `TLS.ver` says of v2.
const VER: &str = "2.0";

/// What `TLS.account_type` and `TLS.appid_at_3rd` say in every ticket of today.
pub(crate) const ZERO: &str = "0";

/// A ticket's claims; a signature covers all of them.
#[derive(Debug)]
pub(crate) struct Claims<'a> {
    pub(crate) version: Version,
    /// Of v1 alone; very old tickets lack it.
    pub(crate) appid_at_3rd: Option<Cow<'a, str>>,
    /// Of v1 alone.
    pub(crate) account_type: Option<Cow<'a, str>>,
    pub(crate) identifier: Cow<'a, str>,
    pub(crate) sdkappid: u32,
    pub(crate) time: u64,
    pub(crate) expire: u32,
    /// As base64.
    pub(crate) userbuf: Option<Cow<'a, str>>,
}

/// A signature over the claims.
#[derive(Debug)]
pub(crate) enum Signature {
    V1(RawSignature),
    V2([u8; 32]),
}

impl Signature {
    /// The most characters of [`text`](Self::text).
    pub(crate) const MAX_TEXT: usize = MAX_DER_LEN.div_ceil(3) * 4;

    /// As a ticket's JSON has it.
    pub(crate) fn text<'a>(&self, buffer: &'a mut [u8; Self::MAX_TEXT]) -> Result<&'a str> {
        let mut der = [0; MAX_DER_LEN];
        let bytes = match self {
            Self::V1(raw) => to_der(raw, &mut der),
            Self::V2(mac) => Some(&mac[..]),
        };
        bytes
            .and_then(|bytes| STANDARD.encode_slice(bytes, buffer).ok())
            .and_then(|len| std::str::from_utf8(&buffer[..len]).ok())
            .ok_or_else(signing_failed)
    }
}

pub(crate) fn signing_failed() -> Error {
    Error::new(ErrorCode::Internal, "signing failed; this is a bug in usersig, please report it")
}

/// A claim as a ticket's JSON has it.
#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    String(&'a str),
    Number(u64),
    /// A number, as v1 writes it.
    #[serde(serialize_with = "as_string")]
    NumberAsString(u64),
}

fn as_string<S: serde::Serializer>(number: &u64, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// How a version is written.
struct Layout {
    sdkappid: Key,
    expire: Key,
    number: fn(u64) -> Value<'static>,
    /// The lines of the signed text, in their order.
    signed: &'static [Key],
    /// The fields of the JSON, in their order; the signature follows them.
    json: &'static [Key],
}

impl Layout {
    const fn of(version: Version) -> &'static Self {
        use Key::{
            AccountType, AppidAt3rd, Expire, ExpireAfter, Identifier, SdkAppid, Sdkappid, Time, Userbuf, Ver,
            Version as Generator,
        };
        match version {
            Version::V1 => &Self {
                sdkappid: SdkAppid,
                expire: ExpireAfter,
                number: Value::NumberAsString,
                signed: &[AppidAt3rd, AccountType, Identifier, SdkAppid, Time, ExpireAfter, Userbuf],
                json: &[AccountType, Identifier, AppidAt3rd, SdkAppid, ExpireAfter, Generator, Time, Userbuf],
            },
            Version::V2 => &Self {
                sdkappid: Sdkappid,
                expire: Expire,
                number: Value::Number,
                signed: &[Identifier, Sdkappid, Time, Expire, Userbuf],
                json: &[Ver, Identifier, Sdkappid, Expire, Time, Userbuf],
            },
        }
    }
}

impl<'a> Claims<'a> {
    /// Takes the claims and the signature out of a ticket's JSON; nothing about them is proven.
    pub(crate) fn read(json: &'a [u8]) -> Result<(Self, Signature)> {
        let mut object = Object::parse(json)?;
        let version = match object.text(Key::Ver)?.as_deref() {
            None => Version::V1,
            Some(VER) => Version::V2,
            Some(_) => {
                return Err(Error::new(
                    ErrorCode::UnsupportedVersion,
                    "the ticket's TLS.ver is neither absent (v1) nor \"2.0\"; this library may be older than the ticket's version",
                ));
            }
        };
        let (layout, is_v1) = (Layout::of(version), version == Version::V1);
        let claims = Self {
            version,
            appid_at_3rd: if is_v1 { object.text(Key::AppidAt3rd)? } else { None },
            account_type: if is_v1 { Some(object.required_text(Key::AccountType)?) } else { None },
            identifier: object.required_text(Key::Identifier)?,
            sdkappid: object.number(layout.sdkappid)?,
            time: object.number(Key::Time)?,
            expire: object.number(layout.expire)?,
            userbuf: object.text(Key::Userbuf)?,
        };
        let signature = if is_v1 {
            // Not signed and of no use, but a string where it stands.
            object.text(Key::Version)?;
            let mut buffer = [0; MAX_DER_LEN + 3];
            from_der(object.signature(&mut buffer, FieldProblem::NotDer)?)
                .map(Signature::V1)
                .ok_or_else(|| Error::field(Key::Sig.name(), FieldProblem::NotDer))?
        } else {
            let mac = object.signature(&mut [0; 36], FieldProblem::NotMac)?.try_into();
            Signature::V2(mac.map_err(|_| Error::field(Key::Sig.name(), FieldProblem::NotMac))?)
        };
        claims.check()?;
        Ok((claims, signature))
    }

    fn check(&self) -> Result<()> {
        if self.identifier.is_empty() {
            return Err(Error::field(Key::Identifier.name(), FieldProblem::Empty));
        }
        if self.identifier.len() > MAX_IDENTIFIER_LEN {
            return Err(Error::new(ErrorCode::TooLong, "the ticket's identifier is longer than 1024 bytes; no UserSig's is"));
        }
        // A ticket that ends after the last representable moment cannot be compared with a clock.
        if self.time.saturating_add(self.expire.into()) > MAX_UNIX_TIME {
            return Err(Error::field(Key::Time.name(), FieldProblem::OutOfRange));
        }
        Ok(())
    }

    fn value(&self, key: Key, layout: &Layout) -> Option<Value<'_>> {
        match key {
            Key::Ver => Some(Value::String(VER)),
            Key::Version => Some(Value::String("201512300000")),
            Key::AppidAt3rd => self.appid_at_3rd.as_deref().map(Value::String),
            Key::AccountType => self.account_type.as_deref().map(Value::String),
            Key::Identifier => Some(Value::String(&self.identifier)),
            Key::Sdkappid | Key::SdkAppid => Some((layout.number)(self.sdkappid.into())),
            Key::Time => Some((layout.number)(self.time)),
            Key::Expire | Key::ExpireAfter => Some((layout.number)(self.expire.into())),
            Key::Userbuf => self.userbuf.as_deref().map(Value::String),
            // It covers the claims and is none.
            Key::Sig => None,
        }
    }

    /// What is signed: a line for each claim.
    pub(crate) fn signed_text(&self) -> String {
        let mut text = String::with_capacity(256 + self.identifier.len() + self.userbuf.as_ref().map_or(0, |buf| buf.len()));
        self.push_lines(Layout::of(self.version).signed, &mut text);
        text
    }

    fn push_lines(&self, keys: &[Key], text: &mut String) {
        let layout = Layout::of(self.version);
        for &key in keys {
            let Some(value) = self.value(key, layout) else { continue };
            text.push_str(key.name());
            text.push(':');
            match value {
                Value::String(value) => text.push_str(value),
                Value::Number(number) | Value::NumberAsString(number) => {
                    text.push_str(itoa::Buffer::new().format(number));
                }
            }
            text.push('\n');
        }
    }

    /// The ticket's JSON with this base64 signature.
    pub(crate) fn to_json(&self, signature: &str) -> Result<Vec<u8>> {
        let layout = Layout::of(self.version);
        let fields = layout.json.iter().filter_map(|&key| Some((key.name(), self.value(key, layout)?)));
        json::write(fields.chain([(Key::Sig.name(), Value::String(signature))]))
    }
}

/// What the tickets of a batch have in common: their texts before and after the identifier.
pub(crate) struct Frame {
    signed: [String; 2],
    json: [String; 2],
}

impl Frame {
    /// That of these claims, with the empty identifier.
    pub(crate) fn of(claims: &Claims<'_>) -> Result<Self> {
        let mut signed = [String::new(), String::from("\n")];
        let lines = Layout::of(claims.version).signed;
        let (before, after) = lines.split_at(lines.iter().take_while(|key| **key != Key::Identifier).count());
        claims.push_lines(before, &mut signed[0]);
        signed[0].extend([Key::Identifier.name(), ":"]);
        claims.push_lines(after.get(1..).unwrap_or_default(), &mut signed[1]);
        let json = claims.to_json("")?;
        const EMPTY: &str = "\"TLS.identifier\":\"\"";
        // In a value there is a backslash before each quotation mark.
        let parts = std::str::from_utf8(&json).ok().and_then(|json| json.strip_suffix("\"}")?.split_once(EMPTY));
        let (before, after) = parts.ok_or_else(json::cannot_write)?;
        Ok(Self { signed, json: [format!("{before}\"TLS.identifier\":"), after.to_owned()] })
    }

    /// [`Claims::signed_text`] for this identifier, behind what there is.
    pub(crate) fn push_signed_text(&self, identifier: &str, text: &mut Vec<u8>) {
        for part in [&self.signed[0], identifier, &self.signed[1]] {
            text.extend_from_slice(part.as_bytes());
        }
    }

    /// [`Claims::to_json`] for this identifier, in place of what there was.
    pub(crate) fn write_json(&self, identifier: &str, signature: &str, json: &mut Vec<u8>) -> Result<()> {
        json.clear();
        json.extend_from_slice(self.json[0].as_bytes());
        json::write_text(identifier, json)?;
        for part in [&self.json[1], signature, "\"}"] {
            json.extend_from_slice(part.as_bytes());
        }
        Ok(())
    }
}
