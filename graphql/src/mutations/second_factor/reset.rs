//! Removes the second factor of somebody who lost it.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, mutations::user::UserPayload};

#[derive(Default)]
pub(crate) struct ResetSecondFactor;

#[Object]
impl ResetSecondFactor {
    /// Removes the second factor of a person who can show neither a code nor a recovery code, and ends their sessions; for
    /// admins, and not for their own account. A person without one is answered as they are.
    async fn reset_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.reset_second_factor(actor, ids::input(&id, "id")?).await?.into())
    }
}
