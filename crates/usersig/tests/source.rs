//! A ticket that renews itself: when, for which thread, and how often it is signed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use usersig::{ErrorCode, GenOptions, PrivateKey, SecretKey, Signer, UnixTime, UserSigSource, inspect};

const START: u64 = 1_600_000_000;

fn signer() -> Signer {
    Signer::new(7, SecretKey::new("a-secret").unwrap()).unwrap()
}

/// A source of tickets of 1000 seconds, and what sets its clock.
fn source(signer: Signer) -> (Arc<UserSigSource>, Arc<AtomicU64>) {
    let time = Arc::new(AtomicU64::new(START));
    let clock = Arc::clone(&time);
    let source = UserSigSource::new(signer, "admin", &GenOptions::new().expire(1000)).unwrap();
    (Arc::new(source.with_clock(move || UnixTime::from(clock.load(Ordering::SeqCst)))), time)
}

#[test]
fn mistakes_are_told_at_once() {
    let new = |identifier: &str, options: &GenOptions<'_>| UserSigSource::new(signer(), identifier, options).unwrap_err().code();
    assert_eq!(new("", &GenOptions::new()), ErrorCode::InvalidIdentifier);
    assert_eq!(new("x", &GenOptions::new().expire(-1)), ErrorCode::InvalidExpire);
    assert_eq!(new("x", &GenOptions::new().userbuf(&[0; 8193])), ErrorCode::InvalidUserbuf);
    assert_eq!(new("x", &GenOptions::new().account_type("1")), ErrorCode::InvalidArgument);
    assert_eq!(new("x", &GenOptions::new().issued_at(1)), ErrorCode::InvalidArgument);
    let no_number = UserSigSource::new(signer(), "admin", &GenOptions::new()).unwrap();
    assert_eq!(no_number.with_min_share(f64::NAN).unwrap_err().code(), ErrorCode::InvalidArgument);
    let (source, time) = source(signer());
    time.store(253_402_300_799, Ordering::SeqCst);
    assert_eq!(source.ticket().unwrap_err().code(), ErrorCode::InvalidExpire);
    time.store(START, Ordering::SeqCst);
    assert!(source.ticket().is_ok());
}

/// Eight threads, and a clock that jumps while they ask: each jump costs one signature.
#[test]
fn one_signature_for_each_renewal() {
    const JUMPS: [u64; 6] = [START + 501, START + 90_000, START + 20, START + 521, 5, START];
    let key = PrivateKey::from_pem(include_str!("../../../examples/keys/p256/private_key.txt")).unwrap();
    for signer in [signer(), Signer::new(7, key).unwrap()] {
        let (source, time) = source(signer);
        source.ticket().unwrap();
        let together = Barrier::new(9);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in JUMPS {
                        together.wait();
                        for _ in 0..200 {
                            source.ticket().unwrap();
                        }
                        together.wait();
                    }
                });
            }
            for (jump, before) in JUMPS.into_iter().zip(1..) {
                together.wait();
                thread::yield_now();
                time.store(jump, Ordering::SeqCst);
                together.wait();
                assert_eq!(inspect(&source.ticket().unwrap()).unwrap().issued_at(), jump);
                assert_eq!(source.renewals(), before + 1, "at {jump}");
            }
        });
    }
}
