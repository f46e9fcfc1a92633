//! Chooses when the actor gets the emails that they may switch off.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::MailTimes,
    policy::{self, Action},
    rules::mail_times::DAY,
    store::{
        Work,
        people::{self, changes},
    },
};

impl Engine {
    /// Chooses when the actor gets the emails that they may switch off, from now on; what waits keeps its time.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; `BadInput` for a time that is none of a day (`dailyAt`, `quietFrom`,
    /// `quietUntil`), and for quiet hours without length; [`Error::Forbidden`] and [`Error::MissingScope`] for a token that
    /// may not change the account.
    pub async fn choose_mail_times(&self, actor: &Actor, times: MailTimes) -> Result<MailTimes> {
        let viewer = policy::logged_in(actor)?;
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        check(&times)?;
        let work = Work::begin(self).await?;
        people::lock_own(work.tx(), viewer.id).await?;
        let chosen = (times != MailTimes::default()).then(|| serde_json::to_string(&times)).transpose()?;
        changes::set_mail_times(&work, viewer.id, chosen).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(times)
    }
}

fn check(times: &MailTimes) -> Result<()> {
    let (from, until) = times.quiet.unzip();
    for (field, minute) in [("dailyAt", Some(times.daily_at)), ("quietFrom", from), ("quietUntil", until)] {
        if minute.is_some_and(|minute| minute >= DAY) {
            return Err(Error::bad(field, "time-invalid", "The time must be between 00:00 and 23:59."));
        }
    }
    if from.is_some() && from == until {
        let message = "Quiet hours must not start and end at the same time.";
        return Err(Error::bad("quietUntil", "quiet-hours-empty", message));
    }
    Ok(())
}
