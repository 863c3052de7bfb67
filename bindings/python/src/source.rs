//! `UserSigSource`.

use crate::args::{Identifier, MinShare, Now, now, wrong_type};
use crate::error::{attached, detached};
use crate::key::no_pickle;
use crate::options::Given;
use crate::signer::Signer;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use usersig::UnixTime;

/// Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for.
///
/// Take the signer, the user's ID and the options of Signer.gen_sig but issued_at. They are checked now.
///
/// min_share: which share of its life a ticket must have left, from 0 (any valid one will do) to 1 (made in this second).
/// clock: what tells the time, as unix seconds or a datetime with a time zone; defaults to time.time.
///
/// Raises what Signer.gen_sig raises, and InvalidArgumentError for a share outside its range.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct UserSigSource {
    source: usersig::UserSigSource,
    clock: Option<Py<PyAny>>,
}

#[pymethods]
impl UserSigSource {
    #[new]
    #[pyo3(
        signature = (signer, identifier, *, min_share = MinShare(0.5), clock = None, **given),
        // vocabulary: source
        text_signature = "(signer, identifier, *\
            , expire=15552000\
            , userbuf=None\
            , strict_identifier=False\
            , account_type=None\
            , appid_at_3rd=None\
            , compression='default'\
            , min_share=0.5, clock=None)"
        // vocabulary: end
    )]
    fn new(
        py: Python<'_>,
        signer: &Bound<'_, PyAny>,
        identifier: Identifier<'_>,
        min_share: MinShare,
        clock: Option<Bound<'_, PyAny>>,
        given: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let signer = signer.cast::<Signer>().map_err(|_| wrong_type(signer, "signer", "Signer"))?.get();
        if let Some(clock) = clock.as_ref().filter(|clock| !clock.is_callable()) {
            return Err(wrong_type(clock, "clock", "callable"));
        }
        let given = Given::new("UserSigSource", "issued_at", given);
        let options = given.options(py)?;
        let source =
            attached(py, || usersig::UserSigSource::new(signer.0.clone(), identifier.0, &options)?.with_min_share(min_share.0))?;
        Ok(Self { source, clock: clock.map(Bound::unbind) })
    }

    /// Return a ticket that has min_share of its life left.
    ///
    /// One is made when the last one has less, or was issued in the future, because the clock was set back. One thread makes
    /// it; meanwhile the others get the last one, and wait where that is no longer valid.
    ///
    /// Raises InvalidArgumentError for what the clock says, where that is not a valid time of issue, InvalidExpireError where the
    /// ticket would outlast the year 9999, and what the clock raises.
    fn ticket(&self, py: Python<'_>) -> PyResult<String> {
        loop {
            let renewals = self.source.renewals();
            let now = match &self.clock {
                Some(clock) => clock.bind(py).call0()?.extract::<Now>()?.0,
                None => now(py)?,
            };
            if let Some(ticket) = detached(py, || self.source.ticket_at(Some(UnixTime::from(now)), renewals))? {
                return Ok(ticket);
            }
        }
    }

    /// How many tickets were made so far.
    #[getter]
    fn renewals(&self) -> u64 {
        self.source.renewals()
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("UserSigSource", "make one in each process")
    }
}
