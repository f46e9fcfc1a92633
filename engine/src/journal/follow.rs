//! The stream of events behind a cursor: replays, then takes what comes, and ends when the log-in does.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use futures::{Stream, StreamExt, stream};
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

use super::{
    Cursor, Horizon,
    reader::{Reader, detached},
    tail::{Happened, News, Rights},
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Event, Place, Ticket, TicketFilter, TicketId},
    store::{news, tickets::filter, visible::Visible},
};

/// How many events are read at once.
const BATCH: u64 = 100;

/// How often somebody who hears nothing is looked at, whether their log-in has run out.
const IDLE: Duration = Duration::from_secs(30);
/// A log-in that has just run out is asked for again after this.
const SHORTLY: Duration = Duration::from_millis(50);

/// What those are told who have lost rights, behind "You may not".
const LOST: &str =
    "follow these events any more: your permissions have changed. Subscribe again after the last cursor";

/// An event that a follower may see.
#[derive(Debug, Clone)]
pub struct Followed {
    /// The event.
    pub event: Arc<Event>,
    /// Its ticket, as it was when the event was read, without what the reader may not see.
    pub ticket: Arc<Ticket>,
    /// On whose behalf it was followed, with their rights as of then.
    pub reader: Arc<Reader>,
}

impl Engine {
    /// Every event that the actor may see, of tickets that the filter asks for, in order, from behind `after`: first
    /// those that lie there, then those to come. At least once, none skipped; after a break go on with the last event's
    /// cursor. Without `after` it begins with what happens once the stream is polled; to begin at an earlier moment
    /// without a gap, take [`Engine::journal_end`] then.
    ///
    /// What the actor may see is decided for each event with their rights as of the moment at which it is read. The
    /// stream ends at once, also when nothing happens: with [`Error::Unauthenticated`] when the log-in or the token ends,
    /// with [`Error::NotFound`] when the one ticket that is followed is out of sight, and with [`Error::Forbidden`] when
    /// other rights were lost. It begins with bad input for `after` and ends, when the journal does not have the event of the
    /// cursor: a backup was restored that is older, and what came after it cannot be told. It ends with an internal error when the database fails, and without one when the engine
    /// closes.
    pub fn follow(
        &self,
        actor: &Actor,
        after: Option<Cursor>,
        filter: TicketFilter,
    ) -> impl Stream<Item = Result<Event>> + Send + 'static + use<> {
        self.follow_with_tickets(actor, after, filter)
            .map(|followed| followed.map(|followed| (*followed.event).clone()))
    }

    /// The same, each event with its ticket and with the reader to whom it was shown.
    pub fn follow_with_tickets(
        &self,
        actor: &Actor,
        after: Option<Cursor>,
        filter: TicketFilter,
    ) -> impl Stream<Item = Result<Followed>> + Send + 'static + use<> {
        let follower = Follower {
            start: after,
            after: None,
            news: None,
            closing: self.closing(),
            engine: self.outside(),
            who: Who::Named(actor.clone()),
            filter,
            ticket: None,
            ready: VecDeque::new(),
            ended: false,
        };
        stream::unfold(follower, |mut follower| async move {
            let event = follower.next().await?;
            Some((event, follower))
        })
    }

    /// Whether a reader would be the same if they were asked for now.
    ///
    /// # Errors
    /// Internal, when the database fails; unauthenticated, when the log-in has ended.
    pub async fn is_current(&self, reader: &Reader) -> Result<bool> {
        Ok(Reader::renew(self, reader.actor()).await? == *reader)
    }

    /// The place in the journal behind everything that has happened by now.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn journal_end(&self) -> Result<Cursor> {
        Ok(Horizon::read(self.database()).await?.cursor())
    }
}

struct Follower {
    engine: Engine,
    who: Who,
    filter: TicketFilter,
    /// The one ticket that is followed, once the reader has seen it.
    ticket: Option<TicketId>,
    /// Where it is to begin, until the first reading has found that place.
    start: Option<Cursor>,
    after: Option<Place>,
    /// Where news come from; `None` until everything before has been replayed, and again when some was missed.
    news: Option<broadcast::Receiver<Arc<News>>>,
    closing: watch::Receiver<bool>,
    ready: VecDeque<Followed>,
    ended: bool,
}

/// The reader, once the database was asked.
enum Who {
    Named(Actor),
    Known(Arc<Reader>),
}

