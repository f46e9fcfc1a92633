//! The connections that deliver by LMTP, and which of them gives way when another one comes and all places are taken.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

/// A connection that has said nothing for so long gives way to another; a busy mail server pauses for less.
const IDLE: Duration = Duration::from_secs(1);
/// A mail that has been on its way for so long may be interrupted; it is delivered again.
const SLOW: Duration = Duration::from_secs(30);
/// The log tells of a lack of places once in this time.
const REMIND: Duration = Duration::from_mins(1);

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// It has not said what it wants next.
    Waiting,
    /// A mail comes in.
    Receiving,
    /// A mail is decided on. Nobody is sent away here: the mail would come again.
    Deciding,
}

#[derive(Debug)]
struct Holder {
    number: u64,
    doing: Doing,
    since: Instant,
    leave: Arc<Notify>,
}

impl Holder {
    /// Whether it may be sent away; those that say nothing come first, of these the one that has been silent for longest.
    fn gives_way(&self) -> Option<(bool, Instant)> {
        let spent = self.since.elapsed();
        match self.doing {
            Doing::Waiting => (spent >= IDLE).then_some((false, self.since)),
            Doing::Receiving => (spent >= SLOW).then_some((true, self.since)),
            Doing::Deciding => None,
        }
    }
}

#[derive(Debug, Default)]
struct Taken {
    count: u64,
    holders: Vec<Holder>,
    told: Option<Instant>,
}

/// Hands out so many places.
#[derive(Debug)]
pub(super) struct Places {
    total: usize,
    taken: Mutex<Taken>,
    freed: Notify,
}

/// A place, free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    places: Arc<Places>,
    leave: Arc<Notify>,
}

impl Places {
    pub(super) fn new(total: usize) -> Arc<Self> {
        Arc::new(Self { total, taken: Mutex::default(), freed: Notify::new() })
    }

    /// A place for a new connection, if need be that of the one that has been idle for longest; `None`: all are busy.
    pub(super) fn take(self: &Arc<Self>) -> Option<Place> {
        let mut taken = self.taken();
        if taken.holders.len() >= self.total {
            taken.warn();
            let idle = taken.holders.iter().filter_map(|holder| Some((holder.gives_way()?, holder.number)));
            let (_, number) = idle.min()?;
            if let Some(holder) = taken.remove(number) {
                metrics::counter!(super::GAVE_WAY).increment(1);
                holder.leave.notify_one();
            }
        }
        taken.count += 1;
        let (number, leave) = (taken.count, Arc::new(Notify::new()));
        let (doing, since) = (Doing::Waiting, Instant::now());
        taken.holders.push(Holder { number, doing, since, leave: Arc::clone(&leave) });
        taken.show();
        drop(taken);
        Some(Place { number, places: Arc::clone(self), leave })
    }

    /// Waits until a place may have become free.
    pub(super) async fn freed(&self) {
        let _later = tokio::time::timeout(IDLE / 4, self.freed.notified()).await;
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn remove(&mut self, number: u64) -> Option<Holder> {
        let at = self.holders.iter().position(|holder| holder.number == number)?;
        Some(self.holders.swap_remove(at))
    }

    fn warn(&mut self) {
        if self.told.is_none_or(|told| told.elapsed() >= REMIND) {
            self.told = Some(Instant::now());
            let connections = self.holders.len();
            tracing::warn!(
                connections,
                "all connections for deliveries by LMTP are taken; those that say nothing give way"
            );
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "there are few connections")]
    fn show(&self) {
        metrics::gauge!(super::OPEN).set(self.holders.len() as f64);
    }
}

impl Place {
    /// Notes what the connection does from now on.
    pub(super) fn doing(&self, doing: Doing) {
        let mut taken = self.places.taken();
        if let Some(holder) = taken.holders.iter_mut().find(|holder| holder.number == self.number) {
            (holder.doing, holder.since) = (doing, Instant::now());
        }
    }

    /// Tells when the place has gone to another connection.
    pub(super) fn leave(&self) -> Arc<Notify> {
        Arc::clone(&self.leave)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        let _gave_way = taken.remove(self.number);
        taken.show();
        drop(taken);
        self.places.freed.notify_one();
    }
}
