//! The core against the floor: the bare signature by aws-lc-rs, and bare HMAC with bare zlib. One run, interleaved;
//! one JSON row per line on stdout (the columns are explained in `../report.py`). With the arguments `loop VERSION SECONDS`:
//! how many tickets a second one thread makes over this time for the 512 identifiers of crates/usersig-server/bench/run.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, ParsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use graviola::hashing::Sha256 as GraviolaSha256;
use graviola::signing::ecdsa::{P256, SigningKey as GraviolaSigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;
use sha2::Sha256;
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;
use usersig::{GenOptions, PrivateKey, PublicKey, SecretKey, Signer, Verifier};

const PRIVATE: &str = include_str!("../../../../examples/keys/p256/private_key.txt");
const PUBLIC: &str = include_str!("../../../../examples/keys/p256/public_key.txt");
const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const SDKAPPID: u32 = 1_400_000_000;
/// One measurement lasts about this long.
const SLICE_US: f64 = 3_000.0;
const ROUNDS: usize = 60;
/// The tickets of one call of "in a batch".
const BATCH: usize = 128;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);
/// Counting is off while time is measured: one counter for all threads would slow them down.
static COUNTING: AtomicBool = AtomicBool::new(false);

struct Counting;

// SAFETY: every call is handed on to the system allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Ordering::Relaxed) {
            ALLOCATED.fetch_add(layout.size(), Ordering::Relaxed);
        }
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if COUNTING.load(Ordering::Relaxed) {
            ALLOCATED.fetch_sub(layout.size(), Ordering::Relaxed);
        }
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Row<'a> {
    row: &'static str,
    variant: &'static str,
    length: usize,
    call: Box<dyn FnMut() + 'a>,
}

/// The JSON inside a ticket, and the ticket's zlib bytes.
fn inside(ticket: &str) -> (Vec<u8>, Vec<u8>) {
    let stream = STANDARD.decode(ticket.replace('*', "+").replace('-', "/").replace('_', "=")).unwrap();
    let mut json = Vec::with_capacity(4096);
    Decompress::new(true).decompress_vec(&stream, &mut json, FlushDecompress::Finish).unwrap();
    (json, stream)
}

fn tickets_per_second(signer: &Signer, seconds: f64) -> f64 {
    let identifiers: Vec<String> = (1..=512).map(|number| format!("user{number}")).collect();
    let (start, mut made) = (Instant::now(), 0.0);
    while start.elapsed().as_secs_f64() < seconds {
        for identifier in &identifiers {
            drop(black_box(signer.gen_sig(identifier)));
        }
        made += 512.0;
    }
    made / start.elapsed().as_secs_f64()
}

