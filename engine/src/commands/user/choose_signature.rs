//! Members of the staff choose what stands below their answers.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    policy::{self, Action},
    rules::texts::clean_text,
    store::{Work, people, signatures},
};

/// Longer signatures are letters of their own; the queue's may be as long.
const LONGEST: usize = 2_000;

impl Engine {
    /// Chooses what stands below the public answers that the actor writes on pages, above the signature of the queue; answers it. An
    /// empty text: nothing of their own.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; `BadInput` for `text`; [`Error::Forbidden`] for customers, and with
    /// [`Error::MissingScope`] for a token that may not change the account.
    pub async fn choose_signature(&self, actor: &Actor, text: &str) -> Result<Option<String>> {
        let viewer = policy::logged_in(actor)?;
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        if !viewer.role.is_staff() {
            return Err(Error::Forbidden { action: "sign answers" });
        }
        let text = clean_text(text).trim().to_owned();
        if text.chars().count() > LONGEST {
            return Err(Error::too_long("text", "signature-too-long", "signature", LONGEST));
        }
        let chosen = Some(text).filter(|text| !text.is_empty());
        let work = Work::begin(self).await?;
        let account = people::lock_own(work.tx(), viewer.id).await?;
        match chosen.clone() {
            Some(text) => signatures::put(work.tx(), account.id, text).await?,
            None => signatures::forget(work.tx(), account.id).await?,
        }
        work.commit(permit, Vec::new()).await?;
        Ok(chosen)
    }
}
