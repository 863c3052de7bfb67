//! Keys leave nothing behind. Every block that is freed is searched for key material, for the whole life of a key; after
//! the last drop all writable memory of the process is searched, the stack that the calls ran on included.
//!
//! What is searched for is worked out by one process and looked for in another, which runs this test again: the search
//! would otherwise find what the test itself calculated. It is handed over with every bit inverted, for the same reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p256::elliptic_curve::bigint::U256;
use p256::elliptic_curve::{Curve as _, PrimeField};
use sha2::{Digest, Sha256};
use std::alloc::{GlobalAlloc, Layout, System};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use usersig::{Compression, GenOptions, PrivateKey, Privileges, Room, SecretKey, Signer, Verifier, VerifyOptions};

const P256: &str = include_str!("../../../examples/keys/p256/private_key.txt");
const SECP256K1: &str = include_str!("../../../examples/keys/secp256k1/private_key.txt");
const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
/// The signed text of the ticket that is made, from which the nonce follows.
const SIGNED: &str = "TLS.appid_at_3rd:0\nTLS.account_type:0\nTLS.identifier:xiaojun\nTLS.sdk_appid:7\nTLS.time:1600000000\nTLS.expire_after:1000\n";

/// Pieces of this length are searched for: long enough not to occur by chance.
const PIECE: usize = 16;

struct Searching;

/// Inverted pieces, and the name of what each belongs to.
static PIECES: OnceLock<Vec<([u8; PIECE], String)>> = OnceLock::new();
static ARMED: AtomicBool = AtomicBool::new(false);
/// A bit per piece that stood in a freed block.
static FREED: AtomicU64 = AtomicU64::new(0);

/// Calls `found` with the index of each piece in the memory, and its place there.
fn search(memory: &[u8], mut found: impl FnMut(usize, usize)) {
    let Some(pieces) = PIECES.get() else { return };
    let mut starts = [false; 256];
    for (piece, _) in pieces {
        starts[usize::from(!piece[0])] = true;
    }
    for (at, byte) in memory.iter().enumerate() {
        if !starts[usize::from(*byte)] {
            continue;
        }
        let Some(window) = memory.get(at..at + PIECE) else { return };
        for (index, (piece, _)) in pieces.iter().enumerate() {
            if window.iter().zip(piece).all(|(byte, inverted)| *byte == !inverted) {
                found(index, at);
            }
        }
    }
}

