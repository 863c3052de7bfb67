//! The boundary: an error of the core becomes a JavaScript error, and a panic becomes `internal`.

use napi::bindgen_prelude::{ToNapiValue, TypeName, ValueType};
use napi::{Either, sys};
use std::panic::{AssertUnwindSafe, catch_unwind};
use usersig::{Error, ErrorCode};

/// What every function returns. The error is returned and not thrown: that is cheaper, and the JavaScript half, which
/// makes a `UserSigError` of it, throws anyway.
pub type Outcome<T> = Either<T, Failure>;

/// An array of the cause's number, the message and the ticket's field at fault. No other array here begins with a number.
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl ToNapiValue for Failure {
    unsafe fn to_napi_value(env: sys::napi_env, Self(error): Self) -> napi::Result<sys::napi_value> {
        let row = (u32::from(error.code().number()), error.message(), error.field_name());
        // SAFETY: the caller passes a live environment.
        unsafe { ToNapiValue::to_napi_value(env, row) }
    }
}

impl TypeName for Failure {
    fn type_name() -> &'static str {
        "Array"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

/// Runs one call of the core. A panic ends here and not the process.
pub(crate) fn outcome<T>(call: impl FnOnce() -> usersig::Result<T>) -> Outcome<T> {
    caught(call).map_or_else(|error| Either::B(error.into()), Either::A)
}

#[cfg(feature = "test-panic")]
pub(crate) static PANIC_NEXT: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// As [`outcome`], for what runs outside of the JavaScript thread.
pub(crate) fn caught<T>(call: impl FnOnce() -> usersig::Result<T>) -> usersig::Result<T> {
    #[cfg(feature = "test-panic")]
    let call = || {
        assert!(!PANIC_NEXT.swap(false, std::sync::atomic::Ordering::SeqCst), "a panic made by the test");
        call()
    };
    // Nothing that a panic could leave half changed outlives the call: signers, verifiers and keys are immutable.
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(ErrorCode::Internal, "the native code panicked; this is a bug in usersig, please report it"))
    })
}
