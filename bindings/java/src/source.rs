//! `UserSigSource`.

use crate::edge::call;
use crate::options::{self, time};
use crate::signer::read_identifier;
use crate::{handle, text};
use jni::objects::{JClass, JLongArray, JObject, JObjectArray, JString};
use jni::sys::{jdouble, jlong};
use jni::{EnvUnowned, jni_mangle};
use usersig::{Signer, UnixTime, UserSigSource};

/// A source of tickets.
#[jni_mangle("io.usersig.Native")]
pub fn source_new<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    signer: jlong,
    identifier: JString<'l>,
    numbers: JLongArray<'l>,
    objects: JObjectArray<'l>,
    min_share: jdouble,
) -> jlong {
    call(env, &class, |env| {
        let identifier = read_identifier(env, &identifier)?;
        // SAFETY: Java holds the signer open during the call.
        let signer = unsafe { handle::borrow::<Signer>(signer) };
        let source = options::with(env, &numbers, &objects, |options| UserSigSource::new(signer.clone(), identifier, options))?;
        Ok(handle::new(source.with_min_share(min_share)?))
    })
}

/// How many tickets it made.
#[jni_mangle("io.usersig.Native")]
pub fn source_renewals<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, source: jlong) -> jlong {
    // SAFETY: Java holds the source open during the call.
    let source = unsafe { handle::borrow::<UserSigSource>(source) };
    call(env, &class, |_| Ok(source.renewals().cast_signed()))
}

/// Its ticket; null where the clock has to be read again.
#[jni_mangle("io.usersig.Native")]
pub fn source_ticket<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    source: jlong,
    now: jlong,
    renewals: jlong,
) -> JString<'l> {
    // SAFETY: Java holds the source open during the call.
    let source = unsafe { handle::borrow::<UserSigSource>(source) };
    call(env, &class, |env| {
        let ticket = source.ticket_at(time(now)?.map(UnixTime::from), renewals.cast_unsigned())?;
        ticket.map_or_else(|| Ok(JString::default()), |ticket| text::write(env, &ticket))
    })
}
