//! The native half of the Java binding: what `io.usersig.Native` declares, one function each.
//!
//! Every function reads its arguments, calls one function of the core and turns the result into a Java value. The Java
//! half owns the handles: it hands out each one until it is closed and no call uses it, and frees it once.
// Java is the only caller, and passes what `Native` declares.
#![allow(clippy::must_use_candidate, clippy::too_many_arguments)]

mod edge;
pub mod handle;
pub mod keys;
mod options;
#[cfg(feature = "test-panic")]
pub mod probe;
pub mod signer;
pub mod source;
mod text;
mod ticket;
pub mod verifier;

use jni::objects::{JClass, JString};
use jni::sys::{JNI_ERR, JNI_VERSION_1_8, jint, jlong};
use jni::vm::JavaVM;
use jni::{EnvUnowned, jni_mangle};
use std::ffi::c_void;

/// Called by the Java machine for every class loader that loads the library.
///
/// # Safety
/// Called by the Java machine alone, with its own pointer.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JNI_OnLoad(vm: *mut jni::sys::JavaVM, _reserved: *mut c_void) -> jint {
    let found = std::panic::catch_unwind(|| {
        // SAFETY: the Java machine passes its own pointer, which stays valid while the library is loaded.
        let vm = unsafe { JavaVM::from_raw(vm) };
        vm.attach_current_thread(edge::find_methods)
    });
    match found {
        Ok(Ok(())) => JNI_VERSION_1_8,
        // The exception that says what is missing, where there is one, is thrown by the Java machine.
        _ => JNI_ERR,
    }
}

/// The version of the native half, which the Java half compares with its own.
#[jni_mangle("io.usersig.Native")]
pub fn version<'l>(env: EnvUnowned<'l>, class: JClass<'l>) -> JString<'l> {
    edge::call(env, &class, |env| text::write(env, usersig::VERSION))
}

/// The longest userbuf, which Java asks for before it copies one.
#[jni_mangle("io.usersig.Native")]
pub fn max_userbuf_len<'l>(env: EnvUnowned<'l>, class: JClass<'l>) -> jlong {
    edge::call(env, &class, |_| Ok((usersig::MAX_USERBUF_LEN as u64).cast_signed()))
}
