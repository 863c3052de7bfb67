//! What a ticket says besides the identifier, as Java passes it to three native methods.

use crate::edge::Result;
use crate::text;
use jni::Env;
use jni::objects::{JByteArray, JString};
use jni::sys::{jboolean, jint, jlong};
use usersig::checked::{self, MAX_IDENTIFIER_LEN};
use usersig::{Compression, GenOptions};

/// Stands for "now" where a time is passed; no `Instant` holds so early a second.
pub(crate) const NOW: jlong = jlong::MIN;

/// The options, owned.
pub(crate) struct Options {
    expire: u32,
    issued_at: Option<u64>,
    userbuf: Option<Vec<u8>>,
    compression: Compression,
    strict_identifier: bool,
    account_type: Option<String>,
    appid_at_3rd: Option<String>,
}

/// The options, as Java passes them.
pub(crate) struct JavaOptions<'a, 'l> {
    pub(crate) expire: jlong,
    pub(crate) issued_at: jlong,
    pub(crate) userbuf: &'a JByteArray<'l>,
    pub(crate) compression: jint,
    pub(crate) strict_identifier: jboolean,
    pub(crate) account_type: &'a JString<'l>,
    pub(crate) appid_at_3rd: &'a JString<'l>,
}

impl JavaOptions<'_, '_> {
    pub(crate) fn read(&self, env: &Env<'_>) -> Result<Options> {
        let v1_field = |field| text::read_optional(env, field, MAX_IDENTIFIER_LEN, checked::v1_field_text);
        Ok(Options {
            expire: checked::expire(self.expire)?,
            issued_at: time(self.issued_at)?,
            userbuf: text::read_bytes(env, self.userbuf)?,
            // The order of `io.usersig.Compression`.
            compression: match self.compression {
                1 => Compression::Fast,
                2 => Compression::None,
                _ => Compression::Default,
            },
            strict_identifier: self.strict_identifier,
            account_type: v1_field(self.account_type)?,
            appid_at_3rd: v1_field(self.appid_at_3rd)?,
        })
    }
}

impl Options {
    pub(crate) fn borrow(&self) -> GenOptions<'_> {
        let mut options =
            GenOptions::new().expire(self.expire).compression(self.compression).strict_identifier(self.strict_identifier);
        if let Some(time) = self.issued_at {
            options = options.issued_at(time);
        }
        if let Some(userbuf) = &self.userbuf {
            options = options.userbuf(userbuf);
        }
        if let Some(text) = &self.account_type {
            options = options.account_type(text);
        }
        if let Some(text) = &self.appid_at_3rd {
            options = options.appid_at_3rd(text);
        }
        options
    }
}

/// A time that may be left to the system clock.
pub(crate) fn time(seconds: jlong) -> Result<Option<u64>> {
    if seconds == NOW { Ok(None) } else { Ok(Some(checked::unix_time(seconds)?)) }
}
