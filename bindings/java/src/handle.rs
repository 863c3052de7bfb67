//! Native objects that Java holds as a `long`.

use jni::EnvUnowned;
use jni::jni_mangle;
use jni::objects::JClass;
use jni::sys::{jint, jlong};
use usersig::{PrivateKey, PublicKey, SecretKey, Signer, UserSigSource, Verifier};

/// Moves a value to the heap; [`free`] is its end.
#[allow(clippy::cast_possible_wrap)]
pub(crate) fn new<T>(value: T) -> jlong {
    // A pointer has at most 64 bits on every platform of the table in `NativeLibrary`.
    Box::into_raw(Box::new(value)).expose_provenance() as u64 as jlong
}

/// The value behind a handle.
///
/// # Safety
/// `handle` comes from [`new`] with the same type, and is not freed before the native method returns.
pub(crate) unsafe fn borrow<'a, T>(handle: jlong) -> &'a T {
    // SAFETY: the caller vouches for the handle.
    unsafe { &*pointer(handle) }
}

/// The inverse of the cast in [`new`].
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn pointer<T>(handle: jlong) -> *mut T {
    std::ptr::with_exposed_provenance_mut(handle as usize)
}

/// Frees what is behind a handle; keys are zeroized. `kind` is the constant of `io.usersig.Handle`.
#[jni_mangle("io.usersig.Native")]
pub fn free<'l>(env: EnvUnowned<'l>, class: JClass<'l>, kind: jint, handle: jlong) {
    super::edge::call(env, &class, |_| {
        // SAFETY: Java frees each handle once, with the kind it was made as, when no call uses it any more.
        unsafe {
            match kind {
                0 => drop(Box::from_raw(pointer::<PrivateKey>(handle))),
                1 => drop(Box::from_raw(pointer::<PublicKey>(handle))),
                2 => drop(Box::from_raw(pointer::<SecretKey>(handle))),
                3 => drop(Box::from_raw(pointer::<Signer>(handle))),
                4 => drop(Box::from_raw(pointer::<Verifier>(handle))),
                _ => drop(Box::from_raw(pointer::<UserSigSource>(handle))),
            }
        }
        Ok(())
    });
}
