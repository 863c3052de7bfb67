//! [`Verifier`]: an SDKAppID and the accepted keys turn a ticket into a [`Ticket`], or say why not.

use crate::envelope;
use crate::error::{Error, ErrorCode, Result};
use crate::key::VerifyingKey;
use crate::limits;
use crate::ticket::{Decoded, Ticket};
use crate::time::{Seconds, UnixTime};
use crate::version::Version;

/// How far in the future a ticket may have been issued where nothing else is set, in seconds.
const DEFAULT_FUTURE_TOLERANCE: u32 = 300;

/// Checks tickets of one application. Made once, shared by any number of threads.
///
/// It takes any number of keys of both kinds, for applications that rotate keys or switch between ECDSA and HMAC.
/// A ticket is tried with the keys that its version needs and never with others.
#[derive(Clone, Debug)]
#[must_use]
pub struct Verifier {
    sdkappid: u32,
    keys: Vec<VerifyingKey>,
    leeway: u32,
    future_tolerance: u32,
}

/// What the ticket's userbuf must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ExpectedUserbuf<'a> {
    /// There must be none.
    #[default]
    Absent,
    /// There must be one, of any content.
    Present,
    /// There must be one of exactly these bytes.
    Exactly(&'a [u8]),
    /// Anything, none included; read it from the [`Ticket`].
    Any,
}

/// How one ticket is checked; the default is the present moment and no userbuf.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct VerifyOptions<'a> {
    now: Option<UnixTime>,
    userbuf: ExpectedUserbuf<'a>,
}

impl<'a> VerifyOptions<'a> {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The moment to check for: unix seconds from 0 to 253402300799, or a [`SystemTime`](std::time::SystemTime); defaults to
    /// the present.
    pub fn now(mut self, time: impl Into<UnixTime>) -> Self {
        self.now = Some(time.into());
        self
    }

    /// What the ticket's userbuf must be; absent by default.
    pub const fn userbuf(mut self, expected: ExpectedUserbuf<'a>) -> Self {
        self.userbuf = expected;
        self
    }
}

impl Verifier {
    /// A verifier for the application `sdkappid`, 1 to 4294967295, with one key.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidSdkappid`] outside that range.
    pub fn new(sdkappid: impl Into<i64>, key: impl Into<VerifyingKey>) -> Result<Self> {
        Self::from_keys(sdkappid, [key.into()])
    }

    /// The same with any number of keys of both kinds, but at least one.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`ErrorCode::InvalidArgument`] without a key.
    pub fn from_keys(sdkappid: impl Into<i64>, keys: impl IntoIterator<Item = VerifyingKey>) -> Result<Self> {
        let sdkappid = limits::sdkappid(sdkappid.into())?;
        let keys = Vec::from_iter(keys);
        if keys.is_empty() {
            return Err(Error::new(
                ErrorCode::InvalidArgument,
                "a verifier needs at least one key; give it the application's public key or its secret key",
            ));
        }
        Ok(Self { sdkappid, keys, leeway: 0, future_tolerance: DEFAULT_FUTURE_TOLERANCE })
    }

    /// Accepts tickets of one more key.
    pub fn with_key(mut self, key: impl Into<VerifyingKey>) -> Self {
        self.keys.push(key.into());
        self
    }

    /// Accepts tickets up to so many seconds (0 to 86400) after their expiry; defaults to 0.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] beyond one day, and for a duration in parts of a second.
    pub fn with_leeway(mut self, seconds: impl Into<Seconds>) -> Result<Self> {
        self.leeway = seconds.into().leeway()?;
        Ok(self)
    }

    /// Accepts tickets issued up to so many seconds (0 to 86400) in the future, for clocks that disagree; defaults to 300.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] beyond one day, and for a duration in parts of a second.
    pub fn with_future_tolerance(mut self, seconds: impl Into<Seconds>) -> Result<Self> {
        self.future_tolerance = seconds.into().leeway()?;
        Ok(self)
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid
    }

    /// Checks that `ticket` is valid now for `identifier` and carries no userbuf. The call for a login: the user is known, and the
    /// ticket must be theirs.
    ///
    /// # Errors
    /// See [`verify_with`](Self::verify_with).
    pub fn verify(&self, ticket: &str, identifier: &str) -> Result<Ticket> {
        self.verify_with(ticket, identifier, &VerifyOptions::new())
    }

    /// Checks, in this order: the ticket's length, the arguments, decoding, fields, signature, SDKAppID, identifier, userbuf, time.
    /// Nothing that the ticket says is reported before its signature is proven.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidIdentifier`] and [`ErrorCode::InvalidArgument`] for unusable arguments; the codes 20 to 26 for a
    /// ticket that is empty, too long, malformed or of an unknown version; [`ErrorCode::NoKeyForVersion`],
    /// [`ErrorCode::BadSignature`], [`ErrorCode::SdkappidMismatch`], [`ErrorCode::IdentifierMismatch`],
    /// [`ErrorCode::UserbufMismatch`], [`ErrorCode::Expired`], [`ErrorCode::NotYetValid`] for one that is not valid.
    pub fn verify_with(&self, ticket: &str, identifier: &str, options: &VerifyOptions<'_>) -> Result<Ticket> {
        limits::ticket_len(ticket.len())?;
        limits::identifier(identifier)?;
        self.check(ticket, Some(identifier), options)
    }

