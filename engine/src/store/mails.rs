//! Rows of the ledger of incoming mails: entered once for each mail, completed, and found again.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    TryInsertResult,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};
use uuid::Uuid;

use super::{
    Work,
    entity::{comment, incoming_mail, ticket},
    locks::Lock as _,
};
use crate::{
    error::{Error, Result},
    model::{CommentId, IncomingMessage, MailId, MailReason, Outcome, QueueId, Received, TicketId},
};

/// A mail that is entered.
pub(crate) struct NewMail<'m> {
    pub(crate) id: MailId,
    /// What makes two mails the same.
    pub(crate) dedupe: String,
    /// By what its bytes are found.
    pub(crate) sha256: String,
    /// What was read in it.
    pub(crate) message: &'m IncomingMessage,
    /// As much of its subject as is shown.
    pub(crate) subject: String,
    /// The address of ours for which it came.
    pub(crate) mailbox: Option<&'m str>,
    /// The queue of that address.
    pub(crate) queue: QueueId,
    /// What trusted servers say of its sender.
    pub(crate) authentication: Option<String>,
    /// What its signature says.
    pub(crate) signature: Option<String>,
}

/// Enters a mail, of which nothing is made until the line is completed; `false`: it is there already. A second process that enters
/// the same mail waits here for the first.
pub(crate) async fn enter(work: &Work<'_>, mail: NewMail<'_>) -> Result<bool> {
    let NewMail { message, .. } = mail;
    let row = incoming_mail::ActiveModel {
        id: Set(mail.id.into()),
        dedupe: Set(mail.dedupe),
        message_id: Set(message.message_id.clone()),
        sha256: Set(mail.sha256),
        mailbox: Set(mail.mailbox.map(str::to_owned)),
        sender: Set(message.from.as_ref().map(|from| from.address.clone())),
        sender_name: Set(message.from.as_ref().map(|from| from.name.clone()).filter(|name| !name.is_empty())),
        subject: Set(Some(mail.subject)),
        queue_id: Set(Some(mail.queue.into())),
        outcome: Set(Outcome::Ignored.as_str().to_owned()),
        reason: Set(None),
        reason_code: Set(None),
        reason_detail: Set(None),
        relation: Set(None),
        authentication: Set(mail.authentication),
        signature: Set(mail.signature),
        ticket_id: Set(None),
        comment_id: Set(None),
        received_at: Set(work.now()),
        repeats: Set(0),
        repeated_at: Set(None),
        old_at: Set(message.old),
    };
    let twice = OnConflict::column(incoming_mail::Column::Dedupe).do_nothing().to_owned();
    let inserted = incoming_mail::Entity::insert_many([row])
        .on_conflict(twice)
        .try_insert()
        .exec_without_returning(work.tx());
    Ok(matches!(inserted.await?, TryInsertResult::Inserted(count) if count > 0))
}

/// Enters a mail once more, for another ticket that it became a part of; answers the new line.
pub(crate) async fn enter_again(work: &Work<'_>, mail: MailId, ticket: TicketId) -> Result<MailId> {
    let row = incoming_mail::Entity::find_by_id(mail.0).one(work.tx()).await?;
    let row = row.ok_or_else(|| Error::internal("a mail left the ledger"))?;
    let id: MailId = work.id()?;
    let again = incoming_mail::Model {
        id: id.into(),
        dedupe: format!("{}:{}", row.dedupe, ticket.0.simple()),
        repeats: 0,
        repeated_at: None,
        ..row
    };
    let again = again.into_active_model().reset_all();
    incoming_mail::Entity::insert(again).exec_without_returning(work.tx()).await?;
    Ok(id)
}

/// Completes a line with what became of its mail.
pub(crate) async fn complete(
    work: &Work<'_>,
    mail: MailId,
    ticket: Option<TicketId>,
    received: &Received,
) -> Result<()> {
    let row = incoming_mail::ActiveModel {
        outcome: Set(received.outcome.as_str().to_owned()),
        reason: Set(received.reason.clone()),
        reason_code: Set(received.why.map(|why| why.as_str().to_owned())),
        reason_detail: Set(received.detail.clone()),
        relation: Set(received.relation.map(|relation| relation.as_str().to_owned())),
        ticket_id: Set(ticket.map(Into::into)),
        comment_id: Set(received.comment.map(Into::into)),
        ..Default::default()
    };
    // Nobody asks for the row again: without it the database reads nothing back.
    let line = incoming_mail::Column::Id.eq(mail.0);
    incoming_mail::Entity::update_many().set(row).filter(line).exec(work.tx()).await?;
    Ok(())
}

