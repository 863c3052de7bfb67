//! What a ticket contains, field by field.

use crate::field::{Content, Field};
use crate::finding::Finding;
use crate::object::{Member, Value};
use crate::phrases as say;
use crate::room;
use crate::say::{Arg, Phrase};
use crate::sig::{self, Sig};
use crate::words::Word;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, FlushCompress};
use usersig::{MAX_UNIX_TIME, UntrustedTicket, inspect};

/// A ticket's fields, under whatever names they were found.
#[derive(Debug)]
pub(crate) struct Fields {
    pub(crate) v1: bool,
    /// In the order of the JSON.
    pub(crate) found: Vec<Found>,
    /// The JSON itself, for generators that sign it.
    pub(crate) json: Option<String>,
    pub(crate) identifier: Option<String>,
    pub(crate) sdkappid: Option<u32>,
    /// In seconds, whatever the ticket has.
    pub(crate) time: Option<u64>,
    pub(crate) expire: Option<u32>,
    pub(crate) userbuf: Option<Vec<u8>>,
    pub(crate) sig: Option<Sig>,
}

/// A field as it was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) field: Field,
    pub(crate) name: String,
    pub(crate) value: Value,
}

impl Fields {
    pub(crate) fn get(&self, field: Field) -> Option<&Found> {
        self.found.iter().find(|found| found.field == field)
    }

    /// The value as it is in a signed text.
    pub(crate) fn plain(&self, field: Field) -> Option<&str> {
        self.get(field)?.value.plain()
    }

    pub(crate) const fn version(&self) -> &'static str {
        if self.v1 { "v1 (ECDSA)" } else { "v2 (HMAC)" }
    }

    /// What the ticket says, read by the library itself from a ticket with these fields as they should have been.
    pub(crate) fn as_ticket(&self) -> Option<UntrustedTicket> {
        let text = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut members = Vec::new();
        let mut put = |field: Field, value: String| members.push(format!("\"{}\":{value}", field.name(self.v1)));
        put(Field::Identifier, text(self.identifier.as_deref()?));
        let number = |number: u64| if self.v1 { format!("\"{number}\"") } else { number.to_string() };
        put(Field::Sdkappid, number(u64::from(self.sdkappid?)));
        put(Field::Time, number(self.time?));
        put(Field::Expire, number(u64::from(self.expire?)));
        if let Some(userbuf) = &self.userbuf {
            put(Field::Userbuf, text(&STANDARD.encode(userbuf)));
        }
        if self.v1 {
            put(Field::AccountType, text(self.plain(Field::AccountType).unwrap_or("0")));
            if let Some(appid) = self.plain(Field::AppidAt3rd) {
                put(Field::AppidAt3rd, text(appid));
            }
            // The shortest signature that there is; nothing looks at it.
            put(Field::Sig, text("MAYCAQECAQE="));
        } else {
            put(Field::Ver, text("2.0"));
            put(Field::Sig, text(&STANDARD.encode([0; 32])));
        }
        let json = format!("{{{}}}", members.join(","));
        let mut stream = Vec::with_capacity(json.len() + 1024);
        Compress::new(Compression::fast(), true).compress_vec(json.as_bytes(), &mut stream, FlushCompress::Finish).ok()?;
        inspect(&STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_")).ok()
    }
}

/// Reads the fields and says what is wrong with each. `sig` is the signature where it is beside the content.
pub(crate) fn read(content: &Content, sig: Option<&str>) -> (Fields, Vec<Finding>) {
    let mut reader = Reader { findings: Vec::new(), lenient: sig.is_some() || matches!(content, Content::Lines(_)) };
    let mut found = reader.flatten(content.members());
    if let Some(sig) = sig {
        found.push(Found { field: Field::Sig, name: Field::Sig.name(false).to_owned(), value: Value::Text(sig.to_owned()) });
    }
    let v1 = is_v1(&found);
    let json = if let Content::Json(json, _) = content { Some(json.clone()) } else { None };
    let mut fields =
        Fields { v1, found, json, identifier: None, sdkappid: None, time: None, expire: None, userbuf: None, sig: None };
    reader.names(&fields);
    reader.version(&fields);
    reader.values(&mut fields);
    reader.signature(&mut fields);
    reader.room(&fields);
    (fields, reader.findings)
}

