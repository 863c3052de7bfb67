//! Arguments from Python: numbers of any size, durations, moments, texts. Ranges are the core's business.

use crate::error::{raised, refused};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use usersig::{
    Compression, Curve, Error, ErrorCode, ExpectedUserbuf, MAX_IDENTIFIER_LEN, MAX_PEM_LEN, MAX_TICKET_LEN, Result, checked,
};

type Arg<'a, 'py> = Borrowed<'a, 'py, PyAny>;

/// Something else than `what` was given as the argument `name`.
pub(crate) fn wrong_type(arg: &Bound<'_, PyAny>, name: &str, what: &str) -> PyErr {
    match arg.get_type().name() {
        Ok(given) => PyTypeError::new_err(format!("{name} must be {what}, not {given}")),
        Err(error) => error,
    }
}

/// As `wrong_type`, for a key or secret: nothing is there where the variable that holds it is not set.
pub(crate) fn wrong_key(arg: &Bound<'_, PyAny>, name: &str, what: &str) -> PyErr {
    if arg.is_none() {
        PyTypeError::new_err(format!("{name} must be {what}, not None; is the environment variable set?"))
    } else {
        wrong_type(arg, name, what)
    }
}

/// An `int` of any size (`bool` is none), clamped to 64 bits: all the core's ranges are narrower.
fn integer(arg: &Bound<'_, PyAny>, name: &str, what: &str) -> PyResult<i64> {
    if !arg.is_instance_of::<PyInt>() || arg.is_instance_of::<PyBool>() {
        return Err(wrong_type(arg, name, what));
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
pub(crate) fn seconds(arg: &Bound<'_, PyAny>, name: &str, code: ErrorCode) -> PyResult<i64> {
    let not_whole = || refused(arg.py(), code, format!("{name} must be a whole number of seconds; round it first"));
    if is_a(arg, "timedelta")? {
        return match timedelta(arg)? {
            (seconds, false) => Ok(seconds),
            _ => Err(not_whole()),
        };
    }
    match arg.cast::<PyFloat>() {
        // NaN and the infinities have no such part, either.
        Ok(number) if number.value().fract() != 0.0 => Err(not_whole()),
        _ => integer(arg, name, "int (seconds) or timedelta"),
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
    Sdkappid(u32), |arg| integer(arg, "sdkappid", "int"), checked::sdkappid
);
number!(
    /// `int | timedelta`
    Leeway(u32), |arg| seconds(arg, "leeway", ErrorCode::InvalidArgument), checked::leeway
);
number!(
    /// `int | timedelta`
    FutureTolerance(u32), |arg| seconds(arg, "future_tolerance", ErrorCode::InvalidArgument), checked::leeway
);
number!(
    /// `int | float | datetime`
    Now(u64), |arg| moment(arg, "now"), checked::unix_time
);
number!(
    /// `int`, of which `Privileges` is a kind
    Privileges(u32), |arg| integer(arg, "privileges", "Privileges or int"), checked::privileges
);

/// `float`
#[derive(Clone, Copy)]
pub(crate) struct MinShare(pub(crate) f64);

impl<'py> FromPyObject<'_, 'py> for MinShare {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        if !arg.is_instance_of::<PyFloat>() && (!arg.is_instance_of::<PyInt>() || arg.is_instance_of::<PyBool>()) {
            return Err(wrong_type(&arg, "min_share", "float"));
        }
        // An int beyond all floats is as far beyond the range.
        checked::share(arg.extract().unwrap_or(f64::INFINITY)).map(Self).map_err(|error| raised(arg.py(), &error))
    }
}

/// The unix second that a moment lies in.
pub(crate) fn moment(arg: &Bound<'_, PyAny>, name: &str) -> PyResult<i64> {
    let py = arg.py();
    if let Ok(number) = arg.cast::<PyFloat>() {
        let second = number.value().floor();
        // NaN is no time, and `as` would make 0 of it.
        #[expect(clippy::cast_possible_truncation, reason = "clamped: the core's range is narrower")]
        return Ok(if second.is_nan() { i64::MIN } else { second as i64 });
    }
    if !is_a(arg, "datetime")? {
        return integer(arg, name, "int or float (unix seconds) or datetime");
    }
    if arg.call_method0("utcoffset")?.is_none() {
        let advice = "so it names no moment; use datetime.now(timezone.utc) or add a tzinfo";
        return Err(refused(py, ErrorCode::InvalidArgument, format!("{name} is a datetime without a time zone, {advice}")));
    }
    let module = py.import("datetime")?;
    let utc = module.getattr("timezone")?.getattr("utc")?;
    let epoch = module.getattr("datetime")?.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
    timedelta(&arg.sub(epoch)?).map(|(seconds, _)| seconds)
}

