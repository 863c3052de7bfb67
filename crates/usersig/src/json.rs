//! The JSON object of a ticket, read strictly: known keys at most once, no key twice, scalars as they were written.

use crate::base64::STANDARD;
use crate::error::{Error, ErrorCode, FieldProblem, Result};
use crate::limits::has_control;
use base64::{DecodeSliceError, Engine};
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Keys that no version defines are skipped, so that a new one does not break old verifiers; more than this many are refused.
const MAX_UNKNOWN_KEYS: usize = 16;

/// The keys of both versions, in the order of their places in [`Object`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Key {
    Ver,
    Identifier,
    Sdkappid,
    Expire,
    Time,
    Userbuf,
    Sig,
    AccountType,
    AppidAt3rd,
    SdkAppid,
    ExpireAfter,
    Version,
}

impl Key {
    const NAMES: [&str; 12] = [
        "TLS.ver",
        "TLS.identifier",
        "TLS.sdkappid",
        "TLS.expire",
        "TLS.time",
        "TLS.userbuf",
        "TLS.sig",
        "TLS.account_type",
        "TLS.appid_at_3rd",
        "TLS.sdk_appid",
        "TLS.expire_after",
        "TLS.version",
    ];

    pub(crate) const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A value as far as tickets know it.
#[derive(Debug)]
enum Value<'a> {
    String(Cow<'a, str>),
    Integer(u64),
    Other,
}

/// One JSON object with its known keys in place.
#[derive(Debug, Default)]
pub(crate) struct Object<'a> {
    values: [Option<Value<'a>>; Key::NAMES.len()],
}

impl<'a> Object<'a> {
    /// Reads exactly one object from exactly these bytes.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self> {
        let text = std::str::from_utf8(json).map_err(|_| malformed())?;
        serde_json::from_str(text).map_err(|_| malformed())
    }

    fn take(&mut self, key: Key) -> Option<Value<'a>> {
        self.values[key as usize].take()
    }

    /// A string without control characters, or `None` where the key is absent.
    pub(crate) fn text(&mut self, key: Key) -> Result<Option<Cow<'a, str>>> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) if has_control(&text) => Err(Error::field(key.name(), FieldProblem::Control)),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::field(key.name(), FieldProblem::NotString)),
        }
    }

    /// A string without control characters that must be there.
    pub(crate) fn required_text(&mut self, key: Key) -> Result<Cow<'a, str>> {
        self.text(key)?.ok_or_else(|| Error::field(key.name(), FieldProblem::Missing))
    }

    /// A number of this type that must be there: a JSON integer or its canonical decimal text, since other generators write
    /// either in both versions and sign the same text.
    pub(crate) fn number<T: TryFrom<u64>>(&mut self, key: Key) -> Result<T> {
        let fault = |problem| Error::field(key.name(), problem);
        let number: Option<u64> = match self.take(key) {
            None => return Err(fault(FieldProblem::Missing)),
            Some(Value::Integer(number)) => Some(number),
            Some(Value::String(text)) if is_canonical(&text) => text.parse().ok(),
            Some(_) => return Err(fault(FieldProblem::NotNumber)),
        };
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| fault(FieldProblem::OutOfRange))
    }

    /// The signature: a canonical base64 string that must be there, decoded into `buffer`. CR and LF are skipped: some encoders
    /// wrap lines, most of them with a line break at the end, and the signature is no part of the signed text.
    pub(crate) fn signature<'b>(&mut self, buffer: &'b mut [u8], problem: FieldProblem) -> Result<&'b [u8]> {
        const LINE_BREAKS: [char; 2] = ['\r', '\n'];
        let fault = |problem| Error::field(Key::Sig.name(), problem);
        let mut text = match self.take(Key::Sig) {
            None => return Err(fault(FieldProblem::Missing)),
            Some(Value::String(text)) => text,
            Some(_) => return Err(fault(FieldProblem::NotString)),
        };
        if text.contains(LINE_BREAKS) {
            text = Cow::Owned(text.replace(LINE_BREAKS, ""));
        }
        match STANDARD.decode_slice(text.as_bytes(), buffer) {
            Ok(len) => Ok(&buffer[..len]),
            Err(DecodeSliceError::OutputSliceTooSmall) => Err(fault(problem)),
            Err(_) => Err(fault(FieldProblem::NotBase64)),
        }
    }
}

/// Whether this is how a number is written in the signed text: no sign, blank, leading zero, exponent or fraction.
fn is_canonical(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() && (text == "0" || !text.starts_with('0'))
}

fn malformed() -> Error {
    Error::new(
        ErrorCode::MalformedJson,
        "the ticket does not hold exactly one JSON object in which no key stands twice; it was not made by a correct generator",
    )
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct ObjectVisitor;

        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
                let mut object = Object::default();
                let mut unknown: Vec<Cow<'de, str>> = Vec::new();
                while let Some(Text(name)) = map.next_key()? {
                    if let Some(index) = Key::NAMES.iter().position(|known| *known == name) {
                        if object.values[index].replace(map.next_value()?).is_some() {
                            return Err(A::Error::custom("duplicate key"));
                        }
                    } else {
                        if unknown.contains(&name) || unknown.len() == MAX_UNKNOWN_KEYS {
                            return Err(A::Error::custom("duplicate key, or too many"));
                        }
                        unknown.push(name);
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(object)
            }
        }

        deserializer.deserialize_map(ObjectVisitor)
    }
}

/// A string, borrowed from the input where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct ValueVisitor;

        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> std::result::Result<Self::Value, E> {
                Ok(Value::String(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> std::result::Result<Self::Value, E> {
                Ok(Value::String(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> std::result::Result<Self::Value, E> {
                Ok(Value::Integer(number))
            }

            fn visit_i64<E>(self, _: i64) -> std::result::Result<Self::Value, E> {
                Ok(Value::Other)
            }

            fn visit_f64<E>(self, _: f64) -> std::result::Result<Self::Value, E> {
                Ok(Value::Other)
            }

            fn visit_bool<E>(self, _: bool) -> std::result::Result<Self::Value, E> {
                Ok(Value::Other)
            }

            fn visit_unit<E>(self) -> std::result::Result<Self::Value, E> {
                Ok(Value::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Self::Value, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Value::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Value::Other)
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Writes an object of strings and numbers through a real serializer.
pub(crate) fn write(fields: impl Iterator<Item = (&'static str, impl Serialize)>) -> Result<Vec<u8>> {
    let mut json = Vec::with_capacity(512);
    serde_json::Serializer::new(&mut json).collect_map(fields).map_err(|_| cannot_write())?;
    Ok(json)
}

/// Writes a text as JSON behind what there is.
pub(crate) fn write_text(text: &str, json: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(json, text).map_err(|_| cannot_write())
}

pub(crate) fn cannot_write() -> Error {
    Error::new(ErrorCode::Internal, "the ticket's JSON could not be written; this is a bug in usersig, please report it")
}
