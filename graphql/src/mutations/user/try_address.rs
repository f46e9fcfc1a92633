//! Letters go to a person again.

use async_graphql::{Context, ID, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct TryAddress;

#[Object]
impl TryAddress {
    /// Sends emails again to a person whose address is marked as `undeliverable`: the mark is removed until another email
    /// bounces. Emails that were not sent in the meantime stay with their tickets; `resendEmail` sends them. Staff only.
    async fn try_address(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.try_address(actor, ids::input(&id, "id")?).await?.into())
    }
}