// Found while the package is imported, since a fork may come at any time later.
static TIME: PyOnceLock<Py<PyModule>> = PyOnceLock::new();

/// Finds Python's clock.
pub(crate) fn find_clock(py: Python<'_>) -> PyResult<()> {
    TIME.get_or_try_init(py, || py.import("time").map(Bound::unbind)).map(drop)
}

/// The present second by Python's `time.time()`, so that what sets the clock in tests sets it here.
pub(crate) fn now(py: Python<'_>) -> PyResult<u64> {
    find_clock(py)?;
    let time = TIME.get(py).map(|module| module.bind(py).call_method0(pyo3::intern!(py, "time"))).transpose()?;
    time.map_or(Ok(0), |time| time.extract::<Now>().map(|Now(second)| second))
}

/// A number of threads, at least 1.
pub(crate) struct Threads(pub(crate) std::num::NonZeroUsize);

impl<'py> FromPyObject<'_, 'py> for Threads {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        let count = usize::try_from(integer(&arg, "threads", "int")?).ok().and_then(std::num::NonZeroUsize::new);
        let refused =
            || refused(arg.py(), ErrorCode::InvalidArgument, "threads must be at least 1; leave it out for one per core");
        count.map(Self).ok_or_else(refused)
    }
}

/// In the place of what is longer than its bound, so that the caller's text is neither encoded nor read: longer than any bound.
static TOO_LONG: [u8; MAX_TICKET_LEN + 1] = {
    assert!(MAX_PEM_LEN <= MAX_TICKET_LEN);
    [b'x'; MAX_TICKET_LEN + 1]
};

/// Whether a text has more than so many characters, each of which is at least one byte.
pub(crate) fn is_longer(text: &Bound<'_, PyString>, max: usize) -> PyResult<bool> {
    Ok(text.code_point_len()? > max)
}

/// The error of a text that holds lone surrogates, from the core's check of its bytes: Python's own would quote it.
pub(crate) fn not_unicode(text: &Bound<'_, PyAny>, check: impl Fn(&[u8]) -> Result<&str>) -> PyResult<Error> {
    let encoded = text.call_method1("encode", ("utf-16-le", "surrogatepass"))?;
    let units: Vec<u16> = encoded.extract::<&[u8]>()?.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    let no_error = Error::new(ErrorCode::InvalidArgument, "the text is not valid Unicode");
    Ok(check(&checked::lone_surrogates(&units)).err().unwrap_or(no_error))
}

/// A `str` of at most `max` bytes.
fn text<'a>(arg: Arg<'a, '_>, name: &str, max: usize, check: impl Fn(&[u8]) -> Result<&str>) -> PyResult<&'a str> {
    let text = arg.cast::<PyString>().map_err(|_| wrong_type(&arg, name, "str"))?;
    if is_longer(&text, max)? {
        return check(&TOO_LONG).map_err(|error| raised(arg.py(), &error));
    }
    match <&str>::extract(arg) {
        Ok(text) => check(text.as_bytes()).map_err(|error| raised(arg.py(), &error)),
        Err(_) => Err(raised(arg.py(), &not_unicode(&arg, check)?)),
    }
}

/// The name of one of several things; of none of them where it is no text.
fn name<'a>(arg: Arg<'a, '_>, argument: &str, what: &str) -> PyResult<&'a str> {
    let text = arg.cast::<PyString>().map_err(|_| wrong_type(&arg, argument, what))?;
    Ok(if is_longer(&text, MAX_IDENTIFIER_LEN)? { "" } else { <&str>::extract(arg).unwrap_or("") })
}

