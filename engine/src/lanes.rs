//! Lanes in which those of one name pass one after the other: who comes in crowds waits behind their own, and only so many may.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};

/// So many may be in one lane.
const MOST: usize = 64;

/// All lanes of a node; one exists as long as somebody is in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes(Arc<Mutex<HashMap<String, Lane>>>);

#[derive(Debug)]
struct Lane {
    turn: Arc<Semaphore>,
    people: usize,
}

/// A place in a lane, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    lanes: Lanes,
    name: String,
    turn: Arc<Semaphore>,
}

impl Lanes {
    /// A place in the lane of this name; `None`: it is full.
    pub(crate) fn enter(&self, name: &str) -> Option<Place> {
        let mut lanes = self.lock();
        let lane = lanes
            .entry(name.to_owned())
            .or_insert_with(|| Lane { turn: Arc::new(Semaphore::new(1)), people: 0 });
        if lane.people >= MOST {
            return None;
        }
        lane.people += 1;
        Some(Place { lanes: self.clone(), name: name.to_owned(), turn: Arc::clone(&lane.turn) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Lane>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Waits until it is this one's turn, which lasts until the answer is dropped.
    pub(crate) async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.turn).acquire_owned().await.map_err(Error::internal)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut lanes = self.lanes.lock();
        if let Some(lane) = lanes.get_mut(&self.name) {
            lane.people -= 1;
            if lane.people == 0 {
                lanes.remove(&self.name);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn those_of_one_name_pass_one_after_the_other_and_others_beside_them() {
        let lanes = Lanes::default();
        let (first, second) = (lanes.enter("a").expect("a place"), lanes.enter("a").expect("a place"));
        let turn = first.turn().await.expect("a turn");
        let mut waiting = Box::pin(second.turn());
        assert!(futures::poll!(&mut waiting).is_pending());
        let other = lanes.enter("b").expect("a place");
        drop(other.turn().await.expect("a turn"));
        drop(turn);
        drop(waiting.await.expect("a turn"));
    }

    #[tokio::test]
    async fn only_so_many_wait_and_a_lane_goes_with_the_last_of_them() {
        let lanes = Lanes::default();
        let mut places: Vec<Place> = (0..MOST).filter_map(|_| lanes.enter("a")).collect();
        assert_eq!(places.len(), MOST);
        assert!(lanes.enter("a").is_none(), "it is full");
        assert!(lanes.enter("b").is_some(), "of another name it is not");
        places.pop();
        assert!(lanes.enter("a").is_some(), "one has left");
        places.clear();
        assert!(lanes.lock().is_empty());
    }
}
