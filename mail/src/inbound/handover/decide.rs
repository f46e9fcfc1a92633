//! Decides on the messages of all connections: those that are ready together, with one commit.

use engine::Engine;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use super::protocol::Answer;
use crate::inbound::{Prepared, TOGETHER, take_in_all};

/// A message that was stored and read, and waits to be decided on.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) prepared: Prepared,
    pub(super) mailbox: Option<String>,
    /// What its bytes take of the memory for all.
    pub(super) room: OwnedSemaphorePermit,
    pub(super) answer: oneshot::Sender<Answer>,
}

/// Decides until nobody can bring more.
pub(super) async fn decide(engine: Engine, mut waiting: mpsc::Receiver<Waiting>) {
    let mut ready = Vec::with_capacity(TOGETHER);
    while waiting.recv_many(&mut ready, TOGETHER).await > 0 {
        for group in by_mailbox(ready.drain(..)) {
            Box::pin(take_in(&engine, group)).await;
        }
    }
}

/// Those of one mailbox together, in the order in which they came. One connection names one mailbox, and the order of different
/// connections means nothing.
fn by_mailbox(ready: impl Iterator<Item = Waiting>) -> Vec<Vec<Waiting>> {
    let mut groups: Vec<Vec<Waiting>> = Vec::new();
    for one in ready {
        let same = |group: &&mut Vec<Waiting>| group.first().is_some_and(|it| it.mailbox == one.mailbox);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

async fn take_in(engine: &Engine, group: Vec<Waiting>) {
    let mailbox = group.first().and_then(|one| one.mailbox.clone());
    let (mut prepared, mut asked) = (Vec::with_capacity(group.len()), Vec::with_capacity(group.len()));
    for one in group {
        prepared.push(one.prepared);
        asked.push((one.answer, one.room));
    }
    let reports = take_in_all(engine, prepared, mailbox.as_deref()).await;
    for ((answer, _room), report) in asked.into_iter().zip(reports) {
        metrics::counter!(super::HANDED_OVER).increment(1);
        // Whoever has given up on the answer takes the message in again, and the ledger knows it.
        let _gone = answer.send(Answer::Decided(Box::new(report)));
    }
}
