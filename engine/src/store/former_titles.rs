//! Titles that a ticket had before, which its journal tells: until the comment that it was opened with is redacted. The title of a
//! ticket that came by mail was the subject of that mail.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    Work,
    entity::{comment, event, ticket},
    forget::{holding, rewrite},
};
use crate::{
    error::Result,
    model::{EventChange, EventKind, FromTo, TicketId},
};

/// Takes them from the journal of each ticket that was opened with this comment, wherever it stands now.
pub(super) async fn forget_of(work: &Work<'_>, comment: Uuid) -> Result<()> {
    let opened: Vec<Uuid> = event::Entity::find()
        .select_only()
        .column(event::Column::TicketId)
        .distinct()
        .filter(event::Column::CommentId.eq(comment))
        .filter(event::Column::Kind.eq(EventKind::Created.as_str()))
        .into_tuple()
        .all(work.tx())
        .await?;
    for row in ticket::Entity::find().filter(ticket::Column::Id.is_in(opened)).all(work.tx()).await? {
        forget(work, row.id.into(), &row.title).await?;
    }
    Ok(())
}

/// Takes every title but the present one from the journal of a ticket.
pub(crate) async fn forget(work: &Work<'_>, ticket: TicketId, title: &str) -> Result<()> {
    let present = |text: Option<String>| text.filter(|text| text == title);
    let retitled = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket.0))
        .filter(event::Column::Changes.like(holding(r#""title""#)));
    for row in retitled.all(work.tx()).await? {
        let without = |change| {
            Some(match change {
                EventChange::Title(FromTo { from, to }) => {
                    EventChange::Title(FromTo { from: present(from), to: present(to) })
                }
                change => change,
            })
        };
        rewrite(work.tx(), row, without).await?;
    }
    Ok(())
}

/// Whether the journal of a ticket tells none of them.
pub(crate) async fn are_forgotten(work: &Work<'_>, ticket: TicketId) -> Result<bool> {
    let opened_with: Vec<Option<Uuid>> = event::Entity::find()
        .select_only()
        .column(event::Column::CommentId)
        .filter(event::Column::TicketId.eq(ticket.0))
        .filter(event::Column::Kind.eq(EventKind::Created.as_str()))
        .into_tuple()
        .all(work.tx())
        .await?;
    let redacted = comment::Entity::find()
        .filter(comment::Column::Id.is_in(opened_with.into_iter().flatten()))
        .filter(comment::Column::RedactedAt.is_not_null());
    Ok(redacted.one(work.tx()).await?.is_some())
}
