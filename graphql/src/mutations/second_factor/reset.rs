//! Removes the second factor of somebody who lost it.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, mutations::user::UserPayload};

#[derive(Default)]
pub(crate) struct ResetSecondFactor;

#[Object]
impl ResetSecondFactor {
    /// Removes the second factor of a person who has neither the app nor a recovery code, and ends their sessions. For
    /// admins, but not for their own account. Does nothing for a person without one.
    async fn reset_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.reset_second_factor(actor, ids::input(&id, "id")?).await?.into())
    }
}
