//! Checking tickets: the function behind `Verifier`.

use crate::convert::{Bytes, integer};
use crate::edge::{self, Outcome};
use crate::keys::{PublicKey, SecretKey};
use crate::options::Identifier;
use crate::ticket::{Fields, TicketText, fields};
use napi::bindgen_prelude::{Function, FunctionCallContext};
use napi::{Either, Env};
use napi_derive::napi;
use std::sync::Arc;
use usersig::{ErrorCode, ExpectedUserbuf, MAX_USERBUF_LEN, VerifyOptions, VerifyingKey, checked};

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

/// The functions of one verifier: verify(ticket, identifier, now, userbuf) and authenticate(ticket, now, userbuf). Each owns a
/// share of it.
#[napi(catch_unwind)]
pub fn verifier<'env>(
    env: &'env Env,
    sdkappid: f64,
    keys: Vec<Key<'_>>,
    leeway: Option<f64>,
    future_tolerance: Option<f64>,
) -> napi::Result<Outcome<Functions<'env>>> {
    let verifier = match edge::outcome(|| prepare(sdkappid, keys, leeway, future_tolerance)) {
        Either::A(verifier) => Arc::new(verifier),
        Either::B(failure) => return Ok(Either::B(failure)),
    };
    let own = Arc::clone(&verifier);
    let verify = env.create_function_from_closure("verify", move |call| verify(&own, &call))?;
    let authenticate = env.create_function_from_closure("authenticate", move |call| authenticate(&verifier, &call))?;
    Ok(Either::A((verify, authenticate)))
}

type Functions<'env> = (Function<'env, (), Outcome<Fields>>, Function<'env, (), Outcome<Fields>>);

fn verify(verifier: &usersig::Verifier, call: &FunctionCallContext<'_>) -> napi::Result<Outcome<Fields>> {
    let (ticket, identifier): (TicketText, Identifier) = (call.get(0)?, call.get(1)?);
    let (now, userbuf): (f64, Option<Expected>) = (call.get(2)?, call.get(3)?);
    Ok(edge::outcome(|| {
        let ticket = ticket.text(checked::ticket_text)?;
        let identifier = identifier.get(checked::identifier_text)?;
        verifier.verify_with(ticket, identifier, &options(now, userbuf.as_ref())?).map(|ticket| fields(&ticket))
    }))
}

fn authenticate(verifier: &usersig::Verifier, call: &FunctionCallContext<'_>) -> napi::Result<Outcome<Fields>> {
    let ticket: TicketText = call.get(0)?;
    let (now, userbuf): (f64, Option<Expected>) = (call.get(1)?, call.get(2)?);
    Ok(edge::outcome(|| {
        let ticket = ticket.text(checked::ticket_text)?;
        verifier.authenticate_with(ticket, &options(now, userbuf.as_ref())?).map(|ticket| fields(&ticket))
    }))
}

fn options(now: f64, userbuf: Option<&Expected>) -> usersig::Result<VerifyOptions<'_>> {
    let expected = match userbuf {
        None | Some(Either::A(0)) => ExpectedUserbuf::Absent,
        Some(Either::A(1)) => ExpectedUserbuf::Present,
        Some(Either::A(_)) => ExpectedUserbuf::Any,
        Some(Either::B(bytes)) => ExpectedUserbuf::Exactly(bytes.get(ErrorCode::InvalidUserbuf)?),
    };
    Ok(VerifyOptions::new().now(integer(now)).userbuf(expected))
}
