//! Hands mails to a mail server over SMTP, and tells what passes from what does not, and the mail from the server.
//!
//! Connections are kept between mails and closed when there is nothing left to send. They are our own and not the
//! library's pool, because what an answer means depends on the command that it answers: what is refused before a recipient
//! was named concerns the server, whatever its code says; and because a conversation that ran out of time must not be used
//! again: its late answer would be read as the answer to the next mail.
//!
//! Many servers keep every refusal until the recipient is named. So when a recipient is refused, the server is asked
//! whether it would take mail for our own address: if not, it refuses everybody.

mod server;
mod token;

use std::path::Path;
use std::time::Duration;

use engine::incoming::undelivered::refuses_files;
use engine::{Engine, MailAccount, MailServerFault as Fault};
use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout};

use super::{OpenError, SendError};
use crate::outbound::line::line;
use crate::outbound::message::Outgoing;

use server::{Security, Server};
use token::Tokens;

/// How long taking leave may last.
const FAREWELL: Duration = Duration::from_secs(5);
/// How a password is shown.
const PASSWORDS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
/// The answer that says "not available", whenever it comes (RFC 5321).
const NOT_AVAILABLE: u16 = 421;
/// Answers that say "log in first" or "not with this password", whenever they come (RFC 4954).
const LOGIN_CODES: [u16; 4] = [530, 534, 535, 538];
/// Enhanced codes (RFC 3463) that put the blame on the sender's address, whatever they answer.
const SENDER: [&str; 2] = [".1.7", ".1.8"];
/// Enhanced codes that put the blame on the recipient's address or mailbox.
const RECIPIENT: [&str; 8] = [".1.1", ".1.2", ".1.3", ".1.6", ".1.10", ".2.0", ".2.1", ".2.2"];
/// The answer that may say for now that the mail is too large (RFC 1870, 6.1).
const NO_ROOM: u16 = 452;

/// A mail server.
#[derive(Debug)]
pub struct Smtp {
    server: Server,
    /// Who gives tokens, and for which account; absent: a password, or no log-in at all.
    tokens: Option<Tokens>,
    idle: Mutex<Vec<Conversation>>,
}

/// An open connection, without a face of its own in logs.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    /// When the server answered last, as far as is known.
    answered: Instant,
}

impl Conversation {
    fn now(connection: AsyncSmtpConnection) -> Self {
        Self { connection, answered: Instant::now() }
    }
}

impl std::fmt::Debug for Conversation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Conversation")
    }
}

impl Smtp {
    pub(super) fn open(address: &str, ca_file: Option<&Path>) -> Result<Self, OpenError> {
        let server = Server::read(address, ca_file)?;
        if server.user.is_some() {
            let what = "has a user but no password; add a password, a password_file or an oauth provider";
            return Err(OpenError::Address(what.to_owned()));
        }
        Ok(Self { server, tokens: None, idle: Mutex::new(Vec::new()) })
    }

    /// A server that takes tokens.
    pub(super) fn with_tokens(
        address: &str,
        ca_file: Option<&Path>,
        engine: Engine,
        provider: String,
    ) -> Result<Self, OpenError> {
        let (server, account) = token::read(address, ca_file)?;
        let tokens = Some(Tokens { engine, account: MailAccount { provider, account } });
        Ok(Self { server, tokens, idle: Mutex::new(Vec::new()) })
    }

    /// The account of an address that is logged in to by a token.
    pub(super) fn token_account(address: &str, ca_file: Option<&Path>) -> Result<String, OpenError> {
        token::read(address, ca_file).map(|(_, account)| account)
    }

    pub(super) fn place(&self) -> String {
        let (host, port) = (&self.server.host, self.server.port);
        // The colons of an IPv6 address are not to be taken for that before the port.
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }

    /// Connects, and names sender and recipient.
    pub(super) async fn begin(&self, mail: &Outgoing) -> Result<Conversation, SendError> {
        let envelope = self.envelope(mail)?;
        let mut connection = self.conversation().await?;
        let begun = timeout(self.server.patience, open(&mut connection, &envelope, &mail.from)).await;
        match begun {
            Ok(Ok(())) => Ok(Conversation::now(connection)),
            Ok(Err(error)) => {
                let _ = timeout(FAREWELL, connection.abort()).await;
                Err(error)
            }
            Err(_) => {
                Err(SendError::Server(Fault::Slow, "The mail server did not answer in time.".to_owned()))
            }
        }
    }

