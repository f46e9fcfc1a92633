//! The stream of events behind a cursor: replays, then waits for more, and ends when the log-in does.

use std::{collections::VecDeque, time::Duration};

use futures::{Stream, stream};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use tokio::sync::watch;

use super::{Cursor, Horizon};
use crate::{
    actor::{Actor, Via, Viewer},
    engine::Engine,
    error::{Error, Result},
    model::{Event, TicketFilter},
    policy::visible::Visible,
    queries,
    store::{
        entity::{event, ticket},
        logins::Known,
        rows,
    },
};

/// How many events are read at once.
const BATCH: u64 = 100;

/// How often somebody who hears nothing is asked whether they are still logged in.
const IDLE: Duration = Duration::from_secs(30);

impl Engine {
    /// Every event that the actor may see, of tickets that the filter asks for, in order, from behind `after`: first
    /// those that lie there, then those to come. At least once, none skipped; after a break go on with the last event's
    /// cursor. Without `after` it begins with what happens once the stream is polled; to begin at an earlier moment
    /// without a gap, take [`Engine::journal_end`] then.
    ///
    /// The rights are asked anew for each batch. The stream ends with [`Error::Unauthenticated`] when the log-in or the
    /// token ends, with an internal error when the database fails, and without one when the engine closes.
    pub fn follow(
        &self,
        actor: &Actor,
        after: Option<Cursor>,
        filter: TicketFilter,
    ) -> impl Stream<Item = Result<Event>> + Send + 'static + use<> {
        let follower = Follower {
            after: after.map(|after| after.today(self.database().journal_shifts())),
            wake: self.journal_wake().subscribe(),
            closing: self.closing(),
            engine: self.clone(),
            actor: actor.clone(),
            filter,
            ready: VecDeque::new(),
            ended: false,
        };
        stream::unfold(follower, |mut follower| async move {
            let event = follower.next().await?;
            Some((event, follower))
        })
    }

    /// The place in the journal behind everything that has happened by now.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn journal_end(&self) -> Result<Cursor> {
        Ok(Horizon::read(self.database()).await?.end())
    }
}

struct Follower {
    engine: Engine,
    actor: Actor,
    filter: TicketFilter,
    after: Option<Cursor>,
    wake: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    ready: VecDeque<Event>,
    ended: bool,
}

impl Follower {
    async fn next(&mut self) -> Option<Result<Event>> {
        loop {
            if self.ended || *self.closing.borrow() {
                return None;
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(event));
            }
            // Seen before reading: what is written from here on wakes again.
            self.wake.mark_unchanged();
            let read = match self.read().await {
                Ok(()) if self.ready.is_empty() => self.wait().await,
                read => read,
            };
            match read {
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

    /// Reads the next events and moves the place behind them, or behind all if there are no more: events that the actor
    /// may not see are then never looked at again.
    async fn read(&mut self) -> Result<()> {
        self.actor = self.renewed().await?;
        let database = self.engine.database();
        let horizon = Horizon::read(database).await?;
        let after = match self.after {
            // A cursor from beyond the end saw a history that a restore took back.
            Some(after) if (after.tx, after.seq) <= (horizon.end().tx, horizon.end().seq) => after,
            Some(_) | None => horizon.end(),
        };
        let visible = Condition::all()
            .add(Visible::to(&self.actor).events_of_tickets())
            .add(queries::conditions(&self.actor, &self.filter, database.backend()));
        let of_ticket = event::Entity::belongs_to(ticket::Entity)
            .from(event::Column::TicketId)
            .to(ticket::Column::Id)
            .into();
        let place = Expr::tuple([event::Column::Tx.into_expr(), event::Column::Seq.into_expr()]);
        let found = event::Entity::find()
            .join(JoinType::InnerJoin, of_ticket)
            .filter(place.gt(Expr::tuple([Expr::value(after.tx), Expr::value(after.seq)])))
            .filter(event::Column::Tx.lt(horizon.oldest))
            .filter(visible)
            .order_by_asc(event::Column::Tx)
            .order_by_asc(event::Column::Seq)
            .limit(BATCH)
            .all(database.ro())
            .await?;
        let full = found.len() as u64 == BATCH;
        for row in &found {
            self.ready.push_back(rows::event(row, horizon.end().epoch)?);
        }
        // An event may have been written between the two reads: it was seen, so it goes on behind it, not at the end.
        let end = horizon.end();
        self.after = match self.ready.back().map(|last| last.cursor) {
            Some(last) if full || (last.tx, last.seq) > (end.tx, end.seq) => Some(last),
            _ => Some(end),
        };
        Ok(())
    }

    /// The actor as of now, so that what they lost meanwhile they lose at once.
    async fn renewed(&self) -> Result<Actor> {
        let Some(viewer) = self.actor.user() else { return Ok(self.actor.clone()) };
        let known = match viewer.via {
            Via::Session(id) => Known::Session(id),
            Via::Token(id) => Known::Token(id),
            Via::Local => Known::User(viewer.id),
        };
        let still = known.recognise(self.engine.database()).await?;
        let still = still.filter(|still| still.holds(self.engine.now())).ok_or(Error::Unauthenticated)?;
        Ok(Actor::viewer(Viewer { scopes: viewer.scopes, ..still.viewer(&known)? }))
    }

    /// Waits for more, and asks now and then whether the log-in still holds.
    async fn wait(&mut self) -> Result<()> {
        loop {
            tokio::select! {
                // The senders live as long as the engine, which this follower holds.
                _ = self.wake.changed() => return Ok(()),
                _ = self.closing.changed() => return Ok(()),
                () = tokio::time::sleep(IDLE) => self.actor = self.renewed().await?,
            }
        }
    }
}
