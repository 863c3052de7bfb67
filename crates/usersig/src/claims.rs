//! What a ticket claims, in both versions: read from its JSON, written as its signed text and as its JSON.

use crate::ecdsa::{MAX_DER_LEN, RawSignature, from_der};
use crate::error::{Error, ErrorCode, FieldProblem, Result};
use crate::json::{self, Key, Object};
use crate::limits::{MAX_IDENTIFIER_LEN, MAX_UNIX_TIME};
use crate::version::Version;
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
        let layout = Layout::of(self.version);
        for &key in layout.signed {
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
        text
    }

    /// The ticket's JSON with this base64 signature.
    pub(crate) fn to_json(&self, signature: &str) -> Result<Vec<u8>> {
        let layout = Layout::of(self.version);
        let fields = layout.json.iter().filter_map(|&key| Some((key.name(), self.value(key, layout)?)));
        json::write(fields.chain([(Key::Sig.name(), Value::String(signature))]))
    }
}