impl Who {
    fn actor(&self) -> &Actor {
        match self {
            Self::Named(actor) => actor,
            Self::Known(reader) => reader.actor(),
        }
    }
}

impl Follower {
    async fn next(&mut self) -> Option<Result<Followed>> {
        loop {
            if self.ended || *self.closing.borrow() {
                return None;
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(event));
            }
            let step = match self.news.take() {
                // Boxed: it is rare, and whoever waits for news need not be as large as it.
                None => Box::pin(self.replay()).await,
                Some(news) => self.listen(news).await,
            };
            match step {
                Ok(()) => {}
                // The connections went away under a reading that had begun.
                Err(_) if *self.closing.borrow() => return None,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }

    /// Reads the next events from the database and moves the place behind them, or behind all if there are no more; then
    /// the news go on from there.
    async fn replay(&mut self) -> Result<()> {
        // From here on nothing is missed: what is read below was written before, what is not comes as news.
        let news = self.engine.tail().subscribe();
        let reader = self.renew_or_end(false).await?;
        if let (Some(number), None) = (self.filter.number, self.ticket) {
            self.ticket = self.look_at(&reader, number).await?;
        }
        if let Some(cursor) = self.start.take() {
            let engine = self.engine.clone();
            self.after = Some(detached(async move { engine.journal_place(cursor).await }).await?);
        }
        let (engine, after, filter) = (self.engine.clone(), self.after, self.filter.clone());
        let read = detached(read(engine, Arc::clone(&reader), after, filter)).await?;
        for (event, ticket) in read.found {
            self.show(&reader, Arc::new(event), Arc::new(ticket));
        }
        self.after = Some(read.reached);
        self.news = (!read.more).then_some(news);
        Ok(())
    }

    /// How long to wait for news: a log-in that ends meanwhile ends the stream at that moment.
    fn patience(&self) -> Duration {
        let Who::Known(reader) = &self.who else { return IDLE };
        let left = reader.until().map(|until| until - self.engine.now());
        left.map_or(IDLE, |left| left.to_std().unwrap_or_default().max(SHORTLY).min(IDLE))
    }

    /// Takes what comes next, or looks up when nothing does.
    async fn listen(&mut self, mut from: broadcast::Receiver<Arc<News>>) -> Result<()> {
        let patience = self.patience();
        let heard = tokio::select! {
            heard = from.recv() => heard,
            _ = self.closing.changed() => return Ok(()),
            () = tokio::time::sleep(patience) => {
                self.news = Some(from);
                return Box::pin(self.renew_if_ended()).await;
            }
        };
        match heard {
            Ok(news) => {
                if Box::pin(self.take(&news)).await? {
                    self.news = Some(from);
                }
                Ok(())
            }
            // Too slow: what was missed is read from the database. The reader ends with the engine alone.
            Err(broadcast::error::RecvError::Lagged(_) | broadcast::error::RecvError::Closed) => Ok(()),
        }
    }

    /// Takes of the news what this follower asks for and may see; `false`: something lies between, which must be read.
    async fn take(&mut self, news: &News) -> Result<bool> {
        let reader = match (&self.who, &news.rights) {
            (Who::Known(reader), Rights::Of(subjects))
                if !subjects.iter().any(|subject| self.is_concerned_by(reader, *subject)) =>
            {
                let reader = Arc::clone(reader);
                self.renew_if_ended().await?;
                reader
            }
            _ => {
                let shown_otherwise = news.rights.names(self.ticket.map(|ticket| ticket.0));
                self.renew_or_end(shown_otherwise).await?
            }
        };
        let after = self.after.unwrap_or(news.from);
        let asks_database =
            self.filter.search.is_some() || self.filter.unseen.is_some() || self.filter.watching.is_some();
        if after < news.from || (asks_database && !news.happened.is_empty()) {
            return Ok(false);
        }
        for Happened { event, ticket, readers, internal } in &news.happened {
            if self.filter.number == Some(ticket.number) && !reader.sees(ticket, readers, false) {
                return Err(Error::NotFound { what: "ticket" });
            }
            let fits = event.place > after
                && reader.sees(ticket, readers, *internal)
                && filter::fits(reader.actor(), &self.filter, ticket, self.engine.now());
            if fits {
                self.show(&reader, Arc::clone(event), Arc::clone(ticket));
            }
        }
        self.after = Some(after.max(news.to));
        Ok(true)
    }

    /// Makes an event ready, its ticket without what is for the staff alone.
    fn show(&mut self, reader: &Arc<Reader>, mut event: Arc<Event>, mut ticket: Arc<Ticket>) {
        if !reader.sees_internal() {
            let visible = Visible::to(reader.actor());
            ticket = Arc::new(visible.shown((*ticket).clone()));
            event = Arc::new(visible.shown_event((*event).clone()));
        }
        self.ready.push_back(Followed { event, ticket, reader: Arc::clone(reader) });
    }

    /// Asks the database for the reader as of now.
    async fn renew(&mut self) -> Result<Arc<Reader>> {
        let renewed = Reader::renew(&self.engine, self.who.actor()).await?;
        let reader = match &self.who {
            // Nothing has changed: those who compare readers need not look twice.
            Who::Known(reader) if **reader == renewed => Arc::clone(reader),
            Who::Known(_) | Who::Named(_) => Arc::new(renewed),
        };
        self.who = Who::Known(Arc::clone(&reader));
        Ok(reader)
    }

    /// Whether a change of this subject may change what the reader sees of what is followed.
    fn is_concerned_by(&self, reader: &Reader, subject: Uuid) -> bool {
        reader.is_concerned_by(subject) || self.ticket.is_some_and(|ticket| ticket.0 == subject)
    }

    /// The ticket of this number, if the reader sees it.
    async fn look_at(&self, reader: &Arc<Reader>, number: i64) -> Result<Option<TicketId>> {
        let (engine, actor) = (self.engine.clone(), reader.actor().clone());
        let seen = detached(async move { engine.ticket(&actor, number).await }).await?;
        Ok(seen.map(|ticket| ticket.id))
    }

    /// Asks for the reader as of now, and ends the stream when they have lost what they followed it by. `shown_otherwise`:
    /// who sees the one ticket that is followed may have changed.
    async fn renew_or_end(&mut self, shown_otherwise: bool) -> Result<Arc<Reader>> {
        let before = match &self.who {
            Who::Known(reader) => Some(Arc::clone(reader)),
            Who::Named(_) => None,
        };
        let reader = self.renew().await?;
        let before = before.filter(|before| !Arc::ptr_eq(before, &reader));
        if let Some(number) = self.filter.number
            && (before.is_some() || shown_otherwise)
        {
            self.look_at(&reader, number).await?.ok_or(Error::NotFound { what: "ticket" })?;
        }
        let Some(before) = before else { return Ok(reader) };
        let lost =
            if self.filter.number.is_some() { before.is_another(&reader) } else { before.has_lost(&reader) };
        if lost { Err(Error::Forbidden { action: LOST }) } else { Ok(reader) }
    }

    async fn renew_if_ended(&mut self) -> Result<()> {
        let ended = matches!(&self.who, Who::Known(reader) if reader.has_ended(self.engine.now()));
        if ended {
            self.renew().await?;
        }
        Ok(())
    }
}

/// What one look behind a place showed.
struct Read {
    found: Vec<(Event, Ticket)>,
    reached: Place,
    /// Whether there is more behind what was found.
    more: bool,
}

/// The next events that the reader may see and asks for.
async fn read(
    engine: Engine,
    reader: Arc<Reader>,
    after: Option<Place>,
    filter: TicketFilter,
) -> Result<Read> {
    let database = engine.database();
    let horizon = Horizon::read(database).await?;
    let end = horizon.end();
    // What was shown of a transaction that another may still commit before is shown again.
    let after = after.map_or(end, |after| after.min(end));
    let asked = filter::conditions(reader.actor(), &filter, database.backend(), engine.now());
    engine.tail().count_read();
    let lines = news::after(database, after, horizon.oldest, reader.actor(), asked, BATCH).await?;
    let more = lines.len() as u64 == BATCH;
    let written = Box::pin(news::read(database.ro(), lines)).await?;
    let found: Vec<_> = written.into_iter().map(|written| (written.event, written.ticket)).collect();
    // An event may have been written between the two reads: it was seen, so it goes on behind it, not at the end.
    let last = found.last().map(|(event, _)| event.place);
    let reached = last.filter(|last| more || *last > end).unwrap_or(end);
    Ok(Read { found, reached, more })
}
