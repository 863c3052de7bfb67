//! Whatever comes in: what the library accepts gets no finding about its form, and nothing panics or writes what it must not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod maker;

use maker::*;
use proptest::prelude::*;
use usersig::{
    Compression, Curve, ErrorCode, ExpectedUserbuf, GenOptions, PrivateKey, PublicKey, SecretKey, Signer, Verifier, VerifyOptions,
};
use usersig_explain::{MAX_INPUT_LEN, Question, Word};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Every ticket that the library makes: only what its content cannot hide.
    #[test]
    fn accepted_tickets(
        identifier in "[^\\x00-\\x1f\\x7f]{1,40}",
        sdkappid in 1_u32..,
        time in 0_u64..4_000_000_000,
        expire in any::<u32>(),
        userbuf in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..60)),
        level in 0..3_usize,
        v1 in any::<bool>(),
        ending in 0..3_usize,
    ) {
        let level = [Compression::Default, Compression::Fast, Compression::None][level];
        let mut options = GenOptions::new().issued_at(time).expire(expire).compression(level);
        if let Some(userbuf) = &userbuf {
            options = options.userbuf(userbuf);
        }
        let key = PrivateKey::generate(if sdkappid % 2 == 0 { Curve::P256 } else { Curve::Secp256k1 }).unwrap();
        let public = key.public_key();
        let signer = if v1 { Signer::new(sdkappid, key) } else { Signer::new(sdkappid, SecretKey::new(SECRET).unwrap()) }.unwrap();
        let ticket = signer.gen_sig_with(&identifier, &options).unwrap();
        let input = ticket + ["", "\n", "\r\n"][ending];
        let question = Question::new(input.as_bytes()).sdkappid(sdkappid).identifier(&identifier).now(time);
        let question = if v1 { question.public_key(&public) } else { question.secret(SECRET) };
        let report = question.explain().unwrap();
        for finding in report.findings() {
            prop_assert!(matches!(finding.word(), Word::AbsoluteExpire | Word::PrivateMapKey), "{}", texts(&report));
        }
        prop_assert!(report.ticket().is_some_and(|ticket| ticket.identifier() == identifier));
        prop_assert!(report.checked().signature);
    }

    /// Tickets with other JSON: where the library accepts, so does this; where it refuses, something is found.
    #[test]
    fn as_the_library_judges(
        values in proptest::collection::vec((0..9_usize, prop_oneof![
            Just("\"1700000000\"".to_owned()), Just("null".to_owned()), Just("\"\"".to_owned()), Just("\"x\\ny\"".to_owned()), "[0-9]{1,12}", "\"[ -~&&[^\"\\\\]]{0,8}\"", Just("{}".to_owned()), Just("1.5".to_owned()),
        ]), 0..3),
        names in proptest::collection::vec((0..9_usize, prop_oneof![Just("TLS.x".to_owned()), Just("v".to_owned()), Just("TLS.userbuf".to_owned()), Just("userid".to_owned()), Just("TLS.ver".to_owned())]), 0..2),
        v1 in any::<bool>(),
    ) {
        let maker = Maker::new(if v1 { Kind::P256 } else { Kind::V2 });
        let mut members = maker.members(&maker.sig(&maker.text()));
        for (at, value) in values {
            let len = members.len();
            members[at % len].1 = value;
        }
        for (at, name) in names {
            let len = members.len();
            members[at % len].0 = name;
        }
        let ticket = tencent(&zlib(object(&members).as_bytes()));
        let report = maker.ask(ticket.as_bytes(), false);
        let form = report.findings().iter().any(|finding| !matches!(finding.word(), Word::AbsoluteExpire | Word::PrivateMapKey));
        prop_assert_eq!(usersig::inspect(&ticket).is_err(), form, "{}\n{}", object(&members), texts(&report));
        let public = PublicKey::from_pem(include_str!("../../../examples/keys/p256/public_key.txt")).unwrap();
        let verifier = if v1 { Verifier::new(maker.sdkappid, public) } else { Verifier::new(maker.sdkappid, SecretKey::new(SECRET).unwrap()) }.unwrap();
        let options = VerifyOptions::new().now(maker.time).userbuf(ExpectedUserbuf::Any);
        if verifier.verify_with(&ticket, "user_one", &options).is_ok() {
            let report = maker.ask(ticket.as_bytes(), true);
            prop_assert!(report.findings().iter().all(|finding| matches!(finding.word(), Word::AbsoluteExpire | Word::PrivateMapKey)), "{}", texts(&report));
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let maker = Maker::new(Kind::V2);
        for input in [text.as_bytes(), &bytes] {
            clean(&maker.ask(input, true), input);
        }
    }

    /// A ticket with something done to it.
    #[test]
    fn mangled_tickets(at in 0..200_usize, with in "\\PC{0,3}", drop in 0..5_usize, v1 in any::<bool>(), encode in 0..4) {
        let maker = Maker::new(if v1 { Kind::P256 } else { Kind::V2 });
        let ticket = maker.ticket();
        let at = at.min(ticket.len() - drop);
        let mut input = [&ticket[..at], &with, &ticket[at + drop..]].concat();
        for _ in 0..encode {
            input = percent(&input);
        }
        let report = maker.ask(input.as_bytes(), true);
        clean(&report, input.as_bytes());
        let trimmed = input.strip_suffix('\n').unwrap_or(&input);
        prop_assert!(usersig::inspect(trimmed).is_ok() || !report.findings().is_empty(), "{}", input);
    }
}

#[test]
fn longer_inputs_are_refused() {
    let input = vec![b'a'; MAX_INPUT_LEN + 1];
    assert!(Question::new(&input[1..]).explain().is_ok());
    assert_eq!(Question::new(&input).explain().unwrap_err().code(), ErrorCode::InvalidArgument);
}

/// Nothing that was given as a secret is printed, wherever it stands.
#[test]
fn secrets_are_not_printed() {
    let mut maker = Maker::new(Kind::V2);
    maker.identifier = SECRET.to_owned();
    let ticket = maker.ticket();
    let report = Question::new(ticket.as_bytes()).identifier("user_one").secret(SECRET).now(1).explain().unwrap();
    assert!(!texts(&report).contains(SECRET));
    let names = format!("{{\"{SECRET}\":{{\"TLS.ver\":\"{SECRET}\",\"TLS.identifier\":\"a\"}}}}");
    let report = Question::new(tencent(&zlib(names.as_bytes())).as_bytes()).secret(SECRET).explain().unwrap();
    assert!(!texts(&report).contains(SECRET) && !report.findings().is_empty(), "{}", texts(&report));
    assert!(!format!("{:?}", Question::new(b"").secret(SECRET)).contains(SECRET));
}
