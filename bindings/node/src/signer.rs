//! Making tickets: the functions behind `Signer` and `genSig`.

use crate::batch::Batch;
use crate::convert::{Ascii, Text, integer};
use crate::edge::{self, Outcome};
use crate::keys::{PrivateKey, SecretKey};
use crate::options::{Identifier, More, options};
use napi::bindgen_prelude::{AsyncTask, Function, FunctionCallContext};
use napi::{Either, Env};
use napi_derive::napi;
use std::num::NonZeroUsize;
use std::sync::Arc;
use usersig::{Error, ErrorCode, Privileges, Room, checked};

type Key<'a> = Either<&'a PrivateKey, &'a SecretKey>;

fn prepare(sdkappid: f64, key: &Key<'_>) -> usersig::Result<usersig::Signer> {
    match key {
        Either::A(key) => usersig::Signer::new(integer(sdkappid), key.0.clone()),
        Either::B(key) => usersig::Signer::new(integer(sdkappid), key.0.clone()),
    }
}

/// One ticket, without a signer that stays.
#[napi(catch_unwind)]
pub fn gen_sig(
    sdkappid: f64,
    key: Key<'_>,
    identifier: Identifier,
    issued_at: f64,
    expire: Option<f64>,
    more: Option<More>,
) -> Outcome<Ascii> {
    edge::outcome(|| {
        let signer = prepare(sdkappid, &key)?;
        signer.gen_sig_with(identifier.get(checked::identifier_text)?, &options(issued_at, expire, more.as_ref())?).map(Ascii)
    })
}

/// The functions of one signer: genSig(identifier, issuedAt, expire, more), genPrivateMapKey(identifier, issuedAt,
/// expire, more, room, privileges), genSigBatch(identifiers, issuedAt, expire, more, threads).
///
/// Each function owns a share of the signer. There is no handle that could be mistaken for another, and nothing to
/// look up: Node.js hands the function's own data to each call.
#[napi(catch_unwind)]
pub fn signer<'env>(env: &'env Env, sdkappid: f64, key: Key<'_>) -> napi::Result<Outcome<Functions<'env>>> {
    let signer = match edge::outcome(|| prepare(sdkappid, &key)) {
        Either::A(signer) => Arc::new(signer),
        Either::B(failure) => return Ok(Either::B(failure)),
    };
    let own = Arc::clone(&signer);
    let gen_sig = env.create_function_from_closure("genSig", move |call| gen_sig_with(&own, &call))?;
    let own = Arc::clone(&signer);
    let gen_private_map_key =
        env.create_function_from_closure("genPrivateMapKey", move |call| gen_private_map_key(&own, &call))?;
    let gen_sig_batch = env.create_function_from_closure("genSigBatch", move |call| gen_sig_batch(&signer, &call))?;
    Ok(Either::A((gen_sig, gen_private_map_key, gen_sig_batch)))
}

type Functions<'env> =
    (Function<'env, (), Outcome<Ascii>>, Function<'env, (), Outcome<Ascii>>, Function<'env, (), Outcome<AsyncTask<Batch>>>);

fn gen_sig_with(signer: &usersig::Signer, call: &FunctionCallContext<'_>) -> napi::Result<Outcome<Ascii>> {
    let identifier: Identifier = call.get(0)?;
    let (issued_at, expire, more): (_, _, Option<More>) = (call.get(1)?, call.get(2)?, call.get(3)?);
    Ok(edge::outcome(|| {
        signer.gen_sig_with(identifier.get(checked::identifier_text)?, &options(issued_at, expire, more.as_ref())?).map(Ascii)
    }))
}

fn gen_private_map_key(signer: &usersig::Signer, call: &FunctionCallContext<'_>) -> napi::Result<Outcome<Ascii>> {
    let identifier: Identifier = call.get(0)?;
    let (issued_at, expire, more): (_, _, Option<More>) = (call.get(1)?, call.get(2)?, call.get(3)?);
    let (room, privileges): (Either<f64, Text<64>>, f64) = (call.get(4)?, call.get(5)?);
    Ok(edge::outcome(|| {
        let room = match &room {
            Either::A(number) => Room::Number(checked::room_number(integer(*number))?),
            Either::B(name) => Room::Name(name.get(checked::room_name_text)?.to_owned()),
        };
        let privileges = Privileges::from_bits(checked::privileges(integer(privileges))?);
        let options = options(issued_at, expire, more.as_ref())?;
        signer.gen_private_map_key(identifier.get(checked::identifier_text)?, &room, privileges, &options).map(Ascii)
    }))
}

fn gen_sig_batch(signer: &Arc<usersig::Signer>, call: &FunctionCallContext<'_>) -> napi::Result<Outcome<AsyncTask<Batch>>> {
    let identifiers: Vec<Option<Identifier>> = call.get(0)?;
    let (issued_at, expire, more): (_, _, Option<More>) = (call.get(1)?, call.get(2)?, call.get(3)?);
    let threads: Option<f64> = call.get(4)?;
    Ok(edge::outcome(|| {
        // What is wrong with the options is wrong for all of them, and known before a thread is asked.
        options(issued_at, expire, more.as_ref()).map(drop)?;
        let threads = threads.map(thread_count).transpose()?;
        let signer = Arc::clone(signer);
        Ok(AsyncTask::new(Batch { signer, identifiers, threads, issued_at, expire, more }))
    }))
}

fn thread_count(number: f64) -> usersig::Result<NonZeroUsize> {
    let count = usize::try_from(integer(number)).ok().and_then(NonZeroUsize::new);
    count.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "threads must be a whole number, at least 1"))
}
