//! Keys. None of them shows or serialises what it holds.

use crate::args::{CurveName, Pem, Secret, wrong_key};
use crate::error::{attached, detached};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use usersig::{Curve, SigningKey, VerifyingKey};

/// Refuses `pickle` and `copy` for what holds a key or proves something.
pub(crate) fn no_pickle<T>(name: &str, instead: &str) -> PyResult<T> {
    Err(PyTypeError::new_err(format!("cannot pickle a usersig.{name}; {instead}")))
}

/// An EC private key, which signs v1 tickets.
///
/// Made by from_pem or generate. Immutable, shared by any number of threads, wiped from memory with its last user, and
/// not to be pickled. The text that it was read from is Python's, and stays in memory as long as Python keeps it.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct PrivateKey(usersig::PrivateKey);

#[pymethods]
impl PrivateKey {
    /// Read a private key from PEM text of at most 16384 bytes.
    ///
    /// Takes PKCS#8 (``PRIVATE KEY``, as the console's private_key.txt) and SEC1 (``EC PRIVATE KEY``). Raises
    /// InvalidKeyError for damaged or encrypted keys, UnsupportedCurveError, and WrongKeyKindError for public keys,
    /// certificates, RSA keys and v2 secrets.
    #[staticmethod]
    fn from_pem(py: Python<'_>, pem: Pem<'_>) -> PyResult<Self> {
        detached(py, || usersig::PrivateKey::from_pem(pem.0)).map(Self)
    }

    /// Make a new key from the operating system's randomness. Raises UnsupportedCurveError for another curve.
    #[staticmethod]
    #[pyo3(signature = (curve = CurveName(Curve::P256)), text_signature = "(curve='P-256')")]
    fn generate(py: Python<'_>, curve: CurveName) -> PyResult<Self> {
        detached(py, || usersig::PrivateKey::generate(curve.0)).map(Self)
    }

    /// The curve of the key.
    #[getter]
    fn curve(&self) -> &'static str {
        self.0.curve().name()
    }

    /// The public key that verifies what this key signs.
    fn public_key(&self, py: Python<'_>) -> PyResult<PublicKey> {
        attached(py, || Ok(PublicKey(self.0.public_key())))
    }

    /// The key as PKCS#8 PEM text. It is a secret: write it to a file that only you can read.
    fn to_pem<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        // The core's copy is wiped here.
        attached(py, || Ok(PyString::new(py, &self.0.to_pem())))
    }

    fn __repr__(&self) -> String {
        format!("<usersig.PrivateKey {}>", self.curve())
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("PrivateKey", "load it from its PEM text in each process")
    }
}

/// An EC public key, which verifies v1 tickets. Immutable, shared by any number of threads.
#[pyclass(frozen, eq, module = "usersig")]
#[derive(PartialEq)]
pub(crate) struct PublicKey(usersig::PublicKey);

#[pymethods]
impl PublicKey {
    /// Read a public key from PEM text (SPKI, ``PUBLIC KEY``) of at most 16384 bytes.
    ///
    /// Raises InvalidKeyError, UnsupportedCurveError, and WrongKeyKindError for a private key or a v2 secret.
    #[staticmethod]
    fn from_pem(py: Python<'_>, pem: Pem<'_>) -> PyResult<Self> {
        detached(py, || usersig::PublicKey::from_pem(pem.0)).map(Self)
    }

    /// The curve of the key.
    #[getter]
    fn curve(&self) -> &'static str {
        self.0.curve().name()
    }

    /// The key as SPKI PEM text.
    fn to_pem(&self, py: Python<'_>) -> PyResult<String> {
        attached(py, || Ok(self.0.to_pem()))
    }

    fn __repr__(&self) -> String {
        format!("<usersig.PublicKey {}>", self.curve())
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("PublicKey", "keep its PEM text, from to_pem()")
    }
}

/// The console's secret, which signs and verifies v2 tickets.
///
/// Immutable, shared by any number of threads, wiped from memory with its last user, and not to be pickled.
///
/// Take the secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.
///
/// Raises InvalidKeyError where it is empty, too long, or has white space around it (a line break from a file:
/// strip it), and WrongKeyKindError where it is a PEM or DER key.
#[pyclass(frozen, module = "usersig")]
pub(crate) struct SecretKey(usersig::SecretKey);

#[pymethods]
impl SecretKey {
    #[new]
    fn new(py: Python<'_>, secret: Secret<'_>) -> PyResult<Self> {
        detached(py, || usersig::SecretKey::new(secret.0)).map(Self)
    }

    fn __repr__(&self) -> &'static str {
        "<usersig.SecretKey>"
    }

    fn __reduce__(&self) -> PyResult<()> {
        no_pickle("SecretKey", "load the secret in each process")
    }
}

/// `PrivateKey | SecretKey`
pub(crate) struct AnySigningKey(pub(crate) SigningKey);

impl<'py> FromPyObject<'_, 'py> for AnySigningKey {
    type Error = PyErr;

    fn extract(arg: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(key) = arg.cast::<PrivateKey>() {
            return Ok(Self(key.get().0.clone().into()));
        }
        match arg.cast::<SecretKey>() {
            Ok(key) => Ok(Self(key.get().0.clone().into())),
            Err(_) => Err(wrong_key(&arg, "key", "PrivateKey or SecretKey")),
        }
    }
}

/// `PublicKey | SecretKey`
pub(crate) struct AnyVerifyingKey(pub(crate) VerifyingKey);

impl<'py> FromPyObject<'_, 'py> for AnyVerifyingKey {
    type Error = PyErr;

    fn extract(arg: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(key) = arg.cast::<PublicKey>() {
            return Ok(Self(key.get().0.clone().into()));
        }
        match arg.cast::<SecretKey>() {
            Ok(key) => Ok(Self(key.get().0.clone().into())),
            Err(_) => Err(wrong_key(&arg, "key", "PublicKey (of a PrivateKey, its public_key()) or SecretKey")),
        }
    }
}