fn main() {
    let private = PrivateKey::from_pem(PRIVATE).unwrap();
    let secret = SecretKey::new(SECRET).unwrap();
    let v1 = Signer::new(SDKAPPID, private.clone()).unwrap();
    let v2 = Signer::new(SDKAPPID, secret.clone()).unwrap();
    if let [_, mode, version, seconds] = &std::env::args().collect::<Vec<_>>()[..] {
        assert_eq!(mode, "loop");
        println!("{:.0}", tickets_per_second(if version == "v1" { &v1 } else { &v2 }, seconds.parse().unwrap()));
        return;
    }
    let verifier = Verifier::new(SDKAPPID, PublicKey::from_pem(PUBLIC).unwrap()).unwrap().with_key(secret);
    let v1_ticket = v1.gen_sig("xiaojun").unwrap();
    let v2_ticket = v2.gen_sig("xiaojun").unwrap();
    let (v1_length, v2_length) = (v1_ticket.len(), v2_ticket.len());
    let (v2_json, v2_stream) = inside(&v2_ticket);
    let zlib_length = |json: &[u8]| {
        let mut out = Vec::with_capacity(4096);
        Compress::new(Compression::default(), true).compress_vec(json, &mut out, FlushCompress::Finish).unwrap();
        out.len().div_ceil(3) * 4
    };
    let zlib_lengths = (zlib_length(&inside(&v1_ticket).0), zlib_length(&v2_json));

    let body: String = PRIVATE.lines().filter(|line| !line.starts_with('-')).collect();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &STANDARD.decode(&body).unwrap()).unwrap();
    let graviola = GraviolaSigningKey::<P256>::from_pkcs8_der(&STANDARD.decode(&body).unwrap()).unwrap();
    let random = aws_lc_rs::rand::SystemRandom::new();
    let public = {
        use aws_lc_rs::signature::KeyPair;
        ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, pair.public_key().as_ref()).unwrap()
    };
    let text = [b'x'; 150];
    let graviola_public = VerifyingKey::<P256>::from_x962_uncompressed(&graviola.private_key.public_key_uncompressed()).unwrap();
    let mut graviola_signature = [0; 64];
    graviola.sign::<GraviolaSha256>(&[&text], &mut graviola_signature).unwrap();
    let signature = pair.sign(&random, &text).unwrap();
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let deflate_at = |level: u32| {
        let (mac, json) = (mac.clone(), v2_json.clone());
        let (mut compress, mut out) = (Compress::new(Compression::new(level), true), Vec::with_capacity(4096));
        move || {
            black_box(mac.clone().chain_update(&text[..90]).finalize());
            out.clear();
            compress.reset();
            compress.compress_vec(&json, &mut out, FlushCompress::Finish).unwrap();
            black_box(&out);
        }
    };
    let batch: Vec<String> = (0..BATCH).map(|number| format!("user{number}")).collect();
    let (mut decompress, mut json) = (Decompress::new(true), Vec::with_capacity(4096));

    let mut rows = vec![
        Row {
            row: "v1 gen",
            variant: "floor: aws-lc sign",
            length: 0,
            call: Box::new(|| _ = black_box(pair.sign(&random, &text))),
        },
        Row {
            row: "v1 gen",
            variant: "floor: graviola sign",
            length: 0,
            call: Box::new(|| _ = black_box(graviola.sign::<GraviolaSha256>(&[&text], &mut [0; 64]).is_ok())),
        },
        Row { row: "v1 gen", variant: "prepared", length: v1_length, call: Box::new(|| drop(black_box(v1.gen_sig("xiaojun")))) },
        Row {
            row: "v1 gen",
            variant: "in a batch",
            length: 0,
            call: Box::new(|| drop(black_box(v1.gen_sig_batch(&batch, &GenOptions::new(), NonZeroUsize::new(1))))),
        },
        Row {
            row: "v1 gen",
            variant: "one-shot",
            length: v1_length,
            call: Box::new(|| {
                let signer = Signer::new(SDKAPPID, PrivateKey::from_pem(black_box(PRIVATE)).unwrap()).unwrap();
                drop(black_box(signer.gen_sig("xiaojun")));
            }),
        },
        Row {
            row: "v1 verify",
            variant: "floor: aws-lc verify",
            length: 0,
            call: Box::new(|| public.verify_sig(&text, black_box(signature.as_ref())).unwrap()),
        },
        Row {
            row: "v1 verify",
            variant: "floor: graviola verify",
            length: 0,
            call: Box::new(|| {
                graviola_public.verify::<GraviolaSha256>(&[&text], black_box(&graviola_signature)).unwrap();
            }),
        },
        Row {
            row: "v1 verify",
            variant: "prepared",
            length: v1_length,
            call: Box::new(|| drop(black_box(verifier.verify(&v1_ticket, "xiaojun").unwrap()))),
        },
        Row {
            row: "v1 verify",
            variant: "one-shot",
            length: v1_length,
            call: Box::new(|| {
                let verifier = Verifier::new(SDKAPPID, PublicKey::from_pem(black_box(PUBLIC)).unwrap()).unwrap();
                drop(black_box(verifier.verify(&v1_ticket, "xiaojun").unwrap()));
            }),
        },
        Row { row: "v2 gen", variant: "floor: HMAC + zlib", length: zlib_lengths.1, call: Box::new(deflate_at(6)) },
        Row { row: "v2 gen", variant: "prepared", length: v2_length, call: Box::new(|| drop(black_box(v2.gen_sig("xiaojun")))) },
        Row {
            row: "v2 gen",
            variant: "one-shot",
            length: v2_length,
            call: Box::new(|| {
                drop(black_box(Signer::new(SDKAPPID, SecretKey::new(black_box(SECRET)).unwrap()).unwrap().gen_sig("xiaojun")))
            }),
        },
        Row {
            row: "v2 verify",
            variant: "floor: HMAC + zlib",
            length: 0,
            call: Box::new(|| {
                black_box(mac.clone().chain_update(&text[..90]).finalize());
                json.clear();
                decompress.reset(true);
                decompress.decompress_vec(&v2_stream, &mut json, FlushDecompress::Finish).unwrap();
                black_box(&json);
            }),
        },
        Row {
            row: "v2 verify",
            variant: "prepared",
            length: v2_length,
            call: Box::new(|| drop(black_box(verifier.verify(&v2_ticket, "xiaojun").unwrap()))),
        },
    ];

    let once = |call: &mut dyn FnMut(), times: usize| {
        let start = cpu_us();
        for _ in 0..times {
            call();
        }
        (cpu_us() - start) / times as f64
    };
    let times: Vec<usize> = rows
        .iter_mut()
        .map(|row| {
            once(&mut row.call, 50);
            ((SLICE_US / once(&mut row.call, 50)) as usize).max(1)
        })
        .collect();
    let mut measured = vec![Vec::with_capacity(ROUNDS); rows.len()];
    for _ in 0..ROUNDS {
        for ((row, times), measured) in rows.iter_mut().zip(&times).zip(&mut measured) {
            measured.push(once(&mut row.call, *times));
        }
    }
    for (row, mut measured) in rows.into_iter().zip(measured) {
        measured.sort_by(f64::total_cmp);
        let us = measured[ROUNDS / 2] / if row.variant == "in a batch" { BATCH as f64 } else { 1.0 };
        println!(
            "{}",
            json!({"language": "rust", "row": row.row, "variant": row.variant, "us": us, "length": row.length})
        );
    }
    println!(
        "{}",
        json!({"language": "rust", "row": "ticket length", "variant": "zlib's default level", "v1": zlib_lengths.0, "v2": zlib_lengths.1})
    );
    println!("{}", json!({"language": "rust", "row": "ticket length", "variant": "usersig", "v1": v1_length, "v2": v2_length}));

    // Scaling: the same work on one thread and on two, in turn.
    for (row, calls, call) in [
        ("v1 gen", 3_000, &(|| drop(black_box(v1.gen_sig("xiaojun")))) as &(dyn Fn() + Sync)),
        ("v1 verify", 1_500, &|| drop(black_box(verifier.verify(&v1_ticket, "xiaojun")))),
        ("v2 gen", 60_000, &|| drop(black_box(v2.gen_sig("xiaojun")))),
    ] {
        let mut ratios: Vec<f64> = (0..15).map(|_| rate(2, calls, call) / rate(1, calls, call)).collect();
        ratios.sort_by(f64::total_cmp);
        println!("{}", json!({"language": "rust", "row": row, "variant": "two threads over one", "ratio": ratios[7]}));
    }

    COUNTING.store(true, Ordering::Relaxed);
    for (name, make) in [
        (
            "PrivateKey",
            &(|| Box::new(PrivateKey::from_pem(PRIVATE).unwrap()) as Box<dyn std::any::Any>)
                as &dyn Fn() -> Box<dyn std::any::Any>,
        ),
        ("PublicKey", &|| Box::new(PublicKey::from_pem(PUBLIC).unwrap())),
        ("SecretKey", &|| Box::new(SecretKey::new(SECRET).unwrap())),
    ] {
        let before = ALLOCATED.load(Ordering::Relaxed);
        let key = make();
        println!(
            "{}",
            json!({"language": "rust", "row": "memory", "variant": name, "bytes": ALLOCATED.load(Ordering::Relaxed) - before})
        );
        drop(key);
    }
}

/// This process's time on the processor, in microseconds: it does not count what the machine does beside it.
fn cpu_us() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

/// Calls per second of this many threads together.
fn rate(threads: usize, calls: usize, call: &(dyn Fn() + Sync)) -> f64 {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| (0..calls).for_each(|_| call()));
        }
    });
    (threads * calls) as f64 / start.elapsed().as_secs_f64()
}
