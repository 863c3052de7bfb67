//! `Signer`, and `gen_sig` without one.

use crate::args::{
    CompressionName, Expire, NOT_UNICODE, Privileges, Room, Sdkappid, Text, Threads, UnixTime, is_longer, too_long, wrong_type,
};
use crate::error::{attached, detached, exception};
use crate::key::{AnySigningKey, no_pickle};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyString};
use usersig::{DEFAULT_EXPIRE, Error, ErrorCode, GenOptions, MAX_IDENTIFIER_LEN};

const EXPIRE: Expire = Expire(DEFAULT_EXPIRE);
const COMPRESSION: CompressionName = CompressionName(usersig::Compression::Default);

/// The core's options from the keyword arguments that all generating calls share.
fn options<'a>(
    expire: Expire,
    issued_at: Option<UnixTime>,
    userbuf: Option<&'a [u8]>,
    strict_identifier: bool,
    v1_fields: (Option<Text<'a>>, Option<Text<'a>>),
    compression: CompressionName,
) -> GenOptions<'a> {
    let mut options = GenOptions::new().expire(expire.0).strict_identifier(strict_identifier).compression(compression.0);
    if let Some(UnixTime(time)) = issued_at {
        options = options.issued_at(time);
    }
    if let Some(bytes) = userbuf {
        options = options.userbuf(bytes);
    }
    if let Some(text) = v1_fields.0 {
        options = options.account_type(text.0);
    }
    if let Some(text) = v1_fields.1 {
        options = options.appid_at_3rd(text.0);
    }
    options
}

/// Make one ticket without keeping a Signer.
#[pyfunction]
#[pyo3(
    signature = (sdkappid, identifier, key, *, expire = EXPIRE, issued_at = None, userbuf = None, strict_identifier = false,
        account_type = None, appid_at_3rd = None, compression = COMPRESSION),
    text_signature = "(sdkappid, identifier, key, *, expire=15552000, issued_at=None, userbuf=None, \
        strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default')"
)]
#[expect(clippy::too_many_arguments, reason = "keyword arguments")]
pub(crate) fn gen_sig(
    py: Python<'_>,
    sdkappid: Sdkappid,
    identifier: Text<'_>,
    key: AnySigningKey,
    expire: Expire,
    issued_at: Option<UnixTime>,
    userbuf: Option<&[u8]>,
    strict_identifier: bool,
    account_type: Option<Text<'_>>,
    appid_at_3rd: Option<Text<'_>>,
    compression: CompressionName,
) -> PyResult<String> {
    let v1_fields = (account_type, appid_at_3rd);
    let options = options(expire, issued_at, userbuf, strict_identifier, v1_fields, compression);
    detached(py, || usersig::Signer::new(sdkappid.0, key.0)?.gen_sig_with(identifier.0, &options))
}

