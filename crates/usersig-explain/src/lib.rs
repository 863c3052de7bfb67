//! Why is my UserSig refused? Takes whatever a person has at hand — a ticket, a URL, a log line or a JSON answer with a
//! ticket in it, an error code, the text of an SDK — and says everything that is wrong with it at once, in the order in
//! which one would mend it.
//!
//! ```
//! use usersig_explain::{Language, Question, Word};
//!
//! let report = Question::new(b"usersig=undefined").explain()?;
//! assert_eq!(report.findings()[0].word(), Word::Placeholder);
//! assert_eq!(Question::new(b"login failed: 70009").explain()?.codes()[0].code(), "70009");
//! # Ok::<(), usersig::Error>(())
//! ```
//!
//! It reads generously in order to find mistakes: **nothing that it reads is thereby valid**. Only
//! [`usersig::Verifier`] says that. For people and their tools, not for services: trying variants of a signed text costs a
//! hundred times what a refusal does.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod claims;
mod codes;
mod content;
mod field;
mod finding;
mod given;
mod inflate;
mod instead;
mod letters;
mod object;
mod open;
mod phrases;
mod recipe;
mod room;
mod say;
mod search;
mod sig;
mod time;
mod words;

pub use codes::{Place, Row, ServiceCode, TABLE, lookup};
pub use finding::Finding;
pub use say::Language;
pub use search::{MAX_MACS, MAX_VERIFICATIONS};
pub use words::Word;

use content::Fields;
use given::Given;
use inflate::End;
use sig::Sig;
use std::time::{SystemTime, UNIX_EPOCH};
use usersig::{Error, ErrorCode, PublicKey, Result, UntrustedTicket, inspect};
use zeroize::Zeroizing;

/// The longest input, in bytes.
pub const MAX_INPUT_LEN: usize = 64 * 1024;

/// What is asked: a text, and what is known besides. The more is known, the more is looked at.
#[derive(Clone, Debug)]
#[must_use]
pub struct Question<'a> {
    input: &'a [u8],
    sdkappid: Option<u32>,
    identifier: Option<&'a str>,
    key: Option<Key<'a>>,
    now: Option<u64>,
}

#[derive(Clone)]
enum Key<'a> {
    Secret(Zeroizing<String>),
    Public(&'a PublicKey),
}

/// Shows no key.
impl std::fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Secret(_) => "Secret",
            Self::Public(_) => "Public",
        })
    }
}

impl<'a> Question<'a> {
    /// About this input alone.
    pub const fn new(input: &'a [u8]) -> Self {
        Self { input, sdkappid: None, identifier: None, key: None, now: None }
    }

    /// The application that the ticket should be for.
    pub const fn sdkappid(mut self, sdkappid: u32) -> Self {
        self.sdkappid = Some(sdkappid);
        self
    }

    /// The user that the ticket should be for.
    pub const fn identifier(mut self, identifier: &'a str) -> Self {
        self.identifier = Some(identifier);
        self
    }

    /// The v2 secret, for which the signature is then searched. Wiped when the question is dropped.
    pub fn secret(mut self, secret: &str) -> Self {
        self.key = Some(Key::Secret(Zeroizing::new(secret.to_owned())));
        self
    }

    /// The v1 public key, for which the signature is then searched.
    pub fn public_key(mut self, key: &'a PublicKey) -> Self {
        self.key = Some(Key::Public(key));
        self
    }

    /// The moment to look at the ticket for, in unix seconds. Without it the clock's, and only where an SDKAppID or an
    /// identifier is given.
    pub const fn now(mut self, unix_seconds: u64) -> Self {
        self.now = Some(unix_seconds);
        self
    }

    /// Everything that is wrong.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] for more than [`MAX_INPUT_LEN`] bytes.
    pub fn explain(&self) -> Result<Report> {
        if self.input.len() > MAX_INPUT_LEN {
            return Err(Error::new(
                ErrorCode::InvalidArgument,
                "the input to explain must be at most 65536 bytes; cut out the part with the ticket or the code",
            ));
        }
        let (text, about_bytes) = as_text(self.input);
        let mut report = self.look(&text);
        if let Some(finding) = about_bytes {
            report.findings.insert(0, finding);
            report.findings.dedup_by_key(|finding| finding.word());
        }
        if let Some(Key::Secret(secret)) = &self.key
            && secret.len() >= 8
        {
            report.findings.iter_mut().for_each(|finding| finding.hide(secret));
        }
        Ok(report)
    }

