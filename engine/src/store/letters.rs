//! What letters are about. The folder beside it holds what the outbox reads and writes of them, by topic.

pub(crate) mod attention;
pub(crate) mod breaker;
pub(crate) mod claims;
pub(crate) mod digests;
pub(crate) mod joining;
pub(crate) mod new;
pub(crate) mod outcomes;
pub(crate) mod quoted;
pub(crate) mod recipients;
pub(crate) mod references;
pub(crate) mod settle;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{
    Work, changes,
    entity::{account, comment, letter, ticket},
    locks::Lock as _,
};
use crate::{
    error::Result,
    model::{CommentId, FromTo, LetterChange, LetterId, LetterKind, TicketId, UserId, Visibility, Withdrawn},
    rules::joining::Told,
};

/// How often an account is merged on.
const MERGES: usize = 10;

/// The letter of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: LetterId) -> Result<Option<letter::Model>> {
    Ok(letter::Entity::find_by_id(id.0).one(db).await?)
}

/// The same, locked until the work ends: nobody begins to send it meanwhile.
pub(crate) async fn lock(work: &Work<'_>, id: LetterId) -> Result<Option<letter::Model>> {
    Ok(letter::Entity::find_by_id(id.0).locked().one(work.tx()).await?)
}

/// The newest letter that was to tell a person of a ticket, reminders and what was taken back aside.
pub(crate) async fn last_of(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    recipient: Uuid,
) -> Result<Option<letter::Model>> {
    let told = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket))
        .filter(letter::Column::RecipientId.eq(recipient))
        .filter(letter::Column::Kind.ne(LetterKind::Reminder.as_str()))
        // What was taken back was never to be told.
        .filter(
            Condition::any()
                .add(letter::Column::LastError.is_null())
                .add(letter::Column::LastError.ne(Withdrawn::TakenBack.as_str())),
        )
        .order_by_desc(letter::Column::Id);
    Ok(told.one(db).await?)
}

/// Who had letters about a ticket: the account that each was written to, and whose that is now if it was merged.
pub(crate) async fn readers(db: &impl ConnectionTrait, ticket: TicketId) -> Result<Vec<(UserId, UserId)>> {
    let recipients: Vec<Uuid> = letter::Entity::find()
        .select_only()
        .column(letter::Column::RecipientId)
        .distinct()
        .filter(letter::Column::TicketId.eq(ticket.0))
        .into_tuple()
        .all(db)
        .await?;
    // Letters move with the account, but were signed for the one before.
    let mut all: Vec<(Uuid, Uuid)> = recipients.into_iter().map(|id| (id, id)).collect();
    let mut last = all.clone();
    for _ in 0..MERGES {
        let merged: Vec<(Uuid, Option<Uuid>)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::MergedIntoId])
            .filter(account::Column::MergedIntoId.is_in(last.iter().map(|(id, _)| *id)))
            .into_tuple()
            .all(db)
            .await?;
        let now = |into: Option<Uuid>| last.iter().find(|(id, _)| Some(*id) == into).map(|(_, now)| *now);
        last = merged.into_iter().filter_map(|(id, into)| Some((id, now(into)?))).collect();
        if last.is_empty() {
            break;
        }
        all.extend(&last);
    }
    Ok(all.into_iter().map(|(id, now)| (id.into(), now.into())).collect())
}

/// What a letter tells.
pub(crate) fn told(row: &letter::Model) -> Result<Told> {
    let mut comments: Vec<CommentId> = row.comment_id.map(CommentId::from).into_iter().collect();
    let mut told = Vec::new();
    for change in changes::read::<LetterChange>(&row.changes)? {
        match change {
            LetterChange::FurtherComment(further) => comments.extend(further.to),
            change => told.push(change),
        }
    }
    let kind = LetterKind::parse(&row.kind).unwrap_or(LetterKind::Changed);
    Ok(Told { kind, comments, changes: told })
}

/// Lets a letter tell this.
pub(crate) fn tell(row: &mut letter::ActiveModel, told: &Told) -> Result<()> {
    let mut all = told.changes.clone();
    let further = told.comments.iter().skip(1);
    all.extend(further.map(|id| LetterChange::FurtherComment(FromTo::now(*id))));
    row.kind = Set(told.kind.as_str().to_owned());
    row.comment_id = Set(told.comments.first().copied().map(Into::into));
    row.changes = Set(changes::kept(&all)?);
    Ok(())
}

/// Whether a letter told of something that the staff alone read: an internal note, or being mentioned in one.
pub(crate) async fn is_about_note(db: &impl ConnectionTrait, sent: &letter::Model) -> Result<bool> {
    let Told { comments, changes, .. } = told(sent)?;
    if changes.contains(&LetterChange::Mentioned) {
        return Ok(true);
    }
    if comments.is_empty() {
        return Ok(false);
    }
    let internal = comment::Entity::find()
        .filter(comment::Column::Id.is_in(comments.iter().map(|id| id.0)))
        .filter(comment::Column::Visibility.eq(Visibility::Internal.as_str()));
    Ok(internal.one(db).await?.is_some())
}

/// Whether a comment is among those that the staff alone read, whoever wrote it and whatever has become of them since. What
/// the customer wrote is not: it is only held back.
pub(crate) async fn is_among_staff(db: &impl ConnectionTrait, id: Uuid) -> Result<bool> {
    let internal =
        comment::Entity::find_by_id(id).filter(comment::Column::Visibility.eq(Visibility::Internal.as_str()));
    let Some(row) = internal.one(db).await? else { return Ok(false) };
    let of = ticket::Entity::find_by_id(row.ticket_id).one(db).await?;
    Ok(of.is_none_or(|ticket| ticket.customer_id != row.author_id))
}
