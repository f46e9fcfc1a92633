//! Takes over people who wrote before the domain of their address was the organisation's.

use crate::{
    actor::Actor,
    content::address::domain_of,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Organisation, OrganisationId, UserId},
    policy::Action,
    store::{Work, audit, memberships, people, senders},
};

/// So many at once.
const MOST: usize = 100;

impl Engine {
    /// Makes members of an organisation of people who wrote from one of its domains and have never belonged to any; for admins. Their
    /// earlier tickets stay theirs alone.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `users`, when one of them is nobody whom [`Engine::earlier_senders`] names;
    /// [`Error::Forbidden`].
    pub async fn take_over_senders(
        &self,
        actor: &Actor,
        organisation: OrganisationId,
        users: &[UserId],
    ) -> Result<Organisation> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let _ = self.permit(actor, Action::GrantAccess, None)?;
        if users.is_empty() || users.len() > MOST {
            let message = format!("Between 1 and {MOST} people can be given at once.");
            return Err(Error::bad("users", "senders-count", message));
        }
        let work = Work::begin(self).await?;
        let row = people::lock_organisation(work.tx(), organisation).await?;
        let mut found = senders::of(work.tx(), organisation).await?;
        found.retain(|one| users.contains(&one.id.into()));
        if !users.iter().all(|user| found.iter().any(|one| one.id == user.0)) {
            let message = "One of these people has no address at a domain of the organisation, or has already belonged to an organisation.";
            return Err(Error::bad("users", "sender-unknown", message));
        }
        for one in found {
            let (user, domain) = (one.id.into(), domain_of(&one.email).to_owned());
            if !memberships::join(&work, user, organisation, &domain).await? {
                continue;
            }
            let (to, domain) = (Some(organisation), Some(domain));
            audit::note(&work, actor, Audited::MembershipChanged { user, from: None, to, domain }).await?;
        }
        let organisation = people::organisation(work.tx(), row).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(organisation)
    }
}
