//! Reads the address of a mail server.

use std::path::Path;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::Url;

use super::super::OpenError;

/// How long connecting, and then one mail, may last where the address does not say.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long the answer to a mail that was handed over may take where the address does not say (RFC 5321, 4.5.3.2.6): a server
/// that looks for viruses is slow, and whoever gives up on it sends the mail twice.
const DATA_PATIENCE: Duration = Duration::from_mins(10);

/// How a certificate begins.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// A mail server and how to talk to it.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    /// A user without a password, who logs in by a token.
    pub(super) user: Option<String>,
    pub(super) patience: Duration,
    /// How long the answer to a mail that was handed over may take.
    pub(super) data_patience: Duration,
    pub(super) sender: Option<Address>,
    /// Whether each letter has an envelope sender of its own, where it has one.
    pub(super) verp: bool,
    pub(super) hello: ClientId,
}

/// Whether and when TLS begins.
pub(super) enum Security {
    Plain,
    StartTls(TlsParameters),
    Tls(TlsParameters),
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // the credentials stay out
        write!(f, "Server({}:{})", self.host, self.port)
    }
}

impl Server {
    pub(super) fn read(address: &str, ca_file: Option<&Path>) -> Result<Self, OpenError> {
        let url = Url::parse(address).map_err(|error| wrong(&format!("is not valid: {error}")))?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or_else(|| wrong("must name a host, such as smtp://host:25"))?
            // an IPv6 address stands in brackets in an address, and without them everywhere else
            .trim_matches(['[', ']'])
            .to_owned();
        let options = Options::read(&url)?;
        let tls = || parameters(&host, ca_file);
        let (security, port) = match (url.scheme(), options.starttls) {
            ("smtps", _) => (Security::Tls(tls()?), 465),
            ("smtp+starttls", _) | ("smtp", true) => (Security::StartTls(tls()?), 587),
            ("smtp", false) => (Security::Plain, 25),
            (other, _) => {
                return Err(wrong(&format!(
                    "has the unsupported scheme \"{other}\"; use smtp://, smtps:// or file://"
                )));
            }
        };
        let (user, credentials) = credentials(&url)?;
        if credentials.is_some() && matches!(security, Security::Plain) && !local(&host) {
            tracing::warn!(
                "the password for outgoing mail is sent unencrypted; use smtps:// or tls=required"
            );
        }
        let port = url.port().unwrap_or(port);
        let Options { patience, data_patience, sender, verp, hello, .. } = options;
        let hello = hello.unwrap_or_default();
        Ok(Self { host, port, security, credentials, user, patience, data_patience, sender, verp, hello })
    }
}

struct Options {
    starttls: bool,
    patience: Duration,
    data_patience: Duration,
    sender: Option<Address>,
    verp: bool,
    hello: Option<ClientId>,
}

impl Options {
    fn read(url: &Url) -> Result<Self, OpenError> {
        let mut options = Self {
            starttls: false,
            patience: PATIENCE,
            data_patience: DATA_PATIENCE,
            sender: None,
            verp: true,
            hello: None,
        };
        for (key, value) in url.query_pairs() {
            match (key.as_ref(), value.as_ref()) {
                ("tls", "required") => options.starttls = true,
                ("tls", "none") => options.starttls = false,
                ("timeout", seconds) => {
                    let within = seconds_within(seconds, PATIENCE);
                    options.patience =
                        within.ok_or_else(|| wrong("must have a timeout of 1 to 60 seconds"))?;
                }
                ("data_timeout", seconds) => {
                    let within = seconds_within(seconds, DATA_PATIENCE);
                    options.data_patience =
                        within.ok_or_else(|| wrong("must have a data_timeout of 1 to 600 seconds"))?;
                }
                ("sender", address) => {
                    let address =
                        address.parse().map_err(|_| wrong("has a sender that is not an email address"))?;
                    options.sender = Some(address);
                }
                ("verp", "on") => options.verp = true,
                ("verp", "off") => options.verp = false,
                ("verp", _) => return Err(wrong("must have verp=on or verp=off")),
                ("ehlo", name) => options.hello = Some(hello(name)?),
                ("tls", _) => return Err(wrong("must have tls=required or tls=none")),
                (other, _) => {
                    return Err(wrong(&format!(
                        "has the unknown option \"{other}\"; known options: tls, timeout, data_timeout, sender, verp and ehlo"
                    )));
                }
            }
        }
        Ok(options)
    }
}

/// A number of seconds from one to this longest time.
fn seconds_within(text: &str, longest: Duration) -> Option<Duration> {
    let seconds = text.parse().ok().map(Duration::from_secs)?;
    (Duration::from_secs(1)..=longest).contains(&seconds).then_some(seconds)
}

/// The name to greet with: a host name of several labels, or an address in brackets (RFC 5321, 4.1.3).
fn hello(name: &str) -> Result<ClientId, OpenError> {
    let unusable = || wrong("has an ehlo that is not a full host name");
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(inner) = inner {
        return match inner.strip_prefix("IPv6:") {
            Some(v6) => v6.parse().map(ClientId::Ipv6).map_err(|_| unusable()),
            None => inner.parse().map(ClientId::Ipv4).map_err(|_| unusable()),
        };
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if name.len() <= 253 && name.contains('.') && name.split('.').all(label) {
        return Ok(ClientId::Domain(name.to_owned()));
    }
    Err(unusable())
}

fn credentials(url: &Url) -> Result<(Option<String>, Option<Credentials>), OpenError> {
    let decoded = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| wrong("has a user or password that is not UTF-8"))
    };
    match (url.username(), url.password()) {
        ("", None) => Ok((None, None)),
        ("", Some(_)) => Err(wrong("has a password but no user")),
        (user, None) => Ok((Some(decoded(user)?), None)),
        (user, Some(password)) => Ok((None, Some(Credentials::new(decoded(user)?, decoded(password)?)))),
    }
}

fn parameters(host: &str, ca_file: Option<&Path>) -> Result<TlsParameters, OpenError> {
    let unusable = |error: &dyn std::fmt::Display| OpenError::Certificates(error.to_string());
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(file) = ca_file {
        let pem = std::fs::read(file).map_err(|error| unusable(&error))?;
        if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
            return Err(unusable(&"the file contains no PEM certificate"));
        }
        builder =
            builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| unusable(&error))?);
    }
    builder.build_rustls().map_err(|error| unusable(&error))
}

impl Server {
    /// Whether nobody on the way can read what is sent.
    pub(super) fn is_private(&self) -> bool {
        !matches!(self.security, Security::Plain) || local(&self.host)
    }
}

/// Whether nobody else can listen.
fn local(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn wrong(what: &str) -> OpenError {
    OpenError::Address(what.to_owned())
}
