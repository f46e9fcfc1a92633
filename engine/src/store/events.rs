//! Lines of the journal as the model has them: what is different with ids, as it is kept, and in words with the names of today.

pub(crate) mod history;

use sea_orm::ConnectionTrait;

use super::{
    changes,
    entity::event,
    names_by_id::{self, NamesOf},
};
use crate::{
    error::{Error, Result},
    model::{Cursor, Event, EventChange},
};

/// The events of these rows; `epoch` counts how often this database was restored into another cluster.
pub(crate) async fn read(
    db: &impl ConnectionTrait,
    rows: impl Iterator<Item = &event::Model>,
    epoch: i64,
) -> Result<Vec<Event>> {
    let mut events = rows.map(|row| unnamed(row, epoch)).collect::<Result<Vec<_>>>()?;
    let mut ids = NamesOf::default();
    for change in events.iter().flat_map(|event| &event.changed) {
        match change {
            EventChange::Assignee(it) | EventChange::Watchers(it) => {
                ids.people.extend(it.both().map(|id| id.0));
            }
            EventChange::Queue(it) => ids.queues.extend(it.both().map(|id| id.0)),
            EventChange::Organisation(it) => ids.organisations.extend(it.both().map(|id| id.0)),
            _ => {}
        }
    }
    // Of two accounts of one person the other one is called by its name.
    let whose = names_by_id::merged(db, &ids.people).await?;
    ids.people.extend(whose.values());
    let names = ids.look_up(db).await?;
    let name = |id| names.of(whose.get(&id).copied().unwrap_or(id));
    for event in &mut events {
        event.changes = event.changed.iter().map(|change| change.told(name)).collect();
    }
    Ok(events)
}

fn unnamed(row: &event::Model, epoch: i64) -> Result<Event> {
    Ok(Event {
        id: row.id.into(),
        cursor: Cursor { epoch, tx: row.tx, seq: row.seq },
        kind: row.kind.parse().map_err(Error::internal)?,
        actor: row.actor_id.map(Into::into),
        cause: row.cause.parse().map_err(Error::internal)?,
        ticket: row.ticket_id.into(),
        comment: row.comment_id.map(Into::into),
        changed: changed(row),
        changes: Vec::new(),
        at: row.at,
    })
}

/// What a row says is different. One that nobody can read says nothing: it stands between others, which are to be read.
pub(crate) fn changed(row: &event::Model) -> Vec<EventChange> {
    changes::read(&row.changes).unwrap_or_else(|error| {
        let error = &error as &dyn std::error::Error;
        tracing::error!(error, event = %row.id, "what an event changed cannot be read; it is told without");
        Vec::new()
    })
}
