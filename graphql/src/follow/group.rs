//! Why: an event is written out once for all who asked for the same and may see the same, however many they are.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::Response;
use engine::{EventId, ReaderGroup};
use tokio::sync::OnceCell;

use crate::{http::answer, run::Prepared};

/// How many of the last answers a group keeps for its slower members; who is slower still makes their own.
const KEPT: usize = 32;

/// How many groups there may be before those without members are looked for.
const SWEEP: usize = 64;

/// An answer, written out.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) response: Response,
    /// The answer as it is sent, in JSON.
    pub(crate) text: String,
    /// Whether something went wrong: the last answer then.
    pub(crate) failed: bool,
}

impl Rendered {
    pub(super) fn new(response: Response) -> Self {
        let text = answer::to_json(&response).to_string();
        Self { failed: response.is_err(), response, text }
    }
}

/// An answer, and for whom it is.
pub(super) enum Made {
    /// For all members of the group.
    ForAll(Arc<Rendered>),
    /// For the one who made it.
    ForOne(Arc<Rendered>),
    /// It speaks of the viewer, as every answer to this document will.
    Personal(Arc<Rendered>),
}

type Slot = Arc<OnceCell<Arc<Rendered>>>;

/// Subscribers who asked for the same with the same rights.
pub(super) struct Group {
    prepared: Prepared,
    personal: AtomicBool,
    last: Mutex<VecDeque<(EventId, Slot)>>,
}

impl Group {
    /// A group of one, until more is known of its member.
    pub(super) fn alone(prepared: Prepared) -> Self {
        Self { prepared, personal: AtomicBool::new(false), last: Mutex::default() }
    }

    /// What all of them asked for.
    pub(super) fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// The answer to an event: made by the first member who asks, unless it must be made by each.
    pub(super) async fn answer<F: Future<Output = Made>>(
        &self,
        event: EventId,
        make: impl FnOnce() -> F,
    ) -> Arc<Rendered> {
        if self.personal.load(Ordering::Relaxed) {
            return match make().await {
                Made::ForAll(one) | Made::ForOne(one) | Made::Personal(one) => one,
            };
        }
        let slot = self.slot(event);
        let answer = slot.get_or_try_init(|| async {
            match make().await {
                Made::ForAll(one) => Ok(one),
                Made::ForOne(one) => Err(one),
                Made::Personal(one) => {
                    self.personal.store(true, Ordering::Relaxed);
                    Err(one)
                }
            }
        });
        match answer.await {
            Ok(one) => Arc::clone(one),
            Err(own) => own,
        }
    }

    fn slot(&self, event: EventId) -> Slot {
        let mut last = lock(&self.last);
        // The newest are asked for most.
        if let Some((_, slot)) = last.iter().rev().find(|(known, _)| *known == event) {
            return Arc::clone(slot);
        }
        if last.len() >= KEPT {
            last.pop_front();
        }
        let slot = Slot::default();
        last.push_back((event, Arc::clone(&slot)));
        slot
    }
}

/// What makes two subscribers one group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    document: Arc<str>,
    operation: Option<String>,
    /// Those variables that an answer depends on, as JSON.
    variables: String,
    readers: ReaderGroup,
}

/// All groups of a schema.
#[derive(Default)]
pub(crate) struct Groups(Mutex<Known>);

#[derive(Default)]
struct Known {
    groups: HashMap<Key, Weak<Group>>,
    sweep_at: usize,
}

impl Groups {
    /// The group of those who ask for this with these rights.
    pub(super) fn join(&self, prepared: &Prepared, readers: ReaderGroup) -> Arc<Group> {
        let key = Key {
            document: Arc::clone(&prepared.document),
            operation: prepared.operation.clone(),
            variables: prepared.telling_variables.clone(),
            readers,
        };
        let mut known = lock(&self.0);
        if let Some(group) = known.groups.get(&key).and_then(Weak::upgrade) {
            return group;
        }
        if known.groups.len() >= known.sweep_at {
            known.groups.retain(|_, group| group.strong_count() > 0);
            known.sweep_at = SWEEP.max(known.groups.len() * 2);
        }
        let group = Arc::new(Group::alone(prepared.clone()));
        known.groups.insert(key, Arc::downgrade(&group));
        group
    }
}

/// What panicked while it held this left it whole: nothing in here is changed in two steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
