//! The text that is signed, and the ways in which generators get it wrong. A [`Recipe`] differs from the right one in some
//! respects, and each difference is a mistake with a word of its own.

use crate::content::Fields;
use crate::field::Field;
use crate::finding::Finding;
use crate::phrases as say;
use crate::say::{Arg, Phrase};
use crate::words::Word;

/// How a text is put together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Recipe {
    pub(crate) lines: Vec<Line>,
    pub(crate) names: Names,
    pub(crate) colon: &'static str,
    pub(crate) separator: &'static str,
    /// Whether the separator is behind the last line, too.
    pub(crate) last: bool,
    pub(crate) time: Option<u64>,
    /// The values as they should have been in the ticket, instead of as they are.
    pub(crate) mended: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Line {
    Of(Field),
    /// One that does not belong there.
    Extra(&'static str, String),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Names {
    Right,
    /// Those of the JSON.
    Given,
    /// Another prefix than `TLS.`.
    Prefix(&'static str),
    /// Some others.
    Other(&'static [(Field, &'static str)]),
    Upper,
}

impl Recipe {
    pub(crate) fn right(fields: &Fields) -> Self {
        use Field::*;
        let order: &[Field] = if fields.v1 {
            &[AppidAt3rd, AccountType, Identifier, Sdkappid, Time, Expire, Userbuf]
        } else {
            &[Identifier, Sdkappid, Time, Expire, Userbuf]
        };
        let there = |field: &&Field| fields.get(**field).is_some_and(|found| found.value.plain().is_some());
        let lines = order.iter().filter(there).copied().map(Line::Of).collect();
        Self { lines, names: Names::Right, colon: ":", separator: "\n", last: true, time: None, mended: false }
    }

    /// Without the separator at its end.
    fn unended(&self) -> Self {
        Self { last: false, ..self.clone() }
    }

    /// As the parameters of a URL.
    fn query(&self) -> Self {
        Self { colon: "=", separator: "&", ..self.unended() }
    }

    fn without_userbuf(&self) -> Self {
        let lines = self.lines.iter().filter(|line| **line != Line::Of(Field::Userbuf)).cloned().collect();
        Self { lines, ..self.clone() }
    }

