//! What a ticket says besides the identifier, as Java passes it to four native methods.

use crate::edge::Result;
use crate::text;
use jni::Env;
use jni::objects::{JByteArray, JLongArray, JObjectArray, JString};
use jni::refs::Reference;
use jni::sys::{jlong, jobject};
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

impl Options {
    /// The arrays of `io.usersig.GenOptions`, whose order is that of its constants.
    pub(crate) fn read(
        env: &mut Env<'_>,
        issued_at: jlong,
        numbers: &JLongArray<'_>,
        objects: &JObjectArray<'_>,
    ) -> Result<Self> {
        let mut given = [0; 3];
        numbers.get_region(env, 0, &mut given)?;
        let [expire, compression, strict] = given;
        let [userbuf, account_type, appid_at_3rd] = read_objects(env, objects)?;
        // SAFETY: a new reference; `GenOptions` puts bytes here.
        let userbuf = unsafe { JByteArray::from_raw(env, userbuf) };
        let v1_field = |field, check| {
            // SAFETY: a new reference; `GenOptions` puts a string here.
            let field = unsafe { JString::from_raw(env, field) };
            text::read_optional(env, &field, MAX_IDENTIFIER_LEN, check)
        };
        Ok(Self {
            expire: checked::expire(expire)?,
            issued_at: time(issued_at)?,
            userbuf: text::read_bytes(env, &userbuf)?,
            // The order of `io.usersig.Compression`.
            compression: match compression {
                1 => Compression::Fast,
                2 => Compression::None,
                _ => Compression::Default,
            },
            strict_identifier: strict != 0,
            account_type: v1_field(account_type, |bytes| checked::option_text("account_type", bytes))?,
            appid_at_3rd: v1_field(appid_at_3rd, |bytes| checked::option_text("appid_at_3rd", bytes))?,
        })
    }

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

/// New references to what is in the array; to nothing where there is none, as with most options.
fn read_objects<const N: usize>(env: &mut Env<'_>, objects: &JObjectArray<'_>) -> Result<[jobject; N]> {
    let mut out = [std::ptr::null_mut(); N];
    if !objects.is_null() {
        for (index, object) in out.iter_mut().enumerate() {
            *object = objects.get_element(env, index)?.into_raw();
        }
    }
    Ok(out)
}

/// A time that may be left to the system clock.
pub(crate) fn time(seconds: jlong) -> Result<Option<u64>> {
    if seconds == NOW { Ok(None) } else { Ok(Some(checked::unix_time(seconds)?)) }
}
