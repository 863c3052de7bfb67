//! The keyword arguments of the calls that make tickets.

use crate::args::{bytes, compression, flag, moment, now, option_text as text, seconds};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use usersig::{ErrorCode, GenOptions};

/// What a call was given by keyword, from which its options borrow.
pub(crate) struct Given<'py> {
    call: &'static str,
    /// The option that this call has not.
    without: &'static str,
    pairs: Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
}

impl<'py> Given<'py> {
    pub(crate) fn new(call: &'static str, without: &'static str, keywords: Option<&Bound<'py, PyDict>>) -> Self {
        Self { call, without, pairs: keywords.map(|keywords| keywords.iter().collect()).unwrap_or_default() }
    }

    /// The core's options; the time of issue is the present unless one is given, or the call has none.
    pub(crate) fn options(&self, py: Python<'_>) -> PyResult<GenOptions<'_>> {
        let mut options = GenOptions::new();
        let mut has_time = self.without == "issued_at";
        for (name, value) in &self.pairs {
            let name = &*name.cast::<PyString>()?.to_string_lossy();
            has_time |= name == "issued_at" && !value.is_none();
            options = match name {
                _ if name == self.without => return Err(self.unexpected(name)),
                // vocabulary: gen_options
                "expire" => options.expire(seconds(value, name, ErrorCode::InvalidExpire)?),
                "userbuf" if value.is_none() => options,
                "userbuf" => options.userbuf(bytes(value, name)?),
                "issued_at" if value.is_none() => options,
                "issued_at" => options.issued_at(moment(value, name)?),
                "strict_identifier" => options.strict_identifier(flag(value, name)?),
                "account_type" if value.is_none() => options,
                "account_type" => options.account_type(text(value, name, ErrorCode::InvalidArgument)?),
                "appid_at_3rd" if value.is_none() => options,
                "appid_at_3rd" => options.appid_at_3rd(text(value, name, ErrorCode::InvalidArgument)?),
                "compression" => options.compression(compression(value, name)?),
                // vocabulary: end
                _ => return Err(self.unexpected(name)),
            };
        }
        if has_time { Ok(options) } else { Ok(options.issued_at(now(py)?)) }
    }

    fn unexpected(&self, name: &str) -> PyErr {
        PyTypeError::new_err(format!("{}() got an unexpected keyword argument '{name}'", self.call))
    }
}
