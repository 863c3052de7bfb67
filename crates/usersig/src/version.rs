//! The versions of tickets.

use std::fmt;

/// The version of a ticket, which decides how it is signed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Version {
    /// ECDSA over P-256 or secp256k1.
    V1,
    /// HMAC-SHA256.
    V2,
}

impl Version {
    /// `"1.0"` or `"2.0"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "1.0",
            Self::V2 => "2.0",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
