//! `Verifier`, and `inspect`.

use crate::edge::{Result, call};
use crate::options::time;
use crate::{handle, text, ticket};
use jni::objects::{JByteArray, JClass, JIntArray, JLongArray, JObject, JString};
use jni::sys::{jint, jlong};
use jni::{EnvUnowned, jni_mangle};
use usersig::{
    ExpectedUserbuf, MAX_IDENTIFIER_LEN, MAX_TICKET_LEN, PublicKey, SecretKey, Verifier, VerifyOptions, VerifyingKey, checked,
};

/// A verifier. `keys` are handles, `kinds` the constants of `io.usersig.Handle` for each.
#[jni_mangle("io.usersig.Native")]
pub fn verifier_new<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owners: JObject<'l>,
    sdkappid: jlong,
    keys: JLongArray<'l>,
    kinds: JIntArray<'l>,
    leeway: jlong,
    future_tolerance: jlong,
) -> jlong {
    call(env, &class, |env| {
        let mut handles = vec![0; keys.len(env)?];
        keys.get_region(env, 0, &mut handles)?;
        let mut tags = vec![0; kinds.len(env)?];
        kinds.get_region(env, 0, &mut tags)?;
        let keys = handles.into_iter().zip(tags).map(|(key, kind)| match kind {
            // SAFETY: Java holds the keys open during the call and passes the kind of each.
            1 => VerifyingKey::from(unsafe { handle::borrow::<PublicKey>(key) }.clone()),
            // SAFETY: as above.
            _ => VerifyingKey::from(unsafe { handle::borrow::<SecretKey>(key) }.clone()),
        });
        let verifier = Verifier::from_keys(sdkappid, keys)?;
        Ok(handle::new(verifier.with_leeway(leeway)?.with_future_tolerance(future_tolerance)?))
    })
}

/// Checks a ticket. `expectation` counts as `io.usersig.ExpectedUserbuf` does: absent, present, any, exactly.
#[jni_mangle("io.usersig.Native")]
pub fn verify<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    verifier: jlong,
    ticket: JString<'l>,
    identifier: JString<'l>,
    now: jlong,
    expectation: jint,
    userbuf: JByteArray<'l>,
) -> JObject<'l> {
    call(env, &class, |env| {
        let userbuf = text::read_bytes(env, &userbuf)?;
        let options = options(now, expectation, userbuf.as_deref())?;
        let ticket = text::read(env, &ticket, MAX_TICKET_LEN, checked::ticket_text)?;
        let identifier = text::read(env, &identifier, MAX_IDENTIFIER_LEN, checked::identifier_text)?;
        // SAFETY: Java holds the verifier open during the call.
        let verifier = unsafe { handle::borrow::<Verifier>(verifier) };
        ticket::verified(env, &class, &verifier.verify_with(&ticket, &identifier, &options)?)
    })
}

/// Says who sent a ticket.
#[jni_mangle("io.usersig.Native")]
pub fn authenticate<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    verifier: jlong,
    ticket: JString<'l>,
    now: jlong,
    expectation: jint,
    userbuf: JByteArray<'l>,
) -> JObject<'l> {
    call(env, &class, |env| {
        let userbuf = text::read_bytes(env, &userbuf)?;
        let options = options(now, expectation, userbuf.as_deref())?;
        let ticket = text::read(env, &ticket, MAX_TICKET_LEN, checked::ticket_text)?;
        // SAFETY: Java holds the verifier open during the call.
        let verifier = unsafe { handle::borrow::<Verifier>(verifier) };
        ticket::verified(env, &class, &verifier.authenticate_with(&ticket, &options)?)
    })
}

fn options(now: jlong, expectation: jint, userbuf: Option<&[u8]>) -> Result<VerifyOptions<'_>> {
    let expected = match (expectation, userbuf) {
        (1, _) => ExpectedUserbuf::Present,
        (2, _) => ExpectedUserbuf::Any,
        (3, Some(bytes)) => ExpectedUserbuf::Exactly(bytes),
        _ => ExpectedUserbuf::Absent,
    };
    let options = VerifyOptions::new().userbuf(expected);
    Ok(match time(now)? {
        Some(time) => options.now(time),
        None => options,
    })
}

/// Decodes a ticket.
#[jni_mangle("io.usersig.Native")]
pub fn inspect<'l>(env: EnvUnowned<'l>, class: JClass<'l>, ticket: JString<'l>) -> JObject<'l> {
    call(env, &class, |env| {
        let ticket = text::read(env, &ticket, MAX_TICKET_LEN, checked::ticket_text)?;
        ticket::untrusted(env, &class, &usersig::inspect(&ticket)?)
    })
}
