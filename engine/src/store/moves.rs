//! Moves comments from one ticket to another, with all that hangs on them: what search finds, the mails that they came by,
//! the threads that lead to them, and who takes part.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Work,
    entity::{account, comment, incoming_mail, message, search_entry, sent_answer, watcher},
    many, tickets,
};
use crate::{
    error::Result,
    model::{Role, TicketId, UserId, Visibility},
};

/// How many are named in one statement.
const BATCH: usize = 500;

/// Moves these comments, which are in another ticket now, to `to`.
pub(crate) async fn comments(work: &Work<'_>, ids: &[Uuid], to: TicketId) -> Result<()> {
    for ids in ids.chunks(BATCH) {
        let named = || ids.iter().copied();
        let from: Vec<Uuid> = comment::Entity::find()
            .select_only()
            .column(comment::Column::TicketId)
            .distinct()
            .filter(comment::Column::Id.is_in(named()))
            .into_tuple()
            .all(work.tx())
            .await?;
        comment::Entity::update_many()
            .col_expr(comment::Column::TicketId, Expr::value(to.0))
            .filter(comment::Column::Id.is_in(named()))
            .exec(work.tx())
            .await?;
        // What an answer did to its ticket is not given back to another one.
        sent_answer::Entity::delete_many()
            .filter(sent_answer::Column::CommentId.is_in(named()))
            .exec(work.tx())
            .await?;
        incoming_mail::Entity::update_many()
            .col_expr(incoming_mail::Column::TicketId, Expr::value(to.0))
            .filter(incoming_mail::Column::CommentId.is_in(named()))
            .exec(work.tx())
            .await?;
        message::Entity::update_many()
            .col_expr(message::Column::TicketId, Expr::value(to.0))
            .filter(message::Column::TicketId.is_in(from))
            .filter(message::Column::CommentId.is_in(named()))
            .exec(work.tx())
            .await?;
        found_in(work, ids, to).await?;
        let authors: Vec<Uuid> = comment::Entity::find()
            .select_only()
            .column(comment::Column::AuthorId)
            .distinct()
            .filter(comment::Column::Id.is_in(named()))
            .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
            .into_tuple()
            .all(work.tx())
            .await?;
        for author in authors {
            tickets::take_part(work.tx(), to, author.into()).await?;
        }
    }
    Ok(())
}

/// Lets search find the comments in their new ticket: by new entries, since entries are in the order in which tickets got
/// them.
async fn found_in(work: &Work<'_>, ids: &[Uuid], to: TicketId) -> Result<()> {
    let of_comments = || search_entry::Column::CommentId.is_in(ids.iter().copied());
    let entries = search_entry::Entity::find().filter(of_comments()).order_by_asc(search_entry::Column::Id);
    let entries = entries.all(work.tx()).await?;
    search_entry::Entity::delete_many().filter(of_comments()).exec(work.tx()).await?;
    let moved = entries.into_iter().map(|entry| search_entry::ActiveModel {
        ticket_id: Set(to.into()),
        comment_id: Set(entry.comment_id),
        internal: Set(entry.internal),
        content: Set(entry.content),
        ..Default::default()
    });
    Ok(many::insert(work.tx(), moved.collect(), None).await?)
}

/// The comments of a ticket that somebody wrote in public, oldest first: when, and whether one of the staff did who is not
/// its customer.
pub(crate) async fn posts(
    work: &Work<'_>,
    ticket: TicketId,
    customer: UserId,
) -> Result<Vec<(DateTime<Utc>, bool)>> {
    let rows: Vec<(DateTime<Utc>, Uuid, String)> = comment::Entity::find()
        .select_only()
        .columns([comment::Column::CreatedAt, comment::Column::AuthorId])
        .column_as(account::Column::Role, "role")
        .join(
            sea_orm::JoinType::InnerJoin,
            comment::Entity::belongs_to(account::Entity)
                .from(comment::Column::AuthorId)
                .to(account::Column::Id)
                .into(),
        )
        .filter(comment::Column::TicketId.eq(ticket.0))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .filter(comment::Column::Automatic.eq(false))
        .order_by_asc(comment::Column::CreatedAt)
        .order_by_asc(comment::Column::Id)
        .into_tuple()
        .all(work.tx())
        .await?;
    let post = |(at, author, role): (DateTime<Utc>, Uuid, String)| {
        (at, author != customer.0 && role != Role::Customer.as_str())
    };
    Ok(rows.into_iter().map(post).collect())
}

/// Lets everybody who watches `from` watch `to` in the same way; those whom `to` knows already stay as they are. Answers
/// whom it got.
pub(crate) async fn watchers(work: &Work<'_>, from: TicketId, to: TicketId) -> Result<Vec<UserId>> {
    let of = |ticket: TicketId| watcher::Entity::find().filter(watcher::Column::TicketId.eq(ticket.0));
    let known: Vec<Uuid> = of(to).all(work.tx()).await?.into_iter().map(|row| row.user_id).collect();
    let (mut rows, mut added) = (Vec::new(), Vec::new());
    for row in of(from).all(work.tx()).await?.into_iter().filter(|row| !known.contains(&row.user_id)) {
        added.push(row.user_id.into());
        rows.push(watcher::ActiveModel {
            ticket_id: Set(to.into()),
            user_id: Set(row.user_id),
            kind: Set(row.kind),
            created_at: Set(work.now()),
        });
    }
    many::insert(work.tx(), rows, None).await?;
    Ok(added)
}
