//! `Signer`, and `gen_sig` without one.

use crate::args::{Identifier, Privileges, Room, Sdkappid, Threads, not_unicode, wrong_type};
use crate::error::{attached, detached, exception};
use crate::key::{AnySigningKey, no_pickle};
use crate::options::Given;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyList, PyString};
use usersig::{Error, ErrorCode, checked};

/// Make one ticket without keeping a Signer. The arguments are those of Signer and Signer.gen_sig.
#[pyfunction]
#[pyo3(
    signature = (sdkappid, key, identifier, **given),
    // vocabulary: gen_sig_function
    text_signature = "(sdkappid, key, identifier, *\
        , expire=15552000\
        , userbuf=None\
        , issued_at=None\
        , strict_identifier=False\
        , account_type=None\
        , appid_at_3rd=None\
        , compression='default'\
        )"
    // vocabulary: end
)]
pub(crate) fn gen_sig(
    py: Python<'_>,
    sdkappid: Sdkappid,
    key: AnySigningKey,
    identifier: Identifier<'_>,
    given: Option<&Bound<'_, PyDict>>,
) -> PyResult<String> {
    let given = Given::new("gen_sig", "", given);
    let options = given.options(py)?;
    detached(py, || usersig::Signer::new(sdkappid.0, key.0)?.gen_sig_with(identifier.0, &options))
}

/// Makes tickets for one application. Made once, immutable, shared by any number of threads.
///
/// Take the SDKAppID of the application, 1 to 4294967295, and its key.
///
/// A PrivateKey makes v1 tickets, a SecretKey v2 tickets. Raises InvalidSdkappidError.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct Signer(pub(crate) usersig::Signer);

#[pymethods]
impl Signer {
    #[new]
    fn new(py: Python<'_>, sdkappid: Sdkappid, key: AnySigningKey) -> PyResult<Self> {
        attached(py, || usersig::Signer::new(sdkappid.0, key.0)).map(Self)
    }

    /// The application.
    #[getter]
    fn sdkappid(&self) -> u32 {
        self.0.sdkappid()
    }

