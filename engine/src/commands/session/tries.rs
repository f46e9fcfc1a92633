//! Counts the tries of a log-in: before they are made, so that many at once are no way round the limits.

use std::time::Duration;

use crate::{
    commands::second_factor::is_recovery_code,
    engine::Engine,
    error::{Error, Result},
    lanes::Place,
    model::UserId,
    policy::{
        self,
        throttle::{
            LOGIN_BEYOND, LOGIN_PER_ACCOUNT, LOGIN_PER_ACCOUNT_AND_PLACE, LOGIN_PER_ADDRESS, LOGIN_QUEUE,
            Limit, SECOND_FACTOR, SECOND_FACTOR_ANEW, SECOND_FACTOR_DAILY, SECOND_FACTOR_LONG,
            SECOND_FACTOR_PASSKEY, login_delay, login_failures, network,
        },
    },
    secret::Secret,
    store::{Work, confirmed_devices, entity::account, throttle},
};

/// Under what the tries of a log-in are counted.
pub(super) struct Try {
    /// The account, or what was typed.
    pub(super) subject: String,
    /// The known browser, or the network.
    pub(super) place: String,
    /// The network, for strangers alone.
    network: Option<String>,
    /// Whether it is one of the few browsers in which more than a password was shown, and what was shown still holds.
    confirmed: bool,
}

impl Try {
    /// The browser it comes from, if it is known for more than a password; of all others, nothing: whoever knew the password
    /// before there was a second factor has as many known browsers as they like.
    fn known_place(&self) -> &str {
        if self.confirmed { &self.place } else { "" }
    }

    /// Where what is shown is counted: what can be guessed, for all strangers together; what cannot, for each place, so that
    /// nobody keeps the owner out from elsewhere.
    pub(super) fn place_for(&self, kind: CodeKind) -> &str {
        if kind == CodeKind::App { self.known_place() } else { &self.place }
    }
}

/// What is shown beside the password, for the count of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeKind {
    /// A code of the app: few digits, which can be guessed.
    App,
    /// A recovery code.
    Recovery,
    /// A passkey.
    Passkey,
}

impl CodeKind {
    /// What was typed.
    pub(crate) fn of(typed: &str) -> Self {
        if is_recovery_code(typed) { Self::Recovery } else { Self::App }
    }

    const fn limits(self) -> &'static [Limit] {
        match self {
            Self::App => &[SECOND_FACTOR_DAILY, SECOND_FACTOR],
            Self::Recovery => &[SECOND_FACTOR_LONG],
            Self::Passkey => &[SECOND_FACTOR_PASSKEY],
        }
    }
}

