//! What happened to a ticket on its way: the usual mistakes, recognised. A repair is offered and never made silently,
//! since the service will refuse the ticket as it is.

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use flate2::{Decompress, FlushDecompress, Status};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use usersig::{MAX_JSON_LEN, MAX_TICKET_LEN, UntrustedTicket, inspect};

/// What is recognised about a text that is no ticket.
#[derive(Debug, Default)]
pub(super) struct Diagnosis {
    /// What was done to the ticket, in the order in which it is undone.
    pub(super) mistakes: Vec<Mistake>,
    /// The ticket with all of that undone, where that gives one.
    pub(super) repaired: Option<(String, UntrustedTicket)>,
    /// The end of the ticket is missing.
    pub(super) cut: bool,
    /// What the text is instead of a ticket.
    pub(super) instead: Option<Instead>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mistake {
    /// Percent signs from a URL.
    UrlEncoded,
    /// Spaces, line breaks, invisible characters.
    WhiteSpace,
    /// Quotation marks around it.
    Quotes,
    /// `+ / =` in place of `* - _`.
    StandardAlphabet,
    /// `- _` in place of `* -`, and no padding: base64url of other libraries.
    UrlAlphabet,
    /// The padding at the end is gone.
    Padding,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Instead {
    Key,
    Secret,
    Json,
    Jwt,
}

/// Undoes a mistake; `None` where it was not made.
type Undo = fn(&str) -> Option<String>;

/// How each mistake is undone. The later ones say nothing about a text with the earlier ones.
const UNDO: [(Mistake, Undo); 4] = [
    (Mistake::UrlEncoded, percent_decoded),
    (Mistake::WhiteSpace, without_white_space),
    (Mistake::Quotes, without_quotes),
    (Mistake::StandardAlphabet, from_standard_alphabet),
];
/// Tried last, each alone, since they fit every text.
const GUESSES: [(Mistake, Undo); 2] = [(Mistake::Padding, padded), (Mistake::UrlAlphabet, from_url_alphabet)];

/// Texts are encoded twice, not ten times.
const ROUNDS: usize = 3;
/// Every byte of the longest ticket as %XX, twice, with room for quotes and line breaks.
const MAX_LEN: usize = 6 * MAX_TICKET_LEN;

/// Looks for the mistakes in a text that [`inspect`] refused.
pub(super) fn diagnose(text: &str) -> Diagnosis {
    let mut found = Diagnosis { instead: instead(text.trim()), ..Diagnosis::default() };
    if found.instead.is_some() || text.len() > MAX_LEN {
        return found;
    }
    let mut current = text.to_owned();
    for _ in 0..ROUNDS {
        for (mistake, undo) in UNDO {
            let Some(next) = undo(&current) else { continue };
            current = next;
            if !found.mistakes.contains(&mistake) {
                found.mistakes.push(mistake);
            }
            if let Ok(ticket) = inspect(&current) {
                found.repaired = Some((current, ticket));
                return found;
            }
        }
    }
    for (mistake, undo) in GUESSES {
        let Some(next) = undo(&current) else { continue };
        if let Ok(ticket) = inspect(&next) {
            found.mistakes.push(mistake);
            found.repaired = Some((next, ticket));
            return found;
        }
    }
    found.cut = is_cut(&current);
    found
}

fn instead(text: &str) -> Option<Instead> {
    let jwt = || text.starts_with("eyJ") && text.split('.').count() == 3;
    if text.contains("-----BEGIN") || text.contains("-----END") {
        Some(Instead::Key)
    } else if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Some(Instead::Secret)
    } else if text.starts_with('{') {
        Some(Instead::Json)
    } else {
        jwt().then_some(Instead::Jwt)
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    (decoded != text).then(|| decoded.into_owned())
}

fn without_white_space(text: &str) -> Option<String> {
    // The characters without width that pages and chat programs put into long words.
    let invisible =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.contains(invisible).then(|| text.chars().filter(|c| !invisible(*c)).collect())
}

fn without_quotes(text: &str) -> Option<String> {
    let trimmed = text.trim_matches(|c| "\"'`“”‘’«»「」,;\\".contains(c));
    (trimmed.len() < text.len()).then(|| trimmed.to_owned())
}

fn from_standard_alphabet(text: &str) -> Option<String> {
    text.contains(['+', '/', '=']).then(|| text.replace('+', "*").replace('/', "-").replace('=', "_"))
}

fn from_url_alphabet(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['_', '=']);
    let tencent = text.replace('-', "*").replace('_', "-");
    Some(padded(&tencent).unwrap_or(tencent))
}

fn padded(text: &str) -> Option<String> {
    let missing = text.len().wrapping_neg() % 4;
    (1..=2).contains(&missing).then(|| format!("{text}{}", "_".repeat(missing)))
}

/// True where the text is the beginning of a ticket: what is there inflates, and the end of the stream is missing.
fn is_cut(text: &str) -> bool {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let standard = text.trim_end_matches('_').replace('*', "+").replace('-', "/");
    // A single character of the last four holds no whole byte.
    let whole = if standard.len() % 4 == 1 { standard.len() - 1 } else { standard.len() };
    let Some(Ok(bytes)) = standard.get(..whole).map(|text| LENIENT.decode(text)) else { return false };
    if bytes.len() < 2 {
        return false;
    }
    let mut zlib = Decompress::new(true);
    let mut json = Vec::with_capacity(MAX_JSON_LEN);
    let outcome = zlib.decompress_vec(&bytes, &mut json, FlushDecompress::None);
    matches!(outcome, Ok(Status::Ok | Status::BufError)) && usize::try_from(zlib.total_in()).is_ok_and(|read| read == bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use usersig::{GenOptions, SecretKey, Signer};

    fn ticket() -> String {
        let secret = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap();
        let signer = Signer::new(1_400_000_000, secret).unwrap();
        // One with each of the three characters.
        (1_600_000_000..)
            .map(|time| signer.gen_sig_with("xiaojun", &GenOptions::new().issued_at(time)).unwrap())
            .find(|ticket| ["*", "-", "_"].iter().all(|symbol| ticket.contains(symbol)) && ticket.matches('_').count() == 1)
            .unwrap()
    }

    /// Checks what is recognised, and that undoing it gives the ticket back.
    #[track_caller]
    fn recognised(damaged: &str, expected: &[Mistake]) {
        assert!(inspect(damaged).is_err());
        let found = diagnose(damaged);
        assert_eq!(found.mistakes, expected);
        assert_eq!(found.repaired.unwrap().0, ticket());
        assert!(!found.cut && found.instead.is_none());
    }

    #[test]
    fn every_mistake_alone_and_together() {
        use Mistake::*;
        let ticket = ticket();
        let url = ticket.replace('*', "%2A").replace('-', "%2D").replace('_', "%5F");
        let standard = ticket.replace('-', "/").replace('*', "+").replace('_', "=");
        recognised(&url, &[UrlEncoded]);
        recognised(&url.replace("%2A", "%2a"), &[UrlEncoded]);
        recognised(&url.replace('%', "%25"), &[UrlEncoded]);
        recognised(&format!(" {ticket}\n"), &[WhiteSpace]);
        recognised(&format!("{}\r\n {}", &ticket[..40], &ticket[40..]), &[WhiteSpace]);
        recognised(&format!("{}\u{200b}{}", &ticket[..40], &ticket[40..]), &[WhiteSpace]);
        recognised(&format!("\"{ticket}\""), &[Quotes]);
        recognised(&format!("“{ticket}”,"), &[Quotes]);
        recognised(&standard, &[StandardAlphabet]);
        recognised(ticket.trim_end_matches('_'), &[Padding]);
        recognised(&standard.trim_end_matches('=').replace('+', "-").replace('/', "_"), &[UrlAlphabet]);
        recognised(&format!("\"{url}\"\n"), &[UrlEncoded, WhiteSpace, Quotes]);
        recognised(
            &format!("%22{}%22", standard.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")),
            &[UrlEncoded, Quotes, StandardAlphabet],
        );
    }

    #[test]
    fn a_cut_ticket_is_not_a_changed_one() {
        let ticket = ticket();
        for len in 8..ticket.len() - 1 {
            let found = diagnose(&ticket[..len]);
            assert!(found.cut && found.repaired.is_none(), "{len}");
        }
        assert!(diagnose(&format!("%20{}", &ticket[..100])).cut);
        for at in [0, 1, 10] {
            let mut changed = ticket.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(!diagnose(std::str::from_utf8(&changed).unwrap()).cut, "{at}");
        }
        for nothing in ["", "a", "hello world", "登录", "%", "%%%", "____"] {
            let found = diagnose(nothing);
            assert!(!found.cut && found.repaired.is_none(), "{nothing}");
        }
    }

    #[test]
    fn other_things_are_named() {
        let named = |text: &str| diagnose(text).instead;
        assert_eq!(named("-----BEGIN PRIVATE KEY-----\nMIGH"), Some(Instead::Key));
        assert_eq!(named("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e\n"), Some(Instead::Secret));
        assert_eq!(named("{\"TLS.ver\":\"2.0\"}"), Some(Instead::Json));
        assert_eq!(named("eyJhbGciOiJIUzI1NiJ9.e30.abc"), Some(Instead::Jwt));
        assert_eq!(named("eJyrVg"), None);
    }

    #[test]
    fn long_texts_are_left_alone() {
        assert!(diagnose(&"%20".repeat(MAX_LEN)).mistakes.is_empty());
    }
}
