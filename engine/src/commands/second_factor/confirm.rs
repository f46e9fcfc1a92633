//! Puts a second factor in use, once a code shows that the app has the secret.

use super::{Happened, code::opened, new_codes, tell_owner};
use crate::{
    actor::Actor,
    commands::session::wrong_code,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, UserId},
    policy::{
        self,
        second_factor::{Given, PENDING, step_of},
        throttle::SECOND_FACTOR_SET_UP,
    },
    store::{Work, audit, people, second_factors, throttle},
};

impl Engine {
    /// Puts the second factor in use that [`Engine::begin_second_factor`] began, and answers the recovery codes, this once;
    /// those of one before are gone. Sessions go on.
    ///
    /// # Errors
    /// `BadInput` for `code`, if it is wrong, or nothing was begun within the last hour; [`Error::RateLimited`];
    /// [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn confirm_second_factor(&self, actor: &Actor, code: &str) -> Result<Vec<String>> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let user = viewer.id;
        self.count_set_up(user).await?;
        let work = Work::begin(self).await?;
        people::lock(work.tx(), user).await?;
        let begun = second_factors::find(work.tx(), user.into()).await?;
        let fresh = begun.filter(|row| row.pending_at.is_some_and(|at| at + PENDING > work.now()));
        let Some((row, sealed)) = fresh.and_then(|row| row.pending.clone().map(|sealed| (row, sealed)))
        else {
            let message = "The setup has expired. Start again.";
            return Err(Error::bad("code", "set-up-expired", message));
        };
        let secret = opened(self.secret(), user.into(), &sealed)?;
        let Some(Given::Digits(digits)) = Given::read(code) else { return Err(wrong_code()) };
        let step = step_of(&secret, &digits, work.now())?.ok_or_else(wrong_code)?;
        second_factors::enable(work.tx(), row, step, work.now()).await?;
        let codes = new_codes(self, &work, user).await?;
        throttle::reset_everywhere(work.tx(), SECOND_FACTOR_SET_UP, &user.to_string()).await?;
        audit::note(&work, actor, Audited::SecondFactorEnabled { user }).await?;
        tell_owner(&work, user, Happened::Enabled).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(codes)
    }

    async fn count_set_up(&self, user: UserId) -> Result<()> {
        let work = Work::begin(self).await?;
        let subject = user.to_string();
        let counted = throttle::count_at(work.tx(), SECOND_FACTOR_SET_UP, (&subject, ""), work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        counted.map_err(|retry_after| Error::RateLimited { retry_after })
    }
}
