//! Accounts that were merged into others of the same people, so that they can be found and parted again.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{MergedAccount, UserId},
    policy::{self, Action},
    store::account_merges,
};

impl Engine {
    /// The accounts that were merged into those of these people and not parted since, the last one first; also those that
    /// came with another account. People without any are left out, and for all but admins everybody is.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn merged_accounts_of(
        &self,
        actor: &Actor,
        users: &[UserId],
    ) -> Result<HashMap<UserId, Vec<MergedAccount>>> {
        if policy::check(actor, Action::MergePeople, None).is_err() {
            return Ok(HashMap::new());
        }
        let users: Vec<Uuid> = users.iter().map(|user| user.0).collect();
        let found = account_merges::merged_into(self.database().ro(), &users).await?;
        Ok(found.into_iter().map(|(user, merged)| (user.into(), merged)).collect())
    }
}
