//! Hands mails to a mail server over SMTP, and tells what passes from what does not.
//!
//! Connections are kept between mails and closed when there is nothing left to send. They are our own and not the
//! library's pool, because a fault while connecting or logging in concerns the server, whatever its code says, while a
//! refusal in an open conversation concerns the mail; and because a conversation that ran out of time must not be used
//! again: its late answer would be read as the answer to the next mail.

mod server;

use std::path::Path;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::{OpenError, SendError};
use crate::outbound::line::line;
use crate::outbound::message::Outgoing;

use server::{Security, Server};

/// How long taking leave may last.
const FAREWELL: Duration = Duration::from_secs(5);
/// Answers that say "log in first" or "not with this password", whenever they come (RFC 4954).
const LOGIN_CODES: [u16; 4] = [530, 534, 535, 538];

/// A mail server.
#[derive(Debug)]
pub struct Smtp {
    server: Server,
    idle: Mutex<Vec<Conversation>>,
}

/// An open connection, without a face of its own in logs.
struct Conversation(AsyncSmtpConnection);

impl std::fmt::Debug for Conversation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Conversation")
    }
}

impl Smtp {
    pub(super) fn open(address: &str, ca_file: Option<&Path>) -> Result<Self, OpenError> {
        Ok(Self { server: Server::read(address, ca_file)?, idle: Mutex::new(Vec::new()) })
    }

    pub(super) async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        let envelope = self.envelope(mail)?;
        let mut conversation = self.conversation().await?;
        // the library ends the last line itself
        let raw = mail.raw.strip_suffix(b"\r\n").unwrap_or(&mail.raw);
        match timeout(self.server.patience, conversation.send(&envelope, raw)).await {
            Ok(Ok(_)) => {
                self.idle.lock().await.push(Conversation(conversation));
                Ok(())
            }
            Ok(Err(error)) => Err(refusal(&error)),
            Err(_) => Err(SendError::Passing("The mail server did not answer in time.".to_owned())),
        }
    }

    fn envelope(&self, mail: &Outgoing) -> Result<Envelope, SendError> {
        let Some(sender) = &self.server.sender else { return Ok(mail.envelope.clone()) };
        Envelope::new(Some(sender.clone()), mail.envelope.to().to_vec())
            .map_err(|error| SendError::Permanent(format!("The mail has no recipient: {error}")))
    }

    pub(super) async fn rest(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().await);
        for Conversation(mut connection) in idle {
            // the mails are delivered; whether the farewell is answered is of no matter
            let _ = timeout(FAREWELL, connection.quit()).await;
        }
    }

    /// One that is open and still answers, or a new one.
    async fn conversation(&self) -> Result<AsyncSmtpConnection, SendError> {
        loop {
            let Some(Conversation(mut idle)) = self.idle.lock().await.pop() else { break };
            if timeout(FAREWELL, idle.test_connected()).await == Ok(true) {
                return Ok(idle);
            }
        }
        match timeout(self.server.patience, connect(&self.server)).await {
            Ok(connected) => connected,
            Err(_) => Err(SendError::Passing("The mail server could not be reached in time.".to_owned())),
        }
    }
}

async fn connect(server: &Server) -> Result<AsyncSmtpConnection, SendError> {
    let hello = ClientId::default();
    let address = (server.host.as_str(), server.port);
    let tls = match &server.security {
        Security::Tls(parameters) => Some(parameters.clone()),
        Security::Plain | Security::StartTls(_) => None,
    };
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(address, Some(server.patience), &hello, tls, None)
            .await
            .map_err(|error| unreachable(&error))?;
    if let Security::StartTls(parameters) = &server.security {
        connection.starttls(parameters.clone(), &hello).await.map_err(|error| unreachable(&error))?;
    }
    if let Some(credentials) = &server.credentials {
        log_in(&mut connection, credentials).await?;
    }
    Ok(connection)
}

async fn log_in(connection: &mut AsyncSmtpConnection, credentials: &Credentials) -> Result<(), SendError> {
    match connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() || error.is_client() => {
            connection.abort().await;
            Err(SendError::Login(format!("The mail server refuses our log-in: {}", words(&error))))
        }
        Err(error) => Err(unreachable(&error)),
    }
}

/// Before a mail was under way, every fault is the server's, and servers get well again.
fn unreachable(error: &Error) -> SendError {
    SendError::Passing(format!("The mail server could not be reached: {}", words(error)))
}

fn refusal(error: &Error) -> SendError {
    let code = error.status().map(u16::from);
    if code.is_some_and(|code| LOGIN_CODES.contains(&code)) {
        return SendError::Login(format!("The mail server wants a log-in: {}", words(error)));
    }
    // "client" is what the library refuses to send at all, such as an address that the server's dialect cannot carry
    if error.is_permanent() || error.is_client() {
        return SendError::Permanent(format!("The mail server refuses the mail: {}", words(error)));
    }
    SendError::Passing(format!("The mail server did not take the mail: {}", words(error)))
}

/// What the server said, in one line of bearable length.
fn words(error: &Error) -> String {
    line(&error.to_string(), 500)
}
