//! Rows of drafts: written over as often as a person types, removed with what they became.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect, QueryTrait as _, sea_query::OnConflict,
};

use super::{
    draft_files,
    entity::{draft, draft_file, new_ticket_draft},
    in_sight,
    visible::Visible,
};
use crate::{
    error::Result,
    model::{TicketId, UserId, Visibility},
    rules::texts::clean_text,
};

/// Puts a draft in the place of the one before.
pub(crate) async fn put(tx: &DatabaseTransaction, row: draft::Model) -> Result<()> {
    let again = OnConflict::columns([draft::Column::UserId, draft::Column::TicketId])
        .update_columns([
            draft::Column::Text,
            draft::Column::Visibility,
            draft::Column::Status,
            draft::Column::SavedAt,
            draft::Column::Writer,
            draft::Column::WrittenAt,
        ])
        .to_owned();
    let insert = draft::Entity::insert(row.into_active_model().reset_all()).on_conflict(again);
    insert.exec_without_returning(tx).await?;
    Ok(())
}

/// A person's draft on a ticket as it is kept; a blank text says that there is none.
pub(crate) async fn kept(
    tx: &DatabaseTransaction,
    user: UserId,
    ticket: TicketId,
) -> Result<Option<draft::Model>> {
    Ok(draft::Entity::find_by_id((user.0, ticket.0)).one(tx).await?)
}

/// A person's drafts on those of these tickets that they see, as far as they have a text or files.
pub(crate) async fn that_hold_something(
    db: &impl ConnectionTrait,
    user: UserId,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<Vec<draft::Model>> {
    let seen = in_sight::ids(visible, tickets.iter().map(|id| id.0));
    let with_files = draft_file::Entity::find()
        .select_only()
        .column(draft_file::Column::TicketId)
        .filter(draft_file::Column::UserId.eq(user.0));
    let holds_something = Condition::any()
        .add(draft::Column::Text.ne(""))
        .add(draft::Column::TicketId.in_subquery(with_files.into_query()));
    let found = draft::Entity::find()
        .filter(draft::Column::UserId.eq(user.0))
        .filter(holds_something)
        .filter(draft::Column::TicketId.in_subquery(seen.into_query()));
    Ok(found.all(db).await?)
}

/// A person's draft of a new ticket as it is kept.
pub(crate) async fn kept_new(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<new_ticket_draft::Model>> {
    Ok(new_ticket_draft::Entity::find_by_id(user.0).one(db).await?)
}

/// Removes a person's draft on a ticket.
pub(crate) async fn remove(tx: &DatabaseTransaction, user: UserId, ticket: TicketId) -> Result<()> {
    draft::Entity::delete_by_id((user.0, ticket.0)).exec(tx).await?;
    Ok(())
}

/// Removes the draft that has become this comment: one with the same text, or with the beginning of it for the same readers. What
/// its author has written in another window stays, and so does a note when something else goes to the customer; the readers of files stay with those that have not become a part of the
/// comment. `readers`: nobody's when a macro wrote it.
pub(crate) async fn became_comment(
    tx: &DatabaseTransaction,
    author: UserId,
    ticket: TicketId,
    readers: Option<Visibility>,
    text: &str,
) -> Result<()> {
    let Some(row) = kept(tx, author, ticket).await? else { return Ok(()) };
    if row.text.is_empty() {
        // What is blank says who reads the files.
        let is_over = draft_files::of(tx, author, [ticket]).await?.is_empty();
        return if is_over { remove(tx, author, ticket).await } else { Ok(()) };
    }
    let same_readers = readers.is_some_and(|readers| row.visibility == readers.as_str());
    let drafted = clean_text(&row.text);
    if drafted == text || (same_readers && text.starts_with(&drafted)) {
        remove(tx, author, ticket).await?;
    }
    Ok(())
}

/// Puts the draft of a new ticket in the place of the one before.
pub(crate) async fn put_new(tx: &DatabaseTransaction, row: new_ticket_draft::Model) -> Result<()> {
    let again = OnConflict::column(new_ticket_draft::Column::UserId)
        .update_columns([
            new_ticket_draft::Column::Title,
            new_ticket_draft::Column::Text,
            new_ticket_draft::Column::Note,
            new_ticket_draft::Column::CustomerEmail,
            new_ticket_draft::Column::CustomerName,
            new_ticket_draft::Column::SavedAt,
            new_ticket_draft::Column::Writer,
            new_ticket_draft::Column::WrittenAt,
        ])
        .to_owned();
    let insert = new_ticket_draft::Entity::insert(row.into_active_model().reset_all()).on_conflict(again);
    insert.exec_without_returning(tx).await?;
    Ok(())
}

/// Removes a person's draft of a new ticket.
pub(crate) async fn remove_new(tx: &DatabaseTransaction, user: UserId) -> Result<()> {
    new_ticket_draft::Entity::delete_by_id(user.0).exec(tx).await?;
    Ok(())
}

/// Removes the draft that has become this ticket: what is opened on a page is what was drafted there; another program of
/// the same person must bring the same title or text.
pub(crate) async fn became_ticket(
    tx: &DatabaseTransaction,
    author: UserId,
    on_a_page: bool,
    title: &str,
    text: &str,
) -> Result<()> {
    let Some(row) = kept_new(tx, author).await? else { return Ok(()) };
    if on_a_page || row.text.trim_end() == text || row.title.trim() == title {
        remove_new(tx, author).await?;
    }
    Ok(())
}
