//! How often something may be tried: the limits, and the pure verdict over what was counted.
//!
//! Log-ins by password. What succeeds is not counted, and names without an account are counted as accounts are, so that nobody
//! learns which exist.
//!
//! | failures | within | of more than | the next try |
//! | --- | --- | --- | --- |
//! | of an account, in a browser that is known for it | 15 minutes | 10 | is refused |
//! | of an account, from one address | 15 minutes | 10 | is refused |
//! | of an account, from everywhere | 15 minutes | 50 | waits, two seconds at most |
//! | from one address | 15 minutes | 100 | waits, two seconds at most |
//! | from one address | an hour | `login_failures`, by default 1,000 | waits behind the others of that address, and is refused if 64 wait |
//! | of an account, from such an address | 15 minutes | 2 | is refused |
//!
//! So nobody keeps out those behind the same address who know their passwords, and whoever tries one password for all accounts
//! has two tries for each of them.

use std::{net::IpAddr, time::Duration};

use chrono::{DateTime, Utc};

/// So many tries within a window; the window begins with its first try and does not slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted; the first part of the key under which it is counted.
    pub name: &'static str,
    /// So many tries are let through.
    pub tries: i64,
    /// How long a window is.
    pub window: Duration,
}

const MINUTES: u64 = 60;

/// An hour: the window of everything that is limited per hour.
pub const HOUR: Duration = Duration::from_secs(60 * MINUTES);

/// Failed log-ins for one name from one network address (or from one known browser), whether or not the name has an
/// account. Nobody at another address is kept out by them.
pub const LOGIN_PER_ACCOUNT_AND_PLACE: Limit =
    Limit { name: "login.place", tries: 10, window: Duration::from_secs(15 * MINUTES) };

/// Failed log-ins for one name from everywhere. More than these make the next tries slow, and refuse nobody.
pub const LOGIN_PER_ACCOUNT: Limit =
    Limit { name: "login.account", tries: 50, window: Duration::from_secs(15 * MINUTES) };

/// Failed log-ins from one network address; many people may sit behind one. More than these make the next tries slow.
pub const LOGIN_PER_ADDRESS: Limit =
    Limit { name: "login.address", tries: 100, window: Duration::from_secs(15 * MINUTES) };

/// Failed log-ins from one network address within an hour; beyond them a stranger has [`LOGIN_BEYOND`] for each account.
#[must_use]
pub const fn login_failures(most: i64) -> Limit {
    Limit { name: "login.hour", tries: most, window: HOUR }
}

/// Failed log-ins for one name from an address that has used up [`login_failures`]: whoever knows their password gets in, and
/// whoever guesses has few tries for each name.
pub const LOGIN_BEYOND: Limit =
    Limit { name: "login.beyond", tries: 2, window: Duration::from_secs(15 * MINUTES) };

/// How long to wait when too many of one address have their passwords verified.
pub const LOGIN_QUEUE: Duration = Duration::from_secs(5);

/// The longest that a log-in is delayed.
const LONGEST_DELAY: Duration = Duration::from_secs(2);

/// How long a log-in waits when there were `account` failures for its name and `address` failures from its address: a
/// tenth of a second for each ten beyond the limits.
#[must_use]
pub fn login_delay(account: i64, address: i64) -> Duration {
    let beyond = (account - LOGIN_PER_ACCOUNT.tries).max(address - LOGIN_PER_ADDRESS.tries);
    let tenths = u64::try_from(beyond).unwrap_or(0).div_ceil(10);
    Duration::from_millis(tenths.saturating_mul(100)).min(LONGEST_DELAY)
}

/// How often a log-in by a provider that was begun may be finished: once. The window outlives what was begun.
pub const SIGN_IN_ONCE: Limit = Limit { name: "sign_in.once", tries: 1, window: HOUR };

/// Tries to change one's own password.
pub const PASSWORD_CHANGES: Limit =
    Limit { name: "password.change", tries: 10, window: Duration::from_secs(15 * MINUTES) };

/// Wrong codes of a second factor, for one account from one known browser, and from all others together: whoever knows the
/// password guesses no more than these, and the owner at a browser of theirs is not kept out by it.
pub const SECOND_FACTOR: Limit = Limit { name: "login.code", tries: 5, window: HOUR };