    /// The text, byte for byte.
    pub(crate) fn text(&self, fields: &Fields) -> String {
        let mut text = String::with_capacity(256);
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push_str(self.separator);
            }
            match line {
                Line::Of(field) => {
                    text.push_str(&self.names.of(*field, fields));
                    text.push_str(self.colon);
                    text.push_str(&self.value(*field, fields));
                }
                Line::Extra(name, value) => [name, self.colon, value].iter().for_each(|part| text.push_str(part)),
            }
        }
        if self.last {
            text.push_str(self.separator);
        }
        text
    }

    /// The values one after the other.
    pub(crate) fn values(&self, fields: &Fields) -> Vec<String> {
        self.fields().map(|field| self.value(field, fields)).collect()
    }

    fn fields(&self) -> impl Iterator<Item = Field> {
        self.lines.iter().filter_map(|line| match line {
            Line::Of(field) => Some(*field),
            Line::Extra(..) => None,
        })
    }

    fn value(&self, field: Field, fields: &Fields) -> String {
        let plain = fields.plain(field).unwrap_or_default();
        match field {
            Field::Time if self.time.is_some() => self.time.unwrap_or_default().to_string(),
            Field::Time if self.mended => fields.time.map_or_else(|| plain.to_owned(), |time| time.to_string()),
            Field::Expire if self.mended => fields.expire.map_or_else(|| plain.to_owned(), |expire| expire.to_string()),
            Field::Userbuf if self.mended => plain.chars().filter(|c| !c.is_whitespace()).collect(),
            _ => plain.to_owned(),
        }
    }

    /// What is wrong with it.
    pub(crate) fn faults(&self, fields: &Fields) -> Vec<Finding> {
        let right = Self::right(fields);
        let mut faults = Vec::new();
        let wanted: Vec<Field> = right.fields().filter(|field| self.fields().any(|own| own == *field)).collect();
        let own: Vec<Field> = self.fields().collect();
        if own != wanted {
            let names = |order: &[Field]| Arg::List(order.iter().map(|field| Arg::from(field.name(fields.v1))).collect());
            faults.push(Finding::new(Word::LineOrder, [names(&own), names(&wanted)]));
        }
        let extra: Vec<Arg> = self
            .lines
            .iter()
            .filter_map(|line| match line {
                Line::Extra(name, value) => Some(Arg::Shown(format!("`{name}{}{}`", self.colon, crate::say::shown(value)))),
                Line::Of(_) => None,
            })
            .collect();
        if !extra.is_empty() {
            faults.push(Finding::new(Word::ExtraLine, [Arg::List(extra)]));
        }
        let renamed: Vec<Arg> = own
            .iter()
            .map(|field| (self.names.of(*field, fields), field.name(fields.v1)))
            .filter(|(name, right)| name != right)
            .map(|(name, right)| say::NAME_FOR.with([Arg::from(name.as_str()), right.into()]))
            .collect();
        if !renamed.is_empty() {
            faults.push(Finding::new(Word::RenamedLine, [Arg::List(renamed)]));
        }
        if self.separator.starts_with('\\') {
            faults.push(Finding::new(
                Word::EscapedLineBreak,
                [Arg::Shown(self.separator.trim_start_matches('\\').replace('\\', ""))],
            ));
        } else if self.separator != "\n" || self.colon != ":" {
            let mut parts = Vec::new();
            if self.separator != "\n" {
                parts.push(say::BETWEEN_LINES.with([separator(self.separator)]));
            }
            if self.colon != ":" {
                parts.push(say::BETWEEN_NAMES.with([separator(self.colon)]));
            }
            faults.push(Finding::new(Word::Separator, [Arg::List(parts)]));
        }
        if !self.last {
            faults.push(Finding::new(Word::LastLineBreak, []));
        }
        if right.fields().any(|field| field == Field::Userbuf) && !own.contains(&Field::Userbuf) {
            faults.push(Finding::new(Word::UserbufNotSigned, []));
        }
        if let Some(time) = self.time {
            faults.push(Finding::new(Word::OtherTime, [time.into(), Arg::from(fields.plain(Field::Time).unwrap_or_default())]));
        }
        faults
    }
}

/// A separator as one can see it.
pub(crate) fn separator(text: &str) -> Arg {
    let named: Phrase = match text {
        "" => say::NOTHING,
        "\n" => say::LINE_FEED,
        "\r\n" => say::CR_LF,
        "\r" => say::CR,
        "\n\n" => say::TWO_LINE_FEEDS,
        "\t" => say::TAB,
        " " => say::BLANK,
        _ => return Arg::Shown(format!("`{}`", crate::say::shown(text))),
    };
    named.into()
}

impl Names {
    fn of(self, field: Field, fields: &Fields) -> String {
        let right = field.name(fields.v1);
        match self {
            Self::Right => right.to_owned(),
            Self::Given => fields.get(field).map_or_else(|| right.to_owned(), |found| found.name.clone()),
            Self::Prefix(prefix) => right.replacen("TLS.", prefix, 1),
            Self::Other(names) => names.iter().find(|(of, _)| *of == field).map_or(right, |(_, name)| name).to_owned(),
            Self::Upper => right.to_ascii_uppercase(),
        }
    }
}

const SEPARATORS: [&str; 21] =
    [",", "&", "\\n", "", ";", "|", "\r\n", " ", ", ", "\t", ".", "-", "_", "#", ":", "\n\n", "\r", "\\r\\n", "/", "||", "\\\\n"];
const COLONS: [&str; 6] = ["=", ": ", "", " ", "=>", " : "];

