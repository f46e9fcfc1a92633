//! Changes an organisation.

use super::{
    check::{clean_domains, clean_name, domain_taken, refuse_free_mail, wanted_sharing},
    create::{raced, refuse_taken_id, refuse_taken_name},
};
use crate::{
    actor::Actor,
    commands::agreement::refuse_unknown,
    engine::Engine,
    error::{Error, Result},
    model::{AgreementId, Audited, Organisation, OrganisationId, Sharing},
    policy::Action,
    problems::Problems,
    rules::external_id::clean_external_id,
    store::{
        Work, audit,
        clocks::{self, Affected},
        organisations::{self, NewValue},
        people,
    },
};

/// What is changed of an organisation; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateOrganisation {
    /// Its name.
    pub name: Option<String>,
    /// All of its mail domains.
    pub domains: Option<Vec<String>>,
    /// With whom it shares its tickets. It holds at once, for what is open already as well.
    pub sharing: Option<Sharing>,
    /// The same in short: `false` is nobody; `true` is all members, unless it is shared with selected ones already.
    pub shares_tickets: Option<bool>,
    /// What was agreed with it; `Some(None)`: nothing. The clocks of its open tickets are counted again.
    pub agreement: Option<Option<AgreementId>>,
    /// What another system calls it; an empty one takes it away.
    pub external_id: Option<String>,
    /// Whether domains may be added, or shared with, at which anybody gets an address.
    pub confirm_free_mail: bool,
}

impl Engine {
    /// Changes an organisation; for admins.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; `BadInput` for `name`, `domains`, `externalId` or `sharesTickets`; [`crate::Error::Forbidden`].
    pub async fn update_organisation(
        &self,
        actor: &Actor,
        id: OrganisationId,
        input: UpdateOrganisation,
    ) -> Result<Organisation> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let (organisation, recount) = self.change_organisation(&work, actor, id, input).await?;
        work.commit(permit, Vec::new()).await?;
        if recount {
            self.recount_now().await;
        }
        Ok(organisation)
    }

    /// Changes it within a transaction, for who may; whether clocks are to be counted again afterwards.
    pub(crate) async fn change_organisation(
        &self,
        work: &Work<'_>,
        actor: &Actor,
        id: OrganisationId,
        input: UpdateOrganisation,
    ) -> Result<(Organisation, bool)> {
        let mut problems = Problems::default();
        let name = problems.or_default(input.name.as_deref().map(clean_name).transpose())?;
        let domains = problems.or_default(input.domains.as_deref().map(clean_domains).transpose())?;
        let external_id = input.external_id.as_deref().map(clean_external_id).transpose();
        let external_id = problems.or_default(external_id)?;
        if input.agreement.is_some() {
            clocks::note_in_turn(work.tx()).await?;
        }
        let before = people::lock_organisation(work.tx(), id).await?;
        let owned = people::domains_of(work.tx(), id).await?;
        let was: Sharing = before.sharing.parse().map_err(Error::internal)?;
        let sharing = wanted_sharing(was, input.sharing, input.shares_tickets);
        let sharing = problems.or_else(sharing, || was)?;
        let begins_to_share = sharing.shares() && !was.shares();
        let at_risk = at_risk(domains.as_deref().unwrap_or(&owned), &owned, begins_to_share);
        let open = &self.settings().mail.free_mail_domains;
        let free = refuse_free_mail(&at_risk, open, sharing.shares(), input.confirm_free_mail);
        problems.or_default(free)?;
        if sharing != was {
            let (shares, modes) = (sharing.shares(), Some((was, sharing)));
            audit::note(work, actor, Audited::SharingChanged { organisation: id, shares, modes }).await?;
        }
        let agreed: Option<AgreementId> = before.agreement_id.map(Into::into);
        let mut values = Vec::new();
        if let Some(external_id) = external_id.filter(|wanted| *wanted != before.external_id) {
            values.push(NewValue::ExternalId(external_id.clone()));
            let called = before.external_id.clone();
            problems.or_default(identify(work, actor, id, called, external_id).await)?;
        }
        if let Some(name) = name {
            values.push(NewValue::Name(name.clone()));
            problems.or_default(rename(work, actor, id, before.name.clone(), name).await)?;
        }
        if sharing != was {
            values.push(NewValue::Sharing(sharing));
        }
        let agreement = input.agreement.unwrap_or(agreed);
        if agreement != agreed {
            problems.or_default(refuse_unknown(work, agreement).await)?;
            values.push(NewValue::Agreement(agreement));
            let (organisation, from, to) = (id, agreed, agreement);
            let changed = Audited::OrganisationAgreementChanged { organisation, from, to };
            audit::note(work, actor, changed).await?;
        }
        if let Some(domains) = &domains
            && let Some(taken) = people::anothers_domain(work.tx(), id, domains).await?
        {
            problems.note(domain_taken(&taken));
        }
        problems.refuse()?;
        let row = if values.is_empty() {
            people::lock_organisation(work.tx(), id).await?
        } else {
            let updated = organisations::update(work, before, values).await?;
            updated.map_err(|taken| raced(taken, input.name.as_deref().unwrap_or_default()))?
        };
        if let Some(domains) = domains
            && domains != owned
        {
            if let Some(taken) = people::own_domains(work.tx(), id, &domains).await? {
                return Err(domain_taken(&taken));
            }
            audit::note(work, actor, Audited::DomainsChanged { organisation: id, from: owned, to: domains })
                .await?;
        }
        if agreement != agreed {
            clocks::recount(work.tx(), Affected::Organisation(id), work.now()).await?;
        }
        let organisation = people::organisation(work.tx(), row).await?;
        Ok((organisation, agreement != agreed))
    }
}

/// Records that another system calls it something else, unless it calls another so.
async fn identify(
    work: &Work<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    from: Option<String>,
    to: Option<String>,
) -> Result<()> {
    refuse_taken_id(work, organisation, to.as_deref()).await?;
    audit::note(work, actor, Audited::OrganisationExternalIdChanged { organisation, from, to }).await
}

/// Records what it was called, unless another organisation has its new name.
async fn rename(
    work: &Work<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    from: String,
    to: String,
) -> Result<()> {
    refuse_taken_name(work, organisation, &to).await?;
    if from == to {
        return Ok(());
    }
    audit::note(work, actor, Audited::OrganisationRenamed { organisation, from, to }).await
}

/// The domains of which it is asked whether anybody gets an address there: what was confirmed once is not asked again, until
/// more comes of it.
fn at_risk(domains: &[String], owned: &[String], begins_to_share: bool) -> Vec<String> {
    domains.iter().filter(|domain| begins_to_share || !owned.contains(domain)).cloned().collect()
}