    fn look(&self, text: &str) -> Report {
        let one = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        let accepted = inspect(one).ok();
        let given = given::find(text, &mut open::Budget::new());
        let secret = match &self.key {
            Some(Key::Secret(secret)) => Some(secret.as_str()),
            _ => None,
        };
        let mut findings = Vec::new();
        let (content, sig, rest) = match given {
            Some(Given { content: Some(content), sig, findings: found, end, text: ticket, rest, .. }) => {
                findings = found;
                if end == End::WrongSum {
                    findings.push(Finding::new(Word::Damaged, [phrases::CHECKSUM.into()]));
                }
                let signed = sig.as_ref().map(|_| ticket.clone());
                (content, sig.map(|sig| (sig, signed)), Some((ticket, rest)))
            }
            part => {
                let part = part.filter(|part| !part.text.is_empty());
                let instead = instead::look(text, part.as_ref(), secret);
                // A text that is only looked up has no ticket to be wrong.
                let codes = lookup(text);
                let vague = instead.finding.word() == Word::NotATicket && part.is_none();
                if vague && !codes.is_empty() && instead::is_vague(text) {
                    return Report { findings, text: None, ticket: None, codes, checked: Checked::default() };
                }
                let mut around = part.map_or_else(Vec::new, |part| part.findings);
                around.retain(|finding| {
                    finding.word() < Word::Masked
                        || finding.word() <= Word::UrlSafeBase64 && finding.word() >= Word::StandardBase64
                });
                findings = around;
                findings.push(instead.finding);
                let Some((content, sig)) = instead.content else {
                    findings.sort_by_key(Finding::word);
                    return Report::new(findings, None, codes, Checked::default());
                };
                (content, sig.map(|sig| (sig, None)), None)
            }
        };
        let (mut fields, found) = content::read(&content, sig.as_ref().map(|(sig, _)| sig.as_str()));
        findings.extend(found);
        match &accepted {
            Some(ticket) => {
                // What the library reads has the right form, whatever else may be in it.
                findings.retain(|finding| matches!(finding.word(), Word::AbsoluteExpire | Word::PrivateMapKey));
                fields.v1 = ticket.version() == usersig::Version::V1;
                fields.found.retain(|found| found.name == found.field.name(fields.v1));
            }
            None => {
                let named = |finding: &Finding| {
                    finding.word() == Word::WhiteSpace || (Word::Damaged..=Word::UserbufLineBreaks).contains(&finding.word())
                };
                if !findings.iter().any(named)
                    && let Some((ticket, _)) = &rest
                    && let Err(error) = inspect(ticket)
                {
                    findings.push(Finding::new(
                        Word::Damaged,
                        [phrases::REFUSED.with([say::Arg::Shown(error.message().trim_start_matches("the ").to_owned())])],
                    ));
                }
            }
        }
        let mut checked = Checked::default();
        findings.extend(self.signature(&fields, sig.as_ref().and_then(|(_, signed)| signed.as_deref()), &mut checked));
        self.claims(&fields, &mut findings, &mut checked);
        findings.sort_by_key(Finding::word);
        let ticket = accepted.or_else(|| fields.as_ticket());
        let (text, codes) = rest.map(|(text, rest)| (text, codes::lookup_beside_ticket(&rest))).unzip();
        Report { text, ..Report::new(findings, ticket, codes.unwrap_or_default(), checked) }
    }

