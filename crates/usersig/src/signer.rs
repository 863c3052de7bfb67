//! [`Signer`]: an SDKAppID and a signing key make tickets.

use crate::base64::STANDARD;
use crate::claims::{Claims, Frame, Signature, ZERO, signing_failed};
use crate::envelope::{self, Compression};
use crate::error::{Error, ErrorCode, Result};
use crate::key::SigningKey;
use crate::limits::{self, DEFAULT_EXPIRE, MAX_UNIX_TIME};
use crate::room::{PrivateMapKey, Privileges, Room};
use crate::time::{Seconds, UnixTime};
use crate::version::Version;
use base64::Engine;
use std::borrow::Cow;

/// Makes tickets for one application. Made once, shared by any number of threads.
#[derive(Clone, Debug)]
pub struct Signer {
    sdkappid: u32,
    key: SigningKey,
}

/// What a ticket says besides the identifier; the default is 180 days from now without a userbuf.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct GenOptions<'a> {
    // vocabulary: gen_fields
    expire: Option<Seconds>,
    userbuf: Option<&'a [u8]>,
    issued_at: Option<UnixTime>,
    strict_identifier: bool,
    account_type: Option<&'a str>,
    appid_at_3rd: Option<&'a str>,
    compression: Compression,
    // vocabulary: end
}

impl<'a> GenOptions<'a> {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) const fn has_issued_at(&self) -> bool {
        self.issued_at.is_some()
    }

    // vocabulary: gen_setters
    /// How long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds, or a
    /// [`Duration`](std::time::Duration) of whole seconds. With 0 it expires as soon as the clock moves on.
    pub fn expire(mut self, seconds: impl Into<Seconds>) -> Self {
        self.expire = Some(seconds.into());
        self
    }

    /// Bytes that the ticket carries and its signature covers. At most 8192 bytes.
    pub const fn userbuf(mut self, bytes: &'a [u8]) -> Self {
        self.userbuf = Some(bytes);
        self
    }

    /// When the ticket is issued; the present by default. 0 to 253402300799 in unix seconds, or a
    /// [`SystemTime`](std::time::SystemTime).
    pub fn issued_at(mut self, time: impl Into<UnixTime>) -> Self {
        self.issued_at = Some(time.into());
        self
    }

    /// Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9,
    /// _ and -.
    pub const fn strict_identifier(mut self, on: bool) -> Self {
        self.strict_identifier = on;
        self
    }

    /// TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    pub const fn account_type(mut self, text: &'a str) -> Self {
        self.account_type = Some(text);
        self
    }

    /// TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    /// applications that have one.
    pub const fn appid_at_3rd(mut self, text: &'a str) -> Self {
        self.appid_at_3rd = Some(text);
        self
    }

    /// How hard to compress.
    pub const fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }
    // vocabulary: end
}

/// Options that were checked, with the clock read: good for any number of tickets.
pub(crate) struct Terms<'a> {
    issued_at: u64,
    expire: u32,
    /// As base64.
    userbuf: Option<String>,
    compression: Compression,
    strict_identifier: bool,
    /// `TLS.account_type` and `TLS.appid_at_3rd`, which v1 alone has.
    v1_fields: Option<[Cow<'a, str>; 2]>,
}

impl Terms<'_> {
    /// The same for a ticket that is issued then.
    pub(crate) fn issued_at(&self, issued_at: u64) -> Result<Terms<'_>> {
        ends(issued_at, self.expire)?;
        let v1_fields = self.v1_fields.as_ref().map(|fields| fields.each_ref().map(|field| Cow::Borrowed(&**field)));
        Ok(Terms { issued_at, userbuf: self.userbuf.clone(), v1_fields, ..*self })
    }

    pub(crate) const fn expire(&self) -> u32 {
        self.expire
    }

    pub(crate) fn into_owned(self) -> Terms<'static> {
        Terms { v1_fields: self.v1_fields.map(|fields| fields.map(|field| field.into_owned().into())), ..self }
    }

    fn check(&self, identifier: &str) -> Result<()> {
        limits::identifier(identifier)?;
        if self.strict_identifier { limits::strict_identifier(identifier) } else { Ok(()) }
    }
}

impl Signer {
    /// A signer for the application `sdkappid`, 1 to 4294967295. An EC [`PrivateKey`](crate::PrivateKey) makes v1 tickets,
    /// a [`SecretKey`](crate::SecretKey) v2 tickets.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidSdkappid`] outside that range.
    pub fn new(sdkappid: impl Into<i64>, key: impl Into<SigningKey>) -> Result<Self> {
        Ok(Self { sdkappid: limits::sdkappid(sdkappid.into())?, key: key.into() })
    }

    /// The application.
    #[must_use]
    pub const fn sdkappid(&self) -> u32 {
        self.sdkappid
    }

    /// A ticket for this user (1 to 1024 bytes of UTF-8 without control characters), valid for 180 days from now.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidIdentifier`].
    pub fn gen_sig(&self, identifier: &str) -> Result<String> {
        self.gen_sig_with(identifier, &GenOptions::new())
    }

    /// A ticket for this user with everything settable.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidIdentifier`]; [`ErrorCode::InvalidExpire`] for an `expire` outside its range or in parts of a second,
    /// and where the ticket would outlast the year 9999; [`ErrorCode::InvalidUserbuf`] beyond 8192 bytes;
    /// [`ErrorCode::InvalidArgument`] for a time of issue outside its range and for v1 fields with a v2 key.
    pub fn gen_sig_with(&self, identifier: &str, options: &GenOptions<'_>) -> Result<String> {
        self.make(identifier, &self.terms(options)?)
    }