    /// Hands the mail itself over.
    pub(super) async fn finish(
        &self,
        conversation: Conversation,
        mail: &Outgoing,
    ) -> Result<String, SendError> {
        let mut connection = self.still_open(conversation, mail).await?;
        // the library ends the last line itself
        let raw = mail.raw.strip_suffix(b"\r\n").unwrap_or(&mail.raw);
        match self.data(&mut connection, raw).await {
            Ok(Ok(answer)) => {
                self.idle.lock().await.push(Conversation::now(connection));
                let words = answer.message().collect::<Vec<_>>().join(" ");
                Ok(format!("{} {words}", answer.code()).trim_end().to_owned())
            }
            Ok(Err(error)) => {
                let _ = timeout(FAREWELL, connection.abort()).await;
                Err(match refusal(&error) {
                    // Only an answer says for certain that the mail was not taken; a line that broke does not.
                    SendError::Passing(words) if error.status().is_some() => SendError::Deferred(words),
                    SendError::Passing(words) => SendError::Broken(words),
                    other => other,
                })
            }
            Err(_) => Err(SendError::Broken("The mail server did not answer in time.".to_owned())),
        }
    }

    /// Sends the mail itself. That DATA is allowed is said at once, while what the server thinks of the mail may take its time.
    async fn data(
        &self,
        connection: &mut AsyncSmtpConnection,
        raw: &[u8],
    ) -> Result<Result<Response, Error>, Elapsed> {
        match timeout(self.server.patience, connection.command(Data)).await? {
            Ok(_) => timeout(self.server.data_patience, connection.message(raw)).await,
            refused => Ok(refused),
        }
    }

    /// The conversation; a new one if the server hung up while the mail waited for its turn behind one that took its time.
    async fn still_open(
        &self,
        conversation: Conversation,
        mail: &Outgoing,
    ) -> Result<AsyncSmtpConnection, SendError> {
        let Conversation { mut connection, answered } = conversation;
        if answered.elapsed() < self.server.patience || answers(&mut connection).await {
            return Ok(connection);
        }
        Ok(self.begin(mail).await?.connection)
    }

    fn envelope(&self, mail: &Outgoing) -> Result<Envelope, SendError> {
        let own = mail.envelope.from().filter(|_| self.server.verp);
        let sender = self.server.sender.as_ref().or(own).cloned();
        Envelope::new(sender, mail.envelope.to().to_vec())
            .map_err(|error| SendError::Permanent(format!("The email has no valid recipient: {error}")))
    }

    pub(super) async fn rest(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().await);
        for Conversation { mut connection, .. } in idle {
            // the mails are delivered; whether the farewell is answered is of no matter
            let _ = timeout(FAREWELL, connection.quit()).await;
        }
    }

    /// One that is open and still answers, or a new one.
    async fn conversation(&self) -> Result<AsyncSmtpConnection, SendError> {
        loop {
            let Some(Conversation { mut connection, .. }) = self.idle.lock().await.pop() else { break };
            if answers(&mut connection).await {
                return Ok(connection);
            }
        }
        if let Some(tokens) = &self.tokens {
            return tokens.connected(&self.server).await;
        }
        let credentials = self.server.credentials.as_ref();
        connected(&self.server, credentials, &PASSWORDS).await.map_err(Unconnected::into_error)
    }
}

/// Whether the server is still there.
async fn answers(connection: &mut AsyncSmtpConnection) -> bool {
    timeout(FAREWELL, connection.test_connected()).await == Ok(true)
}

/// Why there is no connection.
enum Unconnected {
    /// The server refuses the log-in.
    Refused(SendError),
    /// Anything else.
    Other(SendError),
}

impl Unconnected {
    fn into_error(self) -> SendError {
        let (Self::Refused(error) | Self::Other(error)) = self;
        error
    }
}

async fn connected(
    server: &Server,
    credentials: Option<&Credentials>,
    by: &[Mechanism],
) -> Result<AsyncSmtpConnection, Unconnected> {
    let late = |_| {
        let words = "The mail server could not be reached in time.";
        Err(Unconnected::Other(SendError::Server(Fault::Slow, words.to_owned())))
    };
    timeout(server.patience, connect(server, credentials, by)).await.unwrap_or_else(late)
}

async fn connect(
    server: &Server,
    credentials: Option<&Credentials>,
    by: &[Mechanism],
) -> Result<AsyncSmtpConnection, Unconnected> {
    let unreachable = |error: &Error| Unconnected::Other(unreachable(error));
    let address = (server.host.as_str(), server.port);
    let tls = match &server.security {
        Security::Tls(parameters) => Some(parameters.clone()),
        Security::Plain | Security::StartTls(_) => None,
    };
    let stream = if tls.is_none() { prompt(address).await } else { None };
    let opened = if let Some(stream) = stream {
        AsyncSmtpConnection::connect_with_transport(Box::new(stream), &server.hello).await
    } else {
        let patience = Some(server.patience);
        AsyncSmtpConnection::connect_tokio1(address, patience, &server.hello, tls, None).await
    };
    let mut connection = opened.map_err(|error| unreachable(&error))?;
    if let Security::StartTls(parameters) = &server.security {
        connection.starttls(parameters.clone(), &server.hello).await.map_err(|error| unreachable(&error))?;
    }
    if let Some(credentials) = credentials {
        log_in(&mut connection, credentials, by).await?;
    }
    Ok(connection)
}