/// The same within a day, so that a stolen password is worth no long row of guesses. Time makes room again, and a new password
/// by the link of an email.
pub const SECOND_FACTOR_DAILY: Limit =
    Limit { name: "login.code.day", tries: 20, window: Duration::from_secs(24 * 60 * MINUTES) };

/// How often a new password makes room again: whoever reads the mails of somebody does not guess their codes without end.
pub const SECOND_FACTOR_ANEW: Limit =
    Limit { name: "login.code.anew", tries: 3, window: Duration::from_secs(24 * 60 * MINUTES) };

/// Recovery codes that were shown and are none, for one account from one network address or known browser: nobody guesses one,
/// and each costs some work.
pub const SECOND_FACTOR_LONG: Limit = Limit { name: "login.code.long", tries: 20, window: HOUR };

/// Passkeys that were shown beside a password and do not hold; the same.
pub const SECOND_FACTOR_PASSKEY: Limit = Limit { name: "login.code.passkey", tries: 20, window: HOUR };

/// How often a browser is asked for a passkey on behalf of one person who is logged in: each time leaves a row behind for some
/// minutes.
pub const PASSKEY_CEREMONIES: Limit =
    Limit { name: "passkey.ceremony", tries: 300, window: Duration::from_secs(15 * MINUTES) };

/// How often the answer to what a browser was asked at a log-in is taken: once. The window outlives what was asked.
pub const PASSKEY_ONCE: Limit = Limit { name: "passkey.once", tries: 1, window: HOUR };

/// Codes by which a second factor is set up; whoever sets it up has seen the secret.
pub const SECOND_FACTOR_SET_UP: Limit =
    Limit { name: "second-factor.set-up", tries: 10, window: Duration::from_secs(15 * MINUTES) };

/// Password mails for one account; what is above is dropped without a word.
pub const PASSWORD_MAILS: Limit = Limit { name: "password.account", tries: 5, window: HOUR };

/// Invitations of one person, by whomever of the staff.
pub const INVITATIONS: Limit =
    Limit { name: "invitation.account", tries: 3, window: Duration::from_secs(24 * 60 * MINUTES) };

/// Mails of one sender that are processed within an hour.
#[must_use]
pub const fn mails_of_sender(most: u64) -> Limit {
    hourly("mail.sender", most)
}

/// Senders of one organisation's domain who write for the first time within an hour.
#[must_use]
pub const fn new_senders_of_domain(most: u64) -> Limit {
    hourly("mail.new.domain", most)
}

/// Senders from one network who write for the first time within an hour.
#[must_use]
pub const fn new_senders_of_range(most: u64) -> Limit {
    hourly("mail.new.range", most)
}

/// Senders who write for the first time within an hour, whoever they are.
#[must_use]
pub const fn new_senders(most: u64) -> Limit {
    hourly("mail.new", most)
}

const fn hourly(name: &'static str, most: u64) -> Limit {
    let tries = if most > i64::MAX as u64 { i64::MAX } else { most.cast_signed() };
    Limit { name, tries, window: Duration::from_secs(60 * MINUTES) }
}

/// Confirmations to people who were never heard of before, whoever they are: `most` within an hour.
#[must_use]
pub const fn first_confirmations(most: i64) -> Limit {
    Limit { name: "mail.first", tries: most, window: HOUR }
}

/// Tries so far, as the database remembers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Tries in this window, the one at hand among them.
    pub count: i64,
    /// When the window began.
    pub since: DateTime<Utc>,
}

impl Limit {
    /// Judges a try at `now` that `tally` has counted; answers how many more are let through. A try that is refused is
    /// not to be kept, so that the window ends in time however often somebody hammers.
    ///
    /// # Errors
    /// How long to wait, when the window is full.
    pub fn judge(&self, tally: Tally, now: DateTime<Utc>) -> Result<i64, Duration> {
        if tally.count <= self.tries { Ok(self.tries - tally.count) } else { Err(self.left(tally, now)) }
    }

    /// How long the window still lasts.
    #[must_use]
    pub fn left(&self, tally: Tally, now: DateTime<Utc>) -> Duration {
        let age = (now - tally.since).to_std().unwrap_or_default();
        self.window.saturating_sub(age)
    }
}

/// The network that a client's address stands for: an IPv4 address itself, of IPv6 the /64 that one connection gets.
#[must_use]
pub fn network(address: &str) -> String {
    match address.trim().parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(address @ IpAddr::V4(_)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}
