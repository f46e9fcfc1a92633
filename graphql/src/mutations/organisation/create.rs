//! Why: a company becomes known, before or after its people write.

use async_graphql::{Context, InputObject, Object};

use super::OrganisationPayload;
use crate::{caller::logged_in, error::Failure, objects::Sharing};

#[derive(Default)]
pub(crate) struct CreateOrganisation;

/// A new organisation.
#[derive(InputObject)]
struct CreateOrganisationInput {
    /// Its unique name.
    name: String,
    /// Email domains whose senders join it on first contact.
    domains: Option<Vec<String>>,
    /// Which members it shares its tickets with; by default none.
    sharing: Option<Sharing>,
    /// Short form: true is `sharing: ALL`, false is `sharing: NOBODY`.
    shares_tickets: Option<bool>,
    /// Its id in another system; unique among organisations.
    external_id: Option<String>,
    /// Accept domains where anybody can get an address, such as gmail.com: every sender from there joins the organisation
    /// and can read its shared tickets. By default, such domains are refused.
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
