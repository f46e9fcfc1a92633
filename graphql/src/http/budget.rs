//! How much memory uploads that are under way may take: on this node in all, and for each person.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::http::StatusCode;
use engine::UserId;

use super::body::Refused;
use crate::error::{ErrorCode, Failure};

/// So many of the largest requests may be under way at once: in all, and of one person.
const IN_ALL: usize = 4;
const OF_ONE: usize = 2;

/// When it is worth trying again.
const LATER: Duration = Duration::from_secs(5);

/// What is held by uploads under way. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budget(Arc<Mutex<HashMap<UserId, usize>>>);

impl Budget {
    /// Nothing yet, on behalf of this person.
    pub(super) fn of(&self, person: UserId, largest: usize) -> Held {
        Held { budget: self.clone(), person, largest, bytes: 0 }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one request holds; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    budget: Budget,
    person: UserId,
    largest: usize,
    bytes: usize,
}

impl Held {
    /// Takes room for so many more bytes.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Refused> {
        let mut held = self.budget.lock();
        let all: usize = held.values().sum();
        let own = held.get(&self.person).copied().unwrap_or_default();
        let fits =
            |has: usize, requests: usize| has.saturating_add(bytes) <= self.largest.saturating_mul(requests);
        if fits(all, IN_ALL) && fits(own, OF_ONE) {
            held.insert(self.person, own + bytes);
            self.bytes += bytes;
            return Ok(());
        }
        let message = "Too many uploads are under way; try again in a few seconds.";
        let failure = Failure { retry_after: Some(LATER), ..Failure::new(ErrorCode::RateLimited, message) };
        Err((StatusCode::TOO_MANY_REQUESTS, failure))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.budget.lock();
        let left = held.get(&self.person).copied().unwrap_or_default().saturating_sub(self.bytes);
        if left == 0 {
            held.remove(&self.person);
        } else {
            held.insert(self.person, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::UserId;

    use super::{Budget, IN_ALL, OF_ONE};

    #[test]
    fn nobody_takes_all_the_room_and_what_is_dropped_is_given_back() {
        const LARGEST: usize = 100;
        let budget = Budget::default();
        let people: Vec<UserId> =
            (0..4).filter_map(|n| format!("00000000-0000-0000-0000-00000000000{n}").parse().ok()).collect();
        let mut own: Vec<_> = (0..OF_ONE).map(|_| budget.of(people[0], LARGEST)).collect();
        for held in &mut own {
            assert!(held.take(LARGEST).is_ok());
        }
        assert!(budget.of(people[0], LARGEST).take(1).is_err(), "one person's share is full");
        let mut others: Vec<_> =
            people[1..].iter().take(IN_ALL - OF_ONE).map(|person| budget.of(*person, LARGEST)).collect();
        for held in &mut others {
            assert!(held.take(LARGEST).is_ok());
        }
        assert!(budget.of(people[3], LARGEST).take(1).is_err(), "all room is taken");
        drop(own);
        assert!(budget.of(people[3], LARGEST).take(1).is_ok());
        drop(others);
        assert!(budget.lock().is_empty(), "nothing is left behind");
    }
}