/// Names for one line, the likely ones first.
const NAMES: &[&[(Field, &str)]] = {
    use Field::*;
    &[
        &[(Sdkappid, "TLS.sdk_appid")],
        &[(Expire, "TLS.expire_after")],
        &[(Sdkappid, "TLS.sdk_appid"), (Expire, "TLS.expire_after")],
        &[(Identifier, "identifier"), (Sdkappid, "sdkappid"), (Time, "time"), (Expire, "expire"), (Userbuf, "userbuf")],
        &[(Sdkappid, "TLS.sdkAppId")],
        &[(Sdkappid, "TLS.sdkAppID")],
        &[(Sdkappid, "TLS.sdkAppid")],
        &[(Sdkappid, "TLS.SDKAppID")],
        &[(Sdkappid, "TLS.SdkAppId")],
        &[(Sdkappid, "TLS.sdkappId")],
        &[(Sdkappid, "TLS.appid")],
        &[(Sdkappid, "TLS.appId")],
        &[(Identifier, "TLS.userid")],
        &[(Identifier, "TLS.userId")],
        &[(Identifier, "TLS.userID")],
        &[(Identifier, "TLS.user_id")],
        &[(Identifier, "TLS.Identifier")],
        &[(Identifier, "TLS.identify")],
        &[(Identifier, "TLS.uid")],
        &[(Time, "TLS.currTime")],
        &[(Time, "TLS.curr_time")],
        &[(Time, "TLS.currentTime")],
        &[(Time, "TLS.timestamp")],
        &[(Time, "TLS.Time")],
        &[(Expire, "TLS.expires")],
        &[(Expire, "TLS.expired")],
        &[(Expire, "TLS.expireTime")],
        &[(Expire, "TLS.expire_time")],
        &[(Expire, "TLS.Expire")],
        &[(Userbuf, "TLS.userBuf")],
        &[(Sdkappid, "TLS.sdk_app_id")],
        &[(Sdkappid, "TLS.SDKAPPID")],
        &[(Sdkappid, "TLS.SdkAppid")],
        &[(Identifier, "TLS.user")],
        &[(Identifier, "TLS.account")],
        &[(Identifier, "TLS.id")],
        &[(Time, "TLS.current_time")],
        &[(Time, "TLS.ts")],
        &[(Time, "TLS.iat")],
        &[(Expire, "TLS.exp")],
        &[(Expire, "TLS.expireAfter")],
        &[(Expire, "TLS.expires_in")],
        &[(Identifier, "userid"), (Sdkappid, "sdkappid"), (Time, "time"), (Expire, "expire")],
        &[(Identifier, "userId"), (Sdkappid, "sdkAppId"), (Time, "time"), (Expire, "expire")],
        &[(Identifier, "TLS.userid"), (Sdkappid, "TLS.sdkappid"), (Time, "TLS.currtime")],
    ]
};

/// What is tried, in this order.
pub(crate) fn recipes(fields: &Fields) -> Vec<Recipe> {
    let right = Recipe::right(fields);
    let orders = orders(fields, &right);
    if fields.v1 { v1(fields, &right, &orders) } else { v2(fields, &right, &orders) }
}

