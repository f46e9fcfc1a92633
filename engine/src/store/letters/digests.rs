//! Letters for many: begun by the first notice, and what gathers in them until they leave.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _,
    TryInsertResult, sea_query::OnConflict,
};
use uuid::Uuid;

use super::new::{NewLetter, add_once};
use crate::{
    error::Result,
    model::{Notice, TicketId},
    store::{
        Work,
        entity::{digest_entry, letter, ticket},
        locks::Lock as _,
        visible::Visible,
    },
};

/// Writes this letter unless there is one of the same `dedupe`; answers the one that there is, locked.
pub(crate) async fn begin(work: &Work<'_>, new: NewLetter) -> Result<Option<letter::Model>> {
    let dedupe = new.dedupe.clone();
    add_once(work, new).await?;
    // Locked, so that it does not leave while something is added to it.
    let found = letter::Entity::find().filter(letter::Column::Dedupe.eq(dedupe)).locked();
    Ok(found.one(work.tx()).await?)
}

/// Adds a notice of a ticket to a letter, or notes when it happened last; whether anything was written.
pub(crate) async fn add(work: &Work<'_>, letter: Uuid, ticket: TicketId, notice: Notice) -> Result<bool> {
    let entry = digest_entry::ActiveModel {
        letter_id: Set(letter),
        ticket_id: Set(ticket.into()),
        notice: Set(notice.as_str().to_owned()),
        at: Set(work.now()),
        last_at: Set(None),
    };
    let id = [digest_entry::Column::LetterId, digest_entry::Column::TicketId, digest_entry::Column::Notice];
    let inserted = digest_entry::Entity::insert_many([entry])
        .on_conflict(OnConflict::columns(id).value(digest_entry::Column::LastAt, work.now()).to_owned())
        .try_insert()
        .exec_without_returning(work.tx());
    Ok(!matches!(inserted.await?, TryInsertResult::Empty))
}

/// What has gathered in a letter.
pub(crate) async fn entries(db: &impl ConnectionTrait, letter: Uuid) -> Result<Vec<digest_entry::Model>> {
    let gathered = digest_entry::Entity::find().filter(digest_entry::Column::LetterId.eq(letter));
    Ok(gathered.all(db).await?)
}

/// Those of the tickets of a letter that can be seen.
pub(crate) async fn tickets(
    db: &impl ConnectionTrait,
    letter: Uuid,
    visible: Visible<'_>,
) -> Result<Vec<ticket::Model>> {
    let entered = digest_entry::Entity::find()
        .select_only()
        .column(digest_entry::Column::TicketId)
        .filter(digest_entry::Column::LetterId.eq(letter));
    let seen = ticket::Entity::find()
        .filter(ticket::Column::Id.in_subquery(entered.into_query()))
        .filter(visible.tickets());
    Ok(seen.all(db).await?)
}
