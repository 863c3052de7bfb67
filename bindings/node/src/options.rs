//! What a ticket says, as JavaScript passes it to every generating call.

use crate::convert::{Bytes, Text, integer};
use usersig::{Compression, ErrorCode, GenOptions, MAX_IDENTIFIER_LEN, MAX_USERBUF_LEN, checked};

pub type Identifier = Text<MAX_IDENTIFIER_LEN>;

// vocabulary: gen_more
/// The rarer options, in the order of `options.js`.
#[rustfmt::skip]
pub type More = (
    Option<Bytes<MAX_USERBUF_LEN>>,
    Option<bool>,
    Option<Identifier>,
    Option<Identifier>,
    Option<u32>,
);
// vocabulary: end

/// The core's options from what JavaScript gave.
pub(crate) fn options(issued_at: f64, expire: Option<f64>, more: Option<&More>) -> usersig::Result<GenOptions<'_>> {
    let mut options = GenOptions::new().issued_at(integer(issued_at));
    if let Some(seconds) = expire {
        options = options.expire(integer(seconds));
    }
    if let Some(more) = more {
        // vocabulary: gen_set
        if let Some(value) = &more.0 {
            options = options.userbuf(value.get(ErrorCode::InvalidUserbuf)?);
        }
        if let Some(value) = &more.1 {
            options = options.strict_identifier(*value);
        }
        if let Some(value) = &more.2 {
            let value = value.get(|bytes| checked::option_text("account_type", ErrorCode::InvalidArgument, bytes))?;
            options = options.account_type(value);
        }
        if let Some(value) = &more.3 {
            let value = value.get(|bytes| checked::option_text("appid_at_3rd", ErrorCode::InvalidArgument, bytes))?;
            options = options.appid_at_3rd(value);
        }
        if let Some(value) = &more.4 {
            options = options.compression(compression(*value));
        }
        // vocabulary: end
    }
    Ok(options)
}

/// The order of `COMPRESSIONS` in `signer.js`.
const fn compression(number: u32) -> Compression {
    match number {
        1 => Compression::Fast,
        2 => Compression::None,
        _ => Compression::Default,
    }
}