/// Other orders of the lines, the likely ones first.
fn orders(fields: &Fields, right: &Recipe) -> Vec<Vec<Line>> {
    use Field::*;
    let there: Vec<Field> = right.fields().collect();
    let mut orders: Vec<Vec<Field>> = Vec::new();
    let mut add = |order: Vec<Field>| {
        let order: Vec<Field> = order.into_iter().filter(|field| there.contains(field)).collect();
        if order.len() == there.len() && order != there && !orders.contains(&order) {
            orders.push(order);
        }
    };
    add(fields.found.iter().map(|found| found.field).collect());
    let mut sorted = there.clone();
    sorted.sort_by_key(|field| field.name(fields.v1));
    if fields.v1 {
        add(vec![AppidAt3rd, AccountType, Identifier, Sdkappid, Expire, Time, Userbuf]);
        add(vec![AccountType, Identifier, AppidAt3rd, Sdkappid, Time, Expire, Userbuf]);
        add(vec![AccountType, Identifier, AppidAt3rd, Sdkappid, Expire, Time, Userbuf]);
        add(sorted);
        add(vec![AccountType, AppidAt3rd, Identifier, Sdkappid, Time, Expire, Userbuf]);
        add(vec![Identifier, Sdkappid, Time, Expire, AppidAt3rd, AccountType, Userbuf]);
    } else {
        add(vec![Identifier, Sdkappid, Expire, Time, Userbuf]);
        add(vec![Sdkappid, Identifier, Time, Expire, Userbuf]);
        add(sorted);
        add(vec![Sdkappid, Identifier, Expire, Time, Userbuf]);
        add(vec![Userbuf, Identifier, Sdkappid, Time, Expire]);
        let four = [Identifier, Sdkappid, Time, Expire];
        for a in four {
            for b in four.into_iter().filter(|b| *b != a) {
                for c in four.into_iter().filter(|c| ![a, b].contains(c)) {
                    add(vec![a, b, c, four.into_iter().find(|d| ![a, b, c].contains(d)).unwrap_or(c), Userbuf]);
                }
            }
        }
    }
    orders.into_iter().map(|order| order.into_iter().map(Line::Of).collect()).collect()
}

/// Lines that do not belong there, in the places where they are put.
fn extras(fields: &Fields, right: &Recipe) -> Vec<Vec<Line>> {
    let mut all = Vec::new();
    let mut put = |at: usize, name: &'static str, value: &str| {
        let mut lines = right.lines.clone();
        lines.insert(at.min(lines.len()), Line::Extra(name, value.to_owned()));
        all.push(lines);
    };
    let end = right.lines.len();
    if fields.v1 {
        if let Some(version) = fields.plain(Field::Version) {
            put(end, "TLS.version", version);
            put(end.saturating_sub(if fields.get(Field::Userbuf).is_some() { 2 } else { 1 }), "TLS.version", version);
            put(0, "TLS.version", version);
        }
    } else {
        let ver = fields.plain(Field::Ver).unwrap_or("2.0");
        for at in [0, end, 1, 2, 3, 4] {
            put(at, "TLS.ver", ver);
        }
        put(0, "TLS.version", ver);
        put(end, "TLS.version", ver);
    }
    if fields.get(Field::Userbuf).is_none() {
        for value in ["", "undefined", "null", "None", "nil", "NULL", "\"\"", "false"] {
            put(end, "TLS.userbuf", value);
        }
    }
    put(end, "TLS.sig", "");
    if !fields.v1 {
        put(0, "TLS.account_type", "0");
        put(0, "TLS.appid_at_3rd", "0");
    }
    all
}