impl Engine {
    /// Counts a code before it is looked at. `place` is where it is counted, of a code of the app the browser that is known for
    /// the account, or nothing for all others.
    ///
    /// # Errors
    /// [`Error::RateLimited`].
    pub(crate) async fn count_code(&self, user: UserId, place: &str, kind: CodeKind) -> Result<()> {
        let work = Work::begin(self).await?;
        let subject = user.0.to_string();
        for limit in kind.limits() {
            let counted = throttle::count_at(work.tx(), *limit, (&subject, place), work.now()).await?;
            counted.map_err(|retry_after| Error::RateLimited { retry_after })?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    /// Forgets the wrong codes of the last hour from the same place. Those of the day stay, lest every log-in of the owner give
    /// somebody who knows the password further guesses.
    pub(crate) async fn forgive_code(
        &self,
        work: &Work<'_>,
        user: UserId,
        place: &str,
        kind: CodeKind,
    ) -> Result<()> {
        let subject = user.0.to_string();
        for limit in kind.limits() {
            if *limit == SECOND_FACTOR_DAILY {
                throttle::take_back_at(work.tx(), *limit, (&subject, place)).await?;
            } else {
                throttle::reset_at(work.tx(), *limit, (&subject, place)).await?;
            }
        }
        Ok(())
    }

    /// Forgets what was shown beside a password that holds no longer: whoever guessed does not know the new one. What was
    /// counted for the day goes a few times a day alone, lest somebody who reads the owner's mails guess without end.
    pub(crate) async fn forget_codes(&self, work: &Work<'_>, user: UserId) -> Result<()> {
        let subject = user.0.to_string();
        for limit in [SECOND_FACTOR, SECOND_FACTOR_LONG, SECOND_FACTOR_PASSKEY] {
            throttle::reset_everywhere(work.tx(), limit, &subject).await?;
        }
        if throttle::count(work.tx(), SECOND_FACTOR_ANEW, &subject, work.now()).await?.is_ok() {
            throttle::reset_everywhere(work.tx(), SECOND_FACTOR_DAILY, &subject).await?;
        }
        Ok(())
    }

    /// Where a try comes from: a browser that is known for the account, or a network address.
    pub(super) async fn place_of(
        &self,
        account: Option<&account::Model>,
        typed: &str,
        (device, address): (Option<&str>, Option<&str>),
    ) -> Result<Try> {
        let subject = subject_of(account, typed);
        let device = match (account, device) {
            (Some(account), Some(shown)) => {
                self.secret().known_device(shown, account.id.into(), self.now())?
            }
            _ => None,
        };
        let network = address.map(network);
        Ok(match (device, account) {
            (Some(device), Some(account)) => {
                let confirmed = match Secret::confirmed(&device) {
                    Some(id) => confirmed_devices::exist(self.database().ro(), id, account.id).await?,
                    None => false,
                };
                Try { subject, place: format!("device {device}"), network: None, confirmed }
            }
            _ => Try { subject, place: network.clone().unwrap_or_default(), network, confirmed: false },
        })
    }

    fn login_failures(&self) -> Limit {
        login_failures(self.settings().limits.rates.login_failures.into())
    }

    /// Where a stranger waits from whose address too many failed: one after the other of them, so that their guesses take
    /// little of the processor from everybody else.
    ///
    /// # Errors
    /// [`Error::RateLimited`], when too many wait there.
    pub(super) async fn place_in_line(&self, tried: &Try) -> Result<Option<Place>> {
        let Some(network) = &tried.network else { return Ok(None) };
        let full =
            throttle::is_full(self.database().ro(), self.login_failures(), network, self.now()).await?;
        if !full {
            return Ok(None);
        }
        let place = self.hashing().place(network);
        place.map(Some).ok_or(Error::RateLimited { retry_after: LOGIN_QUEUE })
    }

    /// Counts a try before it is made, so that many at once are no way round the limit; a success is taken back. Answers
    /// how long the try has to wait, or, when it is refused, how long until the next.
    pub(super) async fn count_login(&self, tried: &Try) -> Result<Result<Duration, Duration>> {
        let work = Work::begin(self).await?;
        let (tx, now, subject) = (work.tx(), work.now(), tried.subject.as_str());
        let both = (subject, tried.place.as_str());
        if let Err(wait) = throttle::count_at(tx, LOGIN_PER_ACCOUNT_AND_PLACE, both, now).await? {
            return Ok(Err(wait));
        }
        let mut delay = Duration::ZERO;
        if let Some(network) = &tried.network {
            let hourly = self.login_failures();
            let from_here = throttle::tally(tx, hourly, network, 1, now).await?;
            // One more for a name that has not failed from there yet: its owner knows the password.
            if hourly.judge(from_here, now).is_err()
                && let Err(wait) = throttle::count_at(tx, LOGIN_BEYOND, both, now).await?
            {
                return Ok(Err(wait));
            }
            let account = throttle::tally(tx, LOGIN_PER_ACCOUNT, subject, 1, now).await?;
            let address = throttle::tally(tx, LOGIN_PER_ADDRESS, network, 1, now).await?;
            delay = login_delay(account.count, address.count);
        }
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(Ok(delay))
    }

    /// Counts a try, and waits as long as it has to.
    ///
    /// # Errors
    /// [`Error::RateLimited`].
    pub(super) async fn wait_to_log_in(&self, tried: &Try) -> Result<()> {
        let counted = self.count_login(tried).await?;
        let delay = counted.map_err(|retry_after| Error::RateLimited { retry_after })?;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        Ok(())
    }

    /// Takes back what was counted for a try that succeeded, and forgets the failures from the same place.
    pub(super) async fn forgive_login(&self, work: &Work<'_>, tried: &Try) -> Result<()> {
        let (tx, subject) = (work.tx(), tried.subject.as_str());
        throttle::reset_at(tx, LOGIN_PER_ACCOUNT_AND_PLACE, (subject, &tried.place)).await?;
        if let Some(network) = &tried.network {
            throttle::reset_at(tx, LOGIN_BEYOND, (subject, &tried.place)).await?;
            throttle::take_back(tx, self.login_failures(), network).await?;
            throttle::take_back(tx, LOGIN_PER_ACCOUNT, subject).await?;
            throttle::take_back(tx, LOGIN_PER_ADDRESS, network).await?;
        }
        Ok(())
    }
}

/// One line for those who watch the log, such as fail2ban. What was typed is not in it: people type passwords there.
pub(super) fn log_failure(address: Option<&str>, account: Option<UserId>) {
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
