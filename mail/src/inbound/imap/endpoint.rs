//! Reads where a mailbox is from its address in the configuration: `imaps://user@host:993/INBOX`.

use std::fmt;
use std::net::IpAddr;

use engine::content::quoted;
use engine::{ImapAccess, MailboxSecurity};
use url::Url;

/// How the connection is kept from listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (`imaps://`).
    Tls,
    /// TLS after a plain greeting (`imap://`).
    StartTls,
    /// None: only on this machine (`imap://localhost`).
    Plain,
}

/// Where a mailbox is, and as whom to log in.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The user.
    pub user: String,
    /// The password, if the address holds one.
    pub password: Option<String>,
    /// The folder.
    pub folder: String,
    /// How the connection is kept from listeners.
    pub security: Security,
}

/// What is wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not a URL.
    #[error("must be a URL such as imaps://user@host:993/INBOX, not {}", quoted(.0))]
    NotUrl(String),
    /// Another scheme.
    #[error("unsupported scheme {}; use imaps:// (TLS) or imap:// (STARTTLS, or unencrypted on this machine)", quoted(.0))]
    Scheme(String),
    /// No host.
    #[error("the URL must name a host")]
    NoHost,
    /// No user.
    #[error("the URL must name a user, such as imaps://user@host/INBOX")]
    NoUser,
    /// A query that is not known.
    #[error("unknown option {}; only ?starttls is supported", quoted(.0))]
    Option(String),
}

impl Endpoint {
    /// Reads `imaps://user[:password]@host[:port][/folder]`. With `imap://` the connection turns to TLS by STARTTLS,
    /// but not on this machine, unless `?starttls` asks for it. An `@` in the user is written `%40`.
    ///
    /// # Errors
    /// Says which part of the address is wrong.
    pub fn parse(address: &str) -> Result<Self, EndpointError> {
        let url = Url::parse(address).map_err(|_| EndpointError::NotUrl(without_password(address)))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(EndpointError::NoHost)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let asked = match url.query() {
            None | Some("") => false,
            Some("starttls") => true,
            Some(other) => return Err(EndpointError::Option(other.to_owned())),
        };
        let (security, usual_port) = match url.scheme() {
            "imaps" => (Security::Tls, 993),
            "imap" if is_this_machine(&host) && !asked => (Security::Plain, 143),
            "imap" => (Security::StartTls, 143),
            other => return Err(EndpointError::Scheme(other.to_owned())),
        };
        let user = decoded(url.username());
        if user.is_empty() {
            return Err(EndpointError::NoUser);
        }
        let folder = decoded(url.path().trim_matches('/'));
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual_port),
            user,
            password: url.password().map(decoded),
            folder: if folder.is_empty() { "INBOX".to_owned() } else { folder },
            security,
        })
    }
}

impl Endpoint {
    /// The folder that is read, in one word, as [`ImapAccess::place`] has it.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}@{}/{}", self.user, self.host, self.folder)
    }
}

impl From<&ImapAccess> for Endpoint {
    fn from(access: &ImapAccess) -> Self {
        Self {
            host: access.host.clone(),
            port: access.port,
            user: access.user.clone(),
            password: None,
            folder: access.folder.clone(),
            security: match access.security {
                MailboxSecurity::Tls => Security::Tls,
                MailboxSecurity::StartTls => Security::StartTls,
                MailboxSecurity::None => Security::Plain,
            },
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.security == Security::Tls { "imaps" } else { "imap" };
        write!(f, "{scheme}://{}:{}/{}", self.host, self.port, self.folder)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({self}, user {:?}, {:?})", self.user, self.security)
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An error message must not show a password.
fn without_password(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((_, behind)) => format!("…@{behind}"),
        None => address.to_owned(),
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
