//! Which text, and which key, a signature does fit. The right text goes first; the rest is tried only when it fails.

use crate::content::Fields;
use crate::field::Field;
use crate::finding::Finding;
use crate::object::{Member, parse};
use crate::phrases as say;
use crate::recipe::{Recipe, recipes, separator};
use crate::say::{Arg, Phrase};
use crate::words::Word;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use usersig::PublicKey;
use usersig::checked::has_signed;
use zeroize::Zeroizing;

/// HMACs that are tried at most with the key that was given. One that it may have been changed into gets a few.
pub const MAX_MACS: usize = 256;
/// ECDSA verifications that are tried at most.
pub const MAX_VERIFICATIONS: usize = 32;

/// A text that was perhaps signed, and what would be wrong with that.
#[derive(Clone)]
struct Attempt {
    text: String,
    faults: Vec<Finding>,
}

/// Why the secret does not fit the signature; nothing where it does.
pub(crate) fn with_secret(fields: &Fields, mac: &[u8; 32], secret: &str, signed: Option<&str>) -> Vec<Finding> {
    let mut search = Search { mac, left: MAX_MACS };
    let right = Recipe::right(fields);
    let text = right.text(fields);
    let key = secret.as_bytes();
    if search.fits(key, &text) == Some(true) {
        return Vec::new();
    }
    let mended = Recipe { mended: true, ..right.clone() };
    if search.fits(key, &mended.text(fields)) == Some(true) {
        return Vec::new();
    }
    if let Some(findings) = search.other_keys(fields, secret, &text) {
        return findings;
    }
    let raw = raw_attempts(fields, &right, signed);
    // The usual two wrong texts, with the key changed as well.
    let no_end = of_recipe(&Recipe { last: false, ..right.clone() }, fields);
    let json = raw.iter().find(|attempt| is_signed_json(attempt)).cloned();
    for other in [no_end].into_iter().chain(json) {
        for (key, fault) in changed_keys(secret).into_iter().take(4) {
            if search.is_mac(&key, &other.text) {
                return [other.faults, vec![fault]].concat();
            }
        }
    }
    let mut seen: HashSet<String> = HashSet::from([text.clone()]);
    for attempt in raw.into_iter().chain(recipes(fields).into_iter().map(|recipe| of_recipe(&recipe, fields))) {
        if seen.insert(attempt.text.clone()) {
            match search.fits(key, &attempt.text) {
                Some(true) => return attempt.faults,
                Some(false) => {}
                None => break,
            }
        }
    }
    let guessed = ["", "undefined", "null", "None"].into_iter().find(|key| search.is_mac(key.as_bytes(), &text));
    let whose = match guessed {
        Some("") => say::EMPTY_KEY.into(),
        Some(key) => say::KEY_IS_TEXT.with([Arg::from(key)]),
        None => say::WHOSE_SECRET.into(),
    };
    vec![Finding::new(Word::OtherKey, [(MAX_MACS - search.left).into(), whose])]
}

/// The same for a public key.
pub(crate) fn with_public_key(fields: &Fields, sig: &[u8; 64], key: &PublicKey, signed: Option<&str>) -> Vec<Finding> {
    let fits = |text: &str| has_signed(key, text.as_bytes(), sig);
    let right = Recipe::right(fields);
    let text = right.text(fields);
    if fits(&text) {
        return Vec::new();
    }
    let mut seen: HashSet<String> = HashSet::from([text]);
    let mut raw = raw_attempts(fields, &right, signed);
    // The JSON as it is and in base64, and the values: the others are too rare for so few checks.
    let mut json = 0;
    raw.retain(|attempt| {
        let is_json = is_signed_json(attempt);
        json += usize::from(is_json);
        if is_json { json <= 3 } else { attempt.faults.iter().any(|fault| fault.word() == Word::ValuesOnly) }
    });
    let values = raw.iter().position(|attempt| !is_signed_json(attempt)).unwrap_or(raw.len());
    let late = raw.split_off(raw.len().min(values + 1));
    let all = raw.into_iter().chain(recipes(fields).into_iter().map(|recipe| of_recipe(&recipe, fields))).chain(late);
    let mut tried = 1;
    for attempt in all {
        if tried == MAX_VERIFICATIONS {
            break;
        }
        if seen.insert(attempt.text.clone()) {
            if fits(&attempt.text) {
                return attempt.faults;
            }
            tried += 1;
        }
    }
    vec![Finding::new(Word::OtherKey, [tried.into(), say::WHOSE_PAIR.into()])]
}

fn of_recipe(recipe: &Recipe, fields: &Fields) -> Attempt {
    Attempt { text: recipe.text(fields), faults: recipe.faults(fields) }
}

fn is_signed_json(attempt: &Attempt) -> bool {
    attempt.faults.iter().any(|fault| fault.word() == Word::SignedJson)
}

