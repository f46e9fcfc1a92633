//! Rows of answers that can still be taken back, and the emails that wait for it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait as _,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Work, changes,
    entity::{comment, digest_entry, event, idempotency, letter, message, sent_answer},
    erasures, events, letters,
    locks::Lock as _,
    notifications,
};
use crate::{
    error::Result,
    model::{CommentId, EventChange, EventKind, LetterState, Status, UserId, Withdrawn},
};

/// So many answers are offered to be taken back.
const MOST: u64 = 5;

/// What an answer does to its ticket beside the comment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Standing {
    pub(crate) status: bool,
    pub(crate) assignee: bool,
}

/// Notes an answer with what its ticket was like before.
pub(crate) async fn note(work: &Work<'_>, row: sent_answer::Model) -> Result<()> {
    let insert = sent_answer::Entity::insert(row.into_active_model());
    insert.exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Whether answers are kept that can no longer be taken back.
pub(crate) async fn has_old(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    let old = sent_answer::Entity::find().filter(sent_answer::Column::Until.lt(now));
    Ok(old.one(db).await?.is_some())
}

/// Forgets what answers did that can no longer be taken back.
pub(crate) async fn forget_old(work: &Work<'_>) -> Result<()> {
    let old = sent_answer::Column::Until.lt(work.now());
    sent_answer::Entity::delete_many().filter(old).exec(work.tx()).await?;
    Ok(())
}

/// An answer that can still be taken back.
pub(crate) async fn of(work: &Work<'_>, comment: CommentId) -> Result<Option<sent_answer::Model>> {
    let found = sent_answer::Entity::find_by_id(comment.0).filter(sent_answer::Column::Until.gt(work.now()));
    Ok(found.one(work.tx()).await?)
}

/// The answers of this author that can still be taken back, the latest first.
pub(crate) async fn of_author(
    db: &impl ConnectionTrait,
    author: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<CommentId>> {
    let sent = sent_answer::Entity::find()
        .select_only()
        .column(sent_answer::Column::CommentId)
        .filter(sent_answer::Column::Until.gt(now));
    let found = comment::Entity::find()
        .select_only()
        .column(comment::Column::Id)
        .filter(comment::Column::Id.in_subquery(sent.into_query()))
        .filter(comment::Column::AuthorId.eq(author.0))
        .order_by_desc(comment::Column::Id)
        .limit(MOST);
    let ids: Vec<Uuid> = found.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(CommentId::from).collect())
}

/// The next answer on the ticket that can still be taken back.
pub(crate) async fn next(work: &Work<'_>, row: &comment::Model) -> Result<Option<comment::Model>> {
    let sent = sent_answer::Entity::find()
        .select_only()
        .column(sent_answer::Column::CommentId)
        .filter(sent_answer::Column::Until.gt(work.now()));
    let later = comment::Entity::find()
        .filter(comment::Column::TicketId.eq(row.ticket_id))
        .filter(comment::Column::Id.in_subquery(sent.into_query()))
        .filter(comment::Column::CreatedAt.gte(row.created_at))
        .filter(comment::Column::Id.gt(row.id))
        .order_by_asc(comment::Column::Id);
    Ok(later.one(work.tx()).await?)
}

/// What of the ticket nothing but the answer has changed since it was sent; `next`: until that answer was sent.
pub(crate) async fn unchanged(
    work: &Work<'_>,
    row: &comment::Model,
    next: Option<&comment::Model>,
) -> Result<Standing> {
    let Some(from) = place(work, row).await? else { return Ok(Standing::default()) };
    let to = match next {
        Some(next) => place(work, next).await?,
        None => None,
    };
    let since = event::Entity::find()
        .filter(event::Column::TicketId.eq(row.ticket_id))
        .filter(event::Column::Seq.gt(from))
        .filter(at_once(row).not());
    let since = match to {
        Some(to) => since.filter(event::Column::Seq.lt(to)),
        None => since,
    };
    let mut same = Standing { status: true, assignee: true };
    for event in since.all(work.tx()).await? {
        for change in events::changed(&event) {
            same.status &= !matches!(change, EventChange::Status(_));
            same.assignee &= !matches!(change, EventChange::Assignee(_));
        }
    }
    Ok(same)
}

/// Where in the journal an answer stands.
async fn place(work: &Work<'_>, row: &comment::Model) -> Result<Option<i64>> {
    let commented = event::Entity::find()
        .filter(event::Column::TicketId.eq(row.ticket_id))
        .filter(event::Column::CommentId.eq(row.id))
        .filter(event::Column::Kind.eq(EventKind::Commented.as_str()));
    Ok(commented.one(work.tx()).await?.map(|event| event.seq))
}

/// Makes what an answer did to its ticket a part of the next answer, with the lines of the journal: whoever takes that one
/// back gives back both.
pub(crate) async fn hand_on(
    work: &Work<'_>,
    (row, sent): (&comment::Model, &sent_answer::Model),
    next: &comment::Model,
    what: Standing,
) -> Result<()> {
    let mut before = sent_answer::Entity::update_many().filter(sent_answer::Column::CommentId.eq(next.id));
    let mut kinds = Vec::new();
    if what.status {
        before = before.col_expr(sent_answer::Column::Status, Expr::value(sent.status.clone()));
        kinds.push(EventKind::StatusChanged.as_str());
    }
    if what.assignee {
        before = before.col_expr(sent_answer::Column::AssigneeId, Expr::value(sent.assignee_id));
        kinds.push(EventKind::Assigned.as_str());
    }
    if kinds.is_empty() {
        return Ok(());
    }
    before.exec(work.tx()).await?;
    event::Entity::update_many()
        .col_expr(event::Column::ActorId, Expr::value(Some(next.author_id)))
        .col_expr(event::Column::CommentId, Expr::value(Some(next.id)))
        .col_expr(event::Column::At, Expr::value(next.created_at))
        .filter(at_once(row))
        .filter(event::Column::Kind.is_in(kinds))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Takes an answer out of the emails that tell of it, and withdraws those that tell of nothing else; whether none had left.
/// `status`: what the ticket's is again, where it was the answer's doing.
pub(crate) async fn withdraw_letters(
    work: &Work<'_>,
    row: &comment::Model,
    status: Option<Status>,
) -> Result<bool> {
    // The ticket leads to them by an index. An email tells of all that happened until it leaves, so of several answers.
    let tells = Condition::any()
        .add(letter::Column::CommentId.eq(row.id))
        .add(letter::Column::Changes.contains(row.id.to_string()));
    let theirs = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(row.ticket_id))
        .filter(tells)
        // One that is just being claimed leaves.
        .locked()
        .all(work.tx())
        .await?;
    for found in theirs {
        match LetterState::parse(&found.state) {
            Some(LetterState::Waiting | LetterState::Held) => {}
            Some(LetterState::Withdrawn) => continue,
            _ => return Ok(false),
        }
        let told = letters::told(&found)?;
        // Who may switch an email off reads the status in it; to the customer its kind says so.
        let by_status = found.notice.is_none();
        let mut letter = found.into_active_model();
        if let Some(left) = told.without(row.id.into(), status, by_status) {
            letters::tell(&mut letter, &left)?;
        } else {
            letter.state = Set(LetterState::Withdrawn.as_str().to_owned());
            letter.last_error = Set(Some(Withdrawn::TakenBack.as_str().to_owned()));
            letter.settled_at = Set(Some(work.now()));
        }
        letter.update(work.tx()).await?;
    }
    Ok(true)
}

/// Removes an answer with what the journal says of it. `given`: what of its ticket becomes what it was, so that nothing is
/// said of what the answer did to it.
pub(crate) async fn remove(work: &Work<'_>, row: &comment::Model, given: Standing) -> Result<()> {
    erasures::empty(work, row).await?;
    unsay(work, row, given).await?;
    let none = || Expr::value(None::<Uuid>);
    letter::Entity::update_many()
        .col_expr(letter::Column::CommentId, none())
        .filter(letter::Column::TicketId.eq(row.ticket_id))
        .filter(letter::Column::CommentId.eq(row.id))
        .exec(work.tx())
        .await?;
    message::Entity::update_many()
        .col_expr(message::Column::CommentId, none())
        .filter(message::Column::TicketId.eq(row.ticket_id))
        .filter(message::Column::CommentId.eq(row.id))
        .exec(work.tx())
        .await?;
    // The same request from another window is told, instead of being answered as if it had been sent.
    idempotency::Entity::update_many()
        .col_expr(idempotency::Column::CommentId, none())
        .col_expr(idempotency::Column::Content, Expr::value("taken back"))
        .filter(idempotency::Column::ActorId.eq(row.author_id))
        .filter(idempotency::Column::CommentId.eq(row.id))
        .exec(work.tx())
        .await?;
    leave_digests(work, row).await?;
    notifications::forget(work.tx(), row.id.into()).await?;
    sent_answer::Entity::delete_by_id(row.id).exec(work.tx()).await?;
    comment::Entity::delete_by_id(row.id).exec(work.tx()).await?;
    Ok(())
}

/// Empties the lines of the journal. They stay, since readers go by their places.
async fn unsay(work: &Work<'_>, row: &comment::Model, given: Standing) -> Result<()> {
    let of_answer = || event::Column::TicketId.eq(row.ticket_id).and(event::Column::CommentId.eq(row.id));
    let changed = EventKind::StatusChanged.as_str();
    let told = Condition::all().add(of_answer()).add(event::Column::Kind.ne(changed));
    let mut said = Condition::any().add(told);
    if given.status {
        let closes = event::Column::Changes.contains(r#"[{"field":"autoCloseAt""#);
        let kinds = Condition::any().add(event::Column::Kind.eq(changed)).add(closes);
        said = said.add(at_once(row).add(kinds)).add(of_answer());
    }
    if given.assignee {
        said = said.add(at_once(row).add(event::Column::Kind.eq(EventKind::Assigned.as_str())));
    }
    event::Entity::update_many()
        .col_expr(event::Column::Kind, Expr::value(EventKind::Changed.as_str()))
        .col_expr(event::Column::Changes, Expr::value(changes::NONE))
        .col_expr(event::Column::Internal, Expr::value(true))
        .filter(said)
        .exec(work.tx())
        .await?;
    event::Entity::update_many()
        .col_expr(event::Column::CommentId, Expr::value(None::<Uuid>))
        .filter(of_answer())
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The lines of what an answer did to its ticket.
fn at_once(row: &comment::Model) -> Condition {
    Condition::all()
        .add(event::Column::TicketId.eq(row.ticket_id))
        .add(event::Column::ActorId.eq(row.author_id))
        .add(event::Column::At.eq(row.created_at))
}

/// Takes an answer out of the emails for many that wait; what else happened in its ticket stays in them.
async fn leave_digests(work: &Work<'_>, row: &comment::Model) -> Result<()> {
    let at = row.created_at;
    let of_ticket = || digest_entry::Column::TicketId.eq(row.ticket_id);
    digest_entry::Entity::update_many()
        .col_expr(digest_entry::Column::LastAt, Expr::value(None::<DateTime<Utc>>))
        .filter(of_ticket())
        .filter(digest_entry::Column::LastAt.eq(at))
        .exec(work.tx())
        .await?;
    digest_entry::Entity::update_many()
        .col_expr(digest_entry::Column::At, Expr::col(digest_entry::Column::LastAt))
        .filter(of_ticket())
        .filter(digest_entry::Column::At.eq(at))
        .filter(digest_entry::Column::LastAt.is_not_null())
        .exec(work.tx())
        .await?;
    digest_entry::Entity::delete_many()
        .filter(of_ticket())
        .filter(digest_entry::Column::At.eq(at))
        .exec(work.tx())
        .await?;
    Ok(())
}
