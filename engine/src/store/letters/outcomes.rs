//! What became of letters, for those who look: of a ticket's, of those about accounts, and of all together.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select,
    sea_query::{SelectStatement, UnionType},
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{LetterState, TicketId, UserId},
    store::entity::{digest_entry, letter, ticket},
};

/// The letters about their account to these people that were sent, failed or are held, oldest first: to whom, the state, and
/// when it was written.
pub(crate) async fn of_accounts(
    db: &impl ConnectionTrait,
    people: &[UserId],
) -> Result<Vec<(Uuid, String, DateTime<Utc>)>> {
    let settled = [LetterState::Sent, LetterState::Failed, LetterState::Held].map(LetterState::as_str);
    let found = letter::Entity::find()
        .select_only()
        .columns([letter::Column::RecipientId, letter::Column::State, letter::Column::CreatedAt])
        .filter(letter::Column::RecipientId.is_in(people.iter().map(|id| id.0)))
        .filter(letter::Column::TicketId.is_null())
        .filter(letter::Column::State.is_in(settled))
        .order_by_asc(letter::Column::CreatedAt)
        .order_by_asc(letter::Column::Id);
    Ok(found.into_tuple().all(db).await?)
}

/// The last `most` letters about a ticket alone that have not left, newest first.
pub(crate) async fn unsent_of_ticket(
    db: &impl ConnectionTrait,
    ticket: TicketId,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<letter::Model>> {
    let unsent = LetterState::ALL.iter().filter(|state| **state != LetterState::Sent);
    let unsent = letter::Column::State.is_in(unsent.map(|state| state.as_str()));
    let letters = letter::Entity::find().filter(unsent).filter(wanted(now));
    last(db, letters, Of::Itself.ids(ticket), most).await
}

/// The last `most` letters about a ticket, and those that told of it with others, newest first.
pub(crate) async fn of_ticket(
    db: &impl ConnectionTrait,
    ticket: TicketId,
    most: u64,
) -> Result<Vec<letter::Model>> {
    last(db, letter::Entity::find(), Of::Many.ids(ticket), most).await
}

async fn last(
    db: &impl ConnectionTrait,
    letters: Select<letter::Entity>,
    ids: SelectStatement,
    most: u64,
) -> Result<Vec<letter::Model>> {
    let last =
        letters.filter(letter::Column::Id.in_subquery(ids)).order_by_desc(letter::Column::Id).limit(most);
    Ok(last.all(db).await?)
}

/// How many letters wait for the mail server, and since when the oldest of them.
pub(crate) async fn waiting(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<(u64, Option<DateTime<Utc>>)> {
    let waiting = [LetterState::Waiting, LetterState::Claimed].map(LetterState::as_str);
    let waiting = letter::Entity::find().filter(letter::Column::State.is_in(waiting)).filter(wanted(now));
    let count = waiting.clone().count(db).await?;
    let oldest = waiting.order_by_asc(letter::Column::CreatedAt).one(db).await?;
    Ok((count, oldest.map(|letter| letter.created_at)))
}

/// How many letters are held that were written since then.
pub(crate) async fn held(db: &impl ConnectionTrait, since: DateTime<Utc>) -> Result<u64> {
    let held = letter::Entity::find()
        .filter(letter::Column::State.eq(LetterState::Held.as_str()))
        .filter(letter::Column::CreatedAt.gt(since));
    Ok(held.count(db).await?)
}

/// What its recipient wants later is no fault, and does not wait for the server.
fn wanted(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(letter::Column::NextAt.lte(now))
        .add(letter::Column::Attempts.gt(0))
        .add(letter::Column::LastError.is_not_null())
}

/// Which letters are those of a ticket and of the ones that were merged into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// What is about it alone.
    Itself,
    /// Digests of several tickets as well.
    Many,
}

impl Of {
    fn ids(self, ticket: TicketId) -> SelectStatement {
        let tickets = || {
            let with_merged = Condition::any()
                .add(ticket::Column::Id.eq(ticket.0))
                .add(ticket::Column::MergedIntoId.eq(ticket.0));
            ticket::Entity::find().select_only().column(ticket::Column::Id).filter(with_merged).into_query()
        };
        let mut ids = letter::Entity::find()
            .select_only()
            .column(letter::Column::Id)
            .filter(letter::Column::TicketId.in_subquery(tickets()))
            .into_query();
        if self == Self::Many {
            let gathered = digest_entry::Entity::find()
                .select_only()
                .column(digest_entry::Column::LetterId)
                .filter(digest_entry::Column::TicketId.in_subquery(tickets()))
                .into_query();
            ids.union(UnionType::All, gathered);
        }
        ids
    }
}