/// Makes tickets for one application. Made once, immutable, shared by any number of threads.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct Signer(usersig::Signer);

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
    #[pyo3(
        signature = (identifier, *, expire = EXPIRE, issued_at = None, userbuf = None, strict_identifier = false,
            account_type = None, appid_at_3rd = None, compression = COMPRESSION),
        text_signature = "($self, identifier, *, expire=15552000, issued_at=None, userbuf=None, \
            strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default')"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments")]
    fn gen_sig(
        &self,
        py: Python<'_>,
        identifier: Text<'_>,
        expire: Expire,
        issued_at: Option<UnixTime>,
        userbuf: Option<&[u8]>,
        strict_identifier: bool,
        account_type: Option<Text<'_>>,
        appid_at_3rd: Option<Text<'_>>,
        compression: CompressionName,
    ) -> PyResult<String> {
        let v1_fields = (account_type, appid_at_3rd);
        let options = options(expire, issued_at, userbuf, strict_identifier, v1_fields, compression);
        detached(py, || self.0.gen_sig_with(identifier.0, &options))
    }

    /// Make one ticket per identifier, in order, over all cores.
    #[pyo3(
        signature = (identifiers, *, expire = EXPIRE, issued_at = None, userbuf = None, strict_identifier = false,
            account_type = None, appid_at_3rd = None, compression = COMPRESSION, threads = None, return_exceptions = false),
        text_signature = "($self, identifiers, *, expire=15552000, issued_at=None, userbuf=None, \
            strict_identifier=False, account_type=None, appid_at_3rd=None, compression='default', threads=None, \
            return_exceptions=False)"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments")]
    fn gen_sig_batch<'py>(
        &self,
        py: Python<'py>,
        identifiers: &Bound<'py, PyAny>,
        expire: Expire,
        issued_at: Option<UnixTime>,
        userbuf: Option<&[u8]>,
        strict_identifier: bool,
        account_type: Option<Text<'_>>,
        appid_at_3rd: Option<Text<'_>>,
        compression: CompressionName,
        threads: Option<Threads>,
        return_exceptions: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        let v1_fields = (account_type, appid_at_3rd);
        let options = options(expire, issued_at, userbuf, strict_identifier, v1_fields, compression);
        let identifiers = texts(identifiers)?;
        let threads = threads.map(|threads| threads.0);
        let tickets = detached(py, || self.0.gen_sig_batch(&identifiers, &options, threads))?;
        let list = PyList::empty(py);
        for (index, (ticket, identifier)) in tickets.into_iter().zip(&identifiers).enumerate() {
            let problem = match (ticket, identifier) {
                (Ok(ticket), _) => {
                    list.append(ticket)?;
                    continue;
                }
                (Err(_), Identifier::NotUnicode) => Error::new(ErrorCode::InvalidArgument, NOT_UNICODE),
                (Err(error), _) => error,
            };
            let exception = exception(py, &problem)?;
            exception.setattr("index", index)?;
            if !return_exceptions {
                return Err(PyErr::from_value(exception));
            }
            list.append(exception)?;
        }
        Ok(list)
    }

    /// Make a TRTC PrivateMapKey, which lets one user into one room.
    #[pyo3(
        signature = (identifier, room, privileges, *, expire = EXPIRE, issued_at = None, strict_identifier = false,
            compression = COMPRESSION),
        text_signature = "($self, identifier, room, privileges, *, expire=15552000, issued_at=None, \
            strict_identifier=False, compression='default')"
    )]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments")]
    fn gen_private_map_key(
        &self,
        py: Python<'_>,
        identifier: Text<'_>,
        room: Room,
        privileges: Privileges,
        expire: Expire,
        issued_at: Option<UnixTime>,
        strict_identifier: bool,
        compression: CompressionName,
    ) -> PyResult<String> {
        let options = options(expire, issued_at, None, strict_identifier, (None, None), compression);
        let privileges = usersig::Privileges::from_bits_retain(privileges.0);
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

/// One identifier of a batch, kept by Python while the interpreter is released.
enum Identifier {
    Text(PyBackedStr),
    /// Fails in its place; the core refuses the empty text that it gets instead.
    NotUnicode,
    TooLong,
}

impl AsRef<str> for Identifier {
    fn as_ref(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::NotUnicode => "",
            Self::TooLong => too_long(),
        }
    }
}

fn texts(identifiers: &Bound<'_, PyAny>) -> PyResult<Vec<Identifier>> {
    // A single str is an iterable of characters, and never what was meant.
    if identifiers.is_instance_of::<PyString>() {
        return Err(wrong_type(identifiers, "an iterable of str"));
    }
    let mut texts = Vec::with_capacity(identifiers.len().unwrap_or(0));
    for identifier in identifiers.try_iter()? {
        let text = identifier?.cast_into::<PyString>().map_err(|error| wrong_type(&error.into_inner(), "an iterable of str"))?;
        texts.push(if is_longer(&text, MAX_IDENTIFIER_LEN)? {
            Identifier::TooLong
        } else {
            PyBackedStr::try_from(text).map_or(Identifier::NotUnicode, Identifier::Text)
        });
    }
    Ok(texts)
}
