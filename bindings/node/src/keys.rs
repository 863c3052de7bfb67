//! Keys, as objects that JavaScript can hold and not look into.

use crate::convert::{Bytes, Text};
use crate::edge::{self, Outcome};
use napi_derive::napi;
use usersig::{MAX_IDENTIFIER_LEN, MAX_PEM_LEN, checked};

type KeyText = Bytes<MAX_PEM_LEN>;

#[napi]
pub struct PrivateKey(pub(crate) usersig::PrivateKey);

#[napi]
impl PrivateKey {
    #[napi(catch_unwind)]
    pub fn from_pem(text: KeyText) -> Outcome<PrivateKey> {
        edge::outcome(|| usersig::PrivateKey::from_pem(text.text(checked::key_text)?).map(Self))
    }

    #[napi(catch_unwind)]
    pub fn generate(curve: Text<MAX_IDENTIFIER_LEN>) -> Outcome<PrivateKey> {
        edge::outcome(|| usersig::PrivateKey::generate(checked::curve(curve.get(checked::curve_text)?)?).map(Self))
    }

    #[napi(catch_unwind)]
    pub fn curve(&self) -> &'static str {
        self.0.curve().name()
    }

    #[napi(catch_unwind)]
    pub fn public_key(&self) -> Outcome<PublicKey> {
        edge::outcome(|| Ok(PublicKey(self.0.public_key())))
    }

    #[napi(catch_unwind)]
    pub fn to_pem(&self) -> Outcome<String> {
        edge::outcome(|| Ok(self.0.to_pem().to_owned()))
    }
}

#[napi]
pub struct PublicKey(pub(crate) usersig::PublicKey);

#[napi]
impl PublicKey {
    #[napi(catch_unwind)]
    pub fn from_pem(text: KeyText) -> Outcome<PublicKey> {
        edge::outcome(|| usersig::PublicKey::from_pem(text.text(checked::key_text)?).map(Self))
    }

    #[napi(catch_unwind)]
    pub fn curve(&self) -> &'static str {
        self.0.curve().name()
    }

    #[napi(catch_unwind)]
    pub fn to_pem(&self) -> Outcome<String> {
        edge::outcome(|| Ok(self.0.to_pem()))
    }
}

#[napi]
pub struct SecretKey(pub(crate) usersig::SecretKey);

#[napi]
impl SecretKey {
    #[napi(catch_unwind)]
    pub fn from_text(secret: KeyText) -> Outcome<SecretKey> {
        edge::outcome(|| usersig::SecretKey::new(secret.text(checked::secret_text)?).map(Self))
    }
}
