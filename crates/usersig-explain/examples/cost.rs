//! What the dearest inputs cost: `cargo run --release -p usersig-explain --example cost`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, FlushCompress};
use std::time::{Duration, Instant};
use usersig::{GenOptions, PrivateKey, PublicKey, SecretKey, Signer};
use usersig_explain::{MAX_INPUT_LEN, Question};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const OTHER: &str = "0f0e0d0c0b0a09080706050403020100f0e0d0c0b0a090807060504030201000";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let private = PrivateKey::from_pem(include_str!("../../../examples/keys/secp256k1/private_key.txt"))?;
    let other = PublicKey::from_pem(include_str!("../../../examples/keys/p256/public_key.txt"))?;
    let k1 = PrivateKey::generate(usersig::Curve::Secp256k1)?.public_key();
    let secret = Signer::new(1_400_000_000, SecretKey::new(SECRET)?)?;
    let v1 = Signer::new(1_400_000_000, private)?;
    let plain = secret.gen_sig("xiaojun")?;
    let long = secret.gen_sig_with(&"x".repeat(1024), &GenOptions::new().userbuf(&[7; 8192]))?;
    let fill = |piece: &str| piece.repeat(MAX_INPUT_LEN / piece.len()).into_bytes();
    let stream = |data: &[u8], zlib: bool| -> String {
        let mut out = Vec::with_capacity(data.len() + 1024);
        let _ = Compress::new(Compression::best(), zlib).compress_vec(data, &mut out, FlushCompress::Finish);
        STANDARD.encode(out)
    };
    let zeros = stream(&[b' '; 32000], true);
    let json = stream(format!("{{\"a\":\"{}\"}}", "b".repeat(30_000)).as_bytes(), true);
    let empty_blocks = STANDARD.encode([&[0x78, 0x9c][..], &[0, 0, 0, 0xff, 0xff].repeat(2400)].concat());
    let nested = (0..4).fold(plain.clone(), |text, _| STANDARD.encode(text));
    let inputs: Vec<(&str, Vec<u8>)> = vec![
        ("a usual ticket", plain.clone().into_bytes()),
        ("the longest ticket, under another secret", long.clone().into_bytes()),
        ("many tickets", fill(&format!("{plain}\n"))),
        ("the beginnings of tickets", fill("eJ")),
        ("the beginnings of tickets, apart", fill("eJw.")),
        ("the beginnings of tickets, on lines", fill("eJwt\n")),
        ("characters that are in no base64", fill("eJwtjMsK!gkAUQP~lrk#")),
        ("large content that is no ticket", fill(&format!("{zeros} "))),
        ("JSON that is no ticket", fill(&format!("{json} "))),
        ("empty blocks", fill(&format!("{empty_blocks} "))),
        ("raw deflate", fill(&format!("{} ", stream(b"{\"a\":1}", false)))),
        ("encoded again and again", nested.into_bytes()),
        ("percent-encoded again and again", fill("%252525252525252565")),
        ("escapes", fill("\\\\\\\\u003d")),
        ("entities", fill("&amp;amp;quot;")),
        ("braces", fill("{\"a\":")),
        ("braces of tickets", fill("{\"TLS.ver\":\"2.0\",\"TLS.sig\":{")),
        ("names", fill("sig=")),
        ("hexadecimal digits", fill("789c")),
        ("digits", fill("70009 ")),
        ("letters", fill("QUFBQUFBQUFB")),
        ("blanks", fill("A ")),
        ("full-width characters", fill("ｅＪ")),
    ];
    let mut worst = (Duration::ZERO, "");
    let mut time = |name: &'static str, run: &dyn Fn()| {
        let best = (0..5)
            .map(|_| {
                let start = Instant::now();
                run();
                start.elapsed()
            })
            .min()
            .unwrap_or_default();
        println!("{:>10.1} ms  {name}", best.as_secs_f64() * 1000.0);
        worst = worst.max((best, name));
    };
    for (name, input) in &inputs {
        time(name, &|| drop(Question::new(input).sdkappid(1).identifier("a").now(1).secret(OTHER).explain()));
    }
    let p256 = v1.gen_sig_with(&"x".repeat(1024), &GenOptions::new().userbuf(&[7; 8192]))?;
    time("a v1 ticket under another key on P-256", &|| drop(Question::new(p256.as_bytes()).public_key(&other).explain()));
    time("a v1 ticket under another key on secp256k1", &|| drop(Question::new(p256.as_bytes()).public_key(&k1).explain()));
    println!("the dearest: {:.1} ms, {}", worst.0.as_secs_f64() * 1000.0, worst.1);
    Ok(())
}
