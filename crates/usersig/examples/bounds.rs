//! What the largest accepted and the most expensive refused inputs cost: the table in `ci/measure/README.md`.
//! Run with `cargo run --release -p usersig --example bounds`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/common/counting.rs"]
mod counting;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Write;
use std::thread;
use std::time::Instant;
use usersig::{
    Compression, Curve, ErrorCode, ExpectedUserbuf, GenOptions, MAX_IDENTIFIER_LEN, MAX_JSON_LEN, MAX_PEM_LEN, MAX_TICKET_LEN,
    MAX_USERBUF_LEN, PrivateKey, PublicKey, SecretKey, Signer, Verifier, VerifyOptions, inspect,
};

fn base64(stream: &[u8]) -> String {
    STANDARD.encode(stream).replace('+', "*").replace('/', "-").replace('=', "_")
}

fn enc(json: &[u8]) -> String {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(9));
    encoder.write_all(json).unwrap();
    base64(&encoder.finish().unwrap())
}

/// Deflate blocks that cost most for their bits: without content, and the worst that the fuzz target `costly` found.
const COSTLY: [(&str, &str); 3] = [
    ("empty blocks with the fixed code", "0 10 0000000"),
    (
        "empty blocks with a code of their own",
        concat!(
            "0 01 00000 00000 0111 000 000 100 000 000 000 000 000 000 000 000 000 000 000 000 000 000 100",
            " 1 1111111 1 1101011 0 0 0",
        ),
    ),
    (
        "the shortest matches",
        concat!("1101111011011110110111101101111000100000001000001111111101100010", "0110001011111111001000001111",),
    ),
];

/// A zlib stream of this deflate block, whose bits are written in their order, as often as a ticket holds it.
fn stream_of(block: &str) -> Vec<u8> {
    const BITS: usize = (MAX_TICKET_LEN / 4 * 3 - 8) * 8;
    let bits = |text: &str| text.bytes().filter(u8::is_ascii_digit).map(|bit| bit & 1).collect::<Vec<u8>>();
    let block = bits(block);
    let mut all = block.repeat(BITS / block.len());
    // An empty last block.
    all.extend(bits("1 10 0000000"));
    let bytes = all.chunks(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | bit));
    [0x78, 0x9c].into_iter().chain(bytes).chain(1_u32.to_be_bytes()).collect()
}

/// zlib's own time for a stream, in microseconds.
fn zlib(stream: &[u8]) -> f64 {
    let mut decoder = flate2::Decompress::new(true);
    let mut json = Vec::with_capacity(MAX_JSON_LEN);
    median(|| {
        json.clear();
        decoder.reset(true);
        let _ = decoder.decompress_vec(stream, &mut json, flate2::FlushDecompress::Finish);
    })
}

/// Bytes without a pattern.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    (0..len)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect()
}

/// Prints, from a fresh thread, whose buffers are not there yet, the peak of memory and what the thread keeps; and the median of
/// the times after that.
fn measure(name: &str, len: usize, work: impl Fn() -> Result<(), ErrorCode> + Sync) {
    let (outcome, memory, kept) = thread::scope(|scope| scope.spawn(|| counting::peak(&work)).join().unwrap());
    let time = median(|| assert_eq!(work(), outcome));
    let outcome = outcome.map_or_else(|code| code.word().to_owned(), |()| "accepted".to_owned());
    println!("{name:<52} {len:>9} {time:>9.1} {:>9.1} {:>9.1}   {outcome}", memory as f64 / 1024.0, kept as f64 / 1024.0);
}

/// The median of the times that this takes, in microseconds.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..101)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[50]
}

