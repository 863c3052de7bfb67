//! `PrivateKey`, `PublicKey` and `SecretKey`.

use crate::convert::Bytes;
use crate::edge::{self, Result};
use napi_derive::napi;
use usersig::{Curve, MAX_PEM_LEN};

type KeyText = Bytes<MAX_PEM_LEN>;

#[napi]
pub struct PrivateKey(pub(crate) usersig::PrivateKey);

#[napi]
impl PrivateKey {
    #[napi(factory)]
    pub fn from_pem(text: KeyText) -> Result<Self> {
        edge::call(|| usersig::PrivateKey::from_pem(text.as_key()?).map(Self))
    }

    #[napi(factory)]
    pub fn generate(secp256k1: bool) -> Result<Self> {
        let curve = if secp256k1 { Curve::Secp256k1 } else { Curve::P256 };
        edge::call(|| usersig::PrivateKey::generate(curve).map(Self))
    }

    #[napi]
    pub fn curve(&self) -> &'static str {
        self.0.curve().name()
    }

    #[napi]
    pub fn public_key(&self) -> Result<PublicKey> {
        edge::call(|| self.0.public_key().map(PublicKey))
    }

    #[napi]
    pub fn to_pem(&self) -> Result<String> {
        edge::call(|| self.0.to_pem().map(|pem| pem.to_string()))
    }
}

#[napi]
pub struct PublicKey(pub(crate) usersig::PublicKey);

#[napi]
impl PublicKey {
    #[napi(factory)]
    pub fn from_pem(text: KeyText) -> Result<Self> {
        edge::call(|| usersig::PublicKey::from_pem(text.as_key()?).map(Self))
    }

    #[napi]
    pub fn curve(&self) -> &'static str {
        self.0.curve().name()
    }

    #[napi]
    pub fn to_pem(&self) -> Result<String> {
        edge::call(|| self.0.to_pem())
    }
}

#[napi]
pub struct SecretKey(pub(crate) usersig::SecretKey);

#[napi]
impl SecretKey {
    #[napi(constructor)]
    pub fn new(secret: KeyText) -> Result<Self> {
        edge::call(|| usersig::SecretKey::new(secret.as_key()?).map(Self))
    }
}
