//! Whose documents run at once: a few of each person, so that nobody's answers fill the memory before they are sent.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// So many documents run at once on a node. More do not end sooner: they wait for the processor and the database.
const IN_ALL: usize = 48;
/// So many run for one person, or one address without a login.
const OF_ONE: usize = 8;
/// How long a document waits for its turn.
const WAIT: Duration = Duration::from_secs(10);

/// Who waits and who runs. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    all: Arc<Semaphore>,
    each: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
    /// How long a document waits.
    wait: Duration,
}

/// The turn of one document, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _own: Own,
    _all: OwnedSemaphorePermit,
}

/// One person's part of a turn; whoever has no other left is forgotten.
#[derive(Debug)]
struct Own {
    turns: Turns,
    person: String,
    permit: Option<OwnedSemaphorePermit>,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self { all: Arc::new(Semaphore::new(IN_ALL)), each: Arc::default(), wait: WAIT }
    }

    /// Waits for a turn; `None`, when it did not come in time. Who has many waiting waits for their own first, and
    /// stands in nobody's way.
    pub(super) async fn next(&self, person: &str) -> Option<Turn> {
        let of_one = {
            let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
            let own = each.entry(person.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(OF_ONE)));
            Arc::clone(own)
        };
        let mut own = Own { turns: self.clone(), person: person.to_owned(), permit: None };
        let both = async {
            own.permit = of_one.acquire_owned().await.ok();
            Arc::clone(&self.all).acquire_owned().await.ok()
        };
        let all = timeout(self.wait, both).await.ok().flatten()?;
        Some(Turn { _own: own, _all: all })
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        drop(self.permit.take());
        let mut each = self.turns.each.lock().unwrap_or_else(PoisonError::into_inner);
        // The map's own handle alone: nobody of theirs runs or waits.
        if each.get(&self.person).is_some_and(|own| Arc::strong_count(own) == 1) {
            each.remove(&self.person);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::PoisonError, time::Duration};

    use super::{OF_ONE, Turns};

    #[tokio::test]
    async fn one_person_has_a_few_turns_and_another_need_not_wait_for_them() {
        let turns = Turns { wait: Duration::ZERO, ..Turns::new() };
        let mut own = Vec::new();
        for _ in 0..OF_ONE {
            own.extend(turns.next("a").await);
        }
        assert_eq!(own.len(), OF_ONE);
        assert!(turns.next("a").await.is_none(), "it did not come in time");
        assert!(turns.next("b").await.is_some());
        drop(own.pop());
        assert!(turns.next("a").await.is_some());
        drop(own);
        let each = turns.each.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(each.is_empty(), "nobody is remembered");
    }
}
