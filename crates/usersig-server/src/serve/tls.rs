//! TLS by rustls, with client certificates where the configuration names an authority.

use super::ServeError;
use super::config::{self, read_file};
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{Error, RootCertStore, ServerConfig};
use x509_parser::prelude::{ASN1Time, FromDer, GeneralName, X509Certificate};

/// The largest certificate file, in bytes.
const MAX_LEN: usize = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Tls {
    pub(super) server: Arc<ServerConfig>,
    pub(super) client_ca: Option<Arc<ClientCa>>,
    pub(super) files: Vec<CertificateFile>,
}

/// What the certificates of a file say of themselves.
#[derive(Debug)]
pub(super) struct CertificateFile {
    key: &'static str,
    names: Vec<String>,
    begins: ASN1Time,
    ends: ASN1Time,
    for_servers: bool,
}

impl CertificateFile {
    fn of(key: &'static str, chain: &[CertificateDer<'_>]) -> Option<Self> {
        let parsed: Vec<_> = chain.iter().filter_map(|der| Some(X509Certificate::from_der(der).ok()?.1)).collect();
        let validity = || parsed.iter().map(|certificate| certificate.validity());
        let usage = parsed.first()?.extended_key_usage().ok()?;
        Some(Self {
            key,
            names: chain.first().and_then(names).unwrap_or_default(),
            begins: validity().map(|validity| validity.not_before).max()?,
            ends: validity().map(|validity| validity.not_after).min()?,
            for_servers: usage.is_none_or(|usage| usage.value.server_auth || usage.value.any),
        })
    }
}

impl fmt::Display for CertificateFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; good until {}", self.key, self.names.join(", "), self.ends)
    }
}

/// Whom client certificates must be from.
#[derive(Debug)]
pub(super) struct ClientCa {
    /// The authority's certificates as they are in the file.
    authorities: Vec<CertificateDer<'static>>,
    verifier: Arc<dyn ClientCertVerifier>,
}

impl ClientCa {
    /// True where this authority, too, takes what another one took, perhaps before a reload.
    pub(super) fn trusts(&self, certificate: &ClientCertificate) -> bool {
        self.is_same(&certificate.client_ca)
            || certificate
                .chain
                .split_first()
                .is_some_and(|(own, others)| self.verifier.verify_client_cert(own, others, UnixTime::now()).is_ok())
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.authorities == other.authorities
    }
}

impl Tls {
    /// When the first certificate of each file ends, in Unix seconds.
    pub(super) fn ends(&self) -> impl Iterator<Item = (&'static str, i64)> {
        self.files.iter().map(|file| (file.key, file.ends.timestamp()))
    }

    pub(super) fn warnings(&self) -> Vec<String> {
        let (mut warnings, now) = (Vec::new(), ASN1Time::now());
        for CertificateFile { key, begins, ends, for_servers, .. } in &self.files {
            if *ends < now {
                warnings.push(format!("tls.{key}: a certificate has expired ({ends}); renew it"));
            }
            if *begins > now {
                warnings
                    .push(format!("tls.{key}: a certificate is not good before {begins}; look at the clock, or use it later"));
            }
            if *key == "certificate" && !for_servers {
                warnings.push(format!("tls.{key}: its extended key usage is not for servers, and clients will refuse it"));
            }
        }
        warnings
    }

    pub(super) fn new(config: &config::Tls) -> Result<Self, ServeError> {
        let provider: Arc<CryptoProvider> = ring::default_provider().into();
        let certificates = certificates(&config.certificate).map_err(|error| error.at("tls.certificate"))?;
        let key = private_key(&config.key).map_err(|error| error.at("tls.key"))?;
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| ServeError::new(format!("tls: {error}")))?;
        let mut files = Vec::from_iter(CertificateFile::of("certificate", &certificates));
        let (builder, client_ca) = match &config.client_ca {
            None => (builder.with_no_client_auth(), None),
            Some(path) => {
                let authorities = self::certificates(path).map_err(|error| error.at("tls.client_ca"))?;
                files.extend(CertificateFile::of("client_ca", &authorities));
                let mut roots = RootCertStore::empty();
                for authority in &authorities {
                    roots.add(authority.clone()).map_err(|error| ServeError::new(format!("tls.client_ca: {error}")))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider)
                    .build()
                    .map_err(|error| ServeError::new(format!("tls.client_ca: {error}")))?;
                (builder.with_client_cert_verifier(verifier.clone()), Some(Arc::new(ClientCa { authorities, verifier })))
            }
        };
        let mut server = builder.with_single_cert(certificates, key).map_err(|error| {
            let text = match error {
                Error::InconsistentKeys(_) => "tls: certificate and key do not belong together; give the key of this certificate",
                _ => "tls: the certificate or the key is of a kind that cannot be used; make an EC P-256 or RSA one",
            };
            ServeError::new(text).of_file(&config.certificate).of_file(&config.key)
        })?;
        server.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { server: Arc::new(server), client_ca, files })
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, ServeError> {
    let pem = read_file(path, MAX_LEN)?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match certificates {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(ServeError::new("certificates in PEM belong here; the file holds none, or a damaged one").of_file(path)),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, ServeError> {
    let pem = read_file(path, MAX_LEN)?;
    PrivateKeyDer::from_pem_slice(&pem).map_err(|_| {
        ServeError::new("a private key in PEM without a password belongs here; the file holds none, or a damaged one")
            .of_file(path)
    })
}

/// A client's certificate, and what it says the client is called.
#[derive(Debug)]
pub(super) struct ClientCertificate {
    chain: Vec<CertificateDer<'static>>,
    /// The authority that it was checked against.
    client_ca: Arc<ClientCa>,
    names: Vec<String>,
    name: Arc<str>,
}

impl ClientCertificate {
    /// Reads the names of a certificate that the handshake has verified: common name, DNS names and URIs.
    pub(super) fn read(chain: &[CertificateDer<'_>], client_ca: Arc<ClientCa>) -> Self {
        let names = chain.first().and_then(names).unwrap_or_default();
        let name = names.first().map_or("certificate without a name", String::as_str).into();
        let chain = chain.iter().map(|certificate| certificate.clone().into_owned()).collect();
        Self { chain, client_ca, names, name }
    }

    /// True where the authority changed since.
    pub(super) fn is_outdated(&self, client_ca: Option<&ClientCa>) -> bool {
        !client_ca.is_some_and(|client_ca| client_ca.is_same(&self.client_ca))
    }

    pub(super) fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }

    pub(super) fn name(&self) -> Arc<str> {
        self.name.clone()
    }
}

fn names(certificate: &CertificateDer<'_>) -> Option<Vec<String>> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let mut names: Vec<String> =
        certificate.subject().iter_common_name().filter_map(|name| name.as_str().ok()).map(str::to_owned).collect();
    if let Ok(Some(alternatives)) = certificate.subject_alternative_name() {
        names.extend(alternatives.value.general_names.iter().filter_map(|name| match name {
            GeneralName::DNSName(name) | GeneralName::URI(name) => Some((*name).to_owned()),
            _ => None,
        }));
    }
    names.retain(|name| !name.is_empty() && name.len() <= 256 && !name.chars().any(char::is_control));
    Some(names)
}
