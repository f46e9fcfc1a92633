//! Rows of letters that came back: found by what a report says of them, marked as failed, and made to be sent once more.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};
use uuid::Uuid;

use super::{Work, entity::letter};
use crate::{error::Result, model::LetterState};

/// The letter with this Message-ID.
pub(crate) async fn of_message_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<letter::Model>> {
    Ok(letter::Entity::find().filter(letter::Column::MessageId.eq(id)).one(db).await?)
}

/// Whether a letter about a ticket was written to this address.
pub(crate) async fn was_written_to(db: &impl ConnectionTrait, ticket: Uuid, address: &str) -> Result<bool> {
    let told = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket))
        .filter(letter::Column::Address.eq(address));
    Ok(told.one(db).await?.is_some())
}

/// Marks a letter as failed, with what the server said.
pub(crate) async fn fail(work: &Work<'_>, letter: Uuid, words: String) -> Result<()> {
    let failed = letter::ActiveModel {
        id: Unchanged(letter),
        state: Set(LetterState::Failed.as_str().to_owned()),
        last_error: Set(Some(words)),
        settled_at: Set(Some(work.now())),
        ..Default::default()
    };
    failed.update(work.tx()).await?;
    Ok(())
}

/// Puts a letter back among those that are due now, to this address; `refusal`: what a server said of it that holds still.
pub(crate) async fn send_again(
    work: &Work<'_>,
    letter: Uuid,
    address: String,
    refusal: Option<String>,
) -> Result<()> {
    let again = letter::ActiveModel {
        id: Unchanged(letter),
        state: Set(LetterState::Waiting.as_str().to_owned()),
        address: Set(address),
        attempts: Set(0),
        next_at: Set(work.now()),
        last_error: Set(refusal),
        sent_at: Set(None),
        accepted: Set(None),
        settled_at: Set(None),
        ..Default::default()
    };
    again.update(work.tx()).await?;
    Ok(())
}
