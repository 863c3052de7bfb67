//! Each bound at its edge and one beyond, where `ci/conformance` has no case for it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::{Read, Write};
use usersig::{
    Compression, ErrorCode, GenOptions, MAX_IDENTIFIER_LEN, MAX_PEM_LEN, MAX_TICKET_LEN, MAX_USERBUF_LEN, PrivateKey, PublicKey,
    SecretKey, Signer, Ticket, Verifier, VerifyOptions,
};

const NOW: u64 = 1_600_000_000;

fn secret() -> SecretKey {
    SecretKey::new("a-secret").unwrap()
}

fn verify(ticket: &str, identifier: &str) -> usersig::Result<Ticket> {
    let options = VerifyOptions::new().now(NOW).userbuf(usersig::ExpectedUserbuf::Any);
    Verifier::new(7, secret()).unwrap().verify_with(ticket, identifier, &options)
}

/// The JSON of a valid ticket for xiaojun.
fn json() -> String {
    let ticket = Signer::new(7, secret()).unwrap().gen_sig_with("xiaojun", &GenOptions::new().issued_at(NOW)).unwrap();
    let stream = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
    let mut json = String::new();
    flate2::read::ZlibDecoder::new(stream.as_slice()).read_to_string(&mut json).unwrap();
    json
}

fn enc(json: &str, level: u32) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(json.as_bytes()).unwrap();
    STANDARD.encode(encoder.finish().unwrap()).replace('+', "*").replace('/', "-").replace('=', "_")
}

#[test]
fn the_longest_ticket_is_read() {
    let padded = |len: usize| enc(&format!("{:len$}", json()), 0);
    let longest = (12_000..13_000).map(padded).take_while(|ticket| ticket.len() <= MAX_TICKET_LEN).last().unwrap();
    assert_eq!(longest.len(), MAX_TICKET_LEN);
    assert!(verify(&longest, "xiaojun").is_ok());
    let beyond = (12_000..13_000).map(padded).find(|ticket| ticket.len() > MAX_TICKET_LEN).unwrap();
    assert_eq!(verify(&beyond, "xiaojun").unwrap_err().code(), ErrorCode::TooLong);
}

/// Whatever identifier and userbuf are allowed, the ticket is within its bound: stored where that fits, else compressed.
#[test]
fn the_longest_ticket_is_written() {
    let userbuf: Vec<u8> = (0..MAX_USERBUF_LEN).map(|index| ((index * index) >> 3 & 0xff).try_into().unwrap()).collect();
    let options = GenOptions::new().issued_at(NOW).userbuf(&userbuf).compression(Compression::None);
    let signer = Signer::new(7, secret()).unwrap();
    let mut longest = 0;
    for quotes in (0..=MAX_IDENTIFIER_LEN).step_by(16) {
        // A quotation mark takes two bytes of JSON.
        let identifier = "\"".repeat(quotes) + &"x".repeat(MAX_IDENTIFIER_LEN - quotes);
        let ticket = signer.gen_sig_with(&identifier, &options).unwrap();
        assert!(ticket.len() <= MAX_TICKET_LEN);
        longest = longest.max(ticket.len());
        assert_eq!(verify(&ticket, &identifier).unwrap().userbuf(), Some(userbuf.as_slice()));
    }
    assert!(longest > MAX_TICKET_LEN - 32, "{longest}");
    let identifier = "x".repeat(MAX_IDENTIFIER_LEN + 1);
    assert_eq!(signer.gen_sig_with(&identifier, &options).unwrap_err().code(), ErrorCode::InvalidIdentifier);
}

#[test]
fn the_longest_pem_is_read() {
    let pad = |pem: &str, len: usize| "\n".repeat(len - pem.len()) + pem;
    let private = include_str!("../../../examples/keys/p256/private_key.txt");
    let public = include_str!("../../../examples/keys/p256/public_key.txt");
    assert!(PrivateKey::from_pem(&pad(private, MAX_PEM_LEN)).is_ok());
    assert!(PublicKey::from_pem(&pad(public, MAX_PEM_LEN)).is_ok());
    assert_eq!(PrivateKey::from_pem(&pad(private, MAX_PEM_LEN + 1)).unwrap_err().code(), ErrorCode::InvalidKey);
    assert_eq!(PublicKey::from_pem(&pad(public, MAX_PEM_LEN + 1)).unwrap_err().code(), ErrorCode::InvalidKey);
}

#[test]
fn sixteen_unknown_keys_are_skipped() {
    let with = |count: usize| {
        let keys: String = (0..count).map(|key| format!(",\"{key}\":0")).collect();
        enc(&(json().strip_suffix('}').unwrap().to_owned() + &keys + "}"), 6)
    };
    assert!(verify(&with(16), "xiaojun").is_ok());
    assert_eq!(verify(&with(17), "xiaojun").unwrap_err().code(), ErrorCode::MalformedJson);
}
