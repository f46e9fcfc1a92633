//! Letters go to a person again.

use async_graphql::{Context, ID, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct TryAddress;

#[Object]
impl TryAddress {
    /// Sends emails to a person again whose address is marked as `undeliverable`: the mark is taken away until an email comes
    /// back again. What was not sent meanwhile stays with its ticket; `resendEmail` sends it. For the staff.
    async fn try_address(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.try_address(actor, ids::input(&id, "id")?).await?.into())
    }
}
