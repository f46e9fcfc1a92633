//! Why: a company is renamed, gets another domain, or begins to share its tickets.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::OrganisationPayload;
use crate::{caller::logged_in, error::Failure, ids, objects::Sharing};

#[derive(Default)]
pub(crate) struct UpdateOrganisation;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateOrganisationInput {
    /// The id of the organisation.
    id: ID,
    /// The new name.
    name: Option<String>,
    /// The new mail domains; they replace all.
    domains: Option<Vec<String>>,
    /// With which members it shares its tickets. It takes effect at once, in open subscriptions too. Who is one of the
    /// selected members is set by `updateUser(input: { seesOrganisation })`.
    sharing: Option<Sharing>,
    /// The same in short: false is `sharing: NOBODY`; true is `sharing: ALL`, unless it is shared with selected members
    /// already, which stays.
    shares_tickets: Option<bool>,
    /// The agreement whose times hold for its tickets; null: none. The clocks of its open tickets are counted again.
    agreement: MaybeUndefined<ID>,
    /// What another system calls it, unique among organisations; null or an empty text takes it away.
    external_id: MaybeUndefined<String>,
    /// Accepts domains at which anybody gets an address, such as gmail.com: each sender from there joins the organisation,
    /// and reads its tickets if it shares them. Without it, such domains are refused.
    confirm_free_mail: Option<bool>,
}

#[Object]
impl UpdateOrganisation {
    /// Changes an organisation; for admins.
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation, and what changes.")] input: UpdateOrganisationInput,
    ) -> Result<OrganisationPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let update = engine::UpdateOrganisation {
            name: input.name,
            domains: input.domains,
            sharing: input.sharing.map(Into::into),
            shares_tickets: input.shares_tickets,
            agreement: ids::replaced(&input.agreement, "agreement")?,
            external_id: match input.external_id {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(String::new()),
                MaybeUndefined::Value(id) => Some(id),
            },
            confirm_free_mail: input.confirm_free_mail.unwrap_or_default(),
        };
        Ok(engine.update_organisation(actor, ids::input(&input.id, "id")?, update).await?.into())
    }
}
