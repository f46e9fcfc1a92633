//! Why: a company becomes known, before or after its people write.

use async_graphql::{Context, InputObject, Object};

use super::OrganisationPayload;
use crate::{caller::logged_in, error::Failure, objects::Sharing};

#[derive(Default)]
pub(crate) struct CreateOrganisation;

/// A new organisation.
#[derive(InputObject)]
struct CreateOrganisationInput {
    /// Its name, unique.
    name: String,
    /// Mail domains whose senders join it on first contact.
    domains: Option<Vec<String>>,
    /// With which members it shares its tickets; without it, with none.
    sharing: Option<Sharing>,
    /// The same in short: true is `sharing: ALL`, false is `sharing: NOBODY`.
    shares_tickets: Option<bool>,
    /// What another system calls it; unique among organisations.
    external_id: Option<String>,
    /// Accepts domains at which anybody gets an address, such as gmail.com: each sender from there joins the organisation,
    /// and reads its tickets if it shares them. Without it, such domains are refused.
    confirm_free_mail: Option<bool>,
}

#[Object]
impl CreateOrganisation {
    /// Creates an organisation; for admins.
    async fn create_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: CreateOrganisationInput,
    ) -> Result<OrganisationPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let organisation = engine::CreateOrganisation {
            name: input.name,
            domains: input.domains.unwrap_or_default(),
            sharing: input.sharing.map(Into::into),
            shares_tickets: input.shares_tickets,
            external_id: input.external_id,
            confirm_free_mail: input.confirm_free_mail.unwrap_or_default(),
        };
        Ok(engine.create_organisation(actor, organisation).await?.into())
    }
}
