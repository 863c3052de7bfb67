//! A native method that panics, for the test of the boundary alone; no released library has it.

use crate::edge;
use jni::objects::JClass;
use jni::sys::jlong;
use jni::{EnvUnowned, jni_mangle};

/// Panics inside the boundary; `boundary` is `io.usersig.Native`.
///
/// # Panics
/// Never outwards: Java sees an exception.
#[jni_mangle("io.usersig.PanicProbe", "panic")]
pub fn panic_probe<'l>(env: EnvUnowned<'l>, _class: JClass<'l>, boundary: JClass<'l>) -> jlong {
    #[allow(clippy::panic)]
    edge::call(env, &boundary, |_| panic!("a probe"))
}
