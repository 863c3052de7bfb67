//! The fields of a ticket: [`UntrustedTicket`] only decoded, [`Ticket`] verified.

use crate::checked::{MAX_IDENTIFIER_LEN, MAX_UNIX_TIME, MAX_USERBUF_LEN};
use crate::ecdsa::RawSignature;
use crate::envelope::STANDARD;
use crate::error::{Error, ErrorCode, FieldProblem, Result};
use crate::json::{Object, key};
use crate::room::PrivateMapKey;
use crate::{envelope, v1, v2};
use base64::Engine;
use std::fmt;

/// The version of a ticket, which decides how it is signed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Version {
    /// ECDSA over P-256 or secp256k1.
    V1,
    /// HMAC-SHA256.
    V2,
}

impl Version {
    /// `"1.0"` or `"2.0"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "1.0",
            Self::V2 => "2.0",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What both kinds of ticket say.
#[derive(Clone, PartialEq, Eq)]
struct Content {
    version: Version,
    sdkappid: u32,
    identifier: String,
    issued_at: u64,
    expire: u32,
    userbuf: Option<Vec<u8>>,
    account_type: Option<String>,
    appid_at_3rd: Option<String>,
}

/// The content of a ticket that was decoded and not verified: anybody may have made it.
///
/// Made by [`inspect`], for looking at. Nothing in this crate turns it into a [`Ticket`].
#[derive(Clone, PartialEq, Eq)]
pub struct UntrustedTicket(Content);

/// The content of a ticket whose signature, SDKAppID, userbuf and time were checked, and its identifier where one was expected.
///
/// Made by [`Verifier::verify`](crate::Verifier::verify) and [`Verifier::authenticate`](crate::Verifier::authenticate) alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket(Content);

macro_rules! content_getters {
    ($type:ident) => {
        impl $type {
            /// The version of the ticket.
            #[must_use]
            pub const fn version(&self) -> Version {
                self.0.version
            }

            /// The application that the ticket is for.
            #[must_use]
            pub const fn sdkappid(&self) -> u32 {
                self.0.sdkappid
            }

            /// The user that the ticket logs in.
            #[must_use]
            pub fn identifier(&self) -> &str {
                &self.0.identifier
            }

            /// When the ticket was made, in unix seconds.
            #[must_use]
            pub const fn issued_at(&self) -> u64 {
                self.0.issued_at
            }

            /// How long the ticket is valid from [`issued_at`](Self::issued_at), in seconds.
            #[must_use]
            pub const fn expire(&self) -> u32 {
                self.0.expire
            }

            /// The last unix second in which the ticket is valid.
            #[must_use]
            pub const fn expires_at(&self) -> u64 {
                self.0.issued_at.saturating_add(self.0.expire as u64)
            }

            /// The bytes that the ticket carries, where it carries any.
            #[must_use]
            pub fn userbuf(&self) -> Option<&[u8]> {
                self.0.userbuf.as_deref()
            }

            /// `TLS.account_type` of a v1 ticket, usually `"0"`; `None` for v2.
            #[must_use]
            pub fn account_type(&self) -> Option<&str> {
                self.0.account_type.as_deref()
            }

            /// `TLS.appid_at_3rd` of a v1 ticket, usually `"0"`; `None` for v2 and for very old tickets.
            #[must_use]
            pub fn appid_at_3rd(&self) -> Option<&str> {
                self.0.appid_at_3rd.as_deref()
            }

            /// The TRTC room permission that the userbuf is, made for this ticket's identifier and SDKAppID; `None` where there is
            /// no userbuf or it is something else.
            #[must_use]
            pub fn private_map_key(&self) -> Option<PrivateMapKey> {
                let key = PrivateMapKey::from_userbuf(self.0.userbuf.as_deref()?)?;
                (key.identifier() == self.0.identifier && key.sdkappid() == self.0.sdkappid).then_some(key)
            }
        }

        /// Shows no identifier and no userbuf, so that it can be logged.
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))
                    .field("version", &self.0.version)
                    .field("sdkappid", &self.0.sdkappid)
                    .field("issued_at", &self.0.issued_at)
                    .field("expire", &self.0.expire)
                    .finish_non_exhaustive()
            }
        }
    };
}

content_getters!(UntrustedTicket);
content_getters!(Ticket);

/// Decodes a ticket without verifying it.
///
/// # Errors
/// The codes 20 to 26 of [`ErrorCode`]: the ticket is empty, too long, malformed or of an unknown version.
pub fn inspect(ticket: &str) -> Result<UntrustedTicket> {
    envelope::open(ticket, |json| Decoded::parse(json).map(|decoded| UntrustedTicket(decoded.into_content())))
}

