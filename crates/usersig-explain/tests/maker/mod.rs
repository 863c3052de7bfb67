//! Tickets made step by step, so that each step can go wrong by itself. Nothing here comes from the library.
#![allow(dead_code, unreachable_pub)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, FlushCompress};
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer;
use p256::pkcs8::DecodePrivateKey;
use sha2::Sha256;
use usersig::{PrivateMapKey, Privileges, PublicKey, Room};
use usersig_explain::{Language, Question, Report, Word};

pub const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const PRIVATE: &str = include_str!("../../../../examples/keys/p256/private_key.txt");
const PUBLIC: &str = include_str!("../../../../examples/keys/p256/public_key.txt");
const K1_PRIVATE: &str = include_str!("../../../../examples/keys/secp256k1/private_key.txt");
const K1_PUBLIC: &str = include_str!("../../../../examples/keys/secp256k1/public_key.txt");

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    V2,
    P256,
    Secp256k1,
}

pub const KINDS: [Kind; 3] = [Kind::V2, Kind::P256, Kind::Secp256k1];

/// A ticket's parts.
#[derive(Clone, Debug)]
pub struct Maker {
    pub kind: Kind,
    pub identifier: String,
    pub sdkappid: u32,
    pub time: u64,
    pub expire: u32,
    pub userbuf: Option<String>,
    pub secret: Vec<u8>,
}

impl Maker {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            identifier: "user_one".to_owned(),
            sdkappid: 1_400_000_000,
            time: 1_790_000_000,
            expire: 86400,
            userbuf: None,
            secret: SECRET.as_bytes().to_vec(),
        }
    }

    pub fn v1(&self) -> bool {
        self.kind != Kind::V2
    }

    pub fn with_room(mut self) -> Self {
        self.userbuf = Some(STANDARD.encode(self.room()));
        self
    }

    pub fn room(&self) -> Vec<u8> {
        let ends = u32::try_from(self.time).unwrap() + self.expire;
        PrivateMapKey::to_userbuf(&self.identifier, self.sdkappid, &Room::Number(10000), ends, Privileges::ALL).unwrap()
    }

    /// Names and values of the signed text.
    pub fn lines(&self) -> Vec<(String, String)> {
        let (sdkappid, expire) = if self.v1() { ("TLS.sdk_appid", "TLS.expire_after") } else { ("TLS.sdkappid", "TLS.expire") };
        let mut lines = vec![
            ("TLS.identifier".to_owned(), self.identifier.clone()),
            (sdkappid.to_owned(), self.sdkappid.to_string()),
            ("TLS.time".to_owned(), self.time.to_string()),
            (expire.to_owned(), self.expire.to_string()),
        ];
        if self.v1() {
            lines.insert(0, ("TLS.account_type".to_owned(), "0".to_owned()));
            lines.insert(0, ("TLS.appid_at_3rd".to_owned(), "0".to_owned()));
        }
        if let Some(userbuf) = &self.userbuf {
            lines.push(("TLS.userbuf".to_owned(), userbuf.clone()));
        }
        lines
    }

    pub fn text(&self) -> String {
        self.lines().iter().map(|(name, value)| format!("{name}:{value}\n")).collect()
    }

    pub fn raw_sig(&self, text: &str) -> Vec<u8> {
        match self.kind {
            Kind::V2 => mac(&self.secret, text),
            Kind::P256 => {
                let key = p256::ecdsa::SigningKey::from_pkcs8_pem(PRIVATE).unwrap();
                let sig: p256::ecdsa::Signature = key.sign(text.as_bytes());
                sig.to_der().as_bytes().to_vec()
            }
            Kind::Secp256k1 => {
                let key = k256::ecdsa::SigningKey::from_pkcs8_pem(K1_PRIVATE).unwrap();
                let sig: k256::ecdsa::Signature = key.sign(text.as_bytes());
                sig.to_der().as_bytes().to_vec()
            }
        }
    }

    pub fn sig(&self, text: &str) -> String {
        STANDARD.encode(self.raw_sig(text))
    }

    /// The JSON's members as they are written.
    pub fn members(&self, sig: &str) -> Vec<(String, String)> {
        let text = |text: &str| serde_json::to_string(text).unwrap();
        let number = |number: u64| if self.v1() { format!("\"{number}\"") } else { number.to_string() };
        let mut members = Vec::new();
        let mut put = |name: &str, value: String| members.push((name.to_owned(), value));
        if self.v1() {
            put("TLS.account_type", text("0"));
            put("TLS.identifier", text(&self.identifier));
            put("TLS.appid_at_3rd", text("0"));
            put("TLS.sdk_appid", number(self.sdkappid.into()));
            put("TLS.expire_after", number(self.expire.into()));
            put("TLS.version", text("201512300000"));
        } else {
            put("TLS.ver", text("2.0"));
            put("TLS.identifier", text(&self.identifier));
            put("TLS.sdkappid", number(self.sdkappid.into()));
            put("TLS.expire", number(self.expire.into()));
        }
        put("TLS.time", number(self.time));
        if let Some(userbuf) = &self.userbuf {
            put("TLS.userbuf", text(userbuf));
        }
        if !sig.is_empty() {
            put("TLS.sig", text(sig));
        }
        members
    }

    pub fn json(&self, sig: &str) -> String {
        object(&self.members(sig))
    }

    /// A right ticket.
    pub fn ticket(&self) -> String {
        self.signed_over(&self.text())
    }

    /// A ticket with a signature over another text.
    pub fn signed_over(&self, text: &str) -> String {
        tencent(&zlib(self.json(&self.sig(text)).as_bytes()))
    }

    /// A right ticket with at least one of each of base64's last characters and padding.
    pub fn telling(&mut self) -> String {
        loop {
            let ticket = self.ticket();
            if ["*", "-", "_"].iter().all(|symbol| ticket.contains(symbol)) {
                return ticket;
            }
            self.time += 1;
        }
    }

    pub fn ask(&self, input: &[u8], key: bool) -> Report {
        let public = PublicKey::from_pem(if self.kind == Kind::Secp256k1 { K1_PUBLIC } else { PUBLIC }).unwrap();
        let mut question = Question::new(input);
        if key {
            question = question.sdkappid(self.sdkappid).identifier(&self.identifier).now(if self.time > 2_000_000_000 {
                1_790_000_060
            } else {
                self.time + 60
            });
            question = if self.v1() { question.public_key(&public) } else { question.secret(SECRET) };
        }
        question.explain().unwrap()
    }

    /// Exactly these words, and nothing that must not be printed.
    #[track_caller]
    pub fn exactly(&self, input: impl AsRef<[u8]>, words: &[Word]) {
        let report = self.ask(input.as_ref(), true);
        let found: Vec<_> = report.findings().iter().map(|finding| finding.word()).collect();
        assert_eq!(found, words, "{:?} of {:?}\n{}", self.kind, String::from_utf8_lossy(input.as_ref()), texts(&report));
        clean(&report, input.as_ref());
    }

    /// These words among others.
    #[track_caller]
    pub fn among(&self, input: impl AsRef<[u8]>, words: &[Word]) {
        let report = self.ask(input.as_ref(), true);
        let found: Vec<_> = report.findings().iter().map(|finding| finding.word()).collect();
        assert!(
            words.iter().all(|word| found.contains(word)),
            "{:?} not in {found:?} of {}\n{}",
            words,
            String::from_utf8_lossy(input.as_ref()),
            texts(&report)
        );
        clean(&report, input.as_ref());
    }
}

