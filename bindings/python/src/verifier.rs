//! `Verifier`.

use crate::args::{self, FutureTolerance, Identifier, Leeway, Now, Sdkappid, Userbuf};
use crate::error::{attached, detached};
use crate::key::{AnyVerifyingKey, no_pickle};
use crate::ticket::Ticket;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use usersig::{ExpectedUserbuf, VerifyOptions};

/// The core's options from the keyword arguments of both calls.
fn options<'a>(py: Python<'_>, now: Option<Now>, userbuf: Userbuf<'a>) -> PyResult<VerifyOptions<'a>> {
    let now = now.map_or_else(|| args::now(py), |Now(time)| Ok(time))?;
    Ok(VerifyOptions::new().now(now).userbuf(userbuf.0))
}

/// Checks tickets of one application. Made once, immutable, shared by any number of threads.
///
/// Take the SDKAppID of the application, 1 to 4294967295, and one or more keys of either kind.
///
/// Several keys are for applications that rotate keys or move between v1 and v2: a ticket is tried with the keys
/// that its version needs and never with others.
///
/// leeway: accept tickets up to so many seconds after their expiry, 0 to 86400.
/// future_tolerance: accept tickets issued up to so many seconds in the future, 0 to 86400, for clocks that disagree.
///
/// Raises InvalidSdkappidError, and InvalidArgumentError without a key and for a duration out of range.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct Verifier(usersig::Verifier);

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(
        signature = (sdkappid, *keys, leeway = Leeway(0), future_tolerance = FutureTolerance(300)),
        text_signature = "(sdkappid, *keys, leeway=0, future_tolerance=300)"
    )]
    fn new(
        py: Python<'_>,
        sdkappid: Sdkappid,
        keys: &Bound<'_, PyTuple>,
        leeway: Leeway,
        future_tolerance: FutureTolerance,
    ) -> PyResult<Self> {
        let keys = keys.iter().map(|key| key.extract().map(|AnyVerifyingKey(key)| key)).collect::<PyResult<Vec<_>>>()?;
        attached(py, || {
            let verifier = usersig::Verifier::from_keys(sdkappid.0, keys)?;
            verifier.with_leeway(leeway.0)?.with_future_tolerance(future_tolerance.0).map(Self)
        })
    }

    /// The application.
    #[getter]
    fn sdkappid(&self) -> u32 {
        self.0.sdkappid()
    }

    /// Check that a ticket is valid for this user and return its content.
    ///
    /// The call for a login, where the user is known. Checks, in this order: bounds, decoding, fields, signature, SDKAppID, identifier, userbuf, time. Nothing that
    /// the ticket says is reported before its signature is proven.
    ///
    /// identifier: the user that the ticket must be for.
    /// now: the moment to check for, in unix seconds or as a datetime with a time zone; defaults to time.time().
    /// userbuf: what the ticket must carry: None for nothing, bytes for exactly these, "present" for any bytes, "any"
    ///     for anything or nothing.
    ///
    /// Raises a TicketError that says why the ticket is not valid, and InvalidIdentifierError and InvalidArgumentError
    /// for unusable arguments.
    #[pyo3(
        signature = (ticket, identifier, *, now = None, userbuf = Userbuf(ExpectedUserbuf::Absent)),
        text_signature = "($self, ticket, identifier, *, now=None, userbuf=None)"
    )]
    fn verify(
        &self,
        py: Python<'_>,
        ticket: args::Ticket<'_>,
        identifier: Identifier<'_>,
        now: Option<Now>,
        userbuf: Userbuf<'_>,
    ) -> PyResult<Ticket> {
        let options = options(py, now, userbuf)?;
        detached(py, || self.0.verify_with(ticket.0, identifier.0, &options)).map(Ticket)
    }

    /// Find out who sent a ticket: the returned ``identifier``.
    ///
    /// The call for a service that receives the ticket as the only proof of who its caller is. Checks everything that
    /// verify does but for whom the ticket was made. Where the user is known already, use verify: a valid ticket of
    /// any other user passes here.
    ///
    /// The arguments are those of verify. Raises a TicketError that says why the ticket is not valid.
    #[pyo3(
        signature = (ticket, *, now = None, userbuf = Userbuf(ExpectedUserbuf::Absent)),
        text_signature = "($self, ticket, *, now=None, userbuf=None)"
    )]
    fn authenticate(&self, py: Python<'_>, ticket: args::Ticket<'_>, now: Option<Now>, userbuf: Userbuf<'_>) -> PyResult<Ticket> {
        let options = options(py, now, userbuf)?;
        detached(py, || self.0.authenticate_with(ticket.0, &options)).map(Ticket)
    }

    fn __repr__(&self) -> String {
        format!("<usersig.Verifier sdkappid={}>", self.0.sdkappid())
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("Verifier", "make one in each process")
    }
}
