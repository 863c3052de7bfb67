//! `Ticket` (verified), `UntrustedTicket` (only decoded), `PrivateMapKey`, and `inspect`.

use crate::args;
use crate::error::{attached, detached};
use crate::key::no_pickle;
use pyo3::prelude::*;
use usersig::Room;

/// Decode a ticket without verifying it: for looking at, not for trusting.
///
/// It also says when a ticket that you just made ends: ``inspect(ticket).expires_at``.
///
/// Raises EmptyError, TooLongError, a Malformed…Error or UnsupportedVersionError.
#[pyfunction]
pub(crate) fn inspect(py: Python<'_>, ticket: args::Ticket<'_>) -> PyResult<UntrustedTicket> {
    detached(py, || usersig::inspect(ticket.0)).map(UntrustedTicket)
}

// A class cannot be generic; and with a base class a verified ticket would equal one that was only decoded.
macro_rules! ticket {
    ($name:ident, $doc:literal, $instead:literal) => {
        #[doc = $doc]
        #[pyclass(frozen, eq, module = "usersig")]
        #[derive(PartialEq)]
        pub(crate) struct $name(pub(crate) usersig::$name);

        #[pymethods]
        impl $name {
            /// "1.0" (ECDSA) or "2.0" (HMAC).
            #[getter]
            fn version(&self) -> &'static str {
                self.0.version().as_str()
            }

            /// The application that the ticket is for.
            #[getter]
            fn sdkappid(&self) -> u32 {
                self.0.sdkappid()
            }

            /// The user that the ticket logs in.
            #[getter]
            fn identifier(&self) -> &str {
                self.0.identifier()
            }

            /// When the ticket was made, in unix seconds.
            #[getter]
            fn issued_at(&self) -> u64 {
                self.0.issued_at()
            }

            /// How long the ticket is valid from issued_at, in seconds.
            #[getter]
            fn expire(&self) -> u32 {
                self.0.expire()
            }

            /// The last unix second in which the ticket is valid.
            #[getter]
            fn expires_at(&self) -> u64 {
                self.0.expires_at()
            }

            /// The bytes that the ticket carries, or None.
            #[getter]
            fn userbuf(&self) -> Option<&[u8]> {
                self.0.userbuf()
            }

            /// TLS.account_type of a v1 ticket, usually "0"; None for v2.
            #[getter]
            fn account_type(&self) -> Option<&str> {
                self.0.account_type()
            }

            /// TLS.appid_at_3rd of a v1 ticket, usually "0"; None for v2 and for very old tickets.
            #[getter]
            fn appid_at_3rd(&self) -> Option<&str> {
                self.0.appid_at_3rd()
            }

            /// Read the userbuf as a TRTC room permission for this ticket's identifier and SDKAppID; None where it is none.
            fn private_map_key(&self, py: Python<'_>) -> PyResult<Option<PrivateMapKey>> {
                attached(py, || Ok(self.0.private_map_key().map(PrivateMapKey)))
            }

            // Without identifier and userbuf, so that it can be logged.
            fn __repr__(&self) -> String {
                format!(
                    concat!("<usersig.", stringify!($name), " version={} sdkappid={} issued_at={} expire={}>"),
                    self.0.version(),
                    self.0.sdkappid(),
                    self.0.issued_at(),
                    self.0.expire()
                )
            }

            fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
                slf
            }

            fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
                slf
            }

            fn __reduce__(&self) -> PyResult<()> {
                no_pickle(stringify!($name), $instead)
            }
        }
    };
}

ticket!(
    Ticket,
    "The content of a ticket whose signature, SDKAppID, identifier, userbuf and time were checked.\n\nMade by Verifier.verify and \
     Verifier.authenticate alone. Shows no identifier and no userbuf in its repr, so that it can be logged.",
    "pass the ticket's text on and verify it there"
);
ticket!(
    UntrustedTicket,
    "The content of a ticket that was decoded and not verified: anybody may have made it. Made by inspect.",
    "pass the ticket's text on and inspect it there"
);

/// A TRTC room permission, read from a ticket's userbuf by private_map_key().
#[pyclass(frozen, eq, module = "usersig")]
#[derive(PartialEq)]
pub(crate) struct PrivateMapKey(usersig::PrivateMapKey);

#[pymethods]
impl PrivateMapKey {
    /// The user that may enter.
    #[getter]
    fn identifier(&self) -> &str {
        self.0.identifier()
    }

    /// The application.
    #[getter]
    fn sdkappid(&self) -> u32 {
        self.0.sdkappid()
    }

    /// The room: an int for a numeric room, a str for a named one.
    #[getter]
    fn room<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.0.room() {
            Room::Number(number) => number.into_pyobject(py).map(Bound::into_any).map_err(Into::into),
            Room::Name(name) => name.into_pyobject(py).map(Bound::into_any).map_err(Into::into),
        }
    }

    /// The last unix second of the permission.
    #[getter]
    fn expires_at(&self) -> u32 {
        self.0.expires_at()
    }

    /// What the user may do in the room.
    #[getter]
    fn privileges<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("usersig")?.getattr("Privileges")?.call1((self.0.privileges().bits(),))
    }

    // Without identifier and room, so that it can be logged.
    fn __repr__(&self) -> String {
        format!("<usersig.PrivateMapKey sdkappid={} privileges={}>", self.0.sdkappid(), self.0.privileges().bits())
    }

    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("PrivateMapKey", "pass the ticket's text on and read it there")
    }
}