fn main() {
    const NOW: u64 = 1_600_000_000;
    let secret = SecretKey::new("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e").unwrap();
    let [p256, secp256k1] = [Curve::P256, Curve::Secp256k1].map(|curve| PrivateKey::generate(curve).unwrap());
    let signers =
        [Signer::new(7, p256.clone()), Signer::new(7, secp256k1.clone()), Signer::new(7, secret.clone())].map(Result::unwrap);
    let verifier = Verifier::new(7, p256.public_key()).unwrap().with_key(secp256k1.public_key()).with_key(secret.clone());
    let verify = |verifier: &Verifier, ticket: &str, identifier: &str| {
        let options = VerifyOptions::new().now(NOW).userbuf(ExpectedUserbuf::Any);
        verifier.verify_with(ticket, identifier, &options).map(drop).map_err(|error| error.code())
    };
    println!("{:<52} {:>9} {:>9} {:>9} {:>9}   outcome", "input", "bytes", "us", "KiB", "kept KiB");

    let identifier = "\u{7528}".repeat(MAX_IDENTIFIER_LEN / 3);
    let userbuf = noise(MAX_USERBUF_LEN);
    let names = ["v1, P-256", "v1, secp256k1", "v2"];
    for (name, signer) in names.iter().zip(&signers) {
        let usual = GenOptions::new().issued_at(NOW);
        let ticket = signer.gen_sig_with("xiaojun", &usual).unwrap();
        measure(&format!("verify: a usual ticket, {name}"), ticket.len(), || verify(&verifier, &ticket, "xiaojun"));
        let most = usual.userbuf(&userbuf);
        let ticket = signer.gen_sig_with(&identifier, &most).unwrap();
        measure(&format!("verify: identifier and userbuf at most, {name}"), ticket.len(), || {
            verify(&verifier, &ticket, &identifier)
        });
        measure(&format!("gen_sig: the same, {name}"), 0, || {
            signer.gen_sig_with(&identifier, &most).map(drop).map_err(|error| error.code())
        });
        measure(&format!("gen_sig: the same, stored, {name}"), 0, || {
            let stored = most.compression(Compression::None);
            signer.gen_sig_with(&identifier, &stored).map(drop).map_err(|error| error.code())
        });
        measure(&format!("gen_sig: usual, {name}"), 0, || {
            signer.gen_sig_with("xiaojun", &usual).map(drop).map_err(|error| error.code())
        });
        // One level after the other: the thread keeps a compressor for each.
        measure(&format!("gen_sig: all fields at most, default and fast, {name}"), 0, || {
            let fields = if *name == "v2" { most } else { most.account_type(&identifier).appid_at_3rd(&identifier) };
            for compression in [Compression::Default, Compression::Fast] {
                signer.gen_sig_with(&identifier, &fields.compression(compression)).map_err(|error| error.code())?;
            }
            Ok(())
        });
    }

    // A true v2 signature among as much that is not signed as fits.
    let mut many = Verifier::new(7, PrivateKey::generate(Curve::P256).unwrap().public_key()).unwrap();
    for _ in 1..100 {
        many = many.with_key(PrivateKey::generate(Curve::P256).unwrap().public_key());
    }
    let ticket = signers[0].gen_sig_with("xiaojun", &GenOptions::new().issued_at(NOW)).unwrap();
    measure("verify: 100 P-256 keys, none fits", ticket.len(), || verify(&many, &ticket, "xiaojun"));
    let mut many = Verifier::new(7, SecretKey::new("0").unwrap()).unwrap();
    for number in 1..100 {
        many = many.with_key(SecretKey::new(&number.to_string()).unwrap());
    }
    let ticket = signers[2].gen_sig_with("xiaojun", &GenOptions::new().issued_at(NOW)).unwrap();
    measure("verify: 100 secrets, none fits", ticket.len(), || verify(&many, &ticket, "xiaojun"));

    let nested = |open: &str, close: &str| format!("{{\"a\":{}{}}}", open.repeat(16_000), close.repeat(16_000));
    let unknown: Vec<String> = (0..16).map(|key| format!("\"{key}{}\":0", "k".repeat(2_000))).collect();
    let repeated = format!("{{{}\"z\":0}}", "\"a\":0,".repeat(5_400));
    let refused = [
        ("garbage of 10 MB", "A".repeat(10_000_000)),
        ("garbage of the longest ticket", "A".repeat(MAX_TICKET_LEN)),
        ("noise in place of a zlib stream", base64(&noise(MAX_TICKET_LEN / 4 * 3))),
        ("a bomb of 11 MB", enc(&vec![b' '; 11_000_000])),
        ("32 KiB of white space", enc(&vec![b' '; 32 * 1024])),
        ("a number of 32000 digits", enc(format!("{{\"TLS.time\":{}}}", "9".repeat(32_000)).as_bytes())),
        ("a number of a million digits", enc(format!("{{\"TLS.time\":{}}}", "9".repeat(1_000_000)).as_bytes())),
        ("16000 arrays in one another", enc(nested("[", "]").as_bytes())),
        ("escapes in an identifier of 32 KiB", enc(format!("{{\"TLS.identifier\":\"{}\"}}", "\\u7528".repeat(5_400)).as_bytes())),
        ("16 long unknown keys", enc(format!("{{{}}}", unknown.join(",")).as_bytes())),
        ("one key 5400 times", enc(repeated.as_bytes())),
    ];
    for (name, block) in COSTLY {
        let stream = stream_of(block);
        let ticket = base64(&stream);
        measure(&format!("verify: {name}"), ticket.len(), || verify(&verifier, &ticket, "xiaojun"));
        println!("    zlib-rs for the same stream: {:.1} us", zlib(&stream));
    }
    for (name, ticket) in &refused {
        measure(&format!("verify: {name}"), ticket.len(), || verify(&verifier, ticket, "xiaojun"));
        assert!(inspect(ticket).is_err());
    }

    let body = "A".repeat(MAX_PEM_LEN - 58);
    for (name, pem) in [
        ("a P-256 private key", p256.to_pem().to_string()),
        ("a secp256k1 private key", secp256k1.to_pem().to_string()),
        ("a key in the longest text", format!("{}{}", "\n".repeat(MAX_PEM_LEN - p256.to_pem().len()), &*p256.to_pem())),
        ("a block of 16 KiB", format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----")),
        ("400 empty blocks", "-----BEGIN A-----\n-----END A-----\n".repeat(400)),
        ("garbage of 10 MB", "A".repeat(10_000_000)),
    ] {
        measure(&format!("PrivateKey: {name}"), pem.len(), || PrivateKey::from_pem(&pem).map(drop).map_err(|error| error.code()));
    }
    let pem = p256.public_key().to_pem();
    measure("PublicKey: a P-256 public key", pem.len(), || PublicKey::from_pem(&pem).map(drop).map_err(|error| error.code()));
    for (len, unit) in [(64, "a"), (1024, "a"), (16_384, "M"), (10_000_000, "M")] {
        let text = unit.repeat(len);
        measure(&format!("SecretKey: {len} bytes"), len, || SecretKey::new(&text).map(drop).map_err(|error| error.code()));
    }
}