/// A `str`, or the `bytes` of one.
fn text_or_bytes<'a>(
    arg: Arg<'a, '_>,
    name: &str,
    max: usize,
    check: fn(&[u8]) -> Result<&str>,
    wrong: fn(&Bound<'_, PyAny>, &str, &str) -> PyErr,
) -> PyResult<&'a str> {
    if let Ok(bytes) = <&[u8]>::extract(arg) {
        return check(bytes).map_err(|error| raised(arg.py(), &error));
    }
    if arg.is_instance_of::<PyString>() { text(arg, name, max, check) } else { Err(wrong(&arg, name, "str or bytes")) }
}

macro_rules! text {
    ($type:ident, $name:literal, |$arg:ident, $called:ident| $read:expr) => {
        #[doc = concat!("The argument `", $name, "`.")]
        #[derive(Clone, Copy)]
        pub(crate) struct $type<'a>(pub(crate) &'a str);

        impl<'a, 'py> FromPyObject<'a, 'py> for $type<'a> {
            type Error = PyErr;

            fn extract($arg: Arg<'a, 'py>) -> PyResult<Self> {
                let $called = $name;
                $read.map(Self)
            }
        }
    };
}

text!(Identifier, "identifier", |arg, name| text(arg, name, MAX_IDENTIFIER_LEN, checked::identifier_text));
text!(Ticket, "ticket", |arg, name| text_or_bytes(arg, name, MAX_TICKET_LEN, checked::ticket_text, wrong_type));
text!(Pem, "pem", |arg, name| text_or_bytes(arg, name, MAX_PEM_LEN, checked::key_text, wrong_key));
text!(Secret, "secret", |arg, name| text_or_bytes(arg, name, MAX_PEM_LEN, checked::secret_text, wrong_key));

/// `str`
pub(crate) fn option_text<'a>(arg: &'a Bound<'_, PyAny>, name: &str, code: ErrorCode) -> PyResult<&'a str> {
    text(arg.into(), name, MAX_IDENTIFIER_LEN, |bytes| checked::option_text(name, code, bytes))
}

/// `bytes`
pub(crate) fn bytes<'a>(arg: &'a Bound<'_, PyAny>, name: &str) -> PyResult<&'a [u8]> {
    arg.extract().map_err(|_| wrong_type(arg, name, "bytes"))
}

/// `bool`
pub(crate) fn flag(arg: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    arg.cast::<PyBool>().map(|flag| flag.is_true()).map_err(|_| wrong_type(arg, name, "bool"))
}

/// `"default"`, `"fast"` or `"none"`.
pub(crate) fn compression(arg: &Bound<'_, PyAny>, argument: &str) -> PyResult<Compression> {
    match name(arg.into(), argument, "str")? {
        "default" => Ok(Compression::Default),
        "fast" => Ok(Compression::Fast),
        "none" => Ok(Compression::None),
        _ => {
            let problem = format!("{argument} must be \"default\", \"fast\" or \"none\"");
            Err(refused(arg.py(), ErrorCode::InvalidArgument, problem))
        }
    }
}

/// `int` for a numeric room, `str` for a named one.
pub(crate) struct Room(pub(crate) usersig::Room);

impl<'py> FromPyObject<'_, 'py> for Room {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        if arg.is_instance_of::<PyString>() {
            let name = text(arg, "room", MAX_IDENTIFIER_LEN, checked::room_name_text)?;
            return Ok(Self(usersig::Room::Name(name.to_owned())));
        }
        let number = checked::room_number(integer(&arg, "room", "int or str")?).map_err(|error| raised(arg.py(), &error))?;
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
        const WANTED: &str = "bytes, None, \"present\" or \"any\"";
        match name(arg, "userbuf", WANTED)? {
            "present" => Ok(Self(ExpectedUserbuf::Present)),
            "any" => Ok(Self(ExpectedUserbuf::Any)),
            _ => Err(refused(arg.py(), ErrorCode::InvalidArgument, format!("userbuf must be {WANTED}"))),
        }
    }
}

/// `"P-256"` or `"secp256k1"`.
#[derive(Clone, Copy)]
pub(crate) struct CurveName(pub(crate) Curve);

impl<'py> FromPyObject<'_, 'py> for CurveName {
    type Error = PyErr;

    fn extract(arg: Arg<'_, 'py>) -> PyResult<Self> {
        checked::curve(name(arg, "curve", "str")?).map(Self).map_err(|error| raised(arg.py(), &error))
    }
}
