//! What stands between the password and the code: a sealed proof that the password was right, good for a few minutes.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    engine::Engine,
    error::{Challenge, Error, Result},
    policy::second_factor::CHALLENGE,
    store::entity::account,
};

/// For what challenges are sealed.
const PURPOSE: &str = "log-in";

/// Bytes of an id, and of what binds a challenge to the password.
const ID: usize = 16;

/// What a challenge says.
pub(super) struct Proven {
    /// Whose password was right.
    pub(super) account: Uuid,
    /// Whether the session is to last long.
    pub(super) remember: bool,
    binding: [u8; ID],
}

impl Proven {
    /// Whether the password is still the one that was right.
    pub(super) fn holds_for(&self, account: &account::Model) -> bool {
        account.active && self.account == account.id && self.binding == binding(account)
    }
}

impl Engine {
    /// A challenge for the account whose password has just been shown or set.
    pub(crate) fn challenge(&self, account: &account::Model, remember: bool) -> Result<Challenge> {
        let until = (self.now() + CHALLENGE).timestamp_millis();
        let mut bytes = account.id.as_bytes().to_vec();
        bytes.extend(binding(account));
        bytes.extend(until.to_be_bytes());
        bytes.push(u8::from(remember));
        self.secret().seal(PURPOSE, &bytes).map(Challenge)
    }

    /// What a challenge says, if it is one of ours and its time has not passed.
    pub(super) fn proven(&self, challenge: &str) -> Result<Proven> {
        let bytes = self.secret().open(PURPOSE, challenge);
        bytes.and_then(|bytes| read(&bytes, self.now())).ok_or_else(expired)
    }
}

/// The challenge is none of ours, too old, or the password has changed since.
pub(super) fn expired() -> Error {
    Error::bad("challenge", "challenge-expired", "This login has expired. Enter your password again.")
}

fn read(bytes: &[u8], now: DateTime<Utc>) -> Option<Proven> {
    let (account, rest) = bytes.split_first_chunk::<ID>()?;
    let (binding, rest) = rest.split_first_chunk::<ID>()?;
    let (until, rest) = rest.split_first_chunk::<8>()?;
    let holds = i64::from_be_bytes(*until) > now.timestamp_millis();
    let remember = rest == [1];
    holds.then_some(Proven { account: Uuid::from_bytes(*account), remember, binding: *binding })
}

fn binding(account: &account::Model) -> [u8; ID] {
    let digest = Sha256::digest(account.password_hash.as_deref().unwrap_or_default());
    digest.first_chunk().copied().unwrap_or_default()
}