/// v1 has fields of its own, v2 the version.
fn is_v1(found: &[Found]) -> bool {
    let named = |name: &str| found.iter().any(|found| found.name == name);
    let has = |field| found.iter().any(|found| found.field == field);
    let ver = found.iter().find(|found| found.field == Field::Ver).and_then(|found| found.value.plain());
    if ver.is_some_and(|ver| ver.starts_with('2')) {
        return false;
    }
    let v1 = ["TLS.account_type", "TLS.appid_at_3rd", "TLS.sdk_appid", "TLS.expire_after"]
        .into_iter()
        .filter(|name| named(name))
        .count();
    let v2 = ["TLS.sdkappid", "TLS.expire", "TLS.ver"].into_iter().filter(|name| named(name)).count();
    // An empty object is what the library says it is.
    v1 > v2 || found.is_empty() || (v1 == v2 && (has(Field::AccountType) || has(Field::AppidAt3rd)))
}

struct Reader {
    findings: Vec<Finding>,
    /// What is no ticket's JSON lacks things for that reason.
    lenient: bool,
}

impl Reader {
    fn flatten(&mut self, members: &[Member]) -> Vec<Found> {
        let mut all: Vec<(String, &Value, Option<&str>)> =
            members.iter().map(|member| (member.name.clone(), &member.value, None)).collect();
        for member in members {
            if let Value::Object(inner) = &member.value {
                let prefix = if member.name.eq_ignore_ascii_case("TLS") { "TLS." } else { "" };
                all.extend(
                    inner.iter().map(|inner| (format!("{prefix}{}", inner.name), &inner.value, Some(member.name.as_str()))),
                );
            }
        }
        let mut found: Vec<Found> = Vec::new();
        let mut parents: Vec<Arg> = Vec::new();
        for (name, value, parent) in all {
            let Some(field) = Field::of(&name) else { continue };
            let exact = |name: &str| name == field.name(false) || name == field.name(true);
            let new = Found { field, name, value: value.clone() };
            match found.iter_mut().find(|found| found.field == field) {
                // Tencent's own name goes before others for the same.
                Some(before) if exact(&before.name) || !exact(&new.name) => continue,
                Some(before) => *before = new,
                None => found.push(new),
            }
            parents.extend(parent.map(Arg::from));
        }
        if !parents.is_empty() && !self.lenient {
            parents.dedup();
            self.findings.push(Finding::new(Word::NestedFields, [Arg::List(parents)]));
        }
        // A v2 ticket's version under the name that v1 has for something else.
        if !found.iter().any(|found| found.field == Field::Ver)
            && let Some(version) = found.iter_mut().find(|found| found.field == Field::Version)
            && version.value.plain().is_some_and(|value| value.starts_with("2.") || value == "2")
        {
            version.field = Field::Ver;
        }
        found
    }

    fn names(&mut self, fields: &Fields) {
        use Field::*;
        let wanted: &[Field] = if fields.v1 {
            &[AccountType, Identifier, Sdkappid, Time, Expire, Sig]
        } else {
            &[Ver, Identifier, Sdkappid, Time, Expire, Sig]
        };
        let mut renamed = Vec::new();
        let mut missing = Vec::new();
        for field in fields.found.iter().map(|found| found.field).chain(wanted.iter().copied()) {
            let name = field.name(fields.v1);
            match fields.get(field) {
                Some(found) if !name.is_empty() && found.name != name => {
                    let item = say::NAME_FOR.with([Arg::from(found.name.as_str()), name.into()]);
                    if !renamed.contains(&item) {
                        renamed.push(item);
                    }
                }
                None => missing.push(Arg::from(name)),
                Some(found) if found.value == Value::Text(String::new()) && field == Identifier => {
                    missing.push(say::IS_EMPTY.with([name.into()]));
                }
                Some(_) => {}
            }
        }
        missing.dedup();
        if self.lenient {
            return;
        }
        if !renamed.is_empty() {
            self.findings.push(Finding::new(Word::RenamedField, [Arg::List(renamed)]));
        }
        if !missing.is_empty() {
            self.findings.push(Finding::new(Word::MissingField, [Arg::List(missing)]));
        }
    }

