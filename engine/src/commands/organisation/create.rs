//! Makes an organisation.

use super::check::{clean_domains, clean_name, domain_taken, name_taken, refuse_free_mail, wanted_sharing};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Organisation, OrganisationId, Sharing},
    policy::{Action, Permit},
    problems::Problems,
    rules::external_id::{clean_external_id, external_id_taken},
    store::{
        Work, audit,
        organisations::{self, Taken},
        people,
    },
};

/// What an organisation is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateOrganisation {
    /// Its name; no other may have it.
    pub name: String,
    /// Mail domains whose senders join it on first contact.
    pub domains: Vec<String>,
    /// With whom it shares its tickets; with nobody by default.
    pub sharing: Option<Sharing>,
    /// The same in short: whether all members see each other's tickets.
    pub shares_tickets: Option<bool>,
    /// What another system calls it.
    pub external_id: Option<String>,
    /// Whether domains may be among them at which anybody gets an address.
    pub confirm_free_mail: bool,
}

impl Engine {
    /// Makes an organisation; for admins. Who has an account already does not join it by itself.
    ///
    /// # Errors
    /// `BadInput` for `name`, `domains`, `externalId` or `sharesTickets`; [`crate::Error::Forbidden`].
    pub async fn create_organisation(
        &self,
        actor: &Actor,
        input: CreateOrganisation,
    ) -> Result<Organisation> {
        let (permit, wanted) = self.prepare_organisation(actor, &input)?;
        let work = Work::begin(self).await?;
        let organisation = make(&work, actor, wanted).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(organisation)
    }

    /// Checks what needs no database. What is wrong with a field is told by [`make`], with what else is wrong.
    pub(crate) fn prepare_organisation(
        &self,
        actor: &Actor,
        input: &CreateOrganisation,
    ) -> Result<(Permit, Wanted)> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let mut problems = Problems::default();
        let name = problems.or_default(clean_name(&input.name))?;
        let domains = problems.or_default(clean_domains(&input.domains))?;
        let external_id = input.external_id.as_deref().map(clean_external_id).transpose();
        let external_id = problems.or_default(external_id)?.flatten();
        let more = &self.settings().mail.free_mail_domains;
        let sharing = wanted_sharing(Sharing::Nobody, input.sharing, input.shares_tickets);
        let sharing = problems.or_else(sharing, || Sharing::Nobody)?;
        problems.or_default(refuse_free_mail(&domains, more, sharing.shares(), input.confirm_free_mail))?;
        Ok((permit, Wanted { name, domains, external_id, sharing, problems }))
    }
}

/// An organisation that may be made, unless another has what is to be its own.
pub(crate) struct Wanted {
    name: String,
    domains: Vec<String>,
    external_id: Option<String>,
    sharing: Sharing,
    /// What is wrong with these.
    problems: Problems,
}

/// Makes the organisation within a transaction.
pub(crate) async fn make(work: &Work<'_>, actor: &Actor, wanted: Wanted) -> Result<Organisation> {
    let Wanted { name, domains, external_id, sharing, mut problems } = wanted;
    let id: OrganisationId = work.id()?;
    problems.or_default(refuse_taken_name(work, id, &name).await)?;
    if let Some(taken) = people::anothers_domain(work.tx(), id, &domains).await? {
        problems.note(domain_taken(&taken));
    }
    problems.or_default(refuse_taken_id(work, id, external_id.as_deref()).await)?;
    problems.refuse()?;
    let inserted = organisations::insert(work, id, name.clone(), sharing, external_id).await?;
    let row = inserted.map_err(|taken| raced(taken, &name))?;
    if let Some(taken) = people::own_domains(work.tx(), id, &domains).await? {
        return Err(domain_taken(&taken));
    }
    let (organisation, shares) = (id, sharing.shares());
    let made = Audited::OrganisationCreated { organisation, shares, sharing: Some(sharing), domains };
    audit::note(work, actor, made).await?;
    if let Some(to) = row.external_id.clone() {
        let (from, to) = (None, Some(to));
        audit::note(work, actor, Audited::OrganisationExternalIdChanged { organisation, from, to }).await?;
    }
    people::organisation(work.tx(), row).await
}

/// Refuses a name that another organisation has.
pub(super) async fn refuse_taken_name(work: &Work<'_>, own: OrganisationId, name: &str) -> Result<()> {
    if organisations::is_name_taken(work, own, name).await? { Err(name_taken(name)) } else { Ok(()) }
}

/// Refuses an external id that another organisation has.
pub(super) async fn refuse_taken_id(
    work: &Work<'_>,
    own: OrganisationId,
    external_id: Option<&str>,
) -> Result<()> {
    let Some(external_id) = external_id else { return Ok(()) };
    if organisations::is_external_id_taken(work, own, external_id).await? {
        return Err(external_id_taken("organisation"));
    }
    Ok(())
}

/// What is told to the second one of two who give the same name or external id at once.
pub(super) fn raced(taken: Taken, name: &str) -> Error {
    match taken {
        Taken::ExternalId => external_id_taken("organisation"),
        Taken::Name => name_taken(name),
    }
}