/// Notes that nothing is made of a mail, and why.
pub(crate) async fn ignore(work: &Work<'_>, mail: MailId, why: MailReason) -> Result<()> {
    let row = incoming_mail::ActiveModel {
        id: Unchanged(mail.into()),
        outcome: Set(Outcome::Ignored.as_str().to_owned()),
        reason_code: Set(Some(why.as_str().to_owned())),
        reason: Set(Some(why.sentence(None))),
        reason_detail: Set(None),
        ..Default::default()
    };
    row.update(work.tx()).await?;
    Ok(())
}

/// Notes that a mail which is in the ledger already came again.
pub(crate) async fn came_again(work: &Work<'_>, dedupe: &str) -> Result<()> {
    incoming_mail::Entity::update_many()
        .col_expr(incoming_mail::Column::Repeats, Expr::col(incoming_mail::Column::Repeats).add(1))
        .col_expr(incoming_mail::Column::RepeatedAt, Expr::value(work.now()))
        .filter(incoming_mail::Column::Dedupe.eq(dedupe))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Where a mail is that came before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// The number of its ticket.
    pub(crate) ticket: Option<i64>,
    /// The comment that holds it.
    pub(crate) comment: Option<CommentId>,
}

/// Where a mail is that is in the ledger already; `None`: it is not.
pub(crate) async fn known(db: &impl ConnectionTrait, dedupe: &str) -> Result<Option<Known>> {
    let row = incoming_mail::Entity::find().filter(incoming_mail::Column::Dedupe.eq(dedupe)).one(db).await?;
    let Some(row) = row else { return Ok(None) };
    let ticket = match row.ticket_id {
        Some(id) => ticket::Entity::find_by_id(id).one(db).await?.map(|ticket| ticket.number),
        None => None,
    };
    Ok(Some(Known { ticket, comment: row.comment_id.map(Into::into) }))
}

/// The line of a mail, locked until the work ends.
pub(crate) async fn lock(work: &Work<'_>, mail: MailId) -> Result<Option<incoming_mail::Model>> {
    Ok(incoming_mail::Entity::find_by_id(mail.0).locked().one(work.tx()).await?)
}

/// The lines of other mails with this Message-ID that are in a comment, the last `most` of them, newest first.
pub(crate) async fn of_same_id(
    work: &Work<'_>,
    message_id: &str,
    mail: MailId,
    most: u64,
) -> Result<Vec<incoming_mail::Model>> {
    let earlier = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::MessageId.eq(message_id))
        .filter(incoming_mail::Column::Id.ne(mail.0))
        .filter(incoming_mail::Column::CommentId.is_not_null())
        .order_by_desc(incoming_mail::Column::Id)
        .limit(most);
    Ok(earlier.all(work.tx()).await?)
}

/// The comment that a line names.
pub(crate) async fn comment(
    db: &impl ConnectionTrait,
    line: &incoming_mail::Model,
) -> Result<Option<comment::Model>> {
    match line.comment_id {
        Some(id) => Ok(comment::Entity::find_by_id(id).one(db).await?),
        None => Ok(None),
    }
}

/// Whether a mail with this Message-ID became this comment when it came by itself.
pub(crate) async fn came_by_itself(
    db: &impl ConnectionTrait,
    message_id: &str,
    comment: CommentId,
) -> Result<bool> {
    let itself = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::MessageId.eq(message_id))
        .filter(incoming_mail::Column::CommentId.eq(comment.0));
    Ok(itself.one(db).await?.is_some())
}

/// Whether the mail with this Message-ID that became a comment came by itself from this address: that of a form carries the words of
/// somebody else.
pub(crate) async fn came_from(
    db: &impl ConnectionTrait,
    (message_id, comment): (&str, Uuid),
    from: Option<&str>,
) -> Result<bool> {
    let Some(from) = from else { return Ok(false) };
    let lines = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::MessageId.eq(message_id))
        .filter(incoming_mail::Column::CommentId.eq(comment));
    let senders = lines.all(db).await?.into_iter().filter_map(|line| line.sender);
    Ok(senders.into_iter().any(|sender| sender.eq_ignore_ascii_case(from)))
}

/// Whether a mail with this Message-ID passed on what is in this comment.
pub(crate) async fn passed_on(db: &impl ConnectionTrait, message_id: &str, comment: Uuid) -> Result<bool> {
    let passed_on = incoming_mail::Entity::find()
        .filter(incoming_mail::Column::CommentId.eq(comment))
        .filter(incoming_mail::Column::MessageId.eq(message_id))
        .filter(incoming_mail::Column::ReasonCode.is_in(MailReason::PASSING_ON.map(MailReason::as_str)));
    Ok(passed_on.one(db).await?.is_some())
}
