//! The one reader of a node: it reads what is new in the journal once, and hands it to all who follow.
//!
//! A handful of news says from where to where it reaches. Whoever stands between takes it; whoever stands before it has
//! missed something, because they came late or were slow, and reads for themselves. So nothing depends on who
//! began first.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::{Notify, broadcast, watch};
use uuid::Uuid;

use super::{Horizon, announce::Announcer};
use crate::{
    engine::Engine,
    error::{Causes, LastingFault, Result},
    model::{Event, Place, Ticket, UserId},
    store::{
        Database,
        news::{self, Line, Written},
    },
};

/// How many events are handed out at once.
const BATCH: u64 = 100;

/// How many handfuls wait for a slow follower before it must read for itself.
const BACKLOG: usize = 64;

/// How long to wait before a database that failed is asked again.
const RETRY: Duration = Duration::from_secs(1);

/// How often the journal is looked at while an open transaction holds events back; it need not tell of its end, since
/// it may write no event or belong to another database of the cluster.
const WITHHELD: Duration = Duration::from_millis(50);

/// An event with its ticket as it was when the event was read.
#[derive(Debug)]
pub(super) struct Happened {
    pub(super) event: Arc<Event>,
    pub(super) ticket: Arc<Ticket>,
    /// Who may read the ticket because they watch it.
    pub(super) readers: Vec<UserId>,
    pub(super) internal: bool,
}

/// Everything that happened between two places, and whose rights changed meanwhile.
#[derive(Debug)]
pub(super) struct News {
    pub(super) from: Place,
    pub(super) to: Place,
    pub(super) happened: Vec<Happened>,
    pub(super) rights: Rights,
}

/// Whose rights changed.
#[derive(Debug)]
pub(super) enum Rights {
    Of(Vec<Uuid>),
    /// Too many to be named.
    Everybody,
}

impl Rights {
    /// Whether they name this subject; who has none is named by nothing.
    pub(super) fn names(&self, subject: Option<Uuid>) -> bool {
        subject.is_some_and(|subject| match self {
            Self::Of(subjects) => subjects.contains(&subject),
            Self::Everybody => true,
        })
    }
}

/// Where followers meet the reader.
#[derive(Debug)]
pub(crate) struct Tail {
    news: broadcast::Sender<Arc<News>>,
    wanted: Notify,
    reads: AtomicU64,
    /// On SQLite, how much had been written when it was last read, as the watch over other processes counts it.
    written: AtomicI64,
    /// Who tells other nodes of what this one writes.
    announcer: Announcer,
}

impl Default for Tail {
    fn default() -> Self {
        Self {
            news: broadcast::channel(BACKLOG).0,
            wanted: Notify::new(),
            reads: AtomicU64::new(0),
            written: AtomicI64::new(0),
            announcer: Announcer::default(),
        }
    }
}

impl Tail {
    /// From now on, everything new.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Arc<News>> {
        let news = self.news.subscribe();
        self.wanted.notify_one();
        news
    }

    /// Whether anybody follows.
    pub(super) fn is_wanted(&self) -> bool {
        self.news.receiver_count() > 0
    }

    /// Nobody may be there any more: then nobody misses it.
    fn hand_out(&self, news: News) {
        let _ = self.news.send(Arc::new(news));
    }

    /// How much had been written when it was last read.
    pub(super) fn written(&self) -> i64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Who tells other nodes of what this one writes.
    pub(crate) const fn announcer(&self) -> &Announcer {
        &self.announcer
    }

    /// Counts a statement that asked for events.
    pub(super) fn count_read(&self) {
        self.reads.fetch_add(1, Ordering::Relaxed);
    }
}

impl Engine {
    /// How often this node has asked the database for events on behalf of followers, since it was opened.
    #[must_use]
    pub fn journal_reads(&self) -> u64 {
        self.tail().reads.load(Ordering::Relaxed)
    }

    /// Starts the reader. It does nothing until somebody follows, and ends with the engine.
    pub(crate) fn start_tail(&self) {
        let (database, tail, wake) =
            (self.database().clone(), Arc::clone(self.tail()), self.journal_wake().clone());
        let mut closing = self.closing();
        tokio::spawn(async move {
            let blind = LastingFault::new();
            let reading = async {
                loop {
                    tail.wanted.notified().await;
                    if let Err(error) = read(&database, &tail, wake.subscribe(), &blind).await {
                        let error = Causes(&error).to_string();
                        if blind.comes(&error) {
                            tracing::warn!(
                                error,
                                "cannot read the journal for those who follow it; trying again"
                            );
                        }
                        tokio::time::sleep(RETRY).await;
                        tail.wanted.notify_one();
                    }
                }
            };
            tokio::select! {
                () = reading => {}
                // Also when the engine is dropped without being closed.
                _ = closing.wait_for(|closing| *closing) => {}
            }
        });
    }
}

/// Reads until nobody follows any more. After a failure it begins anew, at the end as of then: its first news tells
/// everybody from where it reads, and whoever has not come so far reads what lies between.
async fn read(
    database: &Database,
    tail: &Tail,
    mut wake: watch::Receiver<u64>,
    blind: &LastingFault,
) -> Result<()> {
    let mut mark = news::rights_mark(database).await?;
    let mut place = Horizon::read(database).await?.end();
    tail.hand_out(News { from: place, to: place, happened: Vec::new(), rights: Rights::Everybody });
    while tail.is_wanted() {
        // Seen before reading: what is written from here on wakes again.
        wake.mark_unchanged();
        tail.count_read();
        let look = news::look(database, place, mark, BATCH).await?;
        if blind.goes() {
            tracing::info!("the journal is read again for those who follow it");
        }
        let full = look.lines.len() as u64 == BATCH;
        // Read after the events: whatever was changed before one of them is among these.
        let rights = if look.rights_changed { rights(database, mark).await? } else { Rights::Of(Vec::new()) };
        mark = look.mark;
        let from = place;
        let happened = happened(database, look.lines).await?;
        if let Some(last) = happened.last() {
            place = last.event.place;
        }
        tail.written.store(place.1.saturating_add(mark), Ordering::Relaxed);
        if !happened.is_empty() || look.rights_changed {
            tail.hand_out(News { from, to: place, happened, rights });
        }
        if full {
            continue;
        }
        if look.withheld {
            // Whether it was a wake-up or the time that ended the wait, the next look tells.
            let _ = tokio::time::timeout(WITHHELD, wake.changed()).await;
        } else if wake.changed().await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

async fn rights(database: &Database, mark: i64) -> Result<Rights> {
    Ok(news::rights_changes(database, mark).await?.map_or(Rights::Everybody, Rights::Of))
}

async fn happened(database: &Database, lines: Vec<Line>) -> Result<Vec<Happened>> {
    let read = database.in_time(news::read(database.aside(), lines)).await?;
    let happened = |Written { event, ticket, readers, internal }: Written| Happened {
        event: Arc::new(event),
        ticket: Arc::new(ticket),
        readers,
        internal,
    };
    Ok(read.into_iter().map(happened).collect())
}