    fn signature(&self, fields: &Fields, signed: Option<&str>, checked: &mut Checked) -> Vec<Finding> {
        let Some(key) = &self.key else { return Vec::new() };
        let versions = match (key, fields.v1) {
            (Key::Secret(_), true) => Some("v2 (HMAC)"),
            (Key::Public(_), false) => Some("v1 (ECDSA)"),
            _ => None,
        };
        checked.signature = true;
        if let Some(version) = versions {
            return vec![Finding::new(Word::OtherVersion, [say::Arg::from(fields.version()), version.into()])];
        }
        // Where a field is missing there is no text to compare with.
        let whole = [field::Field::Identifier, field::Field::Sdkappid, field::Field::Time, field::Field::Expire]
            .into_iter()
            .all(|field| fields.plain(field).is_some());
        match (key, &fields.sig) {
            (Key::Secret(secret), Some(Sig::Mac(mac))) if whole => search::with_secret(fields, mac, secret, signed),
            (Key::Public(key), Some(Sig::Ecdsa(sig))) if whole => search::with_public_key(fields, sig, key, signed),
            _ => {
                checked.signature = false;
                Vec::new()
            }
        }
    }

    fn claims(&self, fields: &Fields, findings: &mut Vec<Finding>, checked: &mut Checked) {
        findings.extend(self.identifier.and_then(|asked| claims::identifier(fields, asked)));
        findings.extend(self.sdkappid.and_then(|asked| claims::sdkappid(fields, asked)));
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|time| time.as_secs());
        let asked = self.identifier.is_some() || self.sdkappid.is_some();
        let now = self.now.or_else(|| if asked { clock() } else { None });
        findings.extend(now.and_then(|now| claims::time(fields, now)));
        checked.identifier = self.identifier.is_some();
        checked.sdkappid = self.sdkappid.is_some();
        checked.time = now.is_some();
    }
}

/// Text of whatever encoding; a finding where it is not UTF-8.
fn as_text(input: &[u8]) -> (String, Option<Finding>) {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let zeros = |from: usize| input.len() >= 8 && input.iter().skip(from).step_by(2).all(|byte| *byte == 0);
    let utf_16 = || Some(Finding::new(Word::ForeignCharacter, [1_usize.into(), phrases::UTF_16.into()]));
    match input {
        [0xff, 0xfe, rest @ ..] => (wide(rest, u16::from_le_bytes), utf_16()),
        [0xfe, 0xff, rest @ ..] => (wide(rest, u16::from_be_bytes), utf_16()),
        _ if zeros(1) => (wide(input, u16::from_le_bytes), utf_16()),
        _ if zeros(0) => (wide(input, u16::from_be_bytes), utf_16()),
        _ => (String::from_utf8_lossy(input).into_owned(), None),
    }
}

/// What could be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Checked {
    /// The signature, with the key.
    pub signature: bool,
    /// The user.
    pub identifier: bool,
    /// The application.
    pub sdkappid: bool,
    /// Expiry and time of issue.
    pub time: bool,
}

/// Everything that was found.
#[derive(Clone)]
pub struct Report {
    findings: Vec<Finding>,
    text: Option<String>,
    ticket: Option<UntrustedTicket>,
    codes: Vec<ServiceCode>,
    checked: Checked,
}

/// Shows no ticket.
impl std::fmt::Debug for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report").field("findings", &self.findings).field("codes", &self.codes).finish_non_exhaustive()
    }
}

impl Report {
    fn new(findings: Vec<Finding>, ticket: Option<UntrustedTicket>, mut codes: Vec<ServiceCode>, checked: Checked) -> Self {
        for finding in &findings {
            for code in codes::of_error(finding.error()) {
                if !codes.iter().any(|known| known.code() == code.code()) {
                    codes.push(code);
                }
            }
        }
        Self { findings, text: None, ticket, codes, checked }
    }

    /// What is wrong, in the order in which one would mend it. Empty where nothing is in what could be looked at.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The ticket as it is in the input, without what is around it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// What the ticket says, where that can be read at all. Nothing about it is proven.
    #[must_use]
    pub const fn ticket(&self) -> Option<&UntrustedTicket> {
        self.ticket.as_ref()
    }

    /// Codes of Tencent's side: those that the input names, then those that it reports for the findings.
    #[must_use]
    pub fn codes(&self) -> &[ServiceCode] {
        &self.codes
    }

    /// What could be looked at.
    #[must_use]
    pub const fn checked(&self) -> Checked {
        self.checked
    }
}
