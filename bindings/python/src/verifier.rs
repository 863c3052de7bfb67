//! `Verifier`.

use crate::args::{Leeway, Sdkappid, Text, TicketText, UnixTime, Userbuf};
use crate::error::{attached, detached};
use crate::key::{AnyVerifyingKey, no_pickle};
use crate::ticket::Ticket;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use usersig::{ExpectedUserbuf, VerifyOptions};

/// Checks tickets of one application. Made once, immutable, shared by any number of threads.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct Verifier(usersig::Verifier);

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(
        signature = (sdkappid, *keys, leeway = Leeway(0), future_tolerance = Leeway(300)),
        text_signature = "(sdkappid, *keys, leeway=0, future_tolerance=300)"
    )]
    fn new(
        py: Python<'_>,
        sdkappid: Sdkappid,
        keys: &Bound<'_, PyTuple>,
        leeway: Leeway,
        future_tolerance: Leeway,
    ) -> PyResult<Self> {
        let keys = keys.iter().map(|key| key.extract().map(|AnyVerifyingKey(key)| key)).collect::<PyResult<Vec<_>>>()?;
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or_else(|| PyTypeError::new_err("a Verifier needs at least one PublicKey or SecretKey"))?;
        attached(py, || {
            let verifier =
                usersig::Verifier::new(sdkappid.0, first)?.with_leeway(leeway.0)?.with_future_tolerance(future_tolerance.0)?;
            Ok(Self(keys.fold(verifier, usersig::Verifier::with_key)))
        })
    }

    /// The application.
    #[getter]
    fn sdkappid(&self) -> u32 {
        self.0.sdkappid()
    }

    /// Check a ticket and return its content; raises a TicketError that says why it is not valid.
    #[pyo3(
        signature = (ticket, identifier, *, now = None, userbuf = Userbuf(ExpectedUserbuf::Absent)),
        text_signature = "($self, ticket, identifier, *, now=None, userbuf=None)"
    )]
    fn verify(
        &self,
        py: Python<'_>,
        ticket: TicketText<'_>,
        identifier: Text<'_>,
        now: Option<UnixTime>,
        userbuf: Userbuf<'_>,
    ) -> PyResult<Ticket> {
        let mut options = VerifyOptions::new().userbuf(userbuf.0);
        if let Some(UnixTime(now)) = now {
            options = options.now(now);
        }
        detached(py, || self.0.verify_with(ticket.0, identifier.0, &options)).map(Ticket)
    }

    fn __repr__(&self) -> String {
        format!("<usersig.Verifier sdkappid={}>", self.0.sdkappid())
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("Verifier", "make one in each process")
    }
}