    /// Who sent this `ticket`, which must be valid now and carry no userbuf: the returned [`Ticket`] says it. The call for a
    /// service that receives the ticket as the only proof of who its caller is. Where the user is known already, as in a login,
    /// [`verify`](Self::verify) is the call: a valid ticket of another user passes here.
    ///
    /// # Errors
    /// See [`authenticate_with`](Self::authenticate_with).
    pub fn authenticate(&self, ticket: &str) -> Result<Ticket> {
        self.authenticate_with(ticket, &VerifyOptions::new())
    }

    /// Checks everything that [`verify_with`](Self::verify_with) does but for whom the ticket was made, which the returned
    /// [`Ticket`] says.
    ///
    /// # Errors
    /// As [`verify_with`](Self::verify_with), without those about the identifier.
    pub fn authenticate_with(&self, ticket: &str, options: &VerifyOptions<'_>) -> Result<Ticket> {
        self.check(ticket, None, options)
    }

    fn check(&self, ticket: &str, identifier: Option<&str>, options: &VerifyOptions<'_>) -> Result<Ticket> {
        let now = UnixTime::or_now(options.now)?;
        envelope::open(ticket, |json| {
            let decoded = Decoded::parse(json)?;
            self.check_signature(&decoded)?;
            self.check_content(&decoded, identifier, options.userbuf)?;
            self.check_time(&decoded, now)?;
            Ok(decoded.into_verified())
        })
    }

    fn check_signature(&self, decoded: &Decoded<'_>) -> Result<()> {
        let text = decoded.claims.signed_text();
        let mut verdicts = self.keys.iter().filter_map(|key| key.verify(text.as_bytes(), &decoded.signature)).peekable();
        if verdicts.peek().is_none() {
            let problem = match decoded.claims.version {
                Version::V1 => {
                    "the ticket is v1 (ECDSA) and the verifier holds only secret keys; give it the application's public key as well"
                }
                Version::V2 => {
                    "the ticket is v2 (HMAC) and the verifier holds only public keys; give it the application's secret key as well"
                }
            };
            return Err(Error::new(ErrorCode::NoKeyForVersion, problem));
        }
        if verdicts.any(|proven| proven) {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::BadSignature,
            "the ticket's signature was not made by this application's key; compare the key and the SDKAppID of both sides",
        ))
    }

    fn check_content(&self, decoded: &Decoded<'_>, identifier: Option<&str>, userbuf: ExpectedUserbuf<'_>) -> Result<()> {
        if decoded.claims.sdkappid != self.sdkappid {
            return Err(Error::new(ErrorCode::SdkappidMismatch, "the ticket was made for another SDKAppID than the verifier's"));
        }
        if identifier.is_some_and(|expected| expected != decoded.claims.identifier) {
            return Err(Error::new(
                ErrorCode::IdentifierMismatch,
                "the ticket was made for another identifier than the one asked for",
            ));
        }
        let problem = match (userbuf, decoded.userbuf.as_deref()) {
            (ExpectedUserbuf::Any, _) | (ExpectedUserbuf::Absent, None) | (ExpectedUserbuf::Present, Some(_)) => return Ok(()),
            (ExpectedUserbuf::Exactly(expected), Some(actual)) if expected == actual => return Ok(()),
            (ExpectedUserbuf::Absent, Some(_)) => "the ticket carries a userbuf and none was expected; say so if any is welcome",
            (ExpectedUserbuf::Present | ExpectedUserbuf::Exactly(_), None) => {
                "the ticket carries no userbuf and one was expected"
            }
            (ExpectedUserbuf::Exactly(_), Some(_)) => "the ticket carries another userbuf than the one expected",
        };
        Err(Error::new(ErrorCode::UserbufMismatch, problem))
    }

    fn check_time(&self, decoded: &Decoded<'_>, now: u64) -> Result<()> {
        // No overflow: every term is at most MAX_UNIX_TIME.
        let expires_at = decoded.claims.time + u64::from(decoded.claims.expire);
        let last = expires_at + u64::from(self.leeway);
        if now > last {
            return Err(Error::new(
                ErrorCode::Expired,
                format!("the ticket expired {} s before the time it was checked for; make a new one", now - expires_at),
            ));
        }
        let lead = decoded.claims.time.saturating_sub(now);
        if lead > u64::from(self.future_tolerance) {
            return Err(Error::new(
                ErrorCode::NotYetValid,
                format!("the ticket was issued {lead} s after the time it was checked for; compare the clocks of both sides"),
            ));
        }
        Ok(())
    }
}
