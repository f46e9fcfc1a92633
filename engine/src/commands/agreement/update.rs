//! Changes an agreement, and with it the clocks of every open ticket that it holds for.

use super::terms::{changes, refuse_wrong, tidied};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Agreement, AgreementId, Audited, CalendarId, Target},
    policy::Action,
    problems::Problems,
    store::{
        Work, agreements, audit,
        clocks::{self, Affected},
    },
};

/// What is changed of an agreement; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateAgreement {
    /// Its name.
    pub name: Option<String>,
    /// The calendar on which its minutes are counted.
    pub calendar: Option<CalendarId>,
    /// All of its agreed times.
    pub targets: Option<Vec<Target>>,
}

impl Engine {
    /// Changes an agreement; for admins. The clocks of open tickets are counted again; those that have ended stay as they are.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; `BadInput` for `name`, `calendar` or `targets`; [`crate::Error::Forbidden`].
    pub async fn update_agreement(
        &self,
        actor: &Actor,
        id: AgreementId,
        input: UpdateAgreement,
    ) -> Result<Agreement> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        clocks::note_in_turn(work.tx()).await?;
        let before = agreements::lock(&work, id).await?;
        let mut problems = Problems::default();
        let wanted = Agreement {
            id,
            name: input.name.unwrap_or_else(|| before.name.clone()),
            calendar: input.calendar.unwrap_or(before.calendar),
            targets: input.targets.unwrap_or_else(|| before.targets.clone()),
        };
        let after = tidied(wanted, &mut problems);
        refuse_wrong(&work, &after, problems).await?;
        let changes = changes(&work, Some(&before), &after).await?;
        if changes.is_empty() {
            return Ok(before);
        }
        agreements::update(&work, &after).await?;
        if after.targets != before.targets {
            agreements::set_targets(work.tx(), id, &after.targets).await?;
        }
        if after.targets != before.targets || after.calendar != before.calendar {
            clocks::recount(work.tx(), Affected::Agreement(id), work.now()).await?;
        }
        audit::note(&work, actor, Audited::AgreementChanged { agreement: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        self.recount_now().await;
        Ok(after)
    }
}