struct Search<'a> {
    mac: &'a [u8; 32],
    left: usize,
}

impl Search<'_> {
    /// `None` where enough was tried.
    fn fits(&mut self, key: &[u8], text: &str) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        Some(self.is_mac(key, text))
    }

    fn is_mac(&self, key: &[u8], text: &str) -> bool {
        mac_of(key, text) == Some(*self.mac)
    }

    fn is_hash(&self, parts: &[&str]) -> bool {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        hash.finalize().as_slice() == self.mac
    }

    /// The right text under other keys.
    fn other_keys(&self, fields: &Fields, secret: &str, text: &str) -> Option<Vec<Finding>> {
        for (key, fault) in changed_keys(secret) {
            if self.is_mac(&key, text) {
                return Some(vec![fault]);
            }
        }
        let no_end = text.trim_end_matches('\n');
        for text in [text, no_end] {
            if self.is_mac(text.as_bytes(), secret) {
                return Some(vec![Finding::new(Word::KeySwapped, [])]);
            }
        }
        let values = Recipe::right(fields).values(fields).concat();
        let hashes: [(&[&str], Phrase); 6] = [
            (&[text], say::THE_TEXT),
            (&[text, secret], say::TEXT_THEN_KEY),
            (&[secret, text], say::KEY_THEN_TEXT),
            (&[no_end, secret], say::TEXT_THEN_KEY),
            (&[&values, secret], say::TEXT_THEN_KEY),
            (&[secret, text, secret], say::KEY_THEN_TEXT),
        ];
        hashes
            .into_iter()
            .find(|(parts, _)| self.is_hash(parts))
            .map(|(_, phrase)| vec![Finding::new(Word::NoHmac, [Arg::from(phrase)])])
    }
}

fn mac_of(key: &[u8], text: &str) -> Option<[u8; 32]> {
    Some(Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(text).finalize().into_bytes().into())
}

/// The secret as it is changed on its way from the console.
fn changed_keys(secret: &str) -> Vec<(Zeroizing<Vec<u8>>, Finding)> {
    let mut keys = Vec::new();
    let mut add = |bytes: Vec<u8>, word: Word, phrase: Phrase| {
        keys.push((Zeroizing::new(bytes), Finding::new(word, [Arg::from(phrase)])));
    };
    if let Some(bytes) = crate::letters::unhex(secret) {
        add(bytes, Word::KeyDecoded, say::HEXADECIMAL);
    }
    if let Some(bytes) = crate::letters::decode(secret, crate::letters::Alphabet::UrlSafe) {
        add(bytes, Word::KeyDecoded, say::BASE64);
    }
    let mut text = |text: String, phrase: Phrase| add(text.into_bytes(), Word::KeyChanged, phrase);
    text(format!("{secret}\n"), say::KEY_LINE_BREAK);
    text(format!("{secret}\r\n"), say::KEY_LINE_BREAK);
    text(format!("\"{secret}\""), say::KEY_QUOTES);
    text(format!("'{secret}'"), say::KEY_QUOTES);
    if secret.chars().any(|c| c.is_ascii_lowercase()) {
        text(secret.to_ascii_uppercase(), say::KEY_UPPER);
    }
    if secret.chars().any(|c| c.is_ascii_uppercase()) {
        text(secret.to_ascii_lowercase(), say::KEY_LOWER);
    }
    text(format!("{secret} "), say::KEY_BLANK);
    text(format!(" {secret}"), say::KEY_BLANK);
    text(format!("\u{feff}{secret}"), say::KEY_BOM);
    text(STANDARD.encode(secret), say::KEY_BASE64);
    for len in [32, 63, secret.len() / 2, 16] {
        if let Some(cut) = secret.get(..len).filter(|cut| cut.len() < secret.len() && !cut.is_empty()) {
            text(cut.to_owned(), say::KEY_CUT);
        }
    }
    text([secret, secret].concat(), say::KEY_TWICE);
    text(secret.chars().rev().collect(), say::KEY_REVERSED);
    keys
}

fn signed_json(phrase: Phrase) -> Finding {
    Finding::new(Word::SignedJson, [Arg::from(phrase)])
}

