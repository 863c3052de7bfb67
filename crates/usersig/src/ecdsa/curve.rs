//! The curves, by their names.

use pkcs8::ObjectIdentifier;

/// The elliptic curves that v1 tickets are signed on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Curve {
    /// NIST P-256, also called prime256v1 and secp256r1: what the console hands out.
    P256,
    /// secp256k1: what some older applications use.
    Secp256k1,
}

impl Curve {
    /// The curve's usual name: `"P-256"` or `"secp256k1"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::Secp256k1 => "secp256k1",
        }
    }

    pub(crate) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
            Self::Secp256k1 => ObjectIdentifier::new_unwrap("1.3.132.0.10"),
        }
    }

    /// The DER form of the algorithm identifier, `SEQUENCE { ecPublicKey, curve }`, with its length in the second byte.
    pub(crate) const fn algorithm(self) -> &'static [u8] {
        match self {
            Self::P256 => &[0x30, 19, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
            Self::Secp256k1 => &[0x30, 16, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 5, 0x2b, 0x81, 4, 0, 10],
        }
    }
}
