//! A PrivateMapKey beside the ticket that carries it.

use crate::phrases as say;
use crate::say::Arg;
use usersig::{PrivateMapKey, Room};

/// What is wrong with a userbuf that was meant as a PrivateMapKey; nothing for any other.
pub(crate) fn problems(userbuf: &[u8], identifier: &str, sdkappid: u32, ends: Option<u64>) -> Vec<Arg> {
    if let Some(key) = PrivateMapKey::from_userbuf(userbuf) {
        // Whoever swaps the bytes of the numbers alone gets one that can be read.
        if key.sdkappid() == sdkappid.swap_bytes() && key.sdkappid() != sdkappid {
            return vec![say::BYTE_ORDER.into()];
        }
        let mut problems = Vec::new();
        if key.identifier() != identifier {
            problems.push(say::ROOM_IDENTIFIER.with([Arg::from(key.identifier()), identifier.into()]));
        }
        if key.sdkappid() != sdkappid {
            problems.push(say::ROOM_SDKAPPID.with([Arg::from(u64::from(key.sdkappid())), u64::from(sdkappid).into()]));
        }
        let wraps = |ends: u64| u32::try_from(ends & u64::from(u32::MAX)).is_ok_and(|ends| ends == key.expires_at());
        if let Some(ends) = ends.filter(|ends| !wraps(*ends)) {
            problems.push(say::ROOM_EXPIRY.with([Arg::from(u64::from(key.expires_at())), ends.into()]));
        }
        if matches!(key.room(), Room::Number(0)) {
            problems.push(say::ROOM_ZERO.into());
        }
        return problems;
    }
    // One that cannot be read: only where it begins as one does.
    let [version @ (0 | 1), high, low, rest @ ..] = userbuf else { return Vec::new() };
    let count = [*high, *low];
    let about = |text: &str| !text.is_empty() && rest.starts_with(text.as_bytes());
    let numbers = |order: fn(u32) -> [u8; 4]| rest.windows(4).any(|four| four == order(sdkappid));
    let (big, little) = (numbers(u32::to_be_bytes), numbers(u32::to_le_bytes));
    if !about(identifier) && !big && !little {
        return Vec::new();
    }
    let swapped = usize::from(u16::from_le_bytes(count));
    if (little && !big) || (swapped == identifier.len() && swapped != usize::from(u16::from_be_bytes(count))) {
        return vec![say::BYTE_ORDER.into()];
    }
    if usize::from(u16::from_be_bytes(count)) != identifier.len() && about(identifier) {
        return vec![say::ROOM_COUNT.with([Arg::from(usize::from(u16::from_be_bytes(count))), identifier.len().into()])];
    }
    let fixed = 3 + identifier.len() + 20;
    let kind = if *version == 0 { say::ROOM_LENGTH } else { say::ROOM_NAME_LENGTH };
    vec![kind.with([Arg::from(userbuf.len()), fixed.into()])]
}
