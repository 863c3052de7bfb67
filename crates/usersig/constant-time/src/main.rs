//! Runs one operation on a secret that valgrind's memcheck takes for uninitialised: it then reports every branch and
//! every address that depends on the secret. Run by the `test` script beside this crate.

use std::hint::black_box;
use usersig::internals::{Implementation, RawSigner, authenticate, secret_key, verify_mac, watch_blinding};
use usersig::{PrivateKey, SecretKey};

const SECRET: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const MESSAGE: &[u8] = b"TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:1600000000\nTLS.expire:15552000\n";

/// Valgrind's client request (its valgrind.h, for amd64): a sequence of rotations that does nothing elsewhere.
fn request(code: usize, arguments: [usize; 3]) -> usize {
    let arguments = [code, arguments[0], arguments[1], arguments[2], 0, 0];
    let mut result = 0_usize; // what valgrind answers; 0 elsewhere
    // SAFETY: outside valgrind these instructions change nothing; inside it reads the six arguments and sets rdx.
    unsafe {
        std::arch::asm!(
            "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
            in("rax") arguments.as_ptr(),
            inout("rdx") result,
            options(nostack),
        );
    }
    result
}

const MEMCHECK: usize = (b'M' as usize) << 24 | (b'C' as usize) << 16;

fn secret(bytes: &[u8]) {
    request(MEMCHECK + 1, [bytes.as_ptr().addr(), bytes.len(), 0]);
}

fn public(bytes: &[u8]) {
    request(MEMCHECK + 2, [bytes.as_ptr().addr(), bytes.len(), 0]);
}

/// Whether every bit depends on a secret.
fn is_secret(bytes: &[u8]) -> bool {
    let mut undefined = vec![0_u8; bytes.len()];
    request(MEMCHECK + 8, [bytes.as_ptr().addr(), undefined.as_mut_ptr().addr(), bytes.len()]);
    black_box(&undefined).iter().all(|bits| *bits == 0xff)
}

/// A secret times a pad that is as secret and as random tells nothing about either (`sign_block` has the argument): what is done
/// with the product need not take the same time always. It stays secret where the pad is public, or is not in the product.
fn blinded(secret: &[u8], pad: &[u8], product: &mut [u8]) {
    let copies = [secret, pad, &*product].map(<[u8]>::to_vec);
    copies.iter().for_each(|copy| public(copy));
    if is_secret(pad) && copies[2] != copies[0] && copies[2] != copies[1] {
        public(product);
    }
}

fn sign(implementation: Implementation) {
    assert!(implementation.available(), "{implementation:?} does not run here");
    watch_blinding(blinded);
    let scalar = black_box([0x5a_u8; 32]);
    secret(&scalar);
    let signer = RawSigner::new(implementation, &scalar).unwrap();
    let signature = signer.sign(MESSAGE);
    public(&signature);
    assert_ne!(signature, [0; 64]);
    let point = signer.public_key();
    public(&point);
    assert_eq!(point[0], 4);
}

fn secret_text() -> String {
    let text = black_box(SECRET.to_owned());
    secret(text.as_bytes());
    text
}

fn mac(flip: u8) {
    let key = secret_key(secret_text().as_bytes()).unwrap();
    let mut mac = authenticate(&key, MESSAGE);
    public(&mac);
    mac[31] ^= flip;
    // The one of the ticket is public; the one that it is compared with is not.
    let right = u8::from(verify_mac(&key, MESSAGE, &mac));
    public(std::slice::from_ref(&right));
    assert_eq!(right == 1, flip == 0);
}

/// A private key's file, of which the characters that spell the scalar are secret.
fn load(pem: &str) {
    let pem = black_box(pem.to_owned());
    // The end of the inner version and of the octet string's head; 40 characters spell 30 of the 32 bytes.
    let start = pem.find("IBAQQg").unwrap() + 6;
    let mut characters = pem.as_bytes()[start..].iter().filter(|byte| **byte != b'\n');
    for character in characters.by_ref().take(40) {
        secret(std::slice::from_ref(character));
    }
    let key = PrivateKey::from_pem(&pem);
    assert!(key.is_ok());
}

/// The control: what a careless comparison looks like.
fn leak() {
    let key = secret_key(secret_text().as_bytes()).unwrap();
    let mac = authenticate(&key, MESSAGE);
    let wrong = [7_u8; 32];
    for (one, other) in mac.iter().zip(&wrong) {
        if black_box(one) != black_box(other) {
            break;
        }
    }
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("p256-accelerated") => sign(Implementation::P256Accelerated),
        Some("p256-portable") => sign(Implementation::P256Portable),
        Some("secp256k1") => sign(Implementation::Secp256k1),
        Some("mac-right") => mac(0),
        Some("mac-wrong") => mac(1),
        Some("load-secret") => drop(SecretKey::new(&secret_text()).unwrap()),
        Some("load-p256") => load(include_str!("../../../../examples/keys/p256/private_key.txt")),
        Some("load-secp256k1") => load(include_str!("../../../../examples/keys/secp256k1/private_key.txt")),
        Some("leak") => leak(),
        _ => panic!("name one operation"),
    }
}
