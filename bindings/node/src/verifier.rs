//! `Verifier`.

use crate::convert::{Bytes, integer};
use crate::edge::{self, Result};
use crate::keys::{PublicKey, SecretKey};
use crate::signer::Identifier;
use crate::ticket::{Fields, TicketText, verified};
use napi::Either;
use napi_derive::napi;
use usersig::{Error, ErrorCode, ExpectedUserbuf, MAX_USERBUF_LEN, VerifyOptions, checked};

/// What the userbuf must be: 0 absent, 1 present, 2 any, or exactly these bytes.
pub type Expected = Either<u32, Bytes<MAX_USERBUF_LEN>>;

#[napi]
pub struct Verifier(usersig::Verifier);

#[napi]
impl Verifier {
    #[napi(constructor)]
    pub fn new(
        sdkappid: f64,
        keys: Vec<Either<&PublicKey, &SecretKey>>,
        leeway: Option<f64>,
        future_tolerance: Option<f64>,
    ) -> Result<Self> {
        edge::call(|| {
            let sdkappid = checked::sdkappid(integer(sdkappid))?;
            let mut verifier: Option<usersig::Verifier> = None;
            for key in keys {
                verifier = Some(match (verifier, key) {
                    (None, Either::A(key)) => usersig::Verifier::new(sdkappid, key.0.clone())?,
                    (None, Either::B(key)) => usersig::Verifier::new(sdkappid, key.0.clone())?,
                    (Some(verifier), Either::A(key)) => verifier.with_key(key.0.clone()),
                    (Some(verifier), Either::B(key)) => verifier.with_key(key.0.clone()),
                });
            }
            let mut verifier =
                verifier.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "a verifier needs at least one key"))?;
            if let Some(seconds) = leeway {
                verifier = verifier.with_leeway(checked::leeway(integer(seconds))?)?;
            }
            if let Some(seconds) = future_tolerance {
                verifier = verifier.with_future_tolerance(checked::leeway(integer(seconds))?)?;
            }
            Ok(Self(verifier))
        })
    }

    #[napi]
    pub fn verify(&self, ticket: TicketText, identifier: Identifier, now: f64, userbuf: Option<Expected>) -> Result<Fields> {
        edge::call(|| {
            let expected = match &userbuf {
                None | Some(Either::A(0)) => ExpectedUserbuf::Absent,
                Some(Either::A(1)) => ExpectedUserbuf::Present,
                Some(Either::A(_)) => ExpectedUserbuf::Any,
                Some(Either::B(bytes)) => ExpectedUserbuf::Exactly(bytes.get()?),
            };
            let options = VerifyOptions::new().now(checked::unix_time(integer(now))?).userbuf(expected);
            self.0.verify_with(ticket.get()?, identifier.get()?, &options).map(|ticket| verified(&ticket))
        })
    }
}