/// Texts that are no lines of names and values.
fn raw_attempts(fields: &Fields, right: &Recipe, signed: Option<&str>) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let mut add = |text: String, fault: Finding| attempts.push(Attempt { text, faults: vec![fault] });
    if let Some(signed) = signed {
        add(signed.to_owned(), signed_json(say::JSON_IN_BASE64));
    }
    let jsons = jsons(fields);
    for json in &jsons {
        add(json.clone(), signed_json(say::THE_JSON));
        add(STANDARD.encode(json), signed_json(say::JSON_IN_BASE64));
    }
    if let Some(json) = jsons.first() {
        add(STANDARD.encode(json).replace('+', "*").replace('/', "-").replace('=', "_"), signed_json(say::JSON_IN_BASE64));
        add(URL_SAFE_NO_PAD.encode(json), signed_json(say::JSON_IN_BASE64));
        add(hex(json), signed_json(say::JSON_IN_HEX));
    }
    let text = right.text(fields);
    let values = right.values(fields);
    let values_only =
        |separator_text: &'static str| Finding::new(Word::ValuesOnly, [say::JOINED_BY.with([separator(separator_text)])]);
    let formula = Finding::new(Word::ValuesOnly, [Arg::from(say::VALUES_AND_BASE64)]);
    let concat = values.concat();
    add(concat.clone(), values_only(""));
    add(format!("{concat}{}", STANDARD.encode(&concat)), formula.clone());
    for between in ["\n", ",", "&", ":", "|", " ", ";", "-", "_", "."] {
        add(values.join(between), values_only(between));
    }
    add(format!("{}\n", values.join("\n")), values_only("\n"));
    let orders = [[0, 1, 3, 2], [1, 0, 2, 3], [1, 0, 3, 2]];
    for order in orders.into_iter().filter(|_| !fields.v1 && values.len() >= 4) {
        let mut other: String = order.iter().map(|index| values[*index].as_str()).collect();
        values[4..].iter().for_each(|value| other.push_str(value));
        add(other.clone(), values_only(""));
        add(format!("{other}{}", STANDARD.encode(&other)), formula.clone());
    }
    // No word of its own: the right text, encoded before it was signed.
    add(STANDARD.encode(&text), signed_json(say::TEXT_IN_BASE64));
    add(hex(&text), signed_json(say::TEXT_IN_HEX));
    attempts
}

fn hex(text: &str) -> String {
    text.bytes().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// The JSON without its signature, as usual serializers write it.
fn jsons(fields: &Fields) -> Vec<String> {
    let Some(json) = &fields.json else { return Vec::new() };
    let Some((members, _)) = parse(json) else { return Vec::new() };
    let mut jsons = vec![without_sig(json, &members)];
    let members: Vec<&Member> = members.iter().filter(|member| Field::of(&member.name) != Some(Field::Sig)).collect();
    let mut sorted = members.clone();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let written = |members: &[&Member], colon: &str, comma: &str| -> String {
        let items: Vec<String> = members
            .iter()
            .map(|member| {
                format!(
                    "\"{}\"{colon}{}",
                    member.name,
                    json[member.span.clone()].split_once(':').map_or("", |(_, value)| value.trim())
                )
            })
            .collect();
        format!("{{{}}}", items.join(comma))
    };
    jsons.push(written(&members, ":", ","));
    jsons.push(written(&members, ": ", ", "));
    jsons.push(written(&sorted, ":", ","));
    jsons.push(written(&sorted, ": ", ", "));
    jsons.dedup();
    jsons
}

/// The JSON with the member cut out, whatever else stands in it.
fn without_sig(json: &str, members: &[Member]) -> String {
    let Some(at) = members.iter().position(|member| Field::of(&member.name) == Some(Field::Sig)) else { return json.to_owned() };
    let span = &members[at].span;
    if at > 0 {
        [&json[..members[at - 1].span.end], &json[span.end..]].concat()
    } else if let Some(next) = members.get(at + 1) {
        [&json[..span.start], &json[next.span.start..]].concat()
    } else {
        [&json[..span.start], &json[span.end..]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::read;
    use crate::field::Content;

    /// Every text is tried once, and all that are thought of are within the bounds.
    #[test]
    fn everything_is_tried() {
        for (v1, userbuf) in [(false, ""), (false, r#""TLS.userbuf":"AAAA","#), (true, ""), (true, r#""TLS.userbuf":"AAAA","#)] {
            let json = if v1 {
                format!(
                    r#"{{"TLS.account_type":"0","TLS.identifier":"u","TLS.appid_at_3rd":"0","TLS.sdk_appid":"1","TLS.expire_after":"5","TLS.version":"2015",{userbuf}"TLS.time":"1700000000"}}"#
                )
            } else {
                format!(
                    r#"{{"TLS.ver":"2.0","TLS.identifier":"u","TLS.sdkappid":1,"TLS.expire":5,"TLS.time":1700000000,{userbuf}"TLS.sig":""}}"#
                )
            };
            let (fields, _) = read(&Content::read(&json).unwrap().0, None);
            let mut texts: HashSet<String> = recipes(&fields).iter().map(|recipe| recipe.text(&fields)).collect();
            if v1 {
                assert!(texts.len() <= MAX_VERIFICATIONS - 4, "{}", texts.len());
            } else {
                let right = Recipe::right(&fields);
                texts.extend(raw_attempts(&fields, &right, Some("signed")).into_iter().map(|attempt| attempt.text));
                assert!(texts.len() <= MAX_MACS && texts.contains(&right.text(&fields)), "{}", texts.len());
            }
        }
    }
}
