//! Arguments from Python: numbers of any size, durations, moments, texts. Ranges are the core's business.

use crate::error::{raised, refused};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use usersig::{Compression, ErrorCode, ExpectedUserbuf, MAX_IDENTIFIER_LEN, MAX_PEM_LEN, MAX_TICKET_LEN, checked};

type Arg<'a, 'py> = Borrowed<'a, 'py, PyAny>;

/// `what` was expected and something else given.
pub(crate) fn wrong_type(arg: &Bound<'_, PyAny>, what: &str) -> PyErr {
    match arg.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("expected {what}, not {name}")),
        Err(error) => error,
    }
}

/// An `int` of any size (`bool` is none), clamped to 64 bits: all the core's ranges are narrower.
fn integer(arg: &Bound<'_, PyAny>, what: &str) -> PyResult<i64> {
    if !arg.is_instance_of::<PyInt>() || arg.is_instance_of::<PyBool>() {
        return Err(wrong_type(arg, what));
    }
    match arg.extract::<i64>() {
        Err(error) if error.is_instance_of::<PyOverflowError>(arg.py()) => Ok(if arg.lt(0)? { i64::MIN } else { i64::MAX }),
        result => result,
    }
}

/// A name of the module `datetime`, where that is loaded; otherwise nothing can be of its types. Kept nowhere: what one
/// thread makes at its first use is never ready in the child of another thread that forks meanwhile.
fn datetime<'py>(py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    let modules = py.import("sys")?.getattr("modules")?;
    let module = modules.cast::<PyDict>()?.get_item("datetime")?;
    module.map(|module| module.getattr_opt(name)).transpose().map(Option::flatten)
}

fn is_a(arg: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    Ok(!arg.is_instance_of::<PyInt>() && datetime(arg.py(), name)?.map_or(Ok(false), |class| arg.is_instance(&class))?)
}

/// The whole seconds of a `timedelta`, rounded down, and whether microseconds were left.
fn timedelta(delta: &Bound<'_, PyAny>) -> PyResult<(i64, bool)> {
    let part = |name| delta.getattr(name).and_then(|value| value.extract::<i64>());
    // A subclass may say anything of itself.
    Ok((part("days")?.saturating_mul(86_400).saturating_add(part("seconds")?), part("microseconds")? != 0))
}

/// An `int` of seconds or a `timedelta` of whole seconds.
fn seconds(arg: &Bound<'_, PyAny>, code: ErrorCode) -> PyResult<i64> {
    let py = arg.py();
    let not_whole = || refused(py, code, "a duration must be a whole number of seconds; round it first");
    if is_a(arg, "timedelta")? {
        return match timedelta(arg)? {
            (seconds, false) => Ok(seconds),
            _ => Err(not_whole()),
        };
    }
    match arg.cast::<PyFloat>() {
        // NaN and the infinities have no such part, either.
        Ok(number) if number.value().fract() != 0.0 => Err(not_whole()),
        _ => integer(arg, "int (seconds) or timedelta"),
    }
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident($type:ty), $from:expr, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name(pub(crate) $type);

        impl<'py> FromPyObject<'_, 'py> for $name {
            type Error = PyErr;

            fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
                $check($from(&arg)?).map(Self).map_err(|error| raised(arg.py(), &error))
            }
        }
    };
}

number!(
    /// `int`
    Sdkappid(u32), |arg| integer(arg, "int"), checked::sdkappid
);
number!(
    /// `int | timedelta`
    Expire(u32), |arg| seconds(arg, ErrorCode::InvalidExpire), checked::expire
);
number!(
    /// `int | timedelta`
    Leeway(u32), |arg| seconds(arg, ErrorCode::InvalidArgument), checked::leeway
);
number!(
    /// `int | datetime`
    UnixTime(u64), unix_time, checked::unix_time
);
number!(
    /// `int`, of which `Privileges` is a kind
    Privileges(u32), |arg| integer(arg, "Privileges or int"), checked::privileges
);

fn unix_time(arg: &Bound<'_, PyAny>) -> PyResult<i64> {
    let py = arg.py();
    if !is_a(arg, "datetime")? {
        return integer(arg, "int (unix seconds) or datetime");
    }
    if arg.call_method0("utcoffset")?.is_none() {
        let message = "the datetime has no time zone, so it names no moment; use datetime.now(timezone.utc) or add a tzinfo";
        return Err(refused(py, ErrorCode::InvalidArgument, message));
    }
    let module = py.import("datetime")?;
    let utc = module.getattr("timezone")?.getattr("utc")?;
    let epoch = module.getattr("datetime")?.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
    timedelta(&arg.sub(epoch)?).map(|(seconds, _)| seconds)
}

/// A number of threads, at least 1.
pub(crate) struct Threads(pub(crate) std::num::NonZeroUsize);

impl<'py> FromPyObject<'_, 'py> for Threads {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        let number = integer(&arg, "int")?;
        usize::try_from(number)
            .ok()
            .and_then(std::num::NonZeroUsize::new)
            .map(Self)
            .ok_or_else(|| refused(arg.py(), ErrorCode::InvalidArgument, "threads is at least 1; leave it out for one per core"))
    }
}