    fn version(&mut self, fields: &Fields) {
        let Some(ver) = fields.get(Field::Ver) else { return };
        if !self.lenient && (fields.v1 || ver.value != Value::Text("2.0".to_owned())) {
            self.findings.push(Finding::new(Word::WrongVersion, [value(&ver.value)]));
        }
    }

    fn values(&mut self, fields: &mut Fields) {
        let mut wrong = Vec::new();
        let mut check = |field: Field, problem: Option<Phrase>| {
            if let Some(problem) = problem {
                wrong.push(problem.with([Arg::from(field.name(fields.v1))]));
            }
        };
        for field in [Field::AppidAt3rd, Field::AccountType, Field::Identifier, Field::Userbuf, Field::Sig] {
            let problem = match fields.get(field).map(|found| &found.value) {
                None => None,
                Some(Value::Text(text)) => {
                    // Line breaks in a userbuf and a signature have words of their own.
                    let wrapped = matches!(field, Field::Userbuf | Field::Sig);
                    let control = |c: char| (c < ' ' || c == '\u{7f}') && !(wrapped && matches!(c, '\r' | '\n'));
                    text.contains(control).then_some(say::HAS_CONTROL)
                }
                Some(Value::Number(_)) => Some(say::NUMBER_FOR_TEXT),
                Some(Value::Word(_)) => Some(say::WORD_FOR_TEXT),
                Some(_) => Some(say::NO_TEXT),
            };
            check(field, problem);
        }
        let (sdkappid, problem) = number(fields.get(Field::Sdkappid), u64::from(u32::MAX));
        check(Field::Sdkappid, problem);
        let sdkappid = sdkappid.and_then(|number| u32::try_from(number).ok());

        let mut units = Vec::new();
        let mut seconds = |field: Field, limit: u64| {
            let (number, problem) = number(fields.get(field), u64::MAX);
            let name = || Arg::from(field.name(fields.v1));
            let (number, unit) = match number {
                Some(number) if number > limit => match in_seconds(number, limit.min(FAR)) {
                    Some((number, unit)) => (Some(number), Some(unit)),
                    None => (None, None),
                },
                number => (number, None),
            };
            if let Some(unit) = unit {
                units.push(Finding::new(Word::Milliseconds, [name(), unit.into()]));
            }
            // One that is out of range and in no other unit.
            let beyond = problem.or_else(|| (number.is_none() && fields.get(field).is_some()).then_some(say::OUT_OF_RANGE));
            (number.filter(|number| *number <= MAX_UNIX_TIME), beyond)
        };
        let (time, problem) = seconds(Field::Time, MAX_UNIX_TIME);
        check(Field::Time, problem);
        let (expire, problem) = seconds(Field::Expire, u64::from(u32::MAX));
        check(Field::Expire, problem);
        let identifier = match fields.get(Field::Identifier).map(|found| &found.value) {
            Some(Value::Text(text) | Value::Number(text)) => Some(text.clone()),
            _ => None,
        };
        let mut userbuf = None;
        if let Some(text) = fields.plain(Field::Userbuf) {
            let one_line: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            userbuf = STANDARD.decode(&one_line).ok();
            if text.contains(['\r', '\n']) {
                units.push(Finding::new(Word::UserbufLineBreaks, []));
            }
            if userbuf.is_none() || (one_line != text && !text.contains(['\r', '\n'])) {
                check(Field::Userbuf, Some(say::NO_BASE64));
            }
        }
        // A moment that lies behind is one, too: nobody makes tickets for fifty years.
        const YEARS: u64 = 1_600_000_000;
        if let (Some(time), Some(moment)) = (time, expire)
            && moment >= YEARS.min(time.max(1_000_000_000))
            && moment <= time.saturating_add(YEARS)
        {
            let name = fields.get(Field::Expire).map_or("", |found| found.name.as_str());
            let year = 1970 + (time + moment) / 31_556_952;
            units.push(Finding::new(Word::AbsoluteExpire, [name.into(), moment.into(), year.into()]));
        }
        (fields.sdkappid, fields.time, fields.identifier, fields.userbuf) = (sdkappid, time, identifier, userbuf);
        fields.expire = expire.and_then(|number| u32::try_from(number).ok());
        if !wrong.is_empty() && !self.lenient {
            self.findings.push(Finding::new(Word::WrongType, [Arg::List(wrong)]));
        }
        self.findings.append(&mut units);
    }

