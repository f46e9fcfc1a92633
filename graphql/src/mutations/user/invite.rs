//! Somebody who cannot log in yet is invited.

use async_graphql::{Context, ID, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct InviteUser;

#[Object]
impl InviteUser {
    /// Sends an invitation with a link to set a password, also repeatedly. Refused for people who can already log in, are
    /// deactivated or cannot be reached by email, and after a few invitations a day. Agents can invite customers, admins
    /// anybody.
    async fn invite_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.invite_user(actor, ids::input(&id, "id")?).await?.into())
    }
}
