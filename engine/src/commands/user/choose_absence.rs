//! Members of the staff say when they are away.

use chrono::NaiveDate;

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::Absence,
    policy::{self, Action},
    rules::absence::{chosen, today, told},
    store::{Work, absences, people},
};

/// When the actor is away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChooseAbsence {
    /// The first day; `None`: today.
    pub from: Option<NaiveDate>,
    /// The last day; `None`: until they say otherwise.
    pub until: Option<NaiveDate>,
}

impl Engine {
    /// Says when the actor is away, in the place of what they said before; `None`: not at all. Days are those of their time zone.
    /// While they are away, no ticket becomes theirs by itself, and colleagues see it where they assign or mention them.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; `BadInput` for `from` and `until`; [`Error::Forbidden`] for customers, and with
    /// [`Error::MissingScope`] for a token that may not change the account.
    pub async fn choose_absence(
        &self,
        actor: &Actor,
        input: Option<ChooseAbsence>,
    ) -> Result<Option<Absence>> {
        let viewer = policy::logged_in(actor)?;
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        if !viewer.role.is_staff() {
            return Err(Error::Forbidden { action: "set an absence" });
        }
        let work = Work::begin(self).await?;
        let account = people::lock_own(work.tx(), viewer.id).await?;
        let today = today(&account.time_zone, work.now());
        let days = input.map(|input| chosen(input.from, input.until, today)).transpose()?;
        match days {
            Some(days) => absences::put(work.tx(), account.id, days).await?,
            None => absences::forget(work.tx(), account.id).await?,
        }
        work.commit(permit, Vec::new()).await?;
        Ok(days.and_then(|(from, until)| told(from, until, today)))
    }
}