// SAFETY: every call is handed on to the system allocator unchanged; blocks are read before they are freed.
unsafe impl GlobalAlloc for Searching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`. Zeroed, so that what is found later was written by its owner.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if ARMED.load(Ordering::Relaxed) {
            // SAFETY: the block is still the caller's, of this size, and all of it was initialised by `alloc`.
            let block = unsafe { std::slice::from_raw_parts(pointer, layout.size()) };
            search(block, |index, _| {
                FREED.fetch_or(1 << index, Ordering::Relaxed);
            });
        }
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Searching = Searching;

/// The life of a key: read, cloned, moved, written out, used by several signers, dropped.
fn life(kind: &str) {
    let options = GenOptions::new().issued_at(1_600_000_000).expire(1000);
    if kind == "secret" {
        let key = SecretKey::new(SECRET).unwrap();
        let mut verifier = Verifier::new(7, key.clone()).unwrap();
        for _ in 0..9 {
            verifier = verifier.with_key(key.clone());
        }
        let signer = Signer::new(7, key).unwrap();
        let ticket = signer.gen_sig_with("xiaojun", &options).unwrap();
        assert!(verifier.verify_with(&ticket, "xiaojun", &VerifyOptions::new().now(1_600_000_000)).is_ok());
        signer.gen_private_map_key("xiaojun", &Room::Number(1), Privileges::ALL, &options).unwrap();
        signer.gen_sig_batch(&["xiaojun"; 200], &options, None).unwrap();
        return;
    }
    let key = PrivateKey::from_pem(if kind == "p256" { P256 } else { SECP256K1 }).unwrap();
    let again = PrivateKey::from_pem(&key.to_pem()).unwrap();
    assert_eq!(key.public_key(), again.public_key());
    let signer = Signer::new(7, key.clone()).unwrap();
    drop(key);
    for compression in [Compression::Default, Compression::Fast, Compression::None] {
        signer.gen_sig_with("xiaojun", &options.compression(compression)).unwrap();
    }
    signer.clone().gen_sig_batch(&["xiaojun"; 200], &options, None).unwrap();
}

/// What must not be left: names, and bytes as they would lie in memory.
fn material(kind: &str) -> Vec<(String, Vec<u8>)> {
    let reversed = |bytes: &[u8]| bytes.iter().rev().copied().collect::<Vec<u8>>();
    if kind == "secret" {
        let mut out = vec![
            ("secret".to_owned(), SECRET.as_bytes().to_vec()),
            ("decoded secret".to_owned(), STANDARD.decode(SECRET).unwrap()),
        ];
        for (name, pad) in [("inner", 0x36), ("outer", 0x5c)] {
            let block: [u8; 64] = SECRET.as_bytes().iter().map(|byte| byte ^ pad).collect::<Vec<u8>>().try_into().unwrap();
            let mut state =
                [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
            sha2::block_api::compress256(&mut state, &[block]);
            out.push((format!("{name} pad"), block.to_vec()));
            out.push((format!("{name} state"), state.iter().flat_map(|word| word.to_ne_bytes()).collect()));
        }
        return out;
    }
    let pem = if kind == "p256" { P256 } else { SECP256K1 };
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(&body).unwrap();
    // In both files the scalar is the octet string behind the inner version.
    let start = der.windows(5).position(|window| window == [2, 1, 1, 4, 32]).unwrap() + 5;
    let scalar = der[start..start + 32].to_vec();
    let body = body.as_bytes()[start / 3 * 4 + 4..(start + 32) / 3 * 4].to_vec();
    let digest = Sha256::digest(SIGNED);
    let mut nonce = [0; 32];
    let (order, inverse) = if kind == "p256" { (p256::NistP256::ORDER, None) } else { (k256::Secp256k1::ORDER, Some(())) };
    rfc6979::KGenerator::<Sha256, U256>::new(&scalar, &digest, &[], &order).fill_next_k(&mut nonce);
    let inverse: Vec<u8> = match inverse {
        None => p256::Scalar::from_repr(nonce.into()).unwrap().invert().unwrap().to_repr().to_vec(),
        Some(()) => k256::Scalar::from_repr(nonce.into()).unwrap().invert().unwrap().to_repr().to_vec(),
    };
    // By what the nonce is multiplied before it is inverted.
    let pad = Sha256::digest(nonce).to_vec();
    vec![
        ("reversed pad".into(), reversed(&pad)),
        ("pad".into(), pad),
        ("base64 of the scalar".into(), body),
        ("reversed scalar".into(), reversed(&scalar)),
        ("scalar".into(), scalar),
        ("reversed nonce".into(), reversed(&nonce)),
        ("nonce".into(), nonce.to_vec()),
        ("reversed inverse nonce".into(), reversed(&inverse)),
        ("inverse nonce".into(), inverse),
    ]
}

/// Every piece that stands in writable memory that no file backs.
#[cfg(target_os = "linux")]
fn left_in_memory() -> Vec<(String, String)> {
    use std::os::unix::fs::FileExt;
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let memory = std::fs::File::open("/proc/self/mem").unwrap();
    let mut chunk = vec![0; 1 << 20];
    let own = chunk.as_ptr_range();
    let own = own.start as u64..own.end as u64;
    let mut left = Vec::new();
    for line in maps.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let name = fields.get(5).copied().unwrap_or("anonymous");
        if !fields[1].starts_with("rw") || (name.starts_with("[v")) {
            continue;
        }
        let (start, end) = fields[0].split_once('-').unwrap();
        let (mut at, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        while at < end {
            let len = usize::try_from(end - at).unwrap().min(chunk.len());
            memory.read_exact_at(&mut chunk[..len], at).unwrap();
            search(&chunk[..len], |index, offset| {
                let address = at + offset as u64;
                if !own.contains(&address) {
                    left.push((PIECES.get().unwrap()[index].1.clone(), format!("{name} {address:x}")));
                }
            });
            // The next read overlaps, so that no piece is cut in two.
            at += if at + (len as u64) < end { (len - PIECE) as u64 } else { len as u64 };
        }
    }
    left
}

#[cfg(not(target_os = "linux"))]
fn left_in_memory() -> Vec<(String, String)> {
    Vec::new()
}

/// The other process: lives one key's life and looks.
fn look(kind: &'static str, pieces: &str) {
    let unhex =
        |text: &str| (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect::<Vec<u8>>();
    let pieces: Vec<_> = pieces
        .split(';')
        .map(|piece| piece.split_once('=').unwrap())
        .map(|(name, hex)| (unhex(hex).try_into().unwrap(), name.to_owned()))
        .collect();
    assert!(pieces.len() <= 64);
    PIECES.set(pieces).unwrap();
    let (done, wait) = std::sync::mpsc::channel();
    let (go, gone) = std::sync::mpsc::channel::<()>();
    let thread = std::thread::spawn(move || {
        ARMED.store(true, Ordering::Relaxed);
        if std::env::var_os("USERSIG_LEAK").is_some() {
            leak(kind);
        } else {
            life(kind);
        }
        ARMED.store(false, Ordering::Relaxed);
        done.send(()).unwrap();
        // The stack stays as it is until it was searched.
        gone.recv().unwrap();
    });
    wait.recv().unwrap();
    let left = left_in_memory();
    go.send(()).unwrap();
    thread.join().unwrap();
    let freed: Vec<_> =
        PIECES.get().unwrap().iter().enumerate().filter(|(index, _)| FREED.load(Ordering::Relaxed) >> index & 1 == 1).collect();
    let freed: Vec<_> = freed.into_iter().map(|(_, (_, name))| name).collect();
    assert!(freed.is_empty() && left.is_empty(), "in freed blocks: {freed:?}; left in memory: {left:?}");
}

/// The control: a key that is never dropped, and one that was not wiped when its block was freed.
fn leak(kind: &str) {
    if kind == "secret" {
        std::mem::forget(SecretKey::new(SECRET).unwrap());
        drop(SECRET.to_owned());
    } else {
        let pem = if kind == "p256" { P256 } else { SECP256K1 };
        std::mem::forget(PrivateKey::from_pem(pem).unwrap());
        drop(pem.replace('\n', ""));
    }
}

fn look_in_another_process(test: &str, kind: &'static str) {
    if let Ok(pieces) = std::env::var("USERSIG_PIECES") {
        return look(kind, &pieces);
    }
    let mut pieces = Vec::new();
    for (name, bytes) in material(kind) {
        for piece in bytes.chunks_exact(PIECE) {
            let hex: String = piece.iter().map(|byte| format!("{:02x}", !byte)).collect();
            pieces.push(format!("{name}={hex}"));
        }
    }
    for leaking in [false, true] {
        // On another processor this program is started by an emulator (ci/release/aarch64).
        let runner = std::env::var("USERSIG_RUNNER").unwrap_or_default();
        let mut words = runner.split_whitespace().map(Into::into).chain([std::env::current_exe().unwrap().into_os_string()]);
        let mut command = Command::new(words.next().unwrap());
        command.args(words).args(["--exact", test, "--test-threads", "1"]).env("USERSIG_PIECES", pieces.join(";"));
        if leaking {
            command.env("USERSIG_LEAK", "1");
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        if !leaking {
            assert!(output.status.success(), "{text}");
            continue;
        }
        let (freed, left) = if kind == "secret" { ("\"secret\"", "(\"outer state\"") } else { ("\"base64 of", "scalar\", \"") };
        assert!(text.contains(freed), "a freed copy was not noticed: {text}");
        if cfg!(target_os = "linux") {
            assert!(text.contains(left), "a key that was never dropped was not noticed: {text}");
        }
    }
}

#[test]
fn p256() {
    look_in_another_process("p256", "p256");
}

#[test]
fn secp256k1() {
    look_in_another_process("secp256k1", "secp256k1");
}

#[test]
fn secret() {
    look_in_another_process("secret", "secret");
}
