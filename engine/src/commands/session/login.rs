//! Logs a person in by name and password.

use crate::{
    commands::session::{NewSession, open_session},
    engine::Engine,
    error::{Error, Result},
    policy::{
        self,
        throttle::{LOGIN_PER_ACCOUNT, LOGIN_PER_ADDRESS},
    },
    store::{Work, entity::account, people, throttle},
};

/// What a person logs in with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Login {
    /// The mail address, or the user name if only one account answers to it; upper and lower case are the same.
    pub identifier: String,
    /// The password.
    pub password: String,
    /// Whether the session lasts long.
    pub remember: bool,
    /// The browser's name, to be recognised in a list of sessions.
    pub user_agent: Option<String>,
    /// The network address it comes from; tries are counted for it too.
    pub address: Option<String>,
}

impl Engine {
    /// Begins a session. An unknown account, one that is switched off, one without a password and a wrong password give
    /// the same error after the same time.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::RateLimited`] after too many failures for the account or the address.
    pub async fn login(&self, input: Login) -> Result<NewSession> {
        let typed = input.identifier.trim().to_lowercase();
        let account = people::by_identifier(self.database().ro(), &typed).await?;
        let subject = subject_of(account.as_ref(), &typed);
        self.count_login(&subject, input.address.as_deref()).await?;

        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let fits = self.hashing().verify(input.password, hash.clone()).await?;
        let Some(account) = account.filter(|account| fits && account.active) else {
            return Err(Error::WrongCredentials);
        };

        let work = Work::begin(self).await?;
        // Between the check and here the account may have been switched off or the password changed.
        let now = people::lock(work.tx(), account.id.into()).await?;
        if !now.active || now.password_hash != hash {
            return Err(Error::WrongCredentials);
        }
        throttle::reset(work.tx(), LOGIN_PER_ACCOUNT, &subject).await?;
        if let Some(address) = &input.address {
            throttle::take_back(work.tx(), LOGIN_PER_ADDRESS, address).await?;
        }
        throttle::sweep(work.tx(), work.now()).await?;
        let session = open_session(&work, now, input.remember, input.user_agent.as_deref()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }

    /// Counts a try before it is made, so that many at once are no way round the limit; a success is taken back.
    async fn count_login(&self, subject: &str, address: Option<&str>) -> Result<()> {
        let work = Work::begin(self).await?;
        let counts = [(LOGIN_PER_ACCOUNT, Some(subject)), (LOGIN_PER_ADDRESS, address)];
        for (limit, subject) in counts {
            let Some(subject) = subject else { continue };
            let counted = throttle::count(work.tx(), limit, subject, work.now()).await?;
            counted.map_err(|retry_after| Error::RateLimited { retry_after })?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}

/// Under what tries are counted: the account, so that its other names are no way round; or what was typed.
pub(crate) fn subject_of(account: Option<&account::Model>, typed: &str) -> String {
    account.map_or_else(|| typed.to_owned(), |account| account.id.to_string())
}
