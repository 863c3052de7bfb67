//! The fields of a ticket and the names that people give them.

use crate::object::{Member, Value, parse};

/// What a field is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Field {
    Ver,
    AppidAt3rd,
    AccountType,
    Identifier,
    Sdkappid,
    Time,
    Expire,
    Userbuf,
    Version,
    Sig,
}

/// With its names in v2 and v1, and what people call it, in lower case without signs.
const FIELDS: [(Field, &str, &str, &str); 10] = {
    use Field::*;
    [
        (Ver, "TLS.ver", "", "ver v tlsver tlsversion sigversion algversion"),
        (AppidAt3rd, "", "TLS.appid_at_3rd", "appidat3rd appidat3 appid3rd"),
        (AccountType, "", "TLS.account_type", "accounttype acctype"),
        (
            Identifier,
            "TLS.identifier",
            "TLS.identifier",
            "identifier identity userid user uid username account id openid identifer userno",
        ),
        (Sdkappid, "TLS.sdkappid", "TLS.sdk_appid", "sdkappid appid sdkid sdkapp applicationid app"),
        (
            Time,
            "TLS.time",
            "TLS.time",
            "time currtime currenttime timestamp ts iat now createtime createdat issuedat inittime starttime begintime gentime \
             signtime unixtime created",
        ),
        (
            Expire,
            "TLS.expire",
            "TLS.expire_after",
            "expire expireafter expires expiretime expiredtime expired exp expiration expirein expiresin expireat expiresat ttl \
             validity duration valid expirationtime expirets expiry period",
        ),
        (Userbuf, "TLS.userbuf", "TLS.userbuf", "userbuf userbuffer buf privatemapkey"),
        (Version, "", "TLS.version", "version"),
        (Sig, "TLS.sig", "TLS.sig", "sig signature sign hmac signed sigature mac hash usersig"),
    ]
};

impl Field {
    /// Its name in the JSON and in the signed text; empty where the version has no such field.
    pub(crate) fn name(self, v1: bool) -> &'static str {
        FIELDS.iter().find(|row| row.0 == self).map_or("", |row| if v1 { row.2 } else { row.1 })
    }

    /// The field that a name means.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let plain = plain(name);
        let plain = plain.strip_prefix("tls").filter(|rest| !rest.is_empty()).unwrap_or(&plain);
        FIELDS.iter().find(|row| row.3.split(' ').any(|known| known == plain)).map(|row| row.0)
    }
}

/// Letters and digits alone, in lower case.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether an object could be a ticket's, for people put all kinds of JSON into base64.
pub(crate) fn are_tickets(members: &[Member]) -> bool {
    let mut fields = Vec::new();
    let mut prefixed = false;
    collect(members, &mut |member| {
        prefixed |= plain(&member.name).starts_with("tls");
        fields.extend(Field::of(&member.name));
    });
    fields.sort_unstable();
    fields.dedup();
    let has = |field| fields.contains(&field);
    (prefixed && !fields.is_empty())
        || (has(Field::Sdkappid) && has(Field::Identifier) && (has(Field::Time) || has(Field::Expire)))
        || (has(Field::Identifier) && has(Field::Time) && has(Field::Expire) && has(Field::Sig))
}

fn collect(members: &[Member], visit: &mut impl FnMut(&Member)) {
    for member in members {
        visit(member);
        if let Value::Object(inner) = &member.value {
            collect(inner, visit);
        }
    }
}

/// The content of a ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Content {
    /// As text and as members.
    Json(String, Vec<Member>),
    /// The signed text, or something like it.
    Lines(Vec<Member>),
}

impl Content {
    /// Content at the start of a text, and where it ends.
    pub(crate) fn read(text: &str) -> Option<(Self, usize)> {
        let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
        let body = &text[start..];
        if body.starts_with('{') {
            let (members, end) = parse(body)?;
            return are_tickets(&members).then(|| (Self::Json(body[..end].to_owned(), members), start + end));
        }
        lines(body).map(|members| (Self::Lines(members), text.len()))
    }

    pub(crate) fn members(&self) -> &[Member] {
        match self {
            Self::Json(_, members) | Self::Lines(members) => members,
        }
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        let mut found = false;
        collect(self.members(), &mut |member| found |= Field::of(&member.name) == Some(field));
        found
    }
}

/// `name:value` lines, whatever is between them.
fn lines(text: &str) -> Option<Vec<Member>> {
    let text = text.replace("\\r", "").replace("\\n", "\n");
    let mut members = Vec::new();
    let mut prefixed = 0;
    for piece in text.split(['\n', '\r', '&', ';', '|', ',', '\t']).take(64) {
        let Some((name, value)) = piece.split_once([':', '=']) else { continue };
        let name = name.trim().trim_start_matches('?');
        if name.len() > 32 || Field::of(name).is_none() {
            continue;
        }
        prefixed += usize::from(plain(name).starts_with("tls"));
        members.push(Member { name: name.to_owned(), value: Value::Text(value.trim().to_owned()), span: 0..0 });
    }
    let has = |field| members.iter().any(|member| Field::of(&member.name) == Some(field));
    let all = [Field::Identifier, Field::Sdkappid, Field::Time, Field::Expire].into_iter().all(has);
    (prefixed >= 2 || all).then_some(members)
}
