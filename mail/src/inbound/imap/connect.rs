//! Opens a connection to an IMAP server and logs in: TLS from the start or by STARTTLS, never a password in the clear.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use engine::{Engine, MailAccount, MailSecret};
use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::endpoint::Security;
use super::{Endpoint, Error, LogIn, MailboxConfig, sasl};

/// Longer nobody waits for a connection, a greeting or a log-in.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, whether over TLS or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Stream for T {}

/// A logged-in connection.
pub(super) struct Connected {
    pub(super) session: Session<Box<dyn Stream>>,
    /// Whether the server tells about new mail by itself.
    pub(super) idles: bool,
}

/// Connects and logs in.
pub(super) async fn session(engine: &Engine, config: &MailboxConfig) -> Result<Connected, Error> {
    let endpoint = &config.endpoint;
    let mut session = match &config.log_in {
        LogIn::Password(password) => {
            let client = patiently(client(config)).await?;
            let login = async {
                client
                    .login(quotable(&endpoint.user), quotable(password))
                    .await
                    .map_err(|(source, _)| Error::LogIn { user: endpoint.user.clone(), source })
            };
            patiently(login).await?
        }
        LogIn::Token(account) => by_token(engine, config, account).await?,
    };
    let asked = async {
        session
            .capabilities()
            .await
            .map_err(|source| Error::Command { what: "list its capabilities", source })
    };
    let idles = patiently(asked).await?.has_str("IDLE");
    Ok(Connected { session, idles })
}

/// Logs in by a token, and by a fresh one when the server refuses that: it may have been revoked before its time.
async fn by_token(
    engine: &Engine,
    config: &MailboxConfig,
    account: &MailAccount,
) -> Result<Session<Box<dyn Stream>>, Error> {
    let token = engine.mail_access_token(account, None).await?;
    let refused = match shown(config, &token).await {
        Err(error @ Error::TokenRefused { .. }) => error,
        other => return other,
    };
    let fresh = engine.mail_access_token(account, Some(&token)).await?;
    if fresh == token { Err(refused) } else { shown(config, &fresh).await }
}

async fn shown(config: &MailboxConfig, token: &MailSecret) -> Result<Session<Box<dyn Stream>>, Error> {
    let endpoint = &config.endpoint;
    let mut client = patiently(client(config)).await?;
    let mechanism = patiently(sasl::mechanism(&mut client)).await?;
    let bearer = mechanism.bearer(endpoint, token);
    let authenticated = async {
        client
            .authenticate(mechanism.name(), bearer)
            .await
            .map_err(|(source, _)| Error::TokenRefused { user: endpoint.user.clone(), source })
    };
    patiently(authenticated).await
}

/// Gives up when the server takes too long.
pub(super) async fn patiently<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    within(PATIENCE, work).await
}

/// Gives up after the time.
pub(super) async fn within<T>(
    time: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    tokio::time::timeout(time, work).await.unwrap_or(Err(Error::Slow(time.as_secs())))
}

async fn client(config: &MailboxConfig) -> Result<Client<Box<dyn Stream>>, Error> {
    let endpoint = &config.endpoint;
    let failed = |source| Error::Connect { server: format!("{}:{}", endpoint.host, endpoint.port), source };
    let tcp = TcpStream::connect((endpoint.host.as_str(), endpoint.port)).await.map_err(failed)?;
    tcp.set_nodelay(true).map_err(failed)?;
    match endpoint.security {
        Security::Plain => greeted(Box::new(tcp)).await,
        Security::Tls => greeted(encrypted(tcp, config).await?).await,
        Security::StartTls => {
            let mut plain: Client<TcpStream> = Client::new(tcp);
            greeting(&mut plain).await?;
            plain.run_command_and_check_ok("STARTTLS", None).await.map_err(|_| Error::NoStartTls)?;
            // What the server may have sent in the clear behind its answer was not read: the client starts anew.
            Ok(Client::new(encrypted(plain.into_inner(), config).await?))
        }
    }
}

async fn greeted(stream: Box<dyn Stream>) -> Result<Client<Box<dyn Stream>>, Error> {
    let mut client = Client::new(stream);
    greeting(&mut client).await?;
    Ok(client)
}

async fn greeting<T: Stream>(client: &mut Client<T>) -> Result<(), Error> {
    let read = client.read_response().await;
    match read {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(Error::Closed),
        Err(source) => Err(Error::Command { what: "greet", source: source.into() }),
    }
}

async fn encrypted(tcp: TcpStream, config: &MailboxConfig) -> Result<Box<dyn Stream>, Error> {
    let Endpoint { host, port, .. } = &config.endpoint;
    let name = ServerName::try_from(host.clone()).map_err(|_| Error::HostName(host.clone()))?;
    let connector = TlsConnector::from(Arc::new(tls(config.ca_file.as_deref())?));
    let stream = connector.connect(name, tcp).await;
    let stream = stream.map_err(|source| Error::Connect { server: format!("{host}:{port}"), source })?;
    Ok(Box::new(stream))
}

/// Trusts what the system trusts, and the certificates of the file.
fn tls(ca_file: Option<&Path>) -> Result<ClientConfig, Error> {
    let extra = ca_file.map(certificates).transpose()?.unwrap_or_default();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra, Arc::clone(&provider)).map_err(Error::Tls)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::Tls)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let failed = |source| Error::Certificates { file: file.display().to_string(), source };
    CertificateDer::pem_file_iter(file).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)
}

/// The library quotes strings; line breaks cannot be quoted and would end the command.
fn quotable(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')).collect()
}
