//! How much memory answers that are under way may take: on this node in all, and for each person.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::body::Refused;
use crate::{
    caller::Caller,
    error::{ErrorCode, Failure},
};
use ::http::StatusCode;

/// So many of the largest answers may wait for their readers at once: in all, and of one person.
pub(super) const ANSWERS: Shares = Shares { in_all: 16, of_one: 3 };

/// Smaller answers do not count; larger ones are handed over in pieces of so many bytes.
pub(super) const PIECE: usize = 64 * 1024;

/// Under which name what is under way is counted: the person, or the address of those who are not logged in.
pub(super) fn person(caller: &Caller) -> String {
    match caller.anybody().user() {
        Some(viewer) => viewer.id.to_string(),
        None => caller.client().address.clone().unwrap_or_default(),
    }
}

/// When it is worth trying again.
const LATER: Duration = Duration::from_secs(5);

/// How many of the largest may be under way at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shares {
    in_all: usize,
    of_one: usize,
}

/// What is held by what is under way. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    shares: Shares,
    held: Arc<Mutex<HashMap<String, usize>>>,
}

impl Budget {
    pub(super) fn new(shares: Shares) -> Self {
        Self { shares, held: Arc::default() }
    }

    /// Nothing yet, on behalf of this person; those who are not logged in are told apart by their address.
    fn of(&self, person: impl Into<String>, largest: usize) -> Held {
        Held { budget: self.clone(), person: person.into(), largest, bytes: 0 }
    }

    /// Room for an answer of so many bytes, `largest` being the largest of all. A small one needs none; the outer `None`:
    /// there is no room.
    #[expect(clippy::option_option, reason = "no room needed is not the same as no room")]
    pub(super) fn room(&self, person: &str, bytes: usize, largest: usize) -> Option<Option<Held>> {
        if bytes <= PIECE {
            return Some(None);
        }
        let mut held = self.of(person, largest.max(PIECE));
        held.has_taken(bytes).then_some(Some(held))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one request holds; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    budget: Budget,
    person: String,
    largest: usize,
    bytes: usize,
}

impl Held {
    /// Takes room for so many more bytes, if there is so much.
    fn has_taken(&mut self, bytes: usize) -> bool {
        let mut held = self.budget.lock();
        let all: usize = held.values().sum();
        let own = held.get(&self.person).copied().unwrap_or_default();
        let fits =
            |has: usize, requests: usize| has.saturating_add(bytes) <= self.largest.saturating_mul(requests);
        let has = fits(all, self.budget.shares.in_all) && fits(own, self.budget.shares.of_one);
        if has {
            held.insert(self.person.clone(), own + bytes);
            self.bytes += bytes;
        }
        has
    }
}

/// What is refused because too much is under way.
pub(super) fn later(message: &str) -> Refused {
    let failure =
        Failure { retry_after: Some(Box::new(LATER)), ..Failure::new(ErrorCode::RateLimited, message) };
    (StatusCode::TOO_MANY_REQUESTS, failure)
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.budget.lock();
        let left = held.get(&self.person).copied().unwrap_or_default().saturating_sub(self.bytes);
        if left == 0 {
            held.remove(&self.person);
        } else {
            held.insert(self.person.clone(), left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ANSWERS, Budget};

    #[test]
    fn nobody_takes_all_the_room_and_what_is_dropped_is_given_back() {
        const LARGEST: usize = 100;
        let budget = Budget::new(ANSWERS);
        let mut own: Vec<_> = (0..ANSWERS.of_one).map(|_| budget.of("a", LARGEST)).collect();
        for held in &mut own {
            assert!(held.has_taken(LARGEST));
        }
        assert!(!budget.of("a", LARGEST).has_taken(1), "one person's share is full");
        let more = ANSWERS.in_all - ANSWERS.of_one;
        let mut others: Vec<_> = (0..more).map(|other| budget.of(other.to_string(), LARGEST)).collect();
        for held in &mut others {
            assert!(held.has_taken(LARGEST));
        }
        assert!(!budget.of("b", LARGEST).has_taken(1), "all room is taken");
        drop(own);
        assert!(budget.of("b", LARGEST).has_taken(1));
        drop(others);
        assert!(budget.lock().is_empty(), "nothing is left behind");
    }
}
