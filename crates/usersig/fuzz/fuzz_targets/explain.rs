//! Any text, explained with every kind of key: it ends, prints nothing that moves a cursor, and finds something wrong with
//! the form of a ticket where and only where the library refuses it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use usersig::{ErrorCode, ExpectedUserbuf, PublicKey, SecretKey, Verifier, VerifyOptions, inspect};
use usersig_explain::{Language, Question, Report, Word};
use usersig_fuzz::{P256_PUBLIC, SDKAPPID, SECP256K1_PUBLIC, SECRET};

static KEYS: LazyLock<[PublicKey; 2]> = LazyLock::new(|| [P256_PUBLIC, SECP256K1_PUBLIC].map(|pem| PublicKey::from_pem(pem).unwrap()));
static VERIFIER: LazyLock<Verifier> =
    LazyLock::new(|| Verifier::new(SDKAPPID, SecretKey::new(SECRET).unwrap()).unwrap().with_key(KEYS[0].clone()).with_key(KEYS[1].clone()));

fn is_about_form(word: Word) -> bool {
    word <= Word::UserbufLineBreaks
}

fn check(report: &Report) {
    for language in [Language::English, Language::Chinese] {
        let codes = report.codes().iter().map(|code| code.text(language));
        for text in report.findings().iter().map(|finding| finding.text(language)).chain(codes) {
            assert!(!text.chars().any(|c| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')));
            assert!(!text.contains(SECRET) && text.len() < 8192);
        }
    }
    assert!(report.findings().is_sorted_by_key(|finding| finding.word()));
}

fuzz_target!(|input: &[u8]| {
    let question = || Question::new(input).sdkappid(SDKAPPID).identifier("xiaojun").now(1_600_000_060);
    let with_secret = question().secret(SECRET).explain().unwrap();
    check(&with_secret);
    let with_keys: Vec<Report> = KEYS.iter().map(|key| question().public_key(key).explain().unwrap()).collect();
    with_keys.iter().for_each(check);

    let Ok(text) = std::str::from_utf8(input) else { return };
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    let bare = Question::new(text.as_bytes()).explain().unwrap();
    check(&bare);
    let form = bare.findings().iter().any(|finding| is_about_form(finding.word()));
    match inspect(text) {
        Ok(_) => assert!(!form),
        // A code that is looked up is no ticket.
        Err(_) => assert!(form || !bare.codes().is_empty()),
    }
    let verified = VERIFIER.verify_with(text, "xiaojun", &VerifyOptions::new().now(1_600_000_060).userbuf(ExpectedUserbuf::Any));
    let proven = match &verified {
        Ok(_) => true,
        Err(error) => matches!(
            error.code(),
            ErrorCode::SdkappidMismatch | ErrorCode::IdentifierMismatch | ErrorCode::Expired | ErrorCode::NotYetValid
        ),
    };
    if proven {
        let about_signature = |report: &Report| {
            report.findings().iter().any(|finding| (Word::SignedJson..=Word::OtherVersion).contains(&finding.word()))
        };
        assert!(with_keys.iter().chain([&with_secret]).any(|report| !about_signature(report)));
    }
});