pub fn texts(report: &Report) -> String {
    report
        .findings()
        .iter()
        .map(|finding| format!("{}: {}\n", finding.word().as_str(), finding.text(Language::English)))
        .collect()
}

/// No control character, no secret, no ticket; every template filled.
#[track_caller]
pub fn clean(report: &Report, input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    for language in [Language::English, Language::Chinese] {
        for text in report
            .findings()
            .iter()
            .map(|finding| finding.text(language))
            .chain(report.codes().iter().map(|code| code.text(language)))
        {
            assert!(!text.chars().any(char::is_control), "{text:?}");
            assert!(!text.contains(SECRET) && ["{0}", "{1}", "{2}"].iter().all(|place| !text.contains(place)), "{text}");
            assert!(text.len() < 3000 && (input.len() < 100 || !text.contains(input.trim())), "{text}");
        }
    }
}

pub fn object(members: &[(String, String)]) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

pub fn mac(key: &[u8], text: impl AsRef<[u8]>) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

fn compress(data: &[u8], zlib: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + data.len() / 8 + 256);
    Compress::new(Compression::default(), zlib).compress_vec(data, &mut out, FlushCompress::Finish).unwrap();
    out
}

pub fn zlib(data: &[u8]) -> Vec<u8> {
    compress(data, true)
}

pub fn raw_deflate(data: &[u8]) -> Vec<u8> {
    compress(data, false)
}

pub fn gzip(data: &[u8], name: bool) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, if name { 8 } else { 0 }, 0, 0, 0, 0, 0, 3];
    if name {
        out.extend_from_slice(b"ticket.json\0");
    }
    out.extend(raw_deflate(data));
    out.extend_from_slice(&[0; 8]);
    out
}

pub fn tencent(bytes: &[u8]) -> String {
    mapped(&STANDARD.encode(bytes))
}

pub fn mapped(text: &str) -> String {
    text.replace('+', "*").replace('/', "-").replace('=', "_")
}

pub fn unmapped(ticket: &str) -> String {
    ticket.replace('*', "+").replace('-', "/").replace('_', "=")
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
