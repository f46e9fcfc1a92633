//! Opens a connection to an IMAP server and logs in: TLS from the start or by STARTTLS, never a password in the clear.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use async_imap::{Client, Session};
use engine::{Engine, MailAccount, MailSecret, TestedLogIn};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::bounded::Bounded;
use super::endpoint::Security;
use super::filing::Abilities;
use super::{Endpoint, Error, LogIn, MailboxConfig, keepalive, sasl};

/// Longer nobody waits for a connection, a greeting or a log-in.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, whether over TLS or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Stream for T {}

/// A connection that counts what comes in.
#[derive(Debug)]
pub(super) struct Line {
    stream: Box<dyn Stream>,
    /// How many bytes came so far.
    pub(super) received: Arc<AtomicU64>,
}

impl Line {
    fn new(stream: impl Stream + 'static) -> Self {
        Self { stream: Box::new(stream), received: Arc::default() }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.received.fetch_add((buffer.filled().len() - before) as u64, Ordering::Relaxed);
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A logged-in connection.
pub(super) struct Connected {
    pub(super) session: Session<Line>,
    /// Whether the server tells about new mail by itself.
    pub(super) idles: bool,
    /// What it can do with mails.
    pub(super) can: Abilities,
}

/// Connects and logs in.
pub(super) async fn session(engine: &Engine, config: &MailboxConfig) -> Result<Connected, Error> {
    let session = match &config.log_in {
        LogIn::Password(password) => by_password(config, password).await?,
        LogIn::Token(account) => by_token(engine, config, account).await?,
    };
    asked(session).await
}

/// The same with this password or token, whatever the way to log in.
pub(super) async fn session_with(config: &MailboxConfig, by: &TestedLogIn) -> Result<Connected, Error> {
    let session = match by {
        TestedLogIn::Password(password) => by_password(config, password.reveal()).await?,
        TestedLogIn::Token(token) => shown(config, token).await?,
    };
    asked(session).await
}

async fn by_password(config: &MailboxConfig, password: &str) -> Result<Session<Line>, Error> {
    let user = &config.endpoint.user;
    let client = patiently(client(config)).await?;
    let login = async {
        client
            .login(quotable(user), quotable(password))
            .await
            .map_err(|(source, _)| Error::LogIn { user: user.clone(), source })
    };
    patiently(login).await
}

async fn asked(mut session: Session<Line>) -> Result<Connected, Error> {
    let asked = async {
        session
            .capabilities()
            .await
            .map_err(|source| Error::Command { what: "list its capabilities", source })
    };
    let known = patiently(asked).await?;
    let can = Abilities { moves: known.has_str("MOVE"), expunges: known.has_str("UIDPLUS") };
    Ok(Connected { idles: known.has_str("IDLE"), session, can })
}

/// Logs in by a token, and by a fresh one when the server refuses that: it may have been revoked before its time.
async fn by_token(
    engine: &Engine,
    config: &MailboxConfig,
    account: &MailAccount,
) -> Result<Session<Line>, Error> {
    let token = engine.mail_access_token(account, None).await?;
    let refused = match shown(config, &token).await {
        Err(error @ Error::TokenRefused { .. }) => error,
        other => return other,
    };
    let fresh = engine.mail_access_token(account, Some(&token)).await?;
    if fresh == token { Err(refused) } else { shown(config, &fresh).await }
}

async fn shown(config: &MailboxConfig, token: &MailSecret) -> Result<Session<Line>, Error> {
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

/// Gives up when nothing comes in for as long as `silence`, give or take a quarter, or after the time.
pub(super) async fn flowing<T>(
    received: &AtomicU64,
    silence: Duration,
    time: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let silent = async {
        let (mut before, mut quarters) = (received.load(Ordering::Relaxed), 0);
        while quarters < 4 {
            tokio::time::sleep(silence / 4).await;
            let now = received.load(Ordering::Relaxed);
            quarters = if now == before { quarters + 1 } else { 0 };
            before = now;
        }
    };
    tokio::select! {
        done = within(time, work) => done,
        () = silent => Err(Error::Slow(silence.as_secs())),
    }
}

async fn client(config: &MailboxConfig) -> Result<Client<Line>, Error> {
    let endpoint = &config.endpoint;
    let failed = |source| Error::Connect { server: format!("{}:{}", endpoint.host, endpoint.port), source };
    let tcp = TcpStream::connect((endpoint.host.as_str(), endpoint.port)).await.map_err(failed)?;
    tcp.set_nodelay(true).map_err(failed)?;
    keepalive::watch(&tcp).map_err(failed)?;
    let tcp = Bounded::new(tcp, config.read_limit);
    match endpoint.security {
        Security::Plain => greeted(Line::new(tcp)).await,
        Security::Tls => greeted(encrypted(tcp, config).await?).await,
        Security::StartTls => {
            let mut plain: Client<Bounded> = Client::new(tcp);
            greeting(&mut plain).await?;
            plain.run_command_and_check_ok("STARTTLS", None).await.map_err(|_| Error::NoStartTls)?;
            // What the server may have sent in the clear behind its answer was not read: the client starts anew.
            Ok(Client::new(encrypted(plain.into_inner(), config).await?))
        }
    }
}

async fn greeted(stream: Line) -> Result<Client<Line>, Error> {
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

async fn encrypted(tcp: Bounded, config: &MailboxConfig) -> Result<Line, Error> {
    let Endpoint { host, port, .. } = &config.endpoint;
    let name = ServerName::try_from(host.clone()).map_err(|_| Error::HostName(host.clone()))?;
    let connector = TlsConnector::from(Arc::new(tls(config)?));
    let stream = connector.connect(name, tcp).await;
    let server = || format!("{host}:{port}");
    let stream = stream.map_err(|source| match source.get_ref().and_then(|cause| cause.downcast_ref()) {
        Some(rustls::Error::InvalidCertificate(cause)) => {
            Error::Certificate { server: server(), why: distrust(cause) }
        }
        Some(cause) => Error::Tls(rustls::Error::clone(cause)),
        None => Error::Connect { server: server(), source },
    })?;
    Ok(Line::new(stream))
}

/// What is wrong with a certificate, in words: the library's own are names of its types.
fn distrust(cause: &CertificateError) -> &'static str {
    match cause {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "is not valid yet",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another name"
        }
        CertificateError::UnknownIssuer => "comes from an unknown issuer",
        CertificateError::Revoked => "was revoked",
        _ => "cannot be trusted",
    }
}

/// Trusts what the system trusts, and the certificates of the mailbox.
fn tls(config: &MailboxConfig) -> Result<ClientConfig, Error> {
    let mut extra = config.ca_file.as_deref().map(certificates).transpose()?.unwrap_or_default();
    if let Some(pem) = &config.certificates {
        let failed = |source| Error::Certificates { file: config.address.clone(), source };
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            extra.push(certificate.map_err(failed)?);
        }
    }
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
