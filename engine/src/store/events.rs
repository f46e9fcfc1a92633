//! Lines of the journal as the model has them: what is different with ids, as it is kept, and in words with the names of today.

pub(crate) mod history;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    changes,
    entity::event,
    names_by_id::{self, NamesOf},
};
use crate::{
    error::{Causes, Error, Result},
    model::{Cursor, Event, EventChange, Place},
};

/// Before the first event.
pub(crate) const START: Place = (i64::MIN, 0);

/// Where a cursor stands today; `None`: the journal does not have its event.
pub(crate) async fn place(db: &impl ConnectionTrait, cursor: Cursor) -> Result<Option<Place>> {
    let Some(event) = cursor.event() else { return Ok(Some(START)) };
    let found = event::Entity::find()
        .select_only()
        .columns([event::Column::Tx, event::Column::Seq])
        .filter(event::Column::Id.eq(event.0));
    Ok(found.into_tuple().one(db).await?)
}

/// The events of these rows.
pub(crate) async fn read(
    db: &impl ConnectionTrait,
    rows: impl Iterator<Item = &event::Model>,
) -> Result<Vec<Event>> {
    let mut events = rows.map(unnamed).collect::<Result<Vec<_>>>()?;
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

fn unnamed(row: &event::Model) -> Result<Event> {
    Ok(Event {
        id: row.id.into(),
        cursor: Cursor::after(Some(row.id.into())),
        place: (row.tx, row.seq),
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
        let (event, error) = (row.id, Causes(&error));
        tracing::error!(%error, %event, "what an event changed cannot be read; it is told without");
        Vec::new()
    })
}