/// Every mistake alone, then those that come together, as far as 256 checks reach.
fn v2(fields: &Fields, right: &Recipe, orders: &[Vec<Line>]) -> Vec<Recipe> {
    let with = |lines: &[Line]| Recipe { lines: lines.to_vec(), ..right.clone() };
    let first = |count: usize| orders.iter().take(count);
    let mut all = Vec::with_capacity(512);
    all.push(Recipe { mended: true, ..right.clone() });
    all.push(right.unended());
    let unsigned = right.without_userbuf();
    all.push(unsigned.clone());
    all.extend(first(6).map(|order| with(order)));
    for separator in &SEPARATORS[..8] {
        all.extend([false, true].map(|last| Recipe { separator, last, ..right.clone() }));
    }
    let given = Recipe { names: Names::Given, ..right.clone() };
    let bare = Recipe { names: Names::Prefix(""), ..right.clone() };
    all.extend([given.clone(), bare.clone()]);
    let extras = extras(fields, right);
    all.extend(extras.iter().map(|lines| with(lines)));
    if let Some(time) = signed_time(fields) {
        let near = (1..=3).flat_map(|by| [time.saturating_sub(by), time.saturating_add(by)]);
        let times = near.chain([time / 1000, time.saturating_mul(1000)]);
        all.extend(times.map(|time| Recipe { time: Some(time), ..right.clone() }));
    }
    let others = NAMES.iter().map(|names| Names::Other(names));
    let names = others.chain([Names::Prefix("tls."), Names::Prefix("TLS_"), Names::Prefix("TLS"), Names::Upper]);
    all.extend(names.map(|names| Recipe { names, ..right.clone() }));
    all.extend(COLONS.map(|colon| Recipe { colon, ..right.clone() }));
    all.extend(orders.iter().skip(6).map(|order| with(order)));
    // Those that only an unusual program writes.
    let mut rare = Vec::new();
    for separator in &SEPARATORS[8..] {
        let last = separator.starts_with(['\n', '\r', '\\']);
        all.push(Recipe { separator, last, ..right.clone() });
        rare.push(Recipe { separator, last: !last, ..right.clone() });
    }
    // Together: a join in another order, a query string, own names, a userbuf that is left out.
    let query = right.query();
    all.extend([Names::Right, Names::Prefix(""), Names::Given].map(|names| Recipe { names, ..query.clone() }));
    for order in first(4) {
        all.push(with(order).unended());
        all.push(Recipe { names: Names::Prefix(""), ..with(order).query() });
        all.push(with(order).query());
    }
    all.extend([&unsigned, &bare, &given].map(Recipe::unended));
    all.push(with(&extras[0]).unended());
    for order in first(3) {
        for separator in &SEPARATORS[..6] {
            all.extend([false, true].map(|last| Recipe { separator, last, ..with(order) }));
        }
    }
    for base in [&bare, &given, &unsigned] {
        all.extend(SEPARATORS[..5].iter().map(|separator| Recipe { separator, ..base.unended() }));
        for order in first(2) {
            let lines = order.iter().filter(|line| base.lines.contains(line)).cloned().collect();
            all.push(Recipe { lines, ..base.clone() });
        }
    }
    for names in &NAMES[..3] {
        all.push(Recipe { names: Names::Other(names), ..right.unended() });
        all.extend(first(2).map(|order| Recipe { names: Names::Other(names), ..with(order) }));
    }
    for lines in &extras[..2] {
        all.extend(SEPARATORS[..3].iter().map(|separator| Recipe { separator, ..with(lines).unended() }));
    }
    all.append(&mut rare);
    all
}

/// The likely ones alone: 32 checks.
fn v1(fields: &Fields, right: &Recipe, orders: &[Vec<Line>]) -> Vec<Recipe> {
    let with = |lines: &[Line]| Recipe { lines: lines.to_vec(), ..right.clone() };
    let mut all = vec![Recipe { mended: true, ..right.clone() }, right.unended(), right.without_userbuf()];
    all.extend(orders.iter().take(6).map(|order| with(order)));
    all.push(Recipe { separator: "\\n", ..right.clone() });
    all.extend([",", "&", "", ";"].map(|separator| Recipe { separator, ..right.unended() }));
    all.push(Recipe { separator: "\r\n", ..right.clone() });
    let v2_names: &[(Field, &str)] = &[(Field::Sdkappid, "TLS.sdkappid"), (Field::Expire, "TLS.expire")];
    all.extend([Names::Given, Names::Prefix(""), Names::Other(v2_names)].map(|names| Recipe { names, ..right.clone() }));
    all.extend(extras(fields, right).iter().take(4).map(|lines| with(lines)));
    if let Some(time) = signed_time(fields) {
        all.extend([time.saturating_sub(1), time.saturating_add(1)].map(|time| Recipe { time: Some(time), ..right.clone() }));
    }
    all.extend(orders.first().map(|order| with(order).unended()));
    all.extend([Recipe { colon: "=", ..right.clone() }, right.query()]);
    all
}

fn signed_time(fields: &Fields) -> Option<u64> {
    fields.plain(Field::Time)?.parse().ok()
}
