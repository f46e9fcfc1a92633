//! Tries a mailbox, before it is added or after.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::{
    MailboxTerms,
    check::{Given, access, given, password_missing, same_server},
    handling::handling,
};
use crate::{
    actor::Actor,
    content::address,
    engine::Engine,
    error::{Error, Result},
    mail_provider::MailTokenError,
    mailbox_tester::TestedLogIn,
    model::{MailSecret, MailboxFault, MailboxFound, MailboxId, MailboxLogIn},
    policy::Action,
    store::{entity::mailbox_definition, mail_grants, mailbox_definitions},
};

/// How long a provider and a server may take together.
const PATIENCE: Duration = Duration::from_secs(10);

/// A mailbox to be tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestMailbox {
    /// One that is there; what the terms leave out is as it is. Its password or token is shown to no other server.
    pub id: Option<MailboxId>,
    /// The address, which is the user where the terms name none.
    pub address: String,
    /// How it would be fetched.
    pub terms: MailboxTerms,
}

impl Engine {
    /// Tries a mailbox: connects, logs in and opens the folder; for admins. Nothing is changed, and what the server says is not
    /// in the answer. The inner result says what was found, or what is wrong.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for a field of the terms, or for `host` when there is no server or nobody to try it;
    /// [`Error::Forbidden`].
    pub async fn test_mailbox(
        &self,
        actor: &Actor,
        input: TestMailbox,
    ) -> Result<Result<MailboxFound, MailboxFault>> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let row = match input.id {
            Some(id) => Some(
                mailbox_definitions::find(self.database().ro(), id)
                    .await?
                    .ok_or(Error::NotFound { what: "mailbox" })?,
            ),
            None => None,
        };
        let was = row.as_ref().map(mailbox_definitions::access).transpose()?.flatten();
        let typed = address::normalise(&input.address);
        let user = row.as_ref().map(|row| row.address.clone()).or(typed).unwrap_or_default();
        let Some(access) = access(was.as_ref(), &user, &input.terms)? else {
            let message = "There is no server to test: this mailbox is not fetched.";
            return Err(Error::bad("host", "mailbox-host-required", message));
        };
        let known = row.as_ref().map(mailbox_definitions::handling).transpose()?;
        let handling = handling(known.as_ref(), Some(&access), &input.terms, self.now().date_naive())?;
        let kept = was.as_ref().filter(|was| same_server(was, &access)).and(row.as_ref());
        let until = Instant::now() + PATIENCE;
        let provider = row.as_ref().and_then(|row| row.oauth.as_deref());
        let by = match given(&self.settings().mail, &input.terms)? {
            Given::Password(password) => TestedLogIn::Password(password.clone()),
            Given::Provider(name) => {
                match self.token(kept.filter(|_| provider == Some(name)), until).await? {
                    Ok(token) => TestedLogIn::Token(token),
                    Err(fault) => return Ok(Err(fault)),
                }
            }
            Given::Nothing if provider.is_some() => match self.token(kept, until).await? {
                Ok(token) => TestedLogIn::Token(token),
                Err(fault) => return Ok(Err(fault)),
            },
            Given::Nothing | Given::NoProvider => match kept.filter(|row| row.password.is_some()) {
                Some(row) => match mailbox_definitions::password(self, row) {
                    Some(password) => TestedLogIn::Password(password),
                    None => return Ok(Err(MailboxFault::PasswordUnreadable)),
                },
                None => return Err(password_missing(row.is_some_and(|row| row.password.is_some()))),
            },
        };
        let Some(tester) = self.mailbox_tester() else {
            let message = "This program cannot connect to mail servers.";
            return Err(Error::bad("host", "mailbox-untried", message));
        };
        let tried = timeout_at(until, tester.test(&access, &by, &handling)).await;
        Ok(tried.unwrap_or(Err(MailboxFault::Server)))
    }

    /// A token that opens this mailbox as it is kept: only where somebody has signed in for it.
    async fn token(
        &self,
        row: Option<&mailbox_definition::Model>,
        until: Instant,
    ) -> Result<Result<MailSecret, MailboxFault>> {
        let Some(row) = row else { return Ok(Err(MailboxFault::NotConnected)) };
        let grants = mail_grants::all(self.database().ro()).await?;
        let MailboxLogIn::Account(account) = mailbox_definitions::log_in(self, row, &grants)? else {
            return Ok(Err(MailboxFault::NotConnected));
        };
        let asked = timeout_at(until, self.mail_access_token(&account, None)).await;
        match asked {
            Ok(Ok(token)) => Ok(Ok(token)),
            Ok(Err(MailTokenError::NotConnected { .. })) => Ok(Err(MailboxFault::NotConnected)),
            Ok(Err(MailTokenError::ConsentGone { .. })) => Ok(Err(MailboxFault::ConsentGone)),
            Ok(Err(MailTokenError::Engine(error))) => Err(error),
            Ok(Err(MailTokenError::Provider { .. })) | Err(_) => Ok(Err(MailboxFault::NoToken)),
        }
    }
}
