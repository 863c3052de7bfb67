//! An attacker who had a careless generator sign whatever he liked with our key, and presents the signature with other
//! JSON. Whatever verifies must say exactly what was signed.

use crate::{SDKAPPID, enc};
use arbitrary::Arbitrary;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use usersig::{ErrorCode, ExpectedUserbuf, MAX_IDENTIFIER_LEN, MAX_UNIX_TIME, MAX_USERBUF_LEN, Verifier, VerifyOptions, inspect};

/// What was signed. Official generators sign control characters in any of it.
#[derive(Arbitrary, Debug)]
pub struct Signed<'a> {
    pub identifier: &'a str,
    pub other_application: Option<u32>,
    pub time: u64,
    pub expire: u32,
    pub userbuf: Option<&'a [u8]>,
    /// For v1.
    pub account_type: Option<&'a str>,
    /// For v1; `None` leaves it out, as very old tickets do.
    pub appid_at_3rd: Option<&'a str>,
}

#[derive(Arbitrary, Debug)]
pub enum Edit<'a> {
    /// Another text in a field.
    Text { field: u8, text: &'a str },
    /// Any JSON, or none, in a field.
    Raw { field: u8, json: &'a str },
    Drop { field: u8 },
    Repeat { field: u8 },
    Swap { one: u8, other: u8 },
    Unknown { key: &'a str, json: &'a str },
    /// A number as its text, or a text without its quotation marks.
    OtherForm { field: u8 },
    /// Line breaks, or other white space, anywhere in a field.
    Wrap { at: u16, with: u8 },
    /// The signed text cut into fields in another way.
    Recut { picks: [u8; 7] },
    /// A byte of the finished JSON.
    Byte { at: u16, with: u8 },
}

/// The names and values of the signed text, in its order, and the fields that are not signed.
pub struct Layout {
    pub signed: Vec<(&'static str, String)>,
    /// Whether this field's value is a number in the JSON.
    pub number: fn(&str) -> bool,
    /// `TLS.ver` or `TLS.version`, as JSON.
    pub version: (&'static str, &'static str),
}

impl Signed<'_> {
    fn sdkappid(&self) -> u32 {
        self.other_application.unwrap_or(SDKAPPID)
    }

    fn userbuf(&self, fields: &mut Vec<(&'static str, String)>) {
        fields.extend(self.userbuf.map(|userbuf| ("TLS.userbuf", STANDARD.encode(userbuf))));
    }

    pub fn v1(&self) -> Layout {
        let mut signed = Vec::new();
        signed.extend(self.appid_at_3rd.map(|text| ("TLS.appid_at_3rd", text.to_owned())));
        signed.push(("TLS.account_type", self.account_type.unwrap_or("0").to_owned()));
        signed.push(("TLS.identifier", self.identifier.to_owned()));
        signed.push(("TLS.sdk_appid", self.sdkappid().to_string()));
        signed.push(("TLS.time", self.time.to_string()));
        signed.push(("TLS.expire_after", self.expire.to_string()));
        self.userbuf(&mut signed);
        Layout { signed, number: |_| false, version: ("TLS.version", "\"201512300000\"") }
    }

    pub fn v2(&self) -> Layout {
        let mut signed = vec![
            ("TLS.identifier", self.identifier.to_owned()),
            ("TLS.sdkappid", self.sdkappid().to_string()),
            ("TLS.time", self.time.to_string()),
            ("TLS.expire", self.expire.to_string()),
        ];
        self.userbuf(&mut signed);
        let number = |key: &str| matches!(key, "TLS.sdkappid" | "TLS.time" | "TLS.expire");
        Layout { signed, number, version: ("TLS.ver", "\"2.0\"") }
    }

    /// Whether a verifier of [`SDKAPPID`] must accept it, apart from the ticket's length.
    fn is_valid(&self, v1: bool) -> bool {
        let clean = |text: &str| !text.bytes().any(|byte| byte < 0x20 || byte == 0x7f);
        self.sdkappid() == SDKAPPID
            && (1..=MAX_IDENTIFIER_LEN).contains(&self.identifier.len())
            && clean(self.identifier)
            && self.time.checked_add(self.expire.into()).is_some_and(|end| end <= MAX_UNIX_TIME)
            && self.userbuf.is_none_or(|userbuf| userbuf.len() <= MAX_USERBUF_LEN)
            && (!v1 || (self.account_type.is_none_or(clean) && self.appid_at_3rd.is_none_or(clean)))
    }
}

fn signed_text(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(key, value)| format!("{key}:{value}\n")).collect()
}

/// Presents the signature of `signed` with edited JSON to `verifier` and checks the answer.
/// `sign` gives the `TLS.sig` of a text.
pub fn present(signed: &Signed<'_>, layout: &Layout, edits: &[Edit<'_>], verifier: &Verifier, sign: impl Fn(&str) -> String) {
    let text = signed_text(&layout.signed);
    let json_of = |key: &str, value: &str| {
        if (layout.number)(key) && value.parse::<u64>().is_ok() { value.to_owned() } else { Value::from(value).to_string() }
    };
    let mut fields: Vec<(String, String)> = vec![(layout.version.0.into(), layout.version.1.into())];
    fields.extend(layout.signed.iter().map(|(key, value)| ((*key).to_owned(), json_of(key, value))));
    fields.push(("TLS.sig".into(), Value::from(sign(&text)).to_string()));
    let mut bytes = Vec::new();
    for edit in edits {
        if fields.is_empty() {
            break;
        }
        let count = fields.len();
        let place = |field: &u8| usize::from(*field) % count;
        match edit {
            Edit::Text { field, text } => {
                let field = place(field);
                fields[field].1 = Value::from(*text).to_string();
            }
            Edit::Raw { field, json } => {
                let field = place(field);
                fields[field].1 = (*json).to_owned();
            }
            Edit::Drop { field } => drop(fields.remove(place(field))),
            Edit::Repeat { field } => fields.push(fields[place(field)].clone()),
            Edit::Swap { one, other } => {
                let (one, other) = (place(one), place(other));
                fields.swap(one, other);
            }
            Edit::Unknown { key, json } => fields.push(((*key).to_owned(), (*json).to_owned())),
            Edit::OtherForm { field } => {
                let json = &mut fields[usize::from(*field) % count].1;
                *json =
                    json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).map_or(format!("\"{json}\""), str::to_owned);
            }
            Edit::Wrap { at, with } => {
                let json = &mut fields[usize::from(*at) % count].1;
                let at = usize::from(*at) / count % (json.len() + 1);
                if json.is_char_boundary(at) {
                    json.insert_str(at, ["\\n", "\\r\\n", "\\r", " ", "\\t", "\\u000a"][usize::from(*with) % 6]);
                }
            }
            Edit::Recut { picks } => {
                if let Some(values) = recut(&text, &layout.signed, picks) {
                    for (key, value) in values {
                        if let Some(field) = fields.iter_mut().find(|field| field.0 == key) {
                            field.1 = json_of(key, value);
                        }
                    }
                }
            }
            Edit::Byte { at, with } => bytes.push((*at, *with)),
        }
    }
    let members: Vec<String> = fields.iter().map(|(key, json)| format!("{}:{json}", Value::from(key.as_str()))).collect();
    let mut json = format!("{{{}}}", members.join(",")).into_bytes();
    for (at, with) in bytes {
        let at = usize::from(at) % json.len();
        json[at] ^= with;
    }
    let ticket = enc(&json);

    let untouched = edits.is_empty();
    let untrusted = inspect(&ticket);
    let (identifier, now) = match &untrusted {
        Ok(untrusted) => (untrusted.identifier().to_owned(), untrusted.issued_at()),
        Err(_) => (signed.identifier.to_owned(), signed.time),
    };
    let options = VerifyOptions::new().now(now).userbuf(ExpectedUserbuf::Any);
    match verifier.verify_with(&ticket, &identifier, &options) {
        Ok(verified) => {
            // Exactly what was signed, field by field, and so the same signed text.
            assert_eq!(verified.identifier(), signed.identifier);
            assert_eq!(verified.sdkappid(), signed.sdkappid());
            assert_eq!((verified.issued_at(), verified.expire()), (signed.time, signed.expire));
            assert_eq!(verified.userbuf(), signed.userbuf);
            let v1 = layout.version.0 == "TLS.version";
            assert_eq!(verified.version() == usersig::Version::V1, v1);
            if v1 {
                assert_eq!(verified.account_type(), Some(signed.account_type.unwrap_or("0")));
                assert_eq!(verified.appid_at_3rd(), signed.appid_at_3rd);
            }
            assert!(signed.is_valid(v1));
            // What looking shows is the same as what verifying says.
            let untrusted = untrusted.unwrap();
            assert_eq!((untrusted.identifier(), untrusted.userbuf()), (verified.identifier(), verified.userbuf()));
            // The next second after its end it is refused, as it is for anybody else.
            let refused = |now, identifier: &str| {
                let options = VerifyOptions::new().now(now).userbuf(ExpectedUserbuf::Any);
                verifier.verify_with(&ticket, identifier, &options).unwrap_err().code()
            };
            if verified.expires_at() < MAX_UNIX_TIME {
                assert_eq!(refused(verified.expires_at() + 1, &identifier), ErrorCode::Expired);
            }
            let other = if identifier == "other" { "another" } else { "other" };
            assert_eq!(refused(now, other), ErrorCode::IdentifierMismatch);
        }
        Err(error) => {
            let v1 = layout.version.0 == "TLS.version";
            assert!(!(untouched && signed.is_valid(v1)) || error.code() == ErrorCode::TooLong, "{error}");
            if let Err(malformed) = &untrusted {
                let unusable = matches!(error.code(), ErrorCode::InvalidIdentifier | ErrorCode::InvalidArgument);
                assert!(error.code() == malformed.code() || unusable, "{error}");
            }
        }
    }
}

/// The values of the fields where each key is taken at another of its places in the text.
fn recut<'a>(text: &'a str, fields: &[(&'static str, String)], picks: &[u8; 7]) -> Option<Vec<(&'static str, &'a str)>> {
    let mut starts = Vec::new();
    let mut from = 0;
    for ((key, _), pick) in fields.iter().zip(picks) {
        let line = format!("{key}:");
        let places: Vec<usize> = text[from..]
            .match_indices(&line)
            .map(|(at, _)| from + at)
            .filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')
            .collect();
        let at = *places.get(usize::from(*pick) % places.len().max(1))?;
        from = at + line.len();
        starts.push((*key, at, from));
    }
    let ends = starts.iter().skip(1).map(|(_, at, _)| *at).chain([text.len()]);
    // Each value ends before the line break ahead of the next key.
    starts.iter().zip(ends).map(|((key, _, start), end)| Some((*key, text.get(*start..end.checked_sub(1)?)?))).collect()
}
