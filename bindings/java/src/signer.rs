//! `Signer`.

use crate::edge::{self, Result, call};
use crate::{handle, options, text};
use jni::objects::{JByteArray, JClass, JLongArray, JObject, JObjectArray, JString};
use jni::refs::Reference;
use jni::sys::{jint, jlong};
use jni::{Env, EnvUnowned, jni_mangle, jni_str};
use std::num::NonZeroUsize;
use usersig::checked::{self, MAX_IDENTIFIER_LEN};
use usersig::{Error, ErrorCode, GenOptions, PrivateKey, PrivateMapKey, Privileges, Room, SecretKey, Signer};

/// The longest room name that is read; the core's own bound is smaller.
const MAX_ROOM_LEN: usize = 256;

/// A signer for v1 tickets.
#[jni_mangle("io.usersig.Native")]
pub fn signer_private<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, sdkappid: jlong, key: jlong) -> jlong {
    // SAFETY: Java holds the key open during the call.
    let key = unsafe { handle::borrow::<PrivateKey>(key) };
    call(env, &class, |_| Ok(handle::new(Signer::new(sdkappid, key.clone())?)))
}

/// A signer for v2 tickets.
#[jni_mangle("io.usersig.Native")]
pub fn signer_secret<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, sdkappid: jlong, key: jlong) -> jlong {
    // SAFETY: Java holds the key open during the call.
    let key = unsafe { handle::borrow::<SecretKey>(key) };
    call(env, &class, |_| Ok(handle::new(Signer::new(sdkappid, key.clone())?)))
}

/// A ticket.
#[jni_mangle("io.usersig.Native")]
pub fn gen_sig<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    signer: jlong,
    identifier: JString<'l>,
    numbers: JLongArray<'l>,
    objects: JObjectArray<'l>,
) -> JString<'l> {
    call(env, &class, |env| {
        let identifier = read_identifier(env, &identifier)?;
        // SAFETY: Java holds the signer open during the call.
        let signer = unsafe { handle::borrow::<Signer>(signer) };
        let ticket = options::with(env, &numbers, &objects, |options| signer.gen_sig_with(&identifier, options))?;
        text::write(env, &ticket)
    })
}

/// A TRTC room permission.
#[jni_mangle("io.usersig.Native")]
pub fn gen_private_map_key<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    signer: jlong,
    identifier: JString<'l>,
    room_number: jlong,
    room_name: JString<'l>,
    privileges: jlong,
    numbers: JLongArray<'l>,
    objects: JObjectArray<'l>,
) -> JString<'l> {
    call(env, &class, |env| {
        let identifier = read_identifier(env, &identifier)?;
        let room = read_room(env, room_number, &room_name)?;
        let privileges = Privileges::from_bits(checked::privileges(privileges)?);
        // SAFETY: Java holds the signer open during the call.
        let signer = unsafe { handle::borrow::<Signer>(signer) };
        let make = |options: &GenOptions<'_>| signer.gen_private_map_key(&identifier, &room, privileges, options);
        let ticket = options::with(env, &numbers, &objects, make)?;
        text::write(env, &ticket)
    })
}

/// One ticket (a `String`) or one `UserSigException` per identifier, in order. `threads` 0 stands for one per core.
#[jni_mangle("io.usersig.Native")]
pub fn gen_sig_batch<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    _owner: JObject<'l>,
    signer: jlong,
    identifiers: JObjectArray<'l, JString<'l>>,
    threads: jint,
    numbers: JLongArray<'l>,
    objects: JObjectArray<'l>,
) -> JObjectArray<'l> {
    call(env, &class, |env| {
        let texts = read_identifiers(env, &identifiers)?;
        // SAFETY: Java holds the signer open during the call.
        let signer = unsafe { handle::borrow::<Signer>(signer) };
        let threads = NonZeroUsize::new(usize::try_from(threads).unwrap_or_default());
        let tickets = options::with(env, &numbers, &objects, |options| {
            signer.gen_sig_batch_by(&texts, |text| text.as_deref().map_err(Clone::clone), options, threads)
        })?;
        let count = i32::try_from(tickets.len()).unwrap_or(i32::MAX);
        let results = env.new_object_array(count, jni_str!("java/lang/Object"), JObject::null())?;
        for (index, ticket) in tickets.into_iter().enumerate() {
            env.with_local_frame(4, |env| -> Result<()> {
                let result = match ticket {
                    Ok(ticket) => text::write(env, &ticket)?.into(),
                    Err(error) => edge::exception(env, &class, &error)?,
                };
                Ok(results.set_element(env, index, result)?)
            })?;
        }
        Ok(results)
    })
}

/// The userbuf of a room permission.
#[jni_mangle("io.usersig.Native")]
pub fn private_map_key_userbuf<'l>(
    env: EnvUnowned<'l>,
    class: JClass<'l>,
    identifier: JString<'l>,
    sdkappid: jlong,
    room_number: jlong,
    room_name: JString<'l>,
    expires_at: jlong,
    privileges: jlong,
) -> JByteArray<'l> {
    call(env, &class, |env| {
        let identifier = read_identifier(env, &identifier)?;
        let room = read_room(env, room_number, &room_name)?;
        let privileges = Privileges::from_bits(checked::privileges(privileges)?);
        let userbuf = PrivateMapKey::to_userbuf(&identifier, sdkappid, &room, expires_at, privileges)?;
        Ok(env.byte_array_from_slice(&userbuf)?)
    })
}

pub(crate) fn read_identifier(env: &Env<'_>, identifier: &JString<'_>) -> Result<String> {
    text::read(env, identifier, MAX_IDENTIFIER_LEN, checked::identifier_text)
}

/// A room by its name, or by its number where there is no name.
fn read_room(env: &Env<'_>, number: jlong, name: &JString<'_>) -> Result<Room> {
    Ok(match text::read_optional(env, name, MAX_ROOM_LEN, checked::room_name_text)? {
        Some(name) => Room::Name(name),
        None => Room::Number(checked::room_number(number)?),
    })
}

/// An identifier, or what is wrong with the Java string that is in its place.
type Identifier = std::result::Result<String, Error>;

fn read_identifiers(env: &mut Env<'_>, identifiers: &JObjectArray<'_, JString<'_>>) -> Result<Vec<Identifier>> {
    if identifiers.is_null() {
        return Err(Error::new(ErrorCode::InvalidArgument, "null was given where identifiers belong").into());
    }
    let length = identifiers.len(env)?;
    let mut texts = Vec::with_capacity(length);
    for index in 0..length {
        let text = env.with_local_frame(2, |env| {
            let element = identifiers.get_element(env, index)?;
            if element.is_null() {
                return Err(Error::new(ErrorCode::InvalidIdentifier, "identifier must not be null").into());
            }
            read_identifier(env, &element)
        });
        texts.push(match text {
            Ok(text) => Ok(text),
            Err(edge::Failure::Core(error)) => Err(error),
            Err(failure) => return Err(failure),
        });
    }
    Ok(texts)
}
