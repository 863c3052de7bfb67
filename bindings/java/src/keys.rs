//! `PrivateKey`, `PublicKey` and `SecretKey`.

use crate::edge::call;
use crate::{handle, text};
use jni::objects::{JByteArray, JClass, JObject, JString};
use jni::sys::{jint, jlong};
use jni::{EnvUnowned, jni_mangle};
use usersig::{Curve, Error, ErrorCode, MAX_PEM_LEN, PrivateKey, PublicKey, SecretKey, checked};

/// The order of `io.usersig.Curve`.
const CURVES: [Curve; 2] = [Curve::P256, Curve::Secp256k1];

fn number(curve: Curve) -> jint {
    jint::from(curve == Curve::Secp256k1)
}

/// Reads a private key.
#[jni_mangle("io.usersig.Native")]
pub fn private_key_from_pem<'l>(env: EnvUnowned<'l>, class: JClass<'l>, pem: JString<'l>, bytes: JByteArray<'l>) -> jlong {
    call(env, &class, |env| {
        let pem = text::read_secret(env, &pem, &bytes, MAX_PEM_LEN, checked::key_text)?;
        Ok(handle::new(PrivateKey::from_pem(&pem)?))
    })
}

/// Makes a private key.
#[jni_mangle("io.usersig.Native")]
pub fn private_key_generate<'l>(env: EnvUnowned<'l>, class: JClass<'l>, curve: jint) -> jlong {
    call(env, &class, |_| {
        let curve = usize::try_from(curve).ok().and_then(|index| CURVES.get(index));
        let problem = "no curve has this number; this is a bug in usersig, please report it";
        Ok(handle::new(PrivateKey::generate(*curve.ok_or_else(|| Error::new(ErrorCode::Internal, problem))?)?))
    })
}

/// The public key of a private one.
#[jni_mangle("io.usersig.Native")]
pub fn private_key_public<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, key: jlong) -> jlong {
    // SAFETY: Java holds the key open during the call.
    call(env, &class, |_| Ok(handle::new(unsafe { handle::borrow::<PrivateKey>(key) }.public_key())))
}

/// The curve of a private key.
#[jni_mangle("io.usersig.Native")]
pub fn private_key_curve<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, key: jlong) -> jint {
    // SAFETY: Java holds the key open during the call.
    call(env, &class, |_| Ok(number(unsafe { handle::borrow::<PrivateKey>(key) }.curve())))
}

/// The PEM text of a private key.
#[jni_mangle("io.usersig.Native")]
pub fn private_key_to_pem<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, key: jlong) -> JString<'l> {
    // SAFETY: Java holds the key open during the call.
    call(env, &class, |env| text::write_secret(env, &unsafe { handle::borrow::<PrivateKey>(key) }.to_pem()))
}

/// Reads a public key.
#[jni_mangle("io.usersig.Native")]
pub fn public_key_from_pem<'l>(env: EnvUnowned<'l>, class: JClass<'l>, pem: JString<'l>, bytes: JByteArray<'l>) -> jlong {
    call(env, &class, |env| {
        let pem = text::read_secret(env, &pem, &bytes, MAX_PEM_LEN, checked::key_text)?;
        Ok(handle::new(PublicKey::from_pem(&pem)?))
    })
}

/// The curve of a public key.
#[jni_mangle("io.usersig.Native")]
pub fn public_key_curve<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, key: jlong) -> jint {
    // SAFETY: Java holds the key open during the call.
    call(env, &class, |_| Ok(number(unsafe { handle::borrow::<PublicKey>(key) }.curve())))
}

/// The PEM text of a public key.
#[jni_mangle("io.usersig.Native")]
pub fn public_key_to_pem<'l>(env: EnvUnowned<'l>, class: JClass<'l>, _owner: JObject<'l>, key: jlong) -> JString<'l> {
    // SAFETY: Java holds the key open during the call.
    call(env, &class, |env| text::write(env, &unsafe { handle::borrow::<PublicKey>(key) }.to_pem()))
}

/// Takes a secret. Read as far as a key's text may go, so that the core can name one that is given in its place.
#[jni_mangle("io.usersig.Native")]
pub fn secret_key_new<'l>(env: EnvUnowned<'l>, class: JClass<'l>, secret: JString<'l>, bytes: JByteArray<'l>) -> jlong {
    call(env, &class, |env| {
        let secret = text::read_secret(env, &secret, &bytes, MAX_PEM_LEN, checked::secret_text)?;
        Ok(handle::new(SecretKey::new(&secret)?))
    })
}
