//! Logs a person in by name and password.

use crate::{
    commands::session::{NewSession, OpenedBy, open_session, tries::log_failure},
    engine::Engine,
    error::{Error, Result},
    model::UserId,
    policy,
    store::{Work, people, second_factors, throttle},
};

/// What a person logs in with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Login {
    /// The mail address or the user name; upper and lower case are the same.
    pub identifier: String,
    /// The password.
    pub password: String,
    /// Whether the session lasts long.
    pub remember: bool,
    /// The browser's name, to be recognised in a list of sessions.
    pub user_agent: Option<String>,
    /// The network address it comes from; tries are counted for it too.
    pub address: Option<String>,
    /// What the last log-in from here answered as [`NewSession::device`]: those who logged in from here before are let
    /// through while others fail.
    pub device: Option<String>,
}

impl Engine {
    /// Begins a session. An unknown account, one that is switched off, one without a password and a wrong password give
    /// the same error after the same time.
    ///
    /// Failures are counted for the account at this address; of those for the account or the address alone, many make
    /// the next tries slow but lock nobody out: after very many from one address, each account has two tries more from there.
    /// The log tells of each failure, with the address and the account's id.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::SingleSignOn`] when the password is right and the role logs in by single sign-on
    /// alone; [`Error::CodeRequired`] when the account has a second factor: no session has begun then, and
    /// [`Engine::confirm_login`] begins it; [`Error::RateLimited`] after too many failures for the account from this address.
    pub async fn login(&self, input: Login) -> Result<NewSession> {
        let typed = input.identifier.trim().to_lowercase();
        let account = people::by_identifier(self.database().ro(), &typed).await?;
        let from = (input.device.as_deref(), input.address.as_deref());
        let tried = self.place_of(account.as_ref(), &typed, from).await?;
        let id = account.as_ref().map(|account| UserId::from(account.id));
        let in_line = self.place_in_line(&tried).await;
        let counted = match in_line {
            Ok(in_line) => self.wait_to_log_in(&tried).await.map(|()| in_line),
            Err(full) => Err(full),
        };
        let in_line = counted.inspect_err(|error| {
            if matches!(error, Error::RateLimited { .. }) {
                log_failure(input.address.as_deref(), id);
            }
        })?;

        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let turn = match &in_line {
            Some(place) => Some(place.turn().await?),
            None => None,
        };
        let fits = self.hashing().verify(input.password, hash.clone()).await?;
        drop((turn, in_line));
        let Some(account) = account.filter(|account| fits && account.active) else {
            log_failure(input.address.as_deref(), id);
            return Err(Error::WrongCredentials);
        };

        let work = Work::begin(self).await?;
        // Between the check and here the account may have been switched off or the password changed.
        let now = people::lock(work.tx(), account.id.into()).await?;
        if !now.active || now.password_hash != hash {
            return Err(Error::WrongCredentials);
        }
        // Nobody learns who is of the staff without a password of theirs.
        self.refuse_password(&now)?;
        let methods = second_factors::methods(work.tx(), now.id).await?;
        if !methods.is_empty() {
            // What was counted for the password is forgiven when the code is right, and not before.
            return Err(Error::CodeRequired { challenge: self.challenge(&now, input.remember)?, methods });
        }
        self.forgive_login(&work, &tried).await?;
        throttle::sweep(work.tx(), work.now()).await?;
        let by = OpenedBy::Password { remember: input.remember, with: None };
        let (agent, device) = (input.user_agent.as_deref(), input.device.as_deref());
        let session = open_session(&work, now, by, agent, device).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }
}
