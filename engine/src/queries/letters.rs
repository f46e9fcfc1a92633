//! Whom our mails about their account do not reach: for the staff, since nobody else would learn of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    actor::Actor,
    content::address,
    engine::Engine,
    error::Result,
    model::{LetterState, User, UserId},
    policy::visible::Visible,
    store::entity::letter,
};

impl Engine {
    /// Those of these people whose newest password or invitation mail failed, with when it was written. For the staff;
    /// others are told of nobody.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn mail_failures(
        &self,
        actor: &Actor,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, DateTime<Utc>>> {
        if !Visible::to(actor).sees_all_people() {
            return Ok(HashMap::new());
        }
        let settled = [LetterState::Sent, LetterState::Failed].map(LetterState::as_str);
        let rows: Vec<(uuid::Uuid, String, DateTime<Utc>)> = letter::Entity::find()
            .select_only()
            .columns([letter::Column::RecipientId, letter::Column::State, letter::Column::CreatedAt])
            .filter(letter::Column::RecipientId.is_in(ids.iter().map(|id| id.0)))
            .filter(letter::Column::TicketId.is_null())
            .filter(letter::Column::State.is_in(settled))
            .order_by_asc(letter::Column::CreatedAt)
            .order_by_asc(letter::Column::Id)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        let mut failed = HashMap::new();
        for (user, state, at) in rows {
            if state == LetterState::Failed.as_str() {
                failed.insert(user.into(), at);
            } else {
                failed.remove(&user.into());
            }
        }
        Ok(failed)
    }

    /// Whether a person's address looks like that of a function rather than a person, as far as it is known.
    #[must_use]
    pub fn has_role_address(&self, user: &User) -> bool {
        address::is_role_address(&user.email, &self.settings().role_addresses)
    }
}
