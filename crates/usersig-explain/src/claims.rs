//! What a ticket says besides what was asked for.

use crate::content::Fields;
use crate::finding::Finding;
use crate::letters::{Alphabet, decode};
use crate::phrases as say;
use crate::say::{Arg, Phrase};
use crate::time::{date, duration};
use crate::words::Word;

/// A ticket may be from this much later, as the library allows by itself.
const TOLERANCE: u64 = 300;

pub(crate) fn identifier(fields: &Fields, asked: &str) -> Option<Finding> {
    let own = fields.identifier.as_deref()?;
    if own == asked {
        return None;
    }
    let decoded = |text: &str| decode(text, Alphabet::Tencent).and_then(|bytes| String::from_utf8(bytes).ok());
    let squeezed = |text: &str| text.chars().filter(|c| !crate::letters::is_blank(*c)).collect::<String>();
    let unset = |text: &str| matches!(text, "undefined" | "null" | "NaN" | "None" | "nil" | "[object Object]" | "");
    let hint: Phrase = if unset(own) || unset(asked) {
        say::USER_UNSET
    } else if own.to_lowercase() == asked.to_lowercase() {
        say::USER_CASE
    } else if squeezed(own) == squeezed(asked) {
        say::USER_BLANK
    } else if decoded(own).as_deref() == Some(asked) || decoded(asked).as_deref() == Some(own) {
        say::USER_BASE64
    } else if own.trim_matches(['"', '\'']) == asked.trim_matches(['"', '\'']) {
        say::USER_QUOTES
    } else {
        say::NOT_SAID
    };
    let quoted = |text: &str| Arg::Shown(format!("`{}`", crate::say::shown(text)));
    Some(Finding::new(Word::OtherIdentifier, [quoted(own), quoted(asked), hint.into()]))
}

pub(crate) fn sdkappid(fields: &Fields, asked: u32) -> Option<Finding> {
    let own = fields.sdkappid?;
    (own != asked).then(|| Finding::new(Word::OtherSdkappid, [Arg::from(u64::from(own)), u64::from(asked).into()]))
}

pub(crate) fn time(fields: &Fields, now: u64) -> Option<Finding> {
    let (time, expire) = (fields.time?, u64::from(fields.expire?));
    if now > time + expire {
        return Some(Finding::new(
            Word::Expired,
            [duration(now - time - expire), date(time + expire), date(time), duration(expire)],
        ));
    }
    (time > now.saturating_add(TOLERANCE)).then(|| Finding::new(Word::IssuedLater, [duration(time - now), date(time)]))
}
