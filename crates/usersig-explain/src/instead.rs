//! What a text is in which no whole ticket is.

use crate::field::{Content, plain};
use crate::finding::Finding;
use crate::given::{Given, is_sig, layers_of};
use crate::inflate::End;
use crate::letters::{Alphabet, Blanks, Way, decode, is_blank, unhex};
use crate::open::{Budget, character, open};
use crate::phrases as say;
use crate::say::{Arg, Phrase};
use crate::sig;
use crate::words::Word;
use usersig::PrivateMapKey;

/// What takes the ticket's place.
pub(crate) struct Instead {
    pub(crate) finding: Finding,
    /// Where it says what a ticket would.
    pub(crate) content: Option<(Content, Option<String>)>,
}

impl From<Finding> for Instead {
    fn from(finding: Finding) -> Self {
        Self { finding, content: None }
    }
}

/// The part of a ticket that was found, or else what is there.
pub(crate) fn look(text: &str, part: Option<&Given>, secret: Option<&str>) -> Instead {
    if let Some(found) = unset(text) {
        return found.into();
    }
    if let Some(part) = part {
        return partial(part).into();
    }
    in_the_clear(text).unwrap_or_else(|| something_else(text.trim(), secret).into())
}

/// A ticket that begins and does not end.
fn partial(part: &Given) -> Finding {
    let count = part.text.chars().filter(|c| !is_blank(*c)).count();
    let next = part.after.chars().next();
    let letters = Way::new(Alphabet::UrlSafe, Blanks::End);
    let goes_on = part.after.chars().skip(1).take(4).filter(|c| letters.value(*c).is_some()).count() == 4;
    if let Some(c) = next.filter(|c| goes_on && !is_blank(*c) && !"&;,\"'`<>()[]{}\\".contains(*c)) {
        return Finding::new(Word::ForeignCharacter, [(count + 1).into(), character(c)]);
    }
    if part.end == End::Early {
        let column = match count {
            64 | 100 | 128 | 191 | 200 | 250 | 255 | 256 | 300 | 500 | 512 | 1000 | 1024 => {
                say::A_COLUMN.with([Arg::from(count)])
            }
            63 | 99 | 127 | 199 | 254 | 511 | 1023 => say::A_BUFFER.with([Arg::from(count + 1)]),
            _ => say::NOT_SAID.into(),
        };
        return Finding::new(Word::Cut, [count.into(), say::THE_END.into(), column]);
    }
    let lower = !part.text.contains(|c: char| c.is_ascii_uppercase()) || !part.text.contains(|c: char| c.is_ascii_lowercase());
    Finding::new(Word::Damaged, [Arg::from(if lower { say::ONE_CASE } else { say::STREAM_BREAKS })])
}

/// JSON or a signed text as it is.
fn in_the_clear(text: &str) -> Option<Instead> {
    let layers = layers_of(text);
    layers.iter().find_map(|text| json(text)).or_else(|| {
        let lines = |text: &String| {
            Content::read(text).map(|(content, _)| content).filter(|content| matches!(content, Content::Lines(_)))
        };
        if let Some(content) = layers.iter().find_map(lines) {
            return Some(Instead { finding: Finding::new(Word::SignedText, []), content: Some((content, None)) });
        }
        // JSON that ends early or has a mistake.
        let begun = layers.iter().any(|text| text.trim_start().starts_with('{') && text.contains("TLS."));
        begun.then(|| Finding::new(Word::PlainJson, []).into())
    })
}

fn json(text: &str) -> Option<Instead> {
    let (content, end) = text.match_indices('{').take(32).find_map(|(at, _)| {
        let (content, len) = Content::read(&text[at..])?;
        Some((content, at + len))
    })?;
    let rest = &text[end..];
    // The signature behind the JSON.
    let sig = rest
        .strip_prefix(['.', ':', '|'])
        .filter(|rest| rest.len() >= 27)
        .map(|rest| rest[..rest.find(|c| !is_sig(c)).unwrap_or(rest.len())].to_owned());
    let finding = match &sig {
        Some(_) => Finding::new(Word::JoinedParts, [Arg::Shown(format!("`{}`", &rest[..1]))]),
        None => Finding::new(Word::PlainJson, []),
    };
    Some(Instead { finding, content: Some((content, sig)) })
}

/// A ticket that the program never set, or that was masked.
fn unset(text: &str) -> Option<Finding> {
    layers_of(text).iter().find_map(|text| {
        let whole = text.trim_matches(|c: char| is_blank(c) || "\"'`;,".contains(c));
        placeholder(whole)
            .or_else(|| masked(whole))
            .or_else(|| named_values(text).into_iter().find_map(|value| placeholder(value).or_else(|| masked(value))))
    })
}