/// A ticket's fields and signature, borrowed from its JSON; nothing about it is proven.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) signed: Signed<'a>,
    pub(crate) userbuf: Option<Vec<u8>>,
}

/// What was signed, and the signature.
#[derive(Debug)]
pub(crate) enum Signed<'a> {
    V1(v1::Fields<'a>, RawSignature),
    V2(v2::Fields<'a>, [u8; 32]),
}

impl<'a> Decoded<'a> {
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self> {
        let mut object = Object::parse(json)?;
        let signed = if !object.has(key::VER) {
            let (fields, signature) = v1::Fields::read(&mut object)?;
            Signed::V1(fields, signature)
        } else if object.require_text(key::VER)? == v2::VER {
            let (fields, mac) = v2::Fields::read(&mut object)?;
            Signed::V2(fields, mac)
        } else {
            return Err(Error::new(
                ErrorCode::UnsupportedVersion,
                "the ticket's TLS.ver is neither absent (v1) nor \"2.0\"; this library may be older than the ticket's version",
            ));
        };
        let mut decoded = Self { signed, userbuf: None };
        decoded.check_bounds()?;
        decoded.userbuf = decoded.decode_userbuf()?;
        Ok(decoded)
    }

    pub(crate) const fn sdkappid(&self) -> u32 {
        match &self.signed {
            Signed::V1(fields, _) => fields.sdkappid,
            Signed::V2(fields, _) => fields.sdkappid,
        }
    }

    pub(crate) fn identifier(&self) -> &str {
        match &self.signed {
            Signed::V1(fields, _) => &fields.identifier,
            Signed::V2(fields, _) => &fields.identifier,
        }
    }

    pub(crate) const fn issued_at(&self) -> u64 {
        match &self.signed {
            Signed::V1(fields, _) => fields.time,
            Signed::V2(fields, _) => fields.time,
        }
    }

    /// The last second in which the ticket is valid; no overflow, since [`parse`](Self::parse) bounds both terms.
    pub(crate) const fn expires_at(&self) -> u64 {
        match &self.signed {
            Signed::V1(fields, _) => fields.time + fields.expire as u64,
            Signed::V2(fields, _) => fields.time + fields.expire as u64,
        }
    }

    fn check_bounds(&self) -> Result<()> {
        let identifier = self.identifier();
        if identifier.is_empty() {
            return Err(Error::field("TLS.identifier", FieldProblem::Empty));
        }
        if identifier.len() > MAX_IDENTIFIER_LEN {
            return Err(Error::new(ErrorCode::TooLong, "the ticket's identifier is longer than 1024 bytes; no UserSig's is"));
        }
        // A ticket that ends after the last representable moment cannot be compared with a clock.
        if self.expires_at() > MAX_UNIX_TIME {
            return Err(Error::field("TLS.time", FieldProblem::OutOfRange));
        }
        Ok(())
    }

    fn decode_userbuf(&self) -> Result<Option<Vec<u8>>> {
        let text = match &self.signed {
            Signed::V1(fields, _) => fields.userbuf.as_deref(),
            Signed::V2(fields, _) => fields.userbuf.as_deref(),
        };
        let Some(text) = text else { return Ok(None) };
        let bytes = STANDARD.decode(text).map_err(|_| Error::field("TLS.userbuf", FieldProblem::NotBase64))?;
        if bytes.len() > MAX_USERBUF_LEN {
            return Err(Error::new(ErrorCode::TooLong, "the ticket's userbuf is longer than 8192 bytes; no UserSig's is"));
        }
        Ok(Some(bytes))
    }

    /// For the verifier alone, once every check has passed.
    pub(crate) fn into_verified(self) -> Ticket {
        Ticket(self.into_content())
    }

    fn into_content(self) -> Content {
        match self.signed {
            Signed::V1(fields, _) => Content {
                version: Version::V1,
                sdkappid: fields.sdkappid,
                identifier: fields.identifier.into_owned(),
                issued_at: fields.time,
                expire: fields.expire,
                userbuf: self.userbuf,
                account_type: Some(fields.account_type.into_owned()),
                appid_at_3rd: fields.appid_at_3rd.map(Into::into),
            },
            Signed::V2(fields, _) => Content {
                version: Version::V2,
                sdkappid: fields.sdkappid,
                identifier: fields.identifier.into_owned(),
                issued_at: fields.time,
                expire: fields.expire,
                userbuf: self.userbuf,
                account_type: None,
                appid_at_3rd: None,
            },
        }
    }
}

/// A number whose range was checked against `u32::MAX` before.
pub(crate) fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
