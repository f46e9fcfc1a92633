//! Files of comments as the actor may see them: by comment, by id, of a ticket, and how many.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{Attachment, AttachmentId, CommentId, TicketId},
    store::{
        entity::{attachment, comment},
        rows,
        visible::Visible,
    },
};

/// The files of these comments, each comment's in the order in which they were attached.
pub(crate) async fn of_comments(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    comments: &[CommentId],
) -> Result<Vec<Attachment>> {
    let wanted = attachment::Column::CommentId.is_in(comments.iter().map(|id| id.0));
    let found = seen(visible, wanted).order_by_asc(attachment::Column::Position);
    Ok(found.all(db).await?.into_iter().map(rows::attachment).collect())
}

/// Those of these files that are theirs to see.
pub(crate) async fn of_ids(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[AttachmentId],
) -> Result<Vec<Attachment>> {
    let wanted = attachment::Column::Id.is_in(ids.iter().map(|id| id.0));
    let rows = seen(visible, wanted).all(db).await?;
    Ok(rows.into_iter().map(rows::attachment).collect())
}

/// One file; `None`: there is none, or it is not theirs to see.
pub(crate) async fn one(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    id: AttachmentId,
) -> Result<Option<Attachment>> {
    let found = seen(visible, attachment::Column::Id.eq(id.0)).one(db).await?;
    Ok(found.map(rows::attachment))
}

/// The files of a ticket with the times of their comments, each comment's in the order in which they were attached.
pub(crate) async fn of_ticket(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ticket: TicketId,
) -> Result<Vec<(Attachment, DateTime<Utc>)>> {
    let comments = comment::Entity::find().filter(comment::Column::TicketId.eq(ticket.0)).select_only();
    let ids = comments.clone().column(comment::Column::Id).into_query();
    let times: HashMap<Uuid, DateTime<Utc>> = comments
        .columns([comment::Column::Id, comment::Column::CreatedAt])
        .into_tuple::<(Uuid, DateTime<Utc>)>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let wanted = attachment::Column::CommentId.in_subquery(ids);
    let found = seen(visible, wanted).order_by_asc(attachment::Column::Position);
    let rows = found.all(db).await?.into_iter();
    let files = rows
        .filter_map(|row| Some((times.get(&row.comment_id).copied()?, row)))
        .map(|(at, row)| (rows::attachment(row), at));
    Ok(files.collect())
}

/// How many files each of these tickets has, in one statement; a ticket with none is left out.
pub(crate) async fn count_of_each(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<HashMap<TicketId, u64>> {
    let files = comment::Entity::belongs_to(attachment::Entity)
        .from(comment::Column::Id)
        .to(attachment::Column::CommentId)
        .into();
    let counted: Vec<(Uuid, i64)> = comment::Entity::find()
        .join(JoinType::InnerJoin, files)
        .filter(comment::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.0)))
        .filter(visible.comments())
        .select_only()
        .column(comment::Column::TicketId)
        .column_as(attachment::Column::Id.count(), "count")
        .group_by(comment::Column::TicketId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().map(|(id, count)| (TicketId(id), count.unsigned_abs())).collect())
}

fn seen(visible: Visible<'_>, wanted: Expr) -> Select<attachment::Entity> {
    attachment::Entity::find().filter(wanted).filter(visible.attachments())
}
