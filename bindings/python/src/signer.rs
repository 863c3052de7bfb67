//! `Signer`, and `gen_sig` without one.

use crate::args::{
    AccountType, AppidAt3rd, Carried, CompressionName, Expire, Identifier, IssuedAt, Privileges, Room, Sdkappid, Strict, Threads,
    not_unicode, now, wrong_type,
};
use crate::error::{attached, detached, exception};
use crate::key::{AnySigningKey, no_pickle};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyString};
use usersig::{DEFAULT_EXPIRE, Error, ErrorCode, GenOptions, checked};

pub(crate) const EXPIRE: Expire = Expire(DEFAULT_EXPIRE);
pub(crate) const COMPRESSION: CompressionName = CompressionName(usersig::Compression::Default);

/// The core's options from the keyword arguments that all generating calls share.
fn options<'a>(
    py: Python<'_>,
    expire: Expire,
    issued_at: Option<IssuedAt>,
    userbuf: Option<Carried<'a>>,
    strict_identifier: Strict,
    v1_fields: (Option<AccountType<'a>>, Option<AppidAt3rd<'a>>),
    compression: CompressionName,
) -> PyResult<GenOptions<'a>> {
    let issued_at = issued_at.map_or_else(|| now(py), |IssuedAt(time)| Ok(time))?;
    Ok(timeless(expire, userbuf, strict_identifier, v1_fields, compression).issued_at(issued_at))
}

/// The same without the time of issue.
pub(crate) fn timeless<'a>(
    expire: Expire,
    userbuf: Option<Carried<'a>>,
    strict_identifier: Strict,
    v1_fields: (Option<AccountType<'a>>, Option<AppidAt3rd<'a>>),
    compression: CompressionName,
) -> GenOptions<'a> {
    let mut options = GenOptions::new().expire(expire.0).strict_identifier(strict_identifier.0).compression(compression.0);
    if let Some(Carried(bytes)) = userbuf {
        options = options.userbuf(bytes);
    }
    if let Some(AccountType(text)) = v1_fields.0 {
        options = options.account_type(text);
    }
    if let Some(AppidAt3rd(text)) = v1_fields.1 {
        options = options.appid_at_3rd(text);
    }
    options
}

/// Make one ticket without keeping a Signer. The arguments are those of Signer and Signer.gen_sig.
#[pyfunction]
#[pyo3(
    signature = (sdkappid, key, identifier, *, expire = EXPIRE, issued_at = None, userbuf = None, strict_identifier = Strict(false),
        account_type = None, appid_at_3rd = None, compression = COMPRESSION),
    text_signature = "(sdkappid, key, identifier, *, expire=15552000, issued_at=None, userbuf=None, \
        strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default')"
)]
#[expect(clippy::too_many_arguments, reason = "keyword arguments")]
pub(crate) fn gen_sig(
    py: Python<'_>,
    sdkappid: Sdkappid,
    key: AnySigningKey,
    identifier: Identifier<'_>,
    expire: Expire,
    issued_at: Option<IssuedAt>,
    userbuf: Option<Carried<'_>>,
    strict_identifier: Strict,
    account_type: Option<AccountType<'_>>,
    appid_at_3rd: Option<AppidAt3rd<'_>>,
    compression: CompressionName,
) -> PyResult<String> {
    let v1_fields = (account_type, appid_at_3rd);
    let options = options(py, expire, issued_at, userbuf, strict_identifier, v1_fields, compression)?;
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

    /// Make a ticket for one user.
    ///
    /// identifier: the user's ID, 1 to 1024 bytes of UTF-8 without control characters.
    /// expire: how long the ticket is valid from its issue, in seconds (0 to 4294967295) or as a timedelta of whole
    ///     seconds; defaults to 180 days.
    /// issued_at: when the ticket is issued, in unix seconds or as a datetime with a time zone (a part of a second is
    ///     dropped); defaults to time.time().
    /// userbuf: bytes that the ticket carries and its signature covers, at most 8192.
    /// strict_identifier: also refuse what Tencent's packages rule out: an identifier longer than 32 bytes
    ///     or with anything but ``A-Z a-z 0-9 _ -``.
    /// account_type, appid_at_3rd: fields of a v1 ticket, "0" by default; only for old applications that have them.
    /// compression: how hard to compress; every verifier reads all three.
    ///
    /// Raises InvalidIdentifierError, InvalidExpireError, InvalidUserbufError, and InvalidArgumentError for a time out
    /// of range, a naive datetime, and v1 fields with a SecretKey.
    #[pyo3(
        signature = (identifier, *, expire = EXPIRE, issued_at = None, userbuf = None, strict_identifier = Strict(false),
            account_type = None, appid_at_3rd = None, compression = COMPRESSION),
        text_signature = "($self, identifier, *, expire=15552000, issued_at=None, userbuf=None, \
            strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default')"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments")]
    fn gen_sig(
        &self,
        py: Python<'_>,
        identifier: Identifier<'_>,
        expire: Expire,
        issued_at: Option<IssuedAt>,
        userbuf: Option<Carried<'_>>,
        strict_identifier: Strict,
        account_type: Option<AccountType<'_>>,
        appid_at_3rd: Option<AppidAt3rd<'_>>,
        compression: CompressionName,
    ) -> PyResult<String> {
        let v1_fields = (account_type, appid_at_3rd);
        let options = options(py, expire, issued_at, userbuf, strict_identifier, v1_fields, compression)?;
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
        signature = (identifiers, *, expire = EXPIRE, issued_at = None, userbuf = None, strict_identifier = Strict(false),
            account_type = None, appid_at_3rd = None, compression = COMPRESSION, threads = None),
        text_signature = "($self, identifiers, *, expire=15552000, issued_at=None, userbuf=None, \
            strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default', threads=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments")]
    fn gen_sig_batch<'py>(
        &self,
        py: Python<'py>,
        identifiers: &Bound<'py, PyAny>,
        expire: Expire,
        issued_at: Option<IssuedAt>,
        userbuf: Option<Carried<'_>>,
        strict_identifier: Strict,
        account_type: Option<AccountType<'_>>,
        appid_at_3rd: Option<AppidAt3rd<'_>>,
        compression: CompressionName,
        threads: Option<Threads>,
    ) -> PyResult<Bound<'py, PyList>> {
        let v1_fields = (account_type, appid_at_3rd);
        let options = options(py, expire, issued_at, userbuf, strict_identifier, v1_fields, compression)?;
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
        signature = (identifier, room, privileges, *, expire = EXPIRE, issued_at = None, strict_identifier = Strict(false),
            account_type = None, appid_at_3rd = None, compression = COMPRESSION),
        text_signature = "($self, identifier, room, privileges, *, expire=15552000, issued_at=None, \
            strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default')"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments")]
    fn gen_private_map_key(
        &self,
        py: Python<'_>,
        identifier: Identifier<'_>,
        room: Room,
        privileges: Privileges,
        expire: Expire,
        issued_at: Option<IssuedAt>,
        strict_identifier: Strict,
        account_type: Option<AccountType<'_>>,
        appid_at_3rd: Option<AppidAt3rd<'_>>,
        compression: CompressionName,
    ) -> PyResult<String> {
        let options = options(py, expire, issued_at, None, strict_identifier, (account_type, appid_at_3rd), compression)?;
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