    // vocabulary: gen_sig_doc
    /// Make a ticket for one user.
    ///
    /// identifier: the user's ID, 1 to 1024 bytes of UTF-8 without control characters.
    /// expire: how long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds, or a timedelta of whole
    ///     seconds. With 0 it expires as soon as the clock moves on.
    /// userbuf: bytes that the ticket carries and its signature covers. At most 8192 bytes.
    /// issued_at: when the ticket is issued; the present by default. 0 to 253402300799 in unix seconds, or a datetime with a time
    ///     zone; parts of a second are dropped.
    /// strict_identifier: also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9,
    ///     _ and -. False by default.
    /// account_type: TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    ///     applications that have one.
    /// appid_at_3rd: TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
    ///     applications that have one.
    /// compression: how hard to compress. Every verifier reads all three.
    ///
    /// Raises InvalidIdentifierError, InvalidExpireError, InvalidUserbufError, and InvalidArgumentError for a time out
    /// of range, a naive datetime, and v1 fields with a SecretKey.
    // vocabulary: end
    #[pyo3(
        signature = (identifier, **given),
        // vocabulary: gen_sig
        text_signature = "($self, identifier, *\
            , expire=15552000\
            , userbuf=None\
            , issued_at=None\
            , strict_identifier=False\
            , account_type=None\
            , appid_at_3rd=None\
            , compression='default'\
            )"
        // vocabulary: end
    )]
    fn gen_sig(&self, py: Python<'_>, identifier: Identifier<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
        let given = Given::new("Signer.gen_sig", "", given);
        let options = given.options(py)?;
        detached(py, || self.0.gen_sig_with(identifier.0, &options))
    }

    /// Make one ticket per identifier, in order, over all cores, with one time of issue for all.
    ///
    /// What is wrong with one identifier, even that it is not a str, is in its place: an InvalidIdentifierError that is
    /// returned and not raised, whose ``index`` is the position. The others get their tickets.
    ///
    /// identifiers: any iterable of str; read to its end before the first ticket is made.
    /// threads: at most so many threads; defaults to one per core, and to fewer for few identifiers.
    ///
    /// The other arguments are those of gen_sig. Raises InvalidExpireError, InvalidUserbufError and
    /// InvalidArgumentError for them.
    #[pyo3(
        signature = (identifiers, *, threads = None, **given),
        // vocabulary: gen_sig_batch
        text_signature = "($self, identifiers, *\
            , expire=15552000\
            , userbuf=None\
            , issued_at=None\
            , strict_identifier=False\
            , account_type=None\
            , appid_at_3rd=None\
            , compression='default'\
            , threads=None)"
        // vocabulary: end
    )]
    fn gen_sig_batch<'py>(
        &self,
        py: Python<'py>,
        identifiers: &Bound<'py, PyAny>,
        threads: Option<Threads>,
        given: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let given = Given::new("Signer.gen_sig_batch", "", given);
        let options = given.options(py)?;
        let identifiers = all(identifiers)?;
        let threads = threads.map(|threads| threads.0);
        let tickets = detached(py, || {
            self.0.gen_sig_batch_by(&identifiers, |text| text.as_deref().map_err(Clone::clone), &options, threads)
        })?;
        let list = PyList::empty(py);
        for (index, ticket) in tickets.into_iter().enumerate() {
            match ticket {
                Ok(ticket) => list.append(ticket)?,
                Err(error) => {
                    let exception = exception(py, &error)?;
                    exception.setattr("index", index)?;
                    list.append(exception)?;
                }
            }
        }
        Ok(list)
    }

    /// Make a TRTC PrivateMapKey: a ticket that lets this user into ``room`` with ``privileges``.
    ///
    /// room: an int for a numeric room, 1 to 4294967294; a str for a named one, 1 to 64 bytes of letters, digits, space
    ///     and ``!#$%&()+-:;<=.>?@[]^_{}|~,``.
    /// privileges: Privileges, or any 32 bits.
    ///
    /// The other arguments are those of gen_sig. Raises what gen_sig raises, InvalidRoomError, and InvalidExpireError
    /// where the permission would end after 2106-02-07, the last moment that its 32 bits can name.
    #[pyo3(
        signature = (identifier, room, privileges, **given),
        // vocabulary: gen_private_map_key
        text_signature = "($self, identifier, room, privileges, *\
            , expire=15552000\
            , issued_at=None\
            , strict_identifier=False\
            , account_type=None\
            , appid_at_3rd=None\
            , compression='default'\
            )"
        // vocabulary: end
    )]
    fn gen_private_map_key(
        &self,
        py: Python<'_>,
        identifier: Identifier<'_>,
        room: Room,
        privileges: Privileges,
        given: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        let given = Given::new("Signer.gen_private_map_key", "userbuf", given);
        let options = given.options(py)?;
        let privileges = usersig::Privileges::from_bits(privileges.0);
        let Room(room) = room;
        detached(py, || self.0.gen_private_map_key(identifier.0, &room, privileges, &options))
    }

    fn __repr__(&self) -> String {
        format!("<usersig.Signer sdkappid={}>", self.0.sdkappid())
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("Signer", "make one in each process")
    }
}

/// One identifier of a batch, kept by Python while the interpreter is released; or why it fails in its place.
type Each = Result<PyBackedStr, Error>;

fn each(identifier: &Bound<'_, PyAny>) -> PyResult<Each> {
    let Ok(text) = identifier.cast::<PyString>() else {
        let problem = format!("identifier must be str, not {}", identifier.get_type().name()?);
        return Ok(Err(Error::new(ErrorCode::InvalidIdentifier, problem)));
    };
    // Longer than so many characters, each of which is at least one byte.
    if let Err(problem) = checked::identifier_len(text.code_point_len()?) {
        return Ok(Err(problem));
    }
    match PyBackedStr::try_from(text.clone()) {
        Ok(text) => Ok(Ok(text)),
        Err(_) => not_unicode(identifier, checked::identifier_text).map(Err),
    }
}

fn all(identifiers: &Bound<'_, PyAny>) -> PyResult<Vec<Each>> {
    // A single str is an iterable of characters, and never what was meant.
    if identifiers.is_instance_of::<PyString>() {
        return Err(wrong_type(identifiers, "identifiers", "an iterable of str"));
    }
    let mut all = Vec::with_capacity(identifiers.len().unwrap_or(0));
    for identifier in identifiers.try_iter().map_err(|_| wrong_type(identifiers, "identifiers", "an iterable of str"))? {
        all.push(each(&identifier?)?);
    }
    Ok(all)
}
