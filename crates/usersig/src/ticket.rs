//! What a ticket says: [`UntrustedTicket`] only decoded, [`Ticket`] verified.

use crate::base64::STANDARD;
use crate::claims::{Claims, Signature};
use crate::envelope;
use crate::error::{Error, ErrorCode, FieldProblem, Result};
use crate::json::Key;
use crate::limits::MAX_USERBUF_LEN;
use crate::room::PrivateMapKey;
use crate::version::Version;
use base64::Engine;
use std::fmt;
use std::ops::Deref;

/// What a ticket says; whether it is proven is the business of [`Ticket`] and [`UntrustedTicket`], which hold it.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketContent {
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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UntrustedTicket(TicketContent);

/// The content of a ticket whose signature, SDKAppID, userbuf and time were checked, and its identifier where one was expected.
///
/// Made by [`Verifier::verify`](crate::Verifier::verify) and [`Verifier::authenticate`](crate::Verifier::authenticate) alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticket(TicketContent);

impl Deref for UntrustedTicket {
    type Target = TicketContent;

    fn deref(&self) -> &TicketContent {
        &self.0
    }
}

impl Deref for Ticket {
    type Target = TicketContent;

    fn deref(&self) -> &TicketContent {
        &self.0
    }
}

impl TicketContent {
    /// The version of the ticket.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The application that the ticket is for.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid
    }

    /// The user that the ticket logs in.
    #[must_use]
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// When the ticket was made, in unix seconds.
    #[must_use]
    pub const fn issued_at(&self) -> u64 {
        self.issued_at
    }

    /// How long the ticket is valid from [`issued_at`](Self::issued_at), in seconds.
    #[must_use]
    pub const fn expire(&self) -> u32 {
        self.expire
    }

    /// The last unix second in which the ticket is valid.
    #[must_use]
    pub const fn expires_at(&self) -> u64 {
        // No overflow: the claims were checked to end before the year 10000.
        self.issued_at + self.expire as u64
    }

    /// The bytes that the ticket carries, where it carries any.
    #[must_use]
    pub fn userbuf(&self) -> Option<&[u8]> {
        self.userbuf.as_deref()
    }

    /// `TLS.account_type` of a v1 ticket, usually `"0"`; `None` for v2.
    #[must_use]
    pub fn account_type(&self) -> Option<&str> {
        self.account_type.as_deref()
    }

    /// `TLS.appid_at_3rd` of a v1 ticket, usually `"0"`; `None` for v2 and for very old tickets.
    #[must_use]
    pub fn appid_at_3rd(&self) -> Option<&str> {
        self.appid_at_3rd.as_deref()
    }

    /// The TRTC room permission that the userbuf is, made for this ticket's identifier and SDKAppID; `None` where there is
    /// no userbuf or it is something else.
    #[must_use]
    pub fn private_map_key(&self) -> Option<PrivateMapKey> {
        let key = PrivateMapKey::from_userbuf(self.userbuf.as_deref()?)?;
        (key.identifier() == self.identifier && key.sdkappid() == self.sdkappid).then_some(key)
    }
}

/// Shows no identifier and no userbuf, so that it can be logged.
impl fmt::Debug for TicketContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TicketContent")
            .field("version", &self.version)
            .field("sdkappid", &self.sdkappid)
            .field("issued_at", &self.issued_at)
            .field("expire", &self.expire)
            .finish_non_exhaustive()
    }
}

/// The JSON in a ticket as it stands there, not verified and not even looked at.
///
/// # Errors
/// The codes 20 to 23 of [`ErrorCode`], and [`ErrorCode::MalformedJson`] where it is not UTF-8.
pub fn ticket_json(ticket: &str) -> Result<String> {
    envelope::open(ticket, |json| {
        let text =
            std::str::from_utf8(json).map_err(|_| Error::new(ErrorCode::MalformedJson, "the ticket's content is not text"))?;
        Ok(text.to_owned())
    })
}

/// Decodes a ticket without verifying it.
///
/// # Errors
/// The codes 20 to 26 of [`ErrorCode`]: the ticket is empty, too long, malformed or of an unknown version.
pub fn inspect(ticket: &str) -> Result<UntrustedTicket> {
    envelope::open(ticket, |json| Decoded::parse(json).map(|decoded| UntrustedTicket(decoded.into_content())))
}

/// A ticket's claims and signature, borrowed from its JSON; nothing about it is proven.
pub(crate) struct Decoded<'a> {
    pub(crate) claims: Claims<'a>,
    pub(crate) signature: Signature,
    pub(crate) userbuf: Option<Vec<u8>>,
}

impl<'a> Decoded<'a> {
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self> {
        let (claims, signature) = Claims::read(json)?;
        let userbuf = claims.userbuf.as_deref().map(|text| STANDARD.decode(text)).transpose();
        let userbuf = userbuf.map_err(|_| Error::field(Key::Userbuf.name(), FieldProblem::NotBase64))?;
        if userbuf.as_ref().is_some_and(|bytes| bytes.len() > MAX_USERBUF_LEN) {
            return Err(Error::new(ErrorCode::TooLong, "the ticket's userbuf is longer than 8192 bytes; no UserSig's is"));
        }
        Ok(Self { claims, signature, userbuf })
    }

    /// For the verifier alone, once every check has passed.
    pub(crate) fn into_verified(self) -> Ticket {
        Ticket(self.into_content())
    }

    fn into_content(self) -> TicketContent {
        TicketContent {
            version: self.claims.version,
            sdkappid: self.claims.sdkappid,
            identifier: self.claims.identifier.into_owned(),
            issued_at: self.claims.time,
            expire: self.claims.expire,
            userbuf: self.userbuf,
            account_type: self.claims.account_type.map(Into::into),
            appid_at_3rd: self.claims.appid_at_3rd.map(Into::into),
        }
    }
}
