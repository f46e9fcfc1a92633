//! Makes an organisation.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::check::{clean_domains, clean_name, domain_taken, name_taken, refuse_free_mail};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, Organisation, OrganisationId},
    policy::{self, Action},
    store::{Work, audit, entity::organisation, names::folded, people},
};

/// What an organisation is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateOrganisation {
    /// Its name; no other may have it.
    pub name: String,
    /// Mail domains whose senders join it on first contact.
    pub domains: Vec<String>,
    /// Whether members see each other's tickets; off by default.
    pub shares_tickets: bool,
    /// Whether domains may be among them at which anybody gets an address.
    pub confirm_free_mail: bool,
}

impl Engine {
    /// Makes an organisation; for admins. Who has an account already does not join it by itself.
    ///
    /// # Errors
    /// `BadInput` for `name` or `domains`; [`crate::Error::Forbidden`].
    pub async fn create_organisation(
        &self,
        actor: &Actor,
        input: CreateOrganisation,
    ) -> Result<Organisation> {
        let permit = policy::check(actor, Action::ManageHouse, None)?;
        let name = clean_name(&input.name)?;
        let domains = clean_domains(&input.domains)?;
        let more = &self.settings().free_mail_domains;
        refuse_free_mail(&domains, more, input.shares_tickets, input.confirm_free_mail)?;

        let work = Work::begin(self).await?;
        let id: OrganisationId = work.id()?;
        refuse_taken_name(&work, id, &name).await?;
        let row = organisation::Model {
            id: id.into(),
            folded: folded(&name),
            name,
            shares_tickets: input.shares_tickets,
            created_at: work.now(),
            agreement_id: None,
        };
        let active = organisation::ActiveModel {
            id: Set(row.id),
            name: Set(row.name.clone()),
            folded: Set(row.folded.clone()),
            shares_tickets: Set(row.shares_tickets),
            created_at: Set(row.created_at),
            agreement_id: Set(None),
        };
        organisation::Entity::insert(active).exec_without_returning(work.tx()).await?;
        if let Some(taken) = people::own_domains(work.tx(), id, &domains).await? {
            return Err(domain_taken(&taken));
        }
        let (shares, organisation) = (input.shares_tickets, id);
        audit::note(&work, actor, Audited::OrganisationCreated { organisation, shares, domains }).await?;
        let organisation = people::organisation(work.tx(), row).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(organisation)
    }
}

/// Refuses a name that another organisation has.
pub(super) async fn refuse_taken_name(work: &Work<'_>, own: OrganisationId, name: &str) -> Result<()> {
    let same = organisation::Entity::find()
        .filter(organisation::Column::Name.eq(name))
        .filter(organisation::Column::Id.ne(own.0))
        .one(work.tx())
        .await?;
    same.map_or(Ok(()), |_| Err(name_taken(name)))
}
