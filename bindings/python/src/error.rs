//! Core errors as Python exceptions, and the edge that core calls go through.

use crate::ending;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use usersig::{Error, ErrorCode, Result};

/// Runs one core call without holding the interpreter, unless that is about to end.
pub(crate) fn detached<T: Send>(py: Python<'_>, call: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    let result = match ending::Running::begin() {
        Some(_running) => py.detach(|| caught(call)),
        None => caught(call),
    };
    result.map_err(|error| raised(py, &error))
}

/// Runs one core call that is too short to give the interpreter away for.
pub(crate) fn attached<T>(py: Python<'_>, call: impl FnOnce() -> Result<T>) -> PyResult<T> {
    caught(call).map_err(|error| raised(py, &error))
}

#[cfg(feature = "test-panic")]
static PANIC_NEXT: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Makes the next call panic inside the boundary, for the test that Python sees an error.
#[cfg(feature = "test-panic")]
#[pyfunction]
pub(crate) fn panic_next() {
    PANIC_NEXT.store(true, std::sync::atomic::Ordering::SeqCst);
}

/// A panic is a bug of ours; it must not reach Python, where `except Exception` would miss it.
fn caught<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    #[cfg(feature = "test-panic")]
    let call = || {
        assert!(!PANIC_NEXT.swap(false, std::sync::atomic::Ordering::SeqCst), "a panic made by the test");
        call()
    };
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(ErrorCode::Internal, "the call failed unexpectedly; this is a bug in usersig, please report it"))
    })
}

/// The exception of the class that belongs to the error's code.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    match exception(py, error) {
        Ok(exception) => PyErr::from_value(exception),
        Err(failed) => failed,
    }
}

/// An argument error of the binding's own, in the core's form.
pub(crate) fn refused(py: Python<'_>, code: ErrorCode, message: impl Into<Cow<'static, str>>) -> PyErr {
    raised(py, &Error::new(code, message))
}

// Filled once while the package is imported, and not at the first error: that could be in one thread while another forks.
static CLASSES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

/// Tell the native module the class of each error, by its word. The package calls it once, when it is imported.
#[pyfunction]
pub(crate) fn use_classes(py: Python<'_>, classes: Py<PyDict>) {
    // A second interpreter of the process keeps the classes of the first.
    drop(CLASSES.set(py, classes));
}

pub(crate) fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    let classes = CLASSES.get(py).ok_or_else(|| PyRuntimeError::new_err("usersig._errors was not imported"))?.bind(py);
    let class = classes.as_any().get_item(error.code().word())?;
    let exception = class.call1((error.message(),))?;
    if let Some(field) = error.field_name() {
        exception.setattr("field", field)?;
    }
    Ok(exception)
}

/// Word -> (number, the service's most common code): the core's table for the exception classes.
pub(crate) fn codes(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let table = PyDict::new(py);
    for code in ErrorCode::ALL {
        table.set_item(code.word(), (code.number(), code.service_code()))?;
    }
    Ok(table)
}
