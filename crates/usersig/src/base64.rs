//! The two alphabets of a ticket: Tencent's around it, the standard one in its fields.

use crate::error::{Error, ErrorCode, Result};
use base64::Engine;
use base64::alphabet::{Alphabet, Symbol};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;

/// Standard base64 with `+`, `/`, `=` replaced by `*`, `-`, `_`. Not RFC 4648 base64url.
pub(crate) const TENCENT: GeneralPurpose = {
    let padding = match Symbol::new(b'_') {
        Some(symbol) => symbol,
        None => unreachable!(),
    };
    let symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-";
    match Alphabet::new_with_padding(symbols, padding) {
        Ok(alphabet) => GeneralPurpose::new(&alphabet, CANONICAL),
        Err(_) => unreachable!(),
    }
};

/// Standard base64, canonical form only: full padding and no stray bits.
pub(crate) const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, CANONICAL);

const CANONICAL: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(false)
    .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
    .with_encode_padding(true);

/// Decodes a ticket's text behind what `bytes` holds.
pub(crate) fn decode_ticket(ticket: &str, bytes: &mut Vec<u8>) -> Result<()> {
    TENCENT.decode_vec(ticket, bytes).map_err(|_| Error::new(ErrorCode::MalformedBase64, describe_problem(ticket)))
}

/// Names the usual ways in which a ticket is damaged on its way.
fn describe_problem(ticket: &str) -> Cow<'static, str> {
    let is_standard = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let foreign = ticket.chars().enumerate().find(|(_, c)| !c.is_ascii_alphanumeric() && !"*-_".contains(*c));
    Cow::Borrowed(match foreign {
        _ if ticket.ends_with(['\n', '\r']) => {
            "the ticket ends with a line break, as texts copied from a page or read from a file do; trim it"
        }
        _ if ticket.contains(|c: char| c.is_ascii_whitespace()) => "the ticket holds white space; pass it exactly as it was made",
        _ if ticket.contains('%') => "the ticket is URL-encoded; decode the percent signs first",
        Some(_) if ticket.chars().all(is_standard) => {
            "the ticket uses the standard base64 alphabet; a UserSig has * - _ in place of + / ="
        }
        Some((place, c)) => {
            return Cow::Owned(format!(
                "character {} of the ticket (U+{:04X}) is not in Tencent's base64 (A-Z a-z 0-9 * - with _ as padding); \
                 compare it with the ticket that was made",
                place + 1,
                u32::from(c)
            ));
        }
        None => {
            "the ticket is not in Tencent's base64 (A-Z a-z 0-9 * - with _ as padding); it was changed or cut on its way, or made by \
             a faulty generator"
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_base64_is_named() {
        let good = TENCENT.encode(b"\xff\xef\xbe{}");
        assert!(good.contains('*') && good.contains('-') && good.ends_with('_'));
        for (ticket, named) in [
            (format!("{good}\n"), "line break"),
            (format!(" {good}"), "white space"),
            (good.replace('_', "%5F"), "URL-encoded"),
            (good.replace('*', "+").replace('-', "/").replace('_', "="), "standard base64 alphabet"),
            (format!("A+*{good}"), "character 2 of the ticket (U+002B)"),
            (format!("{good}票="), &format!("character {} of the ticket (U+7968)", good.len() + 1)),
            (good.trim_end_matches('_').to_owned(), "changed or cut on its way, or made by a faulty generator"),
        ] {
            let error = decode_ticket(&ticket, &mut Vec::new()).unwrap_err();
            assert_eq!(error.code(), ErrorCode::MalformedBase64);
            assert!(error.message().contains(named), "{named}: {error}");
        }
    }
}
