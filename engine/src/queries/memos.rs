//! What the staff keep in mind about customers: for the staff, customers see nothing of it, not even of themselves.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Memo, UserId},
    store::{memos, visible::Visible},
};

impl Engine {
    /// What the staff keep in mind about these people; nothing, unless the actor is one of the staff.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn memos_of(&self, actor: &Actor, users: &[UserId]) -> Result<HashMap<UserId, Memo>> {
        if !Visible::to(actor).sees_all_people() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = users.iter().map(|user| user.0).collect();
        memos::of_people(self.database().ro(), &ids).await
    }
}
