//! Checking tickets: the function behind `Verifier`.

use crate::convert::{Bytes, integer};
use crate::edge::{self, Outcome};
use crate::keys::{PublicKey, SecretKey};
use crate::signer::Identifier;
use crate::ticket::{Fields, TicketText, fields};
use napi::bindgen_prelude::{Function, FunctionCallContext};
use napi::{Either, Env};
use napi_derive::napi;
use usersig::{ErrorCode, ExpectedUserbuf, MAX_USERBUF_LEN, VerifyOptions, VerifyingKey};

/// What the userbuf must be: 0 absent, 1 present, 2 any, or exactly these bytes.
type Expected = Either<u32, Bytes<MAX_USERBUF_LEN>>;

type Key<'a> = Either<&'a PublicKey, &'a SecretKey>;

fn prepare(
    sdkappid: f64,
    keys: Vec<Key<'_>>,
    leeway: Option<f64>,
    future_tolerance: Option<f64>,
) -> usersig::Result<usersig::Verifier> {
    let keys = keys.into_iter().map(|key| match key {
        Either::A(key) => VerifyingKey::from(key.0.clone()),
        Either::B(key) => VerifyingKey::from(key.0.clone()),
    });
    let mut verifier = usersig::Verifier::from_keys(integer(sdkappid), keys)?;
    if let Some(seconds) = leeway {
        verifier = verifier.with_leeway(integer(seconds))?;
    }
    if let Some(seconds) = future_tolerance {
        verifier = verifier.with_future_tolerance(integer(seconds))?;
    }
    Ok(verifier)
}

/// The function verify(ticket, identifier, now, userbuf) of one verifier, which it owns.
#[napi(catch_unwind)]
pub fn verifier<'env>(
    env: &'env Env,
    sdkappid: f64,
    keys: Vec<Key<'_>>,
    leeway: Option<f64>,
    future_tolerance: Option<f64>,
) -> napi::Result<Outcome<Function<'env, (), Outcome<Fields>>>> {
    match edge::outcome(|| prepare(sdkappid, keys, leeway, future_tolerance)) {
        Either::A(verifier) => env.create_function_from_closure("verify", move |call| verify(&verifier, &call)).map(Either::A),
        Either::B(failure) => Ok(Either::B(failure)),
    }
}

fn verify(verifier: &usersig::Verifier, call: &FunctionCallContext<'_>) -> napi::Result<Outcome<Fields>> {
    let (ticket, identifier): (TicketText, Identifier) = (call.get(0)?, call.get(1)?);
    let (now, userbuf): (f64, Option<Expected>) = (call.get(2)?, call.get(3)?);
    Ok(edge::outcome(|| {
        let expected = match &userbuf {
            None | Some(Either::A(0)) => ExpectedUserbuf::Absent,
            Some(Either::A(1)) => ExpectedUserbuf::Present,
            Some(Either::A(_)) => ExpectedUserbuf::Any,
            Some(Either::B(bytes)) => ExpectedUserbuf::Exactly(bytes.get(ErrorCode::InvalidUserbuf)?),
        };
        let options = VerifyOptions::new().now(integer(now)).userbuf(expected);
        verifier
            .verify_with(ticket.get(ErrorCode::MalformedBase64)?, identifier.get(ErrorCode::InvalidIdentifier)?, &options)
            .map(|ticket| fields(&ticket))
    }))
}