/// What stands behind a name that a ticket has.
fn named_values(text: &str) -> Vec<&str> {
    let lower = text.to_ascii_lowercase();
    let mut values = Vec::new();
    for name in ["sig", "ticket", "token", "privatemapkey", "bearer", "signature", "authbuffer"] {
        for (at, _) in lower.match_indices(name).take(16) {
            let rest = &text[at + name.len()..];
            let body = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"'\\:=>]".contains(c));
            let between = &rest[..rest.len() - body.len()];
            if !between.contains([':', '=']) && name != "bearer" {
                continue;
            }
            // An empty value between quotes, or at the end.
            if ["\"\"", "''", "\\\"\\\""].iter().any(|empty| between.ends_with(empty) && !between.starts_with(empty)) {
                values.push("");
                continue;
            }
            let pair = [("[", "]"), ("<", ">"), ("{", "}"), ("${", "}"), ("{{", "}}")]
                .into_iter()
                .find(|(open, _)| body.starts_with(open));
            let end = match pair {
                Some((open, close)) => body[open.len()..].find(close).map(|at| at + open.len() + close.len()),
                None => body.find(|c: char| c.is_whitespace() || "\"'&,;}])\\<`".contains(c)),
            };
            values.push(&body[..end.unwrap_or(body.len())]);
        }
    }
    values
}

fn placeholder(value: &str) -> Option<Finding> {
    let found = |what: Arg| Some(Finding::new(Word::Placeholder, [what]));
    let trimmed = value.trim_matches(|c: char| is_blank(c) || "\"'`".contains(c));
    if trimmed.is_empty() {
        return found(say::NOTHING_AT_ALL.into());
    }
    let letters = plain(trimmed);
    // What a program shows of a function that was not called or a promise that was not awaited.
    let objects = [
        "function",
        "async function",
        "[function",
        "() =>",
        "<function",
        "<bound method",
        "<coroutine",
        "instance of",
        "closure:",
        "future<",
        "system.threading.tasks.task",
        "java.",
        "kotlin.",
        "task<",
        "<generator",
        "mono<",
    ];
    let lower = trimmed.to_lowercase();
    if objects.iter().any(|object| lower.starts_with(object)) {
        return found(say::AN_OBJECT.into());
    }
    let exact = [
        "undefined",
        "null",
        "nan",
        "none",
        "nil",
        "true",
        "false",
        "void",
        "na",
        "objectobject",
        "objectpromise",
        "objectundefined",
        "promise",
        "promisepending",
        "objectnull",
        "usersig",
        "sig",
        "ticket",
        "token",
        "test",
        "todo",
        "mock",
        "tbd",
        "string",
        "empty",
        "default",
        "usersigstring",
        "objectmap",
        "objectresponse",
    ];
    let simple = trimmed.chars().all(|c| c.is_ascii_alphanumeric() || " []<>(){}_-.".contains(c));
    if simple && let Some(word) = exact.into_iter().find(|word| *word == letters) {
        let shown = match word {
            "objectobject" => "[object Object]",
            "objectpromise" => "[object Promise]",
            "nan" => "NaN",
            "none" => "None",
            "usersig" => "userSig",
            word => word,
        };
        return found(Arg::Shown(format!("`{shown}`")));
    }
    let prefixes = [
        "your",
        "mock",
        "fake",
        "dummy",
        "example",
        "placeholder",
        "changeme",
        "demo",
        "my",
        "test",
        "insert",
        "replace",
        "enter",
        "fill",
        "put",
        "some",
        "the",
    ];
    let about = ["sig", "ticket", "token"].iter().any(|word| letters.contains(word))
        || (!trimmed.contains(' ') && letters.len() <= 32 && !letters.contains("enter"));
    // Nobody's ticket begins so: zlib's first byte would have to be another.
    if simple
        && trimmed.len() <= 64
        && about
        && prefixes[..if letters.contains("sig") { 17 } else { 8 }].iter().any(|prefix| letters.starts_with(prefix))
    {
        return found(say::A_TEXT_FOR_IT.into());
    }
    let template = ["${", "{{", "<%", "%s", "%@", "{0}", "$user", "#{", "%user"].iter().any(|open| trimmed.starts_with(open));
    let tag = trimmed.starts_with('<') && trimmed.ends_with('>') && plain(trimmed).contains("sig");
    if trimmed.len() <= 64 && (template || tag) {
        return found(say::A_TEMPLATE.into());
    }
    if matches!(trimmed, "{}" | "[]" | "()" | "[ ]" | "{ }" | "-" | "--" | "<nil>" | "(null)" | "?" | "0") {
        return found(Arg::Shown(format!("`{trimmed}`")));
    }
    let chinese = ["填", "你的", "您的", "占位", "示例", "替换", "这里", "测试"].iter().any(|word| trimmed.contains(word));
    if trimmed.chars().count() <= 40 && chinese && !trimmed.contains(char::is_whitespace) {
        return found(say::A_TEXT_FOR_IT.into());
    }
    None
}