/// In the place of a text that is longer than its bound, so that the caller's is neither encoded nor read: longer than any
/// bound, so that the core refuses it with the argument's own code.
pub(crate) fn too_long() -> &'static str {
    const LONGEST: &[u8; MAX_TICKET_LEN + 1] = &[b'x'; MAX_TICKET_LEN + 1];
    const { assert!(MAX_PEM_LEN <= MAX_TICKET_LEN) };
    str::from_utf8(LONGEST).unwrap_or_default()
}

/// A `str` of at most `MAX` bytes. One that holds surrogates is no text that a ticket could carry, and Python's own error
/// would quote it.
#[derive(Clone, Copy)]
pub(crate) struct TextUpTo<'a, const MAX: usize>(pub(crate) &'a str);

/// An identifier, and what is no longer than one.
pub(crate) type Text<'a> = TextUpTo<'a, MAX_IDENTIFIER_LEN>;
/// A ticket.
pub(crate) type TicketText<'a> = TextUpTo<'a, MAX_TICKET_LEN>;

impl<'a, 'py, const MAX: usize> FromPyObject<'a, 'py> for TextUpTo<'a, MAX> {
    type Error = PyErr;

    fn extract(arg: Arg<'a, 'py>) -> PyResult<Self> {
        let text = arg.cast::<PyString>().map_err(|_| wrong_type(&arg, "str"))?;
        if is_longer(&text, MAX)? {
            return Ok(Self(too_long()));
        }
        <&str>::extract(arg).map(Self).map_err(|_| refused(arg.py(), ErrorCode::InvalidArgument, NOT_UNICODE))
    }
}

/// Whether a text has more than so many characters, each of which is at least one byte.
pub(crate) fn is_longer(text: &Bound<'_, PyString>, max: usize) -> PyResult<bool> {
    Ok(text.code_point_len()? > max)
}

pub(crate) const NOT_UNICODE: &str =
    "the text holds lone surrogates and cannot be written as UTF-8; decode it properly where it is read";

/// A key's text: a `str`, or the `bytes` of a file.
#[derive(Clone, Copy)]
pub(crate) struct KeyText<'a>(pub(crate) &'a str);

impl<'a, 'py> FromPyObject<'a, 'py> for KeyText<'a> {
    type Error = PyErr;

    fn extract(arg: Arg<'a, 'py>) -> PyResult<Self> {
        let py = arg.py();
        let refused = || refused(py, ErrorCode::InvalidKey, "the key is not UTF-8 text; give the content of the key file");
        if let Ok(text) = arg.cast::<PyString>() {
            let text = if is_longer(&text, MAX_PEM_LEN)? { too_long() } else { <&str>::extract(arg).map_err(|_| refused())? };
            return Ok(Self(text));
        }
        let bytes = <&[u8]>::extract(arg).map_err(|_| wrong_type(&arg, "str or bytes"))?;
        if bytes.len() > MAX_PEM_LEN {
            return Ok(Self(too_long()));
        }
        checked::key_text(bytes).map(Self).map_err(|error| raised(py, &error))
    }
}

/// `int` for a numeric room, `str` for a named one.
pub(crate) struct Room(pub(crate) usersig::Room);

impl<'py> FromPyObject<'_, 'py> for Room {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        if arg.is_instance_of::<PyString>() {
            let name: Text<'_> = arg.extract()?;
            return Ok(Self(usersig::Room::Name(name.0.to_owned())));
        }
        let number = checked::room_number(integer(&arg, "int or str")?).map_err(|error| raised(arg.py(), &error))?;
        Ok(Self(usersig::Room::Number(number)))
    }
}

/// What `verify` takes as `userbuf`.
#[derive(Clone, Copy)]
pub(crate) struct Userbuf<'a>(pub(crate) ExpectedUserbuf<'a>);

impl<'a, 'py> FromPyObject<'a, 'py> for Userbuf<'a> {
    type Error = PyErr;

    fn extract(arg: Arg<'a, 'py>) -> PyResult<Self> {
        if arg.is_none() {
            return Ok(Self(ExpectedUserbuf::Absent));
        }
        if let Ok(bytes) = <&[u8]>::extract(arg) {
            return Ok(Self(ExpectedUserbuf::Exactly(bytes)));
        }
        match Text::extract(arg).map(|text| text.0) {
            Ok("present") => Ok(Self(ExpectedUserbuf::Present)),
            Ok("any") => Ok(Self(ExpectedUserbuf::Any)),
            Ok(_) => Err(refused(arg.py(), ErrorCode::InvalidArgument, "userbuf is bytes, None, \"present\" or \"any\"")),
            Err(_) => Err(wrong_type(&arg, "bytes, None, \"present\" or \"any\"")),
        }
    }
}

/// `"default"`, `"fast"` or `"none"`.
#[derive(Clone, Copy, Default)]
pub(crate) struct CompressionName(pub(crate) Compression);

impl<'py> FromPyObject<'_, 'py> for CompressionName {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        match arg.extract::<Text<'_>>()?.0 {
            "default" => Ok(Self(Compression::Default)),
            "fast" => Ok(Self(Compression::Fast)),
            "none" => Ok(Self(Compression::None)),
            _ => Err(refused(arg.py(), ErrorCode::InvalidArgument, "compression is \"default\", \"fast\" or \"none\"")),
        }
    }
}
