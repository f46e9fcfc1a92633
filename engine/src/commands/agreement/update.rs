//! Changes an agreement, and with it the clocks of every open ticket that it holds for.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::terms::{changes, refuse_wrong, tidied};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Agreement, AgreementId, Audited, CalendarId, Target},
    policy::Action,
    problems::Problems,
    store::{
        Work, agreements, audit,
        clocks::{self, Affected},
        entity::agreement,
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
    /// [`Error::NotFound`]; `BadInput` for `name`, `calendar` or `targets`; [`Error::Forbidden`].
    pub async fn update_agreement(
        &self,
        actor: &Actor,
        id: AgreementId,
        input: UpdateAgreement,
    ) -> Result<Agreement> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let absent = || Error::NotFound { what: "agreement" };
        let row = agreement::Entity::find_by_id(id.0).lock_exclusive().one(work.tx()).await?;
        let row = row.ok_or_else(absent)?;
        let before = agreements::agreements(work.tx(), Some(&[id])).await?.pop().ok_or_else(absent)?;
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
        let mut row = row.into_active_model();
        row.name = Set(after.name.clone());
        row.calendar_id = Set(after.calendar.into());
        row.update(work.tx()).await?;
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
