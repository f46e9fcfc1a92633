//! Owes a mail with a link by which a password is set.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::{
    commands::session::subject_of,
    engine::Engine,
    error::{Error, Result},
    model::LetterKind,
    outbox::{Owed, owe},
    policy::{
        self,
        throttle::{PASSWORD_MAILS, network},
    },
    store::{Work, people, throttle},
};

/// How long an answer takes at the least; longer than it takes to write down the mail for an account.
const LEAST: Duration = Duration::from_millis(100);

impl Engine {
    /// Sends the owner of the account a link to set a password, the first one as well as a new one. The answer is the
    /// same, after the same time, whether or not there is such an account, and when there were too many requests for
    /// it. `address` is the network address that the request comes from.
    ///
    /// # Errors
    /// [`Error::RateLimited`] after too many requests from this address.
    pub async fn request_password(&self, email_or_name: &str, address: Option<&str>) -> Result<()> {
        let least = Instant::now() + LEAST;
        self.owe_link(email_or_name, address).await?;
        // For an account there is a mail to write down, and the time must not tell of it.
        sleep_until(least).await;
        Ok(())
    }

    async fn owe_link(&self, email_or_name: &str, address: Option<&str>) -> Result<()> {
        let typed = email_or_name.trim().to_lowercase();
        let account = people::by_identifier(self.database().ro(), &typed).await?;
        let work = Work::begin(self).await?;
        let subject = subject_of(account.as_ref(), &typed);
        if let Some(address) = address {
            let limit = self.settings().limits.rates.password_requests();
            let counted = throttle::count(work.tx(), limit, &network(address), work.now()).await?;
            counted.map_err(|retry_after| Error::RateLimited { retry_after })?;
        }
        let counted = throttle::count(work.tx(), PASSWORD_MAILS, &subject, work.now()).await?;
        // Where a link would be of no use, none is sent.
        let account = account.filter(|account| self.refuse_password(account).is_ok());
        if let (Ok(()), Some(account)) = (counted, account) {
            let recipient = account.id.into();
            let kind = LetterKind::PasswordRequest;
            let changes = Vec::new();
            owe(
                &work,
                Owed { kind, recipient, ticket: None, comment: None, changes, by_hand: false, notice: None },
            )
            .await?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
