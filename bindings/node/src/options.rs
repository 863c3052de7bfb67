//! What a ticket says, as JavaScript passes it to every generating call.

use crate::convert::{Bytes, Text, integer};
use usersig::{Compression, ErrorCode, GenOptions, MAX_IDENTIFIER_LEN, MAX_USERBUF_LEN, checked};

pub type Identifier = Text<MAX_IDENTIFIER_LEN>;

/// The rarer options: userbuf, strict identifier, compression (0 default, 1 fast, 2 none), account type, appid at 3rd.
pub type More = (Option<Bytes<MAX_USERBUF_LEN>>, bool, u32, Option<Identifier>, Option<Identifier>);

/// The core's options from what JavaScript gave.
pub(crate) fn options(issued_at: f64, expire: Option<f64>, more: Option<&More>) -> usersig::Result<GenOptions<'_>> {
    let mut options = GenOptions::new().issued_at(integer(issued_at));
    if let Some(seconds) = expire {
        options = options.expire(integer(seconds));
    }
    if let Some((userbuf, strict, compression, account_type, appid_at_3rd)) = more {
        let compression = match compression {
            1 => Compression::Fast,
            2 => Compression::None,
            _ => Compression::Default,
        };
        options = options.strict_identifier(*strict).compression(compression);
        if let Some(userbuf) = userbuf {
            options = options.userbuf(userbuf.get(ErrorCode::InvalidUserbuf)?);
        }
        if let Some(text) = account_type {
            options = options.account_type(text.get(|bytes| checked::option_text("account_type", bytes))?);
        }
        if let Some(text) = appid_at_3rd {
            options = options.appid_at_3rd(text.get(|bytes| checked::option_text("appid_at_3rd", bytes))?);
        }
    }
    Ok(options)
}