fn masked(value: &str) -> Option<Finding> {
    if value.contains(char::is_whitespace) || value.len() > 2048 {
        return None;
    }
    let lower = value.to_ascii_lowercase();
    let mask =
        ["***", "...", "…", "•••", "●●", "###", "███", "⋯", "。。。", "＊＊＊"].into_iter().find(|mask| value.contains(mask));
    let words = [
        "[redacted]",
        "<redacted>",
        "[filtered]",
        "[masked]",
        "<hidden>",
        "[hidden]",
        "(hidden)",
        "redacted",
        "[secret]",
        "<secret>",
        "已隐藏",
        "已脱敏",
    ];
    let mask = mask.or_else(|| words.into_iter().find(|word| lower.contains(word))).or_else(|| {
        // Also a way of writing letters, so only where it is most of the text or ends it.
        let run = lower.bytes().rev().take_while(|byte| *byte == b'x').count();
        (run >= 4 || (run >= 3 && run == lower.len()) || lower.contains("xxxxxx")).then_some("xxx")
    })?;
    Some(Finding::new(Word::Masked, [Arg::Shown(format!("`{mask}`"))]))
}

fn something_else(text: &str, secret: Option<&str>) -> Finding {
    let no_ticket = |what: Arg| Finding::new(Word::NotATicket, [what]);
    if secret.is_some_and(|secret| text.contains(secret)) {
        return no_ticket(say::THE_SECRET.into());
    }
    if text.contains("-----BEGIN") {
        return no_ticket(say::A_PEM.into());
    }
    // The value behind a ticket's name, for what is around it is no ticket in any case.
    let named = named_values(text).into_iter().find(|value| value.len() >= 16);
    let bare = named.unwrap_or(text).trim_matches(['"', '\'', '`']);
    if ["e", "eJ"].iter().any(|head| open(&[head, bare].concat(), 0, &mut Budget::new()).is_some_and(|opened| opened.is_whole()))
    {
        let count = bare.chars().count();
        return Finding::new(Word::Cut, [count.into(), say::THE_BEGINNING.into(), say::NOT_SAID.into()]);
    }
    let is_hash = bare.len() == 64 && unhex(bare).is_some();
    if is_hash && secret.is_none() {
        return no_ticket(say::A_SECRET.into());
    }
    if let Some(kind) = sig::alone(bare) {
        return Finding::new(Word::SignatureOnly, [Arg::from(kind)]);
    }
    joined_values(bare).unwrap_or_else(|| no_ticket(kind(text, bare)))
}

/// `user:sdkappid:time:expire:signature` and its like, perhaps in base64.
fn joined_values(text: &str) -> Option<Finding> {
    let split = |text: &str| {
        [':', '.', '|', ',', ';', '&', '~', '#'].into_iter().find(|by| {
            let parts: Vec<&str> = text.split(*by).collect();
            let number = |part: &&&str| (8..=13).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            (3..=10).contains(&parts.len())
                && parts.iter().any(|part| part.len() >= 27 && sig::alone(part).is_some())
                && parts.iter().filter(number).count() >= 1
        })
    };
    let by = split(text).or_else(|| {
        let inner = [Alphabet::Tencent, Alphabet::UrlSafe].into_iter().find_map(|alphabet| decode(text, alphabet))?;
        split(std::str::from_utf8(&inner).ok()?.trim())
    })?;
    Some(Finding::new(Word::JoinedParts, [Arg::Shown(format!("`{by}`"))]))
}

fn kind(text: &str, bare: &str) -> Arg {
    let lower = text.to_ascii_lowercase();
    let digits = bare.bytes().all(|byte| byte.is_ascii_digit()) && !bare.is_empty();
    let bytes = decode(bare, Alphabet::Tencent).or_else(|| decode(bare, Alphabet::UrlSafe)).unwrap_or_default();
    let jwt = bare.split('.').count() >= 2 && bare.contains("eyJ");
    let uuid = bare.len() == 36 && bare.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let named: Phrase = if jwt {
        say::A_JWT
    } else if lower.contains("<html") || lower.contains("<!doctype") || lower.contains("<body") || lower.starts_with("<?xml") {
        say::A_PAGE
    } else if digits && (8..=11).contains(&bare.len()) {
        say::AN_SDKAPPID
    } else if digits {
        say::A_NUMBER
    } else if uuid {
        say::A_UUID
    } else if PrivateMapKey::from_userbuf(&bytes).is_some() {
        say::A_USERBUF
    } else if bytes.starts_with(b"{") {
        say::JSON_IN_BASE64
    } else if text.starts_with('{') || text.starts_with('[') {
        say::OTHER_JSON
    } else if lower.contains("://") && !text.contains(char::is_whitespace) {
        say::A_LINK
    } else if text.contains("-----") || bytes.starts_with(&[0x30, 0x59]) || bytes.starts_with(&[0x30, 0x81]) {
        say::A_PEM
    } else if bare.len() >= 32 && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=*-_.".contains(&byte)) {
        return say::ANOTHER_TOKEN.with([Arg::from(bare.len())]);
    } else {
        return say::A_TEXT.with([Arg::from(text.chars().count())]);
    };
    named.into()
}

/// Whether a text is nothing in particular, so that codes in it count.
pub(crate) fn is_vague(text: &str) -> bool {
    let bare = text.trim();
    !(text.contains("-----BEGIN") || text.contains("eyJ") || bare.len() >= 32 && unhex(bare).is_some())
}
