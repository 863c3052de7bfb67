//! The end of the interpreter. CPython before 3.14 ends every thread that asks for the interpreter after that by unwinding
//! its stack; with a call of ours on it the process crashes. So at exit no call gives the interpreter away any more, and
//! those that have are waited for.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

static ENDING: AtomicBool = AtomicBool::new(false);
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Stands for a call that runs without the interpreter.
pub(crate) struct Running;

impl Running {
    /// `None` when the interpreter is about to end.
    pub(crate) fn begin() -> Option<Self> {
        // Counted before the flag is read, so that either the flag is seen here or the count in `at_exit`.
        RUNNING.fetch_add(1, SeqCst);
        let running = Self;
        (!ENDING.load(SeqCst)).then_some(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, SeqCst);
    }
}

#[pyfunction]
fn at_exit(py: Python<'_>) {
    ENDING.store(true, SeqCst);
    while RUNNING.load(SeqCst) > 0 {
        py.detach(|| std::thread::sleep(Duration::from_millis(1)));
    }
}

/// The calls of other threads do not go on in a child.
#[pyfunction]
fn after_fork() {
    RUNNING.store(0, SeqCst);
}

/// Called once, when the module is made.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    py.import("atexit")?.call_method1("register", (wrap_pyfunction!(at_exit, module)?,))?;
    let os = py.import("os")?;
    // Windows has no fork.
    if os.hasattr("register_at_fork")? {
        let arguments = PyDict::new(py);
        arguments.set_item("after_in_child", wrap_pyfunction!(after_fork, module)?)?;
        os.call_method("register_at_fork", (), Some(&arguments))?;
    }
    Ok(())
}
