//! Browsers that are known for an account: signed ids, of which nothing is kept.

use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::Secret;
use crate::{error::Result, model::UserId};

/// What the id of a browser begins with in which more than a password was shown; no digit of an id.
const CONFIRMED: &str = "x";

/// How long a browser stays known after a log-in.
const DEVICE_LIFETIME: TimeDelta = TimeDelta::days(365);
/// Separates what a browser was given for several accounts.
const DEVICES: char = '~';
/// For how many accounts a browser is known at once.
const DEVICES_KEPT: usize = 5;
/// How many are looked at, whatever is shown.
const DEVICES_SHOWN: usize = 8;

impl Secret {
    /// What a browser is given when `account` has logged in: it is known then, for a year. `shown` is what it had before,
    /// since several people may use one; of theirs the newest few stay. `id` tells this browser from others; `confirmed` says
    /// that more than a password was shown in it.
    pub(crate) fn device(
        &self,
        shown: Option<&str>,
        (id, confirmed): (Uuid, bool),
        account: UserId,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let until = (now + DEVICE_LIFETIME).timestamp();
        let id = format!("{}{}", if confirmed { CONFIRMED } else { "" }, id.simple());
        let signature = self.device_signature(&id, until, account)?;
        let mut devices = vec![format!("{id}.{until}.{signature}")];
        for other in shown.unwrap_or_default().split(DEVICES).take(DEVICES_SHOWN) {
            // Its own former one is replaced.
            if devices.len() < DEVICES_KEPT && !other.is_empty() && !self.is_device(other, account, now)? {
                devices.push(other.to_owned());
            }
        }
        Ok(devices.join("~"))
    }

    /// Which known browser of `account` this is, if it is one.
    pub(crate) fn known_device(
        &self,
        shown: &str,
        account: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<String>> {
        for device in shown.split(DEVICES).take(DEVICES_SHOWN) {
            if self.is_device(device, account, now)? {
                return Ok(device.split('.').next().map(str::to_owned));
            }
        }
        Ok(None)
    }

    /// By what a browser is kept in which more than a password was shown.
    pub(crate) fn confirmed(id: &str) -> Option<Uuid> {
        id.strip_prefix(CONFIRMED).and_then(|id| Uuid::parse_str(id).ok())
    }

    fn is_device(&self, device: &str, account: UserId, now: DateTime<Utc>) -> Result<bool> {
        let mut parts = device.splitn(3, '.');
        let (Some(id), Some(until), Some(signature)) = (parts.next(), parts.next(), parts.next()) else {
            return Ok(false);
        };
        let Some(until) = until.parse::<i64>().ok().filter(|until| *until > now.timestamp()) else {
            return Ok(false);
        };
        let right = self.device_signature(id, until, account)?;
        Ok(right.as_bytes().ct_eq(signature.as_bytes()).into())
    }

    fn device_signature(&self, id: &str, until: i64, account: UserId) -> Result<String> {
        self.signature("device", &format!("{id}:{until}:{account}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_confirmed_by_what_was_shown_in_it_and_by_nothing_else() {
        let (secret, now) = (Secret([1; 32]), DateTime::UNIX_EPOCH);
        let anna = UserId(Uuid::from_u128(1));
        let mut known = Vec::new();
        // Ids of every digit: none of them begins like the mark.
        for confirmed in [false, true] {
            for id in [u128::MAX, 7, 0xabcd_ef00 << 96] {
                let device = secret.device(None, (Uuid::from_u128(id), confirmed), anna, now).unwrap();
                let id = secret.known_device(&device, anna, now).unwrap().unwrap();
                assert_eq!(Secret::confirmed(&id).is_some(), confirmed, "{id}");
                known.push(device);
            }
        }
        let forged = format!("{CONFIRMED}{}", known[0]);
        assert_eq!(secret.known_device(&forged, anna, now).unwrap(), None);
    }

    #[test]
    fn a_browser_is_known_for_those_who_logged_in_with_it_and_for_a_year() {
        let (secret, now) = (Secret([1; 32]), DateTime::UNIX_EPOCH);
        let (anna, ben) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let first = secret.device(None, (Uuid::from_u128(7), false), anna, now).unwrap();
        let both = secret.device(Some(&first), (Uuid::from_u128(8), false), ben, now).unwrap();
        let again = secret.device(Some(&both), (Uuid::from_u128(9), false), anna, now).unwrap();
        let known = |shown: &str, who, at| secret.known_device(shown, who, at).unwrap().is_some();
        assert!(known(&first, anna, now) && !known(&first, ben, now));
        assert!(known(&again, anna, now) && known(&again, ben, now));
        assert_eq!(again.split('~').count(), 2, "an account's own former one is replaced");
        assert!(!known(&again, anna, now + DEVICE_LIFETIME));
        assert_eq!(Secret([2; 32]).known_device(&first, anna, now).unwrap(), None);
        for forged in ["", "~", "a.b.c", &first.replace('.', "~"), &first[..first.len() - 1]] {
            assert!(!known(forged, anna, now), "{forged:?}");
        }
    }
}
