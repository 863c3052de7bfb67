//! Keys, as objects that JavaScript can hold and not look into.

use crate::convert::Bytes;
use crate::edge::{self, Outcome};
use napi_derive::napi;
use usersig::{Curve, MAX_PEM_LEN};

type KeyText = Bytes<MAX_PEM_LEN>;

#[napi]
pub struct PrivateKey(pub(crate) usersig::PrivateKey);

#[napi]
impl PrivateKey {
    #[napi(catch_unwind)]
    pub fn from_pem(text: KeyText) -> Outcome<PrivateKey> {
        edge::outcome(|| usersig::PrivateKey::from_pem(text.as_key()?).map(Self))
    }

    #[napi(catch_unwind)]
    pub fn generate(secp256k1: bool) -> Outcome<PrivateKey> {
        let curve = if secp256k1 { Curve::Secp256k1 } else { Curve::P256 };
        edge::outcome(|| usersig::PrivateKey::generate(curve).map(Self))
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
        edge::outcome(|| usersig::PublicKey::from_pem(text.as_key()?).map(Self))
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
        edge::outcome(|| usersig::SecretKey::new(secret.as_key()?).map(Self))
    }
}
