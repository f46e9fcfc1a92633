//! Why: what can be done to a company that is served.

mod create;
mod take_over;
mod update;

use async_graphql::SimpleObject;
pub(crate) use create::CreateOrganisation;
pub(crate) use take_over::TakeOverSenders;
pub(crate) use update::UpdateOrganisation;

use crate::objects::Organisation;

/// The resulting organisation.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct OrganisationPayload {
    /// The organisation.
    organisation: Organisation,
}

impl From<engine::Organisation> for OrganisationPayload {
    fn from(organisation: engine::Organisation) -> Self {
        Self { organisation: Organisation(organisation) }
    }
}
