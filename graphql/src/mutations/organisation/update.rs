//! Why: a company is renamed, gets another domain, or begins to share its tickets.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::OrganisationPayload;
use crate::{caller::logged_in, error::Failure, ids, objects::Sharing, weights::Weighed};

#[derive(Default)]
pub(crate) struct UpdateOrganisation;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateOrganisationInput {
    /// The id of the organisation.
    id: ID,
    /// The new name.
    name: Option<String>,
    /// The new email domains; they replace all.
    domains: Option<Vec<String>>,
    /// Which members it shares its tickets with. Takes effect immediately, also in open subscriptions. The selected members
    /// are set with `updateUser(input: { seesOrganisation })`.
    sharing: Option<Sharing>,
    /// Short form: false is `sharing: NOBODY`; true is `sharing: ALL`, unless it is already shared with selected members.
    shares_tickets: Option<bool>,
    /// The agreement for its tickets; null for none. The clocks of its open tickets are recalculated.
    agreement: MaybeUndefined<ID>,
    /// Its id in another system, unique among organisations; null or an empty text removes it.
    external_id: MaybeUndefined<String>,
    /// Accept domains where anybody can get an address, such as gmail.com: every sender from there joins the organisation
    /// and can read its shared tickets. By default, such domains are refused.
    confirm_free_mail: Option<bool>,
}

#[Object]
impl UpdateOrganisation {
    /// Changes an organisation; for admins.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).recounts(&[\"agreement\"], child_complexity)"
    )]
    async fn update_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and the changes.")] input: UpdateOrganisationInput,
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
