//! Why: a company names its mail domain after its people have written already.

use async_graphql::{Context, ID, Object};

use super::OrganisationPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct TakeOverSenders;

#[Object]
impl TakeOverSenders {
    /// Adds people from `earlierSenders` to an organisation, at most 100 at once; for admins. They see what it shares with
    /// its members; their earlier tickets stay private.
    async fn take_over_senders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] organisation: ID,
        #[graphql(desc = "The people to add.")] users: Vec<ID>,
    ) -> Result<OrganisationPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let organisation = ids::input(&organisation, "organisation")?;
        let users = users.iter().map(|id| ids::input(id, "users")).collect::<Result<Vec<_>, _>>()?;
        Ok(engine.take_over_senders(actor, organisation, &users).await?.into())
    }
}
