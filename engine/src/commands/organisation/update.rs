//! Changes an organisation.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{
    check::{clean_domains, clean_name, domain_taken},
    create::refuse_taken_name,
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Organisation, OrganisationId},
    policy::{self, Action},
    store::{Work, entity::organisation, names::folded, people},
};

/// What is changed of an organisation; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateOrganisation {
    /// Its name.
    pub name: Option<String>,
    /// All of its mail domains.
    pub domains: Option<Vec<String>>,
    /// Whether members see each other's tickets. It holds at once, for what is open already as well.
    pub shares_tickets: Option<bool>,
}

impl Engine {
    /// Changes an organisation; for admins.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; `BadInput` for `name` or `domains`; [`crate::Error::Forbidden`].
    pub async fn update_organisation(
        &self,
        actor: &Actor,
        id: OrganisationId,
        input: UpdateOrganisation,
    ) -> Result<Organisation> {
        let permit = policy::check(actor, Action::ManageHouse, None)?;
        let name = input.name.as_deref().map(clean_name).transpose()?;
        let domains = input.domains.as_deref().map(clean_domains).transpose()?;

        let work = Work::begin(self).await?;
        let mut row = people::lock_organisation(work.tx(), id).await?.into_active_model();
        if let Some(name) = name {
            refuse_taken_name(&work, id, &name).await?;
            row.folded = Set(folded(&name));
            row.name = Set(name);
        }
        if let Some(shares) = input.shares_tickets {
            row.shares_tickets = Set(shares);
        }
        let row = if row.is_changed() {
            organisation::Entity::update(row).exec(work.tx()).await?
        } else {
            people::lock_organisation(work.tx(), id).await?
        };
        if let Some(domains) = domains
            && let Some(taken) = people::own_domains(work.tx(), id, &domains).await?
        {
            return Err(domain_taken(&taken));
        }
        let organisation = people::organisation(work.tx(), row).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(organisation)
    }
}
