//! TLS, and callers known by their certificates.

use super::{Client, Server, basic, request};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

pub(crate) const TLS: &str = "[tls]\ncertificate = \"server.pem\"\nkey = \"server.key\"\n";

/// An authority with a server's and two callers' certificates, and another authority with one caller's.
pub(crate) fn make_certificates(folder: &Path) {
    let script = r#"
        new() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -keyout "$1.key" "${@:3}" 2>/dev/null; }
        for ca in ca other-ca; do new $ca $ca -x509 -days 30 -out $ca.pem; done
        signed() { # authority file name extension
            new $2 $3 -out $2.csr
            openssl x509 -req -in $2.csr -CA $1.pem -CAkey $1.key -days 30 -extfile <(printf "subjectAltName=$4") -out $2.pem 2>/dev/null
        }
        signed ca server localhost DNS:localhost,IP:127.0.0.1
        signed ca shop shop URI:spiffe://example.com/shop
        signed ca game game DNS:game.example.com
        signed other-ca stranger shop DNS:shop
    "#;
    let status = Command::new("bash").args(["-euc", script]).current_dir(folder).status().unwrap();
    assert!(status.success());
}

/// A TLS connection, its handshake done.
pub(crate) fn connect(server: &Server, caller: Option<&str>) -> Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(server.path("ca.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots);
    let config = match caller {
        None => config.with_no_client_auth(),
        Some(name) => {
            let certificate = CertificateDer::from_pem_file(server.path(&format!("{name}.pem"))).unwrap();
            let key = PrivateKeyDer::from_pem_file(server.path(&format!("{name}.key"))).unwrap();
            config.with_client_auth_cert(vec![certificate], key).unwrap()
        }
    };
    let mut connection = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(super::PATIENCE)).unwrap();
    // Where the service refuses the certificate, the first request says so.
    let _ = connection.complete_io(&mut stream);
    Client::over(Box::new(StreamOwned::new(connection, stream)))
}

fn start(more: &str) -> Server {
    let folder = tempfile::tempdir().unwrap();
    make_certificates(folder.path());
    Server::start_in(folder, &(basic() + more))
}

/// True where the service ends the connection without an answer.
fn is_cut(mut client: Client) -> bool {
    let text = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(text).is_err() || client.answer().is_none()
}

#[test]
fn encrypted() {
    let server = start(TLS);
    let mut client = connect(&server, None);
    client.post("/v1/usersig", &request()).ok();
    client.post("/v1/usersig", &request()).ok();
    assert!(is_cut(server.connect()), "plain HTTP was answered");
}

#[test]
fn any_certificate_of_the_authority() {
    let mut server = start(&format!("{TLS}client_ca = \"ca.pem\"\n"));
    connect(&server, Some("shop")).post("/v1/usersig", &request()).ok();
    connect(&server, Some("game")).post("/v1/usersig", &request()).ok();
    for caller in [None, Some("stranger")] {
        assert!(is_cut(connect(&server, caller)), "{caller:?}");
    }
    let (_, log) = server.stop();
    let callers: Vec<_> =
        log.iter().filter(|line| line["event"] == "ticket").map(|line| line["caller"].as_str().unwrap()).collect();
    assert_eq!(callers, ["shop", "game"]);
}

#[test]
fn named_certificates() {
    for name in ["shop", "spiffe://example.com/shop"] {
        let server =
            start(&format!("{TLS}client_ca = \"ca.pem\"\n[[caller]]\nname = \"the shop\"\ncertificates = [\"{name}\"]\n"));
        connect(&server, Some("shop")).post("/v1/usersig", &request()).ok();
        connect(&server, Some("game")).post("/v1/usersig", &request()).problem(401, "unauthorized");
        assert!(is_cut(connect(&server, Some("stranger"))));
    }
    let server =
        start(&format!("{TLS}client_ca = \"ca.pem\"\n[[caller]]\nname = \"g\"\ncertificates = [\"game.example.com\"]\n"));
    connect(&server, Some("game")).post("/v1/usersig", &request()).ok();
}
