//! Ends the sign-in of an admin at a provider of mail: hands in the code that the browser came back with, or learns that there
//! is none.

use super::start_sign_in::{purpose, refused, session};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{MailAccount, MailSecret},
    policy::Action,
    secret::token_hash,
    store::{Work, entity::mail_sign_in, mail_sign_ins},
};

impl Engine {
    /// Hands in what a provider sent the browser back with, and keeps what it grants for it; for the admin who has begun, in
    /// the same session, and once. Answers the account.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `BadInput` for `state` when it is unknown, used, too old, or another's, and when the servers
    /// at which the token is used are others than when it was begun; for `account` when the provider does not agree.
    pub async fn finish_mail_sign_in(&self, actor: &Actor, state: &str, code: &MailSecret) -> Result<String> {
        let row = self.use_up(actor, state).await?;
        let verifier = self.secret().open(&purpose(&row.state), &row.verifier);
        let verifier = verifier.and_then(|bytes| String::from_utf8(bytes).ok()).map(MailSecret::new);
        let verifier = verifier.ok_or_else(|| Error::internal("a verifier cannot be unsealed"))?;
        let provider = self.mail_provider().ok_or(Error::NotFound { what: "mail provider" })?;
        let redirect = self.sign_in_redirect();
        let tokens = provider.exchange(&row.provider, code, &verifier, &redirect).await;
        let account = MailAccount { provider: row.provider, account: row.account };
        let tokens = tokens.map_err(|fault| refused(&fault))?;
        self.keep_mail_grant(actor, &account, tokens, row.servers).await?;
        Ok(account.account)
    }

    /// Ends a sign-in that the provider sent the browser back from without a code; for the admin who has begun, in the same
    /// session, and once: what anybody else makes up about it is refused. Answers the account.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; `BadInput` for `state` when it is unknown, used, too old, or another's.
    pub async fn cancel_mail_sign_in(&self, actor: &Actor, state: &str) -> Result<String> {
        Ok(self.use_up(actor, state).await?.account)
    }

    /// The sign-in of this state, which is good no more, whatever comes of it.
    async fn use_up(&self, actor: &Actor, state: &str) -> Result<mail_sign_in::Model> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let viewer = actor.user().ok_or(Error::Unauthenticated)?;
        let work = Work::begin(self).await?;
        let row = mail_sign_ins::of_state(work.tx(), token_hash(state)).await?;
        let row = row.filter(|row| row.user_id == viewer.id.0 && row.session == session(viewer));
        let Some(row) = row else { return Err(stale()) };
        mail_sign_ins::remove(&work, &row.state).await?;
        let now = work.now();
        work.commit(permit, Vec::new()).await?;
        if row.expires_at <= now { Err(stale()) } else { Ok(row) }
    }
}

fn stale() -> Error {
    Error::bad(
        "state",
        "stale",
        "This sign-in belongs to another session, was already used or has expired. Start it again.",
    )
}
