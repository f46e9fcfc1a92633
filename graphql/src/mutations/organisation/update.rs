//! Why: a company is renamed, gets another domain, or begins to share its tickets.

use async_graphql::{Context, ID, InputObject, Object};

use super::OrganisationPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateOrganisation;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateOrganisationInput {
    /// Which organisation.
    id: ID,
    /// Another name.
    name: Option<String>,
    /// Other mail domains, all of them.
    domains: Option<Vec<String>>,
    /// Whether its members see each other's tickets. Turning it off takes effect at once, in open subscriptions too.
    shares_tickets: Option<bool>,
}

#[Object]
impl UpdateOrganisation {
    /// Changes an organisation; for admins.
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        input: UpdateOrganisationInput,
    ) -> Result<OrganisationPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let update = engine::UpdateOrganisation {
            name: input.name,
            domains: input.domains,
            shares_tickets: input.shares_tickets,
        };
        Ok(engine.update_organisation(actor, ids::input(&input.id, "id")?, update).await?.into())
    }
}
