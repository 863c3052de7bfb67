//! Whatever stands in the page's key field, recognised.

use crate::key_file;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, Visitor};
use serde_json::{Value, json};
use std::fmt;
use usersig::{Error, ErrorCode, PrivateKey, PublicKey, Result, SecretKey, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

/// The bytes of a key: a file as it is, or what was pasted. In JSON they are base64.
pub(super) struct KeyBytes(pub(super) Zeroizing<Vec<u8>>);

impl<'de> Deserialize<'de> for KeyBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        /// Decodes from the request's own text, so that there is no copy of it.
        struct FromBase64;
        impl Visitor<'_> for FromBase64 {
            type Value = KeyBytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<KeyBytes, E> {
                STANDARD.decode(text).map(|bytes| KeyBytes(Zeroizing::new(bytes))).map_err(|_| E::custom("not base64"))
            }
        }
        deserializer.deserialize_str(FromBase64).map_err(D::Error::custom)
    }
}

/// What a key is to be used for. To check, a public key is enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Purpose {
    Generate,
    Check,
}

/// A key that was recognised.
pub(super) enum Key {
    Private(PrivateKey),
    Public(PublicKey),
    Secret(SecretKey),
}

impl KeyBytes {
    /// Recognises the key.
    ///
    /// # Errors
    /// Those of [`key_file`], of the loader for the kind of key that the bytes look most like.
    pub(super) fn recognise(&self, purpose: Purpose) -> Result<Key> {
        let bytes = self.0.as_slice();
        if bytes.len() > key_file::MAX_LEN {
            return Err(Error::new(ErrorCode::InvalidKey, "the key is longer than 65536 bytes; no key file is"));
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::new(ErrorCode::InvalidKey, "the key is empty; paste it, or choose its file"));
        }
        let archive = bytes.starts_with(b"PK");
        let pem = bytes.windows(5).any(|window| window == b"-----");
        if !archive && !pem {
            return match key_file::secret_key(bytes) {
                // The body of a PEM file: the other loader says what is missing.
                Err(error) if error.code() == ErrorCode::WrongKeyKind => Err(key_file::private_key(bytes).err().unwrap_or(error)),
                other => other.map(Key::Secret),
            };
        }
        match key_file::private_key(bytes) {
            Ok(key) => Ok(Key::Private(key)),
            Err(error) if purpose == Purpose::Generate => Err(error),
            Err(_) => key_file::public_key(bytes).map(Key::Public),
        }
    }

    /// What the page says about this key, once it is recognised.
    pub(super) fn describe(&self, key: &Key) -> Value {
        let (kind, version, curve) = match key {
            Key::Private(key) => ("private", "1.0", Some(key.curve().name())),
            Key::Public(key) => ("public", "1.0", Some(key.curve().name())),
            Key::Secret(_) => ("secret", "2.0", None),
        };
        // False for a secret that does not look like the console's.
        let usual = kind != "secret" || key_file::odd_secret(&self.0).is_none();
        json!({ "kind": kind, "version": version, "curve": curve, "usual": usual })
    }
}

impl Key {
    /// The key to make tickets with.
    ///
    /// # Errors
    /// [`ErrorCode::WrongKeyKind`] for a public key.
    pub(super) fn signing(&self) -> Result<SigningKey> {
        match self {
            Self::Private(key) => Ok(key.clone().into()),
            Self::Secret(key) => Ok(key.clone().into()),
            Self::Public(_) => Err(Error::new(ErrorCode::WrongKeyKind, "a public key makes no tickets; use the private key")),
        }
    }

    /// The key to check tickets with; a private key stands for its public key.
    pub(super) fn verifying(&self) -> VerifyingKey {
        match self {
            Self::Private(key) => key.public_key().into(),
            Self::Public(key) => key.clone().into(),
            Self::Secret(key) => key.clone().into(),
        }
    }
}
