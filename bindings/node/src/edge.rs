//! The boundary: an error of the core becomes a JavaScript error, and a panic becomes `internal`.

use napi::bindgen_prelude::{ToNapiValue, TypeName, ValueType};
use napi::sys;
use std::panic::{AssertUnwindSafe, catch_unwind};
use usersig::{Error, ErrorCode};

/// What every native function returns.
pub type Result<T> = napi::Result<T, Cause>;

/// The `code` of the JavaScript error: the number of the cause and, after a space, the ticket's field at fault where
/// there is one. The JavaScript half makes a `UserSigError` of it.
#[derive(Debug)]
pub struct Cause(String);

impl AsRef<str> for Cause {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

fn error(error: &Error) -> napi::Error<Cause> {
    let number = error.code().number();
    let code = error.field_name().map_or_else(|| number.to_string(), |field| format!("{number} {field}"));
    napi::Error::new(Cause(code), error.message().to_owned())
}

/// An error as a value of its own, where it stands among tickets.
pub struct Failure(napi::Error<Cause>);

impl From<Error> for Failure {
    fn from(problem: Error) -> Self {
        Self(error(&problem))
    }
}

impl ToNapiValue for Failure {
    unsafe fn to_napi_value(env: sys::napi_env, value: Self) -> napi::Result<sys::napi_value> {
        // SAFETY: the caller passes a live environment.
        unsafe { ToNapiValue::to_napi_value(env, value.0) }
    }
}

impl TypeName for Failure {
    fn type_name() -> &'static str {
        "Error"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

/// Runs one call of the core. A panic ends here and not the process.
pub(crate) fn call<T>(call: impl FnOnce() -> usersig::Result<T>) -> Result<T> {
    caught(call).map_err(|problem| error(&problem))
}

#[cfg(feature = "test-panic")]
pub(crate) static PANIC_NEXT: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// As [`call()`], for what runs outside of the JavaScript thread.
pub(crate) fn caught<T>(call: impl FnOnce() -> usersig::Result<T>) -> usersig::Result<T> {
    // Nothing that a panic could leave half changed outlives the call: signers, verifiers and keys are immutable.
    #[cfg(feature = "test-panic")]
    let call = || {
        assert!(!PANIC_NEXT.swap(false, std::sync::atomic::Ordering::SeqCst), "a panic made by the test");
        call()
    };
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(ErrorCode::Internal, "the native code panicked; this is a bug in usersig, please report it"))
    })
}
