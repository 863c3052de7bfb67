//! The boundary: no panic and no error crosses it but as a Java exception.

use jni::objects::{JClass, JObject, JStaticMethodID, JThrowable};
use jni::signature::ReturnType;
use jni::sys::{jmethodID, jvalue};
use jni::{Env, EnvUnowned, Outcome, jni_sig, jni_str};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use usersig::{Error, ErrorCode, checked};

/// Why a call ends with an exception.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refused; becomes a `UserSigException`.
    Core(Error),
    /// The Java machine did; its own exception, where it threw one, stands.
    Java(jni::errors::Error),
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<jni::errors::Error> for Failure {
    fn from(error: jni::errors::Error) -> Self {
        Self::Java(error)
    }
}

/// A static method of `io.usersig.Native`. Found again for every class loader that loads the library; the identifier is
/// the only thing kept, so that nothing here keeps a class loader alive.
pub(crate) struct Method(AtomicPtr<std::ffi::c_void>);

pub(crate) static NEW_ERROR: Method = Method(AtomicPtr::new(ptr::null_mut()));
pub(crate) static NEW_TICKET: Method = Method(AtomicPtr::new(ptr::null_mut()));

impl Method {
    fn set(&self, id: JStaticMethodID) {
        self.0.store(id.into_raw().cast(), Ordering::Release);
    }

    /// Calls the method, which returns an object.
    ///
    /// # Safety
    /// `class` is `io.usersig.Native`, and `arguments` fit the signature that [`find_methods`] looked up.
    pub(crate) unsafe fn call<'l>(&self, env: &mut Env<'l>, class: &JClass<'_>, arguments: &[jvalue]) -> Result<JObject<'l>> {
        let raw: jmethodID = self.0.load(Ordering::Acquire).cast();
        // SAFETY: set by `find_methods` before any native method could run, for the class that the caller vouches for.
        let id = unsafe { JStaticMethodID::from_raw(raw) };
        // SAFETY: the caller vouches for the arguments.
        let value = unsafe { env.call_static_method_unchecked(class, id, ReturnType::Object, arguments)? };
        Ok(value.l()?)
    }
}

/// Looks up what native code calls in Java: two factories.
pub(crate) fn find_methods(env: &mut Env<'_>) -> jni::errors::Result<()> {
    let class = env.find_class(jni_str!("io/usersig/Native"))?;
    NEW_ERROR.set(env.get_static_method_id(
        &class,
        jni_str!("newError"),
        jni_sig!("(ILjava/lang/String;Ljava/lang/String;I)Lio/usersig/UserSigException;"),
    )?);
    NEW_TICKET.set(env.get_static_method_id(
        &class,
        jni_str!("newTicket"),
        jni_sig!(
            "(ZIJLjava/lang/String;JJ[BLjava/lang/String;Ljava/lang/String;JLjava/lang/String;JJ)Lio/usersig/TicketContent;"
        ),
    )?);
    Ok(())
}

/// Runs the body of a native method. Where it fails or panics, an exception is pending and the result is null or 0.
pub(crate) fn call<'l, T: Default>(
    mut unowned: EnvUnowned<'l>,
    class: &JClass<'l>,
    body: impl FnOnce(&mut Env<'l>) -> Result<T>,
) -> T {
    let error = match unowned.with_env(body).into_outcome() {
        Outcome::Ok(value) => return value,
        Outcome::Err(Failure::Core(error)) => error,
        Outcome::Err(Failure::Java(error)) => {
            Error::new(ErrorCode::Internal, format!("the Java virtual machine refused a call: {error}"))
        }
        Outcome::Panic(payload) => {
            // Dropping a payload may panic in turn.
            std::mem::forget(payload);
            Error::new(ErrorCode::Internal, "a panic in usersig was caught; please report this bug")
        }
    };
    let _ = unowned.with_env(|env| throw(env, class, &error)).into_outcome();
    T::default()
}

/// The `UserSigException` of an error.
pub(crate) fn exception<'l>(env: &mut Env<'l>, class: &JClass<'_>, error: &Error) -> Result<JObject<'l>> {
    let message = env.new_string(error.message())?;
    let field = error.field_name().map(|name| env.new_string(name)).transpose()?.unwrap_or_default();
    let arguments = [
        jvalue { i: i32::from(error.code().number()) },
        jvalue { l: message.as_raw() },
        jvalue { l: field.as_raw() },
        jvalue { i: i32::from(checked::check_err(error)) },
    ];
    // SAFETY: `class` is the class of the running native method; the arguments are those of `newError`.
    unsafe { NEW_ERROR.call(env, class, &arguments) }
}

fn throw(env: &mut Env<'_>, class: &JClass<'_>, error: &Error) -> Result<()> {
    // An exception that the Java machine threw itself, say for want of memory, says more.
    if env.exception_check() {
        return Ok(());
    }
    let exception = exception(env, class, error)?;
    // SAFETY: `newError` returns a `UserSigException`.
    let exception = unsafe { JThrowable::from_raw(env, exception.into_raw()) };
    Ok(env.throw(exception)?)
}