/// A connection that sends at once what it is given: lettre writes a mail and its end apart, and by Nagle's algorithm (RFC 896) the end
/// would wait for a server that takes its time to acknowledge the rest, 40 ms for each mail. `None`: why, lettre says.
async fn prompt(address: (&str, u16)) -> Option<TcpStream> {
    let stream = TcpStream::connect(address).await.ok()?;
    stream.set_nodelay(true).ok().map(|()| stream)
}

async fn log_in(
    connection: &mut AsyncSmtpConnection,
    credentials: &Credentials,
    by: &[Mechanism],
) -> Result<(), Unconnected> {
    match connection.auth(by, credentials).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() || error.is_client() => {
            connection.abort().await;
            let words = format!("The mail server refused our login: {}", words(&error));
            Err(Unconnected::Refused(SendError::Server(Fault::LogIn, words)))
        }
        Err(error) => Err(Unconnected::Other(unreachable(&error))),
    }
}

/// Names sender and recipient, and finds out who is meant when one of them is refused.
async fn open(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    own: &Address,
) -> Result<(), SendError> {
    let mut options = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let words = "The mail server does not support non-ASCII characters before the @.";
            return Err(SendError::Permanent(words.to_owned()));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    let from = envelope.from().cloned();
    connection.command(Mail::new(from.clone(), options.clone())).await.map_err(|error| sender(&error))?;
    for to in envelope.to() {
        let Err(error) = connection.command(Rcpt::new(to.clone(), Vec::new())).await else { continue };
        if error.status().is_none() {
            return Err(unreachable(&error));
        }
        let everybody = blames(&error, &SENDER) || refuses_us(connection, from, own).await;
        return Err(if everybody { sender(&error) } else { refusal(&error) });
    }
    Ok(())
}

/// Whether the server refuses mail for our own address as well.
async fn refuses_us(connection: &mut AsyncSmtpConnection, from: Option<Address>, own: &Address) -> bool {
    if connection.command(Rset).await.is_err() {
        return false;
    }
    connection.command(Mail::new(from, Vec::new())).await.is_err()
        || connection.command(Rcpt::new(own.clone(), Vec::new())).await.is_err()
}

/// Before a mail was under way, every fault is the server's, and servers get well again.
fn unreachable(error: &Error) -> SendError {
    SendError::Server(Fault::Unreachable, format!("The mail server could not be reached: {}", words(error)))
}

/// The server refuses whoever sends, so it concerns every mail.
fn sender(error: &Error) -> SendError {
    if error.status().is_none() {
        return unreachable(error);
    }
    if wants_log_in(error) {
        return log_in_wanted(error);
    }
    SendError::Server(Fault::Sender, format!("The mail server refuses all our email: {}", words(error)))
}

fn wants_log_in(error: &Error) -> bool {
    error.status().is_some_and(|code| LOGIN_CODES.contains(&u16::from(code)))
}

fn log_in_wanted(error: &Error) -> SendError {
    SendError::Server(Fault::LogIn, format!("The mail server requires a login: {}", words(error)))
}

fn refusal(error: &Error) -> SendError {
    let code = error.status().map(u16::from);
    if wants_log_in(error) {
        return log_in_wanted(error);
    }
    if code == Some(NOT_AVAILABLE) {
        return unreachable(error);
    }
    if error.is_permanent() && words(error).to_ascii_lowercase().contains("relay") {
        return SendError::Server(
            Fault::Relay,
            format!("The mail server does not relay our email: {}", words(error)),
        );
    }
    let refused = format!("The mail server refused the email: {}", words(error));
    if error.is_permanent() && refuses_files(&refused) {
        return SendError::TooLarge(refused);
    }
    // "client" is what the library refuses to send at all
    if error.is_client() || (error.is_permanent() && blames(error, &RECIPIENT)) {
        return SendError::Permanent(refused);
    }
    if error.is_permanent() {
        return SendError::Doubtful(refused);
    }
    let put_off = format!("The mail server did not accept the email: {}", words(error));
    if code == Some(NO_ROOM) && refuses_files(&put_off) {
        return SendError::TooLargeForNow(put_off);
    }
    SendError::Passing(put_off)
}

/// Whether the answer's enhanced code, such as `5.1.1`, is one of these.
fn blames(error: &Error, codes: &[&str]) -> bool {
    let words = error.to_string();
    let enhanced = |word: &str| {
        let rest = word.trim_matches(|letter: char| !letter.is_ascii_digit()).get(1..);
        rest.is_some_and(|rest| codes.contains(&rest))
    };
    words.split_whitespace().any(enhanced)
}

/// What the server said, in one line of bearable length.
fn words(error: &Error) -> String {
    line(&error.to_string(), 500)
}
