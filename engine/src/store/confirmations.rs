//! How many confirmations a sender of mails got.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::entity::{letter, ticket};
use crate::{
    error::Result,
    model::{LetterKind, UserId},
};

/// How many confirmations somebody got after this time.
pub(crate) async fn since(db: &impl ConnectionTrait, user: UserId, time: DateTime<Utc>) -> Result<u64> {
    let recent = letter::Entity::find()
        .filter(letter::Column::RecipientId.eq(user.0))
        .filter(letter::Column::CreatedAt.gt(time))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()));
    Ok(recent.count(db).await?)
}

/// How many confirmations a customer got since the staff last answered a ticket of theirs for the first time.
pub(crate) async fn unanswered(db: &impl ConnectionTrait, customer: UserId) -> Result<u64> {
    let answered = ticket::Entity::find()
        .filter(ticket::Column::CustomerId.eq(customer.0))
        .filter(ticket::Column::FirstAnswerAt.is_not_null())
        .order_by_desc(ticket::Column::FirstAnswerAt)
        .one(db)
        .await?;
    let mut letters = letter::Entity::find()
        .filter(letter::Column::RecipientId.eq(customer.0))
        .filter(letter::Column::Kind.eq(LetterKind::Confirmation.as_str()));
    if let Some(answered) = answered.and_then(|row| row.first_answer_at) {
        letters = letters.filter(letter::Column::CreatedAt.gt(answered));
    }
    Ok(letters.count(db).await?)
}
