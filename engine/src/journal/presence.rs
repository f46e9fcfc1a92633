//! Who of the staff is at a ticket, told as it changes; whoever is told is there themselves.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures::{Stream, StreamExt, stream};
use tokio::{sync::broadcast, time::Instant};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Causes, Error, Result},
    model::{Event, Presence, TicketFilter, TicketId, UserId},
    policy::{self, sight::Sight},
    store::{Work, presence},
};

/// How often the database is asked for what other nodes have noted, and for who has stopped writing.
const POLL: Duration = Duration::from_secs(5);

/// How long somebody who leaves is still there: a page that is loaded again leaves and comes.
const GRACE: Duration = Duration::from_secs(1);

/// How many changes a stream may be behind; beyond, it looks without knowing whether it must.
const BACKLOG: usize = 256;

/// Who holds how many streams of which ticket on this node.
#[derive(Debug)]
pub(crate) struct Attendance {
    streams: Mutex<HashMap<(TicketId, UserId), usize>>,
    changed: broadcast::Sender<TicketId>,
}

impl Default for Attendance {
    fn default() -> Self {
        Self { streams: Mutex::default(), changed: broadcast::channel(BACKLOG).0 }
    }
}

impl Attendance {
    /// Has the streams of a ticket on this node look again.
    pub(crate) fn wake(&self, ticket: TicketId) {
        // Without a receiver nobody has a ticket open.
        let _nobody = self.changed.send(ticket);
    }

    fn enter(&self, at: (TicketId, UserId)) {
        *self.streams.lock().unwrap_or_else(PoisonError::into_inner).entry(at).or_default() += 1;
    }

    /// Whether it was their last stream.
    fn leave(&self, at: (TicketId, UserId)) -> bool {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(count) = streams.get_mut(&at) else { return false };
        *count -= 1;
        let last = *count == 0;
        if last {
            streams.remove(&at);
        }
        last
    }

    fn is_here(&self, at: (TicketId, UserId)) -> bool {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&at)
    }
}

impl Engine {
    /// Who of the staff is at a ticket: at once, and again whenever it changes. The actor is there as long as the stream
    /// is held.
    ///
    /// The stream ends like that of [`Engine::follow`]: at once, with an error, when the log-in ends or the ticket is out
    /// of sight.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody; `NotFound` for a ticket that is absent or hidden; `Forbidden` for customers.
    pub async fn presence(
        &self,
        actor: &Actor,
        number: i64,
    ) -> Result<impl Stream<Item = Result<Vec<Presence>>> + Send + 'static + use<>> {
        let user = policy::logged_in(actor)?.id;
        let ticket = self.ticket(actor, number).await?.ok_or(Error::NotFound { what: "ticket" })?;
        if !Sight::of(actor).sees_internal() {
            return Err(Error::Forbidden { action: "see who is viewing a ticket" });
        }
        let filter = TicketFilter { number: Some(ticket.number), ..TicketFilter::default() };
        let attendant = Attendant {
            events: self.follow(actor, None, filter).boxed(),
            changed: self.attendance().changed.subscribe(),
            stay: Stay::begin(self, ticket.id, user),
            actor: actor.clone(),
            noted: None,
            told: None,
            ended: false,
        };
        Ok(stream::unfold(attendant, |mut attendant| async move {
            let told = Box::pin(attendant.next()).await?;
            Some((told, attendant))
        }))
    }
}

struct Attendant {
    stay: Stay,
    actor: Actor,
    /// What happens at the ticket; its end is ours.
    events: Pin<Box<dyn Stream<Item = Result<Event>> + Send>>,
    changed: broadcast::Receiver<TicketId>,
    noted: Option<Instant>,
    told: Option<Vec<Presence>>,
    ended: bool,
}

impl Attendant {
    async fn next(&mut self) -> Option<Result<Vec<Presence>>> {
        while !self.ended {
            if self.noted.is_none_or(|noted| noted.elapsed() >= presence::BEAT) {
                self.note().await;
            }
            match self.stay.engine.presence_if_seen(&self.actor, self.stay.at.0).await {
                Ok(now) if now.is_some() && self.told == now => {}
                Ok(Some(now)) => {
                    self.told = Some(now.clone());
                    return Some(Ok(now));
                }
                Ok(None) => {
                    self.ended = true;
                    return Some(Err(Error::NotFound { what: "ticket" }));
                }
                // The follower of the ticket tells what is wrong, if it lasts.
                Err(error) => tracing::debug!(error = %Causes(&error), "cannot tell who is at a ticket"),
            }
            tokio::select! {
                event = self.events.next() => match event {
                    Some(Ok(_)) => {}
                    Some(Err(error)) => {
                        self.ended = true;
                        return Some(Err(error));
                    }
                    None => self.ended = true,
                },
                () = hear_of(&mut self.changed, self.stay.at.0) => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        None
    }

    /// A note that cannot be written is no reason to end: the ticket can still be read.
    async fn note(&mut self) {
        let first = self.noted.is_none();
        self.noted = Some(Instant::now());
        match self.stay.note().await {
            Ok(()) if first => self.stay.engine.attendance().wake(self.stay.at.0),
            Ok(()) => {}
            Err(error) => tracing::debug!(error = %Causes(&error), "cannot note who looks at a ticket"),
        }
    }
}

/// Waits until there may be something new about this ticket.
async fn hear_of(changed: &mut broadcast::Receiver<TicketId>, ticket: TicketId) {
    loop {
        match changed.recv().await {
            Ok(other) if other != ticket => {}
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
        }
    }
}

/// The stay of somebody at a ticket; dropping it ends it.
struct Stay {
    engine: Engine,
    at: (TicketId, UserId),
}

impl Stay {
    fn begin(engine: &Engine, ticket: TicketId, user: UserId) -> Self {
        engine.attendance().enter((ticket, user));
        Self { engine: engine.outside(), at: (ticket, user) }
    }

    async fn note(&self) -> Result<()> {
        let work = Work::begin(&self.engine).await?;
        let (ticket, user) = self.at;
        presence::note(work.tx(), self.engine.node(), ticket, user, work.now()).await?;
        work.commit(policy::routine(), Vec::new()).await
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        if !self.engine.attendance().leave(self.at) {
            return;
        }
        // Outside a runtime nobody can write; the row runs out by itself.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (engine, at) = (self.engine.clone(), self.at);
        runtime.spawn(async move {
            let mut closing = engine.closing();
            tokio::select! {
                () = tokio::time::sleep(GRACE) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
            if engine.attendance().is_here(at) {
                return;
            }
            match leave(&engine, at).await {
                Ok(()) => engine.attendance().wake(at.0),
                Err(error) => tracing::debug!(error = %Causes(&error), "cannot note who left a ticket"),
            }
        });
    }
}

async fn leave(engine: &Engine, (ticket, user): (TicketId, UserId)) -> Result<()> {
    let work = Work::begin(engine).await?;
    presence::forget(work.tx(), &engine.node(), ticket, user).await?;
    work.commit(policy::routine(), Vec::new()).await
}
