//! A native method that panics, for the test of the boundary alone; no released library has it.

use crate::edge;
use jni::objects::JClass;
use jni::sys::jlong;
use jni::{EnvUnowned, jni_mangle};

/// Panics inside the boundary.
///
/// # Panics
/// Never outwards: Java sees an exception.
#[jni_mangle("io.usersig.Native", "panicProbe")]
pub fn panic_probe<'l>(env: EnvUnowned<'l>, class: JClass<'l>) -> jlong {
    #[allow(clippy::panic)]
    edge::call(env, &class, |_| panic!("a probe"))
}