    /// Checks everything but the identifier.
    pub(crate) fn terms<'a>(&self, options: &GenOptions<'a>) -> Result<Terms<'a>> {
        let issued_at = UnixTime::or_now(options.issued_at)?;
        let expire = options.expire.map_or(Ok(DEFAULT_EXPIRE), Seconds::expire)?;
        ends(issued_at, expire)?;
        let v1_fields = match self.key.version() {
            Version::V1 => {
                let field = |name, text: Option<&'a str>| {
                    limits::option_text(name, ErrorCode::InvalidArgument, text.unwrap_or(ZERO).as_bytes()).map(Cow::Borrowed)
                };
                Some([field("account_type", options.account_type)?, field("appid_at_3rd", options.appid_at_3rd)?])
            }
            Version::V2 if options.account_type.is_some() || options.appid_at_3rd.is_some() => {
                return Err(Error::new(
                    ErrorCode::InvalidArgument,
                    "account_type and appid_at_3rd belong to v1 tickets; leave them out with a secret key",
                ));
            }
            Version::V2 => None,
        };
        Ok(Terms {
            issued_at,
            expire,
            userbuf: options.userbuf.map(encoded_userbuf).transpose()?,
            compression: options.compression,
            strict_identifier: options.strict_identifier,
            v1_fields,
        })
    }

    pub(crate) fn make(&self, identifier: &str, terms: &Terms<'_>) -> Result<String> {
        terms.check(identifier)?;
        let claims = self.claims(identifier, terms);
        let signature = self.key.sign(claims.signed_text().as_bytes());
        let json = claims.to_json(signature.text(&mut [0; Signature::MAX_TEXT])?)?;
        envelope::seal(&json, claims.version, terms.compression, str::to_owned)
    }

    /// What the tickets of a batch have in common.
    pub(crate) fn frame(&self, terms: &Terms<'_>) -> Result<Frame> {
        Frame::of(&self.claims("", terms))
    }

    /// Those of one block of a batch, which are signed together; `add` gets each.
    pub(crate) fn make_all<'i>(
        &self,
        block: impl Iterator<Item = Result<&'i str>>,
        terms: &Terms<'_>,
        frame: &Frame,
        mut add: impl FnMut(Result<&str>),
    ) {
        let identifiers: Vec<_> = block.map(|identifier| identifier.and_then(|text| terms.check(text).map(|()| text))).collect();
        let (mut texts, mut ends, mut json) = (Vec::new(), vec![0], Vec::new());
        for identifier in identifiers.iter().flatten() {
            frame.push_signed_text(identifier, &mut texts);
            ends.push(texts.len());
        }
        let texts: Vec<_> = ends.windows(2).map(|ends| &texts[ends[0]..ends[1]]).collect();
        let mut signatures = self.key.sign_all(&texts).into_iter();
        for identifier in identifiers {
            let sealed = identifier.and_then(|identifier| {
                let signature = signatures.next().ok_or_else(signing_failed)?;
                frame.write_json(identifier, signature.text(&mut [0; Signature::MAX_TEXT])?, &mut json)?;
                envelope::seal(&json, self.key.version(), terms.compression, |ticket| add(Ok(ticket)))
            });
            if let Err(error) = sealed {
                add(Err(error));
            }
        }
    }

    fn claims<'a>(&self, identifier: &'a str, terms: &'a Terms<'_>) -> Claims<'a> {
        Claims {
            version: self.key.version(),
            appid_at_3rd: terms.v1_fields.as_ref().map(|[_, appid_at_3rd]| Cow::Borrowed(&**appid_at_3rd)),
            account_type: terms.v1_fields.as_ref().map(|[account_type, _]| Cow::Borrowed(&**account_type)),
            identifier: Cow::Borrowed(identifier),
            sdkappid: self.sdkappid,
            time: terms.issued_at,
            expire: terms.expire,
            userbuf: terms.userbuf.as_deref().map(Cow::Borrowed),
        }
    }

    /// A TRTC PrivateMapKey: a ticket that lets this user into `room` with `privileges`. The clock is read once, so
    /// that the ticket and the permission in it end together.
    ///
    /// # Errors
    /// As [`gen_sig_with`](Self::gen_sig_with); [`ErrorCode::InvalidRoom`];
    /// [`ErrorCode::InvalidExpire`] where the permission would end after 2106-02-07, the last moment its 32 bits can name;
    /// [`ErrorCode::InvalidArgument`] where the options hold a userbuf of their own.
    pub fn gen_private_map_key(
        &self,
        identifier: &str,
        room: &Room,
        privileges: Privileges,
        options: &GenOptions<'_>,
    ) -> Result<String> {
        if options.userbuf.is_some() {
            return Err(Error::new(ErrorCode::InvalidArgument, "a PrivateMapKey is itself the userbuf; give no other"));
        }
        let terms = self.terms(options)?;
        let ends = terms.issued_at + u64::from(terms.expire);
        let userbuf = PrivateMapKey::to_userbuf(identifier, self.sdkappid, room, ends, privileges)?;
        self.make(identifier, &Terms { userbuf: Some(encoded_userbuf(&userbuf)?), ..terms })
    }
}

/// Refuses a ticket that no clock can be compared with.
fn ends(issued_at: u64, expire: u32) -> Result<()> {
    if issued_at + u64::from(expire) > MAX_UNIX_TIME {
        return Err(Error::new(ErrorCode::InvalidExpire, "the ticket would outlast the year 9999; shorten expire"));
    }
    Ok(())
}

fn encoded_userbuf(bytes: &[u8]) -> Result<String> {
    limits::userbuf_len(bytes.len())?;
    Ok(STANDARD.encode(bytes))
}
