//! Logs in to a mail server by a token (XOAUTH2) that the engine has, instead of a password.

use std::path::Path;

use engine::{Engine, MailAccount, MailSecret, MailServerFault};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;

use super::server::Server;
use super::{OpenError, SendError, Unconnected, connected};

/// Who has the tokens of which account.
pub(super) struct Tokens {
    pub(super) engine: Engine,
    pub(super) account: MailAccount,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens({})", self.account.provider)
    }
}

impl Tokens {
    /// Connects with a token, and with a fresh one when the server refuses that: it may have been revoked before its time.
    pub(super) async fn connected(&self, server: &Server) -> Result<AsyncSmtpConnection, SendError> {
        let token = self.token(None).await?;
        let refused = match self.shown(server, &token).await {
            Err(Unconnected::Refused(error)) => error,
            other => return other.map_err(Unconnected::into_error),
        };
        let fresh = self.token(Some(&token)).await?;
        if fresh == token {
            return Err(refused);
        }
        self.shown(server, &fresh).await.map_err(Unconnected::into_error)
    }

    async fn shown(&self, server: &Server, token: &MailSecret) -> Result<AsyncSmtpConnection, Unconnected> {
        let credentials = Credentials::new(self.account.account.clone(), token.reveal().to_owned());
        connected(server, Some(&credentials), &[Mechanism::Xoauth2]).await
    }

    /// Without a token nothing can be sent, whoever is to blame: every mail waits.
    async fn token(&self, rejected: Option<&MailSecret>) -> Result<MailSecret, SendError> {
        let token = self.engine.mail_access_token(&self.account, rejected).await;
        token.map_err(|error| {
            let words = format!("No token for the mail server: {error}.");
            SendError::Server(MailServerFault::NoToken, words)
        })
    }
}

/// Reads the address of a server that is logged in to by a token, and the account.
pub(super) fn read(address: &str, ca_file: Option<&Path>) -> Result<(Server, String), OpenError> {
    let wrong = |what: &str| Err(OpenError::Address(what.to_owned()));
    let server = Server::read(address, ca_file)?;
    let Some(user) = server.user.clone() else {
        return wrong("must name a user and no password to log in with a token, such as smtps://user@host");
    };
    if !server.is_private() {
        return wrong("would send a token unencrypted; use smtps:// or smtp+starttls://");
    }
    Ok((server, user))
}
