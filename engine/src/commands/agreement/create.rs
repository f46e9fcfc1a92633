//! Makes an agreement.

use super::terms::{changes, refuse_wrong, tidied};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Agreement, Audited, CalendarId, Target},
    policy::Action,
    problems::Problems,
    store::{Work, agreements, audit},
};

/// What an agreement is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateAgreement {
    /// Its name; no other may have it.
    pub name: String,
    /// The calendar on which its minutes are counted.
    pub calendar: CalendarId,
    /// The agreed times; a priority that is left out has none.
    pub targets: Vec<Target>,
}

impl Engine {
    /// Makes an agreement; for admins. It holds for nobody until an organisation or a queue has it.
    ///
    /// # Errors
    /// `BadInput` for `name`, `calendar` or `targets`; [`crate::Error::Forbidden`].
    pub async fn create_agreement(&self, actor: &Actor, input: CreateAgreement) -> Result<Agreement> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let (id, name, calendar, targets) = (work.id()?, input.name, input.calendar, input.targets);
        let mut problems = Problems::default();
        let agreement = tidied(Agreement { id, name, calendar, targets }, &mut problems);
        refuse_wrong(&work, &agreement, problems).await?;
        agreements::insert(&work, &agreement).await?;
        let changes = changes(&work, None, &agreement).await?;
        audit::note(&work, actor, Audited::AgreementCreated { agreement: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(agreement)
    }
}
