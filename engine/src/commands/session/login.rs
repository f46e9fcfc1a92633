//! Logs a person in by name and password.

use std::time::Duration;

use crate::{
    commands::session::{NewSession, open_session},
    engine::Engine,
    error::{Error, Result},
    model::UserId,
    policy::{
        self,
        throttle::{
            LOGIN_PER_ACCOUNT, LOGIN_PER_ACCOUNT_AND_PLACE, LOGIN_PER_ADDRESS, login_delay, login_failures,
            network,
        },
    },
    store::{Work, entity::account, people, throttle},
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

/// Under what the tries of a log-in are counted.
struct Try {
    /// The account, or what was typed.
    subject: String,
    /// The known browser, or the network.
    place: String,
    /// The network, for strangers alone.
    network: Option<String>,
}

impl Engine {
    /// Begins a session. An unknown account, one that is switched off, one without a password and a wrong password give
    /// the same error after the same time.
    ///
    /// Failures are counted for the account at this address; of those for the account or the address alone, many make
    /// the next tries slow but lock nobody out. The log tells of each failure, with the address and the account's id.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::RateLimited`] after too many failures for the account from this address.
    pub async fn login(&self, input: Login) -> Result<NewSession> {
        let typed = input.identifier.trim().to_lowercase();
        let account = people::by_identifier(self.database().ro(), &typed).await?;
        let tried = self.place_of(account.as_ref(), &typed, &input)?;
        let id = account.as_ref().map(|account| UserId::from(account.id));
        match self.count_login(&tried).await? {
            Ok(delay) if delay.is_zero() => {}
            Ok(delay) => tokio::time::sleep(delay).await,
            Err(retry_after) => {
                log_failure(input.address.as_deref(), id);
                return Err(Error::RateLimited { retry_after });
            }
        }

        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let fits = self.hashing().verify(input.password, hash.clone()).await?;
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
        self.forgive_login(&work, &tried).await?;
        throttle::sweep(work.tx(), work.now()).await?;
        let session =
            open_session(&work, now, input.remember, input.user_agent.as_deref(), input.device.as_deref())
                .await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }

    fn place_of(&self, account: Option<&account::Model>, typed: &str, input: &Login) -> Result<Try> {
        let subject = subject_of(account, typed);
        let device = match (account, &input.device) {
            (Some(account), Some(shown)) => {
                self.secret().known_device(shown, account.id.into(), self.now())?
            }
            _ => None,
        };
        let network = input.address.as_deref().map(network);
        Ok(match device {
            Some(device) => Try { subject, place: format!("device {device}"), network: None },
            None => Try { subject, place: network.clone().unwrap_or_default(), network },
        })
    }

    /// Counts a try before it is made, so that many at once are no way round the limit; a success is taken back. Answers
    /// how long the try has to wait, or, when it is refused, how long until the next.
    async fn count_login(&self, tried: &Try) -> Result<Result<Duration, Duration>> {
        let work = Work::begin(self).await?;
        let (tx, now, subject) = (work.tx(), work.now(), tried.subject.as_str());
        let both = (subject, tried.place.as_str());
        if let Err(wait) = throttle::count_at(tx, LOGIN_PER_ACCOUNT_AND_PLACE, both, now).await? {
            return Ok(Err(wait));
        }
        let mut delay = Duration::ZERO;
        if let Some(network) = &tried.network {
            let hourly = login_failures(self.settings().rates.login_failures.into());
            if let Err(wait) = throttle::count(tx, hourly, network, now).await? {
                return Ok(Err(wait));
            }
            let account = throttle::tally(tx, LOGIN_PER_ACCOUNT, subject, 1, now).await?;
            let address = throttle::tally(tx, LOGIN_PER_ADDRESS, network, 1, now).await?;
            delay = login_delay(account.count, address.count);
        }
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(Ok(delay))
    }

    /// Takes back what was counted for a try that succeeded, and forgets the failures from the same place.
    async fn forgive_login(&self, work: &Work<'_>, tried: &Try) -> Result<()> {
        let (tx, subject) = (work.tx(), tried.subject.as_str());
        throttle::reset_at(tx, LOGIN_PER_ACCOUNT_AND_PLACE, (subject, &tried.place)).await?;
        if let Some(network) = &tried.network {
            let hourly = login_failures(self.settings().rates.login_failures.into());
            throttle::take_back(tx, hourly, network).await?;
            throttle::take_back(tx, LOGIN_PER_ACCOUNT, subject).await?;
            throttle::take_back(tx, LOGIN_PER_ADDRESS, network).await?;
        }
        Ok(())
    }
}

/// One line for those who watch the log, such as fail2ban. What was typed is not in it: people type passwords there.
fn log_failure(address: Option<&str>, account: Option<UserId>) {
    let client = address.unwrap_or("-");
    if let Some(account) = account {
        tracing::warn!(%client, %account, "failed log-in");
    } else {
        tracing::warn!(%client, account = "unknown", "failed log-in");
    }
}

/// Under what tries are counted: the account, so that its other names are no way round; or what was typed.
pub(crate) fn subject_of(account: Option<&account::Model>, typed: &str) -> String {
    account.map_or_else(|| typed.to_owned(), |account| account.id.to_string())
}
