//! [`Signer`]: an SDKAppID and a signing key make tickets.

use crate::checked::{self, DEFAULT_EXPIRE, MAX_UNIX_TIME, has_control};
use crate::ecdsa::{MAX_DER_LEN, to_der};
use crate::envelope::{self, Compression, STANDARD};
use crate::error::{Error, ErrorCode, Result};
use crate::key::SigningKey;
use crate::room::{PrivateMapKey, Privileges, Room};
use crate::ticket::Version;
use crate::{v1, v2};
use base64::Engine;
use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

/// Makes tickets for one application. Made once, shared by any number of threads.
#[derive(Clone, Debug)]
pub struct Signer {
    sdkappid: u32,
    key: SigningKey,
}

/// What a ticket says beside the identifier; the default is 180 days from now without a userbuf.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct GenOptions<'a> {
    expire: Option<u32>,
    issued_at: Option<u64>,
    userbuf: Option<&'a [u8]>,
    compression: Compression,
    strict_identifier: bool,
    account_type: Option<&'a str>,
    appid_at_3rd: Option<&'a str>,
}

impl<'a> GenOptions<'a> {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the ticket is valid, in seconds from its issue; 15552000 (180 days) where not given.
    /// With 0 it expires as soon as the clock moves on. The service itself takes at most ten years.
    pub const fn expire(mut self, seconds: u32) -> Self {
        self.expire = Some(seconds);
        self
    }

    /// When the ticket is issued, in unix seconds; the system clock's time where not given.
    pub const fn issued_at(mut self, unix_seconds: u64) -> Self {
        self.issued_at = Some(unix_seconds);
        self
    }

    /// Bytes that the ticket carries and its signature covers, at most 8192.
    pub const fn userbuf(mut self, bytes: &'a [u8]) -> Self {
        self.userbuf = Some(bytes);
        self
    }

    /// How hard to compress.
    pub const fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Also refuse identifiers that the service itself documents as invalid:
    /// longer than 32 bytes, or with anything but `A-Z a-z 0-9 _ -`. Off where not given.
    pub const fn strict_identifier(mut self, strict: bool) -> Self {
        self.strict_identifier = strict;
        self
    }

    /// `TLS.account_type` of a v1 ticket, `"0"` where not given. For applications from before 2016 only.
    pub const fn account_type(mut self, text: &'a str) -> Self {
        self.account_type = Some(text);
        self
    }

    /// `TLS.appid_at_3rd` of a v1 ticket, `"0"` where not given. For applications from before 2016 only.
    pub const fn appid_at_3rd(mut self, text: &'a str) -> Self {
        self.appid_at_3rd = Some(text);
        self
    }

    /// The same options with the present moment in place of an absent time of issue.
    pub(crate) fn at_once(self) -> Result<Self> {
        Ok(match self.issued_at {
            Some(_) => self,
            None => self.issued_at(now()?),
        })
    }
}

impl Signer {
    /// A signer for the application `sdkappid` (1 to 4294967295). An EC [`PrivateKey`](crate::PrivateKey) makes v1 tickets,
    /// a [`SecretKey`](crate::SecretKey) v2 tickets.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidSdkappid`] for 0.
    pub fn new(sdkappid: u32, key: impl Into<SigningKey>) -> Result<Self> {
        Ok(Self { sdkappid: checked::sdkappid(i64::from(sdkappid))?, key: key.into() })
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
    /// [`ErrorCode::InvalidIdentifier`]; [`ErrorCode::InvalidExpire`] where the ticket would outlast the year 9999;
    /// [`ErrorCode::InvalidUserbuf`] beyond 8192 bytes; [`ErrorCode::InvalidArgument`] for a time of issue after the year
    /// 9999 and for v1 fields with a v2 key.
    pub fn gen_sig_with(&self, identifier: &str, options: &GenOptions<'_>) -> Result<String> {
        let options = options.at_once()?;
        let issued_at = options.issued_at.unwrap_or_default();
        checked::identifier(identifier)?;
        if options.strict_identifier {
            checked::strict_identifier(identifier)?;
        }
        if issued_at > MAX_UNIX_TIME {
            return Err(Error::new(
                ErrorCode::InvalidArgument,
                "the time of issue is given in unix seconds (not milliseconds), from 0 to 253402300799",
            ));
        }
        let expire = options.expire.unwrap_or(DEFAULT_EXPIRE);
        if issued_at + u64::from(expire) > MAX_UNIX_TIME {
            return Err(Error::new(ErrorCode::InvalidExpire, "the ticket would outlast the year 9999; shorten expire"));
        }
        checked::userbuf_len(options.userbuf.map_or(0, <[u8]>::len))?;
        let userbuf = options.userbuf.map(|bytes| Cow::Owned(STANDARD.encode(bytes)));
        let (version, json) = match &self.key {
            SigningKey::Private(key) => {
                let fields = v1::Fields {
                    appid_at_3rd: Some(v1_field(options.appid_at_3rd)?),
                    account_type: v1_field(options.account_type)?,
                    identifier: Cow::Borrowed(identifier),
                    sdkappid: self.sdkappid,
                    time: issued_at,
                    expire,
                    userbuf,
                };
                let raw = key.sign(fields.signed_text().as_bytes());
                let mut buffer = [0; MAX_DER_LEN];
                let der = to_der(&raw, &mut buffer).ok_or_else(|| {
                    Error::new(ErrorCode::Internal, "signing failed; this is a bug in usersig, please report it")
                })?;
                (Version::V1, fields.to_json(&STANDARD.encode(der))?)
            }
            SigningKey::Secret(key) => {
                if options.account_type.is_some() || options.appid_at_3rd.is_some() {
                    return Err(Error::new(
                        ErrorCode::InvalidArgument,
                        "account_type and appid_at_3rd belong to v1 tickets; leave them out with a secret key",
                    ));
                }
                let fields = v2::Fields {
                    identifier: Cow::Borrowed(identifier),
                    sdkappid: self.sdkappid,
                    time: issued_at,
                    expire,
                    userbuf,
                };
                (Version::V2, fields.to_json(&STANDARD.encode(key.authenticate(fields.signed_text().as_bytes())))?)
            }
        };
        envelope::seal(&json, version, options.compression)
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
        let options = options.at_once()?;
        let expires_at = options
            .issued_at
            .unwrap_or_default()
            .checked_add(u64::from(options.expire.unwrap_or(DEFAULT_EXPIRE)))
            .and_then(|time| u32::try_from(time).ok())
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::InvalidExpire,
                    "a PrivateMapKey must end before 2106-02-07, the last moment its 32 bits can name; shorten expire",
                )
            })?;
        let userbuf = PrivateMapKey::to_userbuf(identifier, self.sdkappid, room, expires_at, privileges)?;
        self.gen_sig_with(identifier, &options.userbuf(&userbuf))
    }
}

/// The value of a v1 field that is `"0"` in every ticket of today.
fn v1_field(text: Option<&str>) -> Result<Cow<'_, str>> {
    let text = text.unwrap_or(v1::ZERO);
    checked::v1_field_len(text.len())?;
    if has_control(text) {
        return Err(Error::new(ErrorCode::InvalidArgument, checked::V1_FIELD));
    }
    Ok(Cow::Borrowed(text))
}

/// The system clock in unix seconds.
pub(crate) fn now() -> Result<u64> {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(|elapsed| elapsed.as_secs())
        .map_err(|_| Error::new(ErrorCode::Internal, "the system clock is before 1970; set the clock"))
}