    fn signature(&mut self, fields: &mut Fields) {
        if let Some(Found { value: Value::Text(text), .. }) = fields.get(Field::Sig) {
            let (sig, findings) = sig::read(text, fields.v1);
            fields.sig = sig;
            // Where it stands alone its encoding is nothing to mend.
            if !self.lenient {
                self.findings.extend(findings);
            }
        }
    }

    fn room(&mut self, fields: &Fields) {
        if let (Some(userbuf), Some(identifier), Some(sdkappid)) = (&fields.userbuf, &fields.identifier, fields.sdkappid) {
            let ends = fields.time.zip(fields.expire).map(|(time, expire)| time + u64::from(expire));
            let problems = room::problems(userbuf, identifier, sdkappid, ends);
            if !problems.is_empty() {
                self.findings.push(Finding::new(Word::PrivateMapKey, [Arg::List(problems)]));
            }
        }
    }
}

/// A value as JSON writes it.
fn value(value: &Value) -> Arg {
    match value {
        Value::Text(text) => Arg::Shown(format!("\"{}\"", crate::say::shown(text))),
        Value::Number(text) | Value::Word(text) => Arg::Shown(crate::say::shown(text)),
        Value::Object(_) => Arg::Shown("{…}".to_owned()),
        Value::Array(_) => Arg::Shown("[…]".to_owned()),
    }
}

/// A number as far as it can be read, and what is wrong with it.
fn number(found: Option<&Found>, limit: u64) -> (Option<u64>, Option<Phrase>) {
    let Some(found) = found else { return (None, None) };
    let (text, text_type) = match &found.value {
        Value::Number(text) => (text.as_str(), false),
        Value::Text(text) => (text.as_str(), true),
        Value::Word(_) => return (None, Some(say::WORD_FOR_NUMBER)),
        _ => return (None, Some(say::NO_NUMBER)),
    };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if digits {
        let number = text.parse().ok().filter(|number| *number <= limit);
        return (number, number.is_none().then_some(say::OUT_OF_RANGE));
    }
    // What it was meant to be, so that the rest can be looked at.
    let number = text.trim().parse::<f64>().ok().filter(|number| (0.0..1e18).contains(number));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = number.map(|number| number as u64).filter(|number| *number <= limit);
    let problem = match whole {
        None if text.starts_with('-') => say::OUT_OF_RANGE,
        None => say::NO_NUMBER,
        Some(_) if text_type => say::NOT_DECIMAL,
        Some(_) => say::FRACTION,
    };
    (whole, Some(problem))
}

/// The year 2106, beyond which no moment is meant.
const FAR: u64 = u32::MAX as u64;

/// A number in a unit that is too small, as seconds up to a limit.
fn in_seconds(number: u64, limit: u64) -> Option<(u64, Phrase)> {
    // The ticks of .NET count from the year 1, those of Windows from 1601; both are 100 ns.
    const NET: u64 = 621_355_968_000_000_000;
    const WINDOWS: u64 = 116_444_736_000_000_000;
    let units = [
        (NET, 10_000_000, say::TICKS),
        (WINDOWS, 10_000_000, say::TICKS),
        (0, 1_000_000_000, say::NANOSECONDS),
        (0, 1_000_000, say::MICROSECONDS),
        (0, 1000, say::MILLISECONDS),
    ];
    let seconds = |(start, scale, unit): (u64, u64, Phrase)| Some((number.checked_sub(start)? / scale, unit));
    // A moment of our time in one of them, or else a duration.
    let moment = units.into_iter().filter_map(seconds).find(|(seconds, _)| (946_684_800..=FAR).contains(seconds));
    moment.or(Some((number / 1000, say::MILLISECONDS))).filter(|(seconds, _)| *seconds <= limit)
}
