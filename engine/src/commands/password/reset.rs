//! Sets a password by the link of a mail, once.

use crate::{
    actor::Actor,
    commands::{
        session::{NewSession, OpenedBy, open_session},
        token::revoke_tokens,
    },
    engine::Engine,
    error::{Error, Result},
    model::Audited,
    policy::{
        self,
        throttle::{LOGIN_BEYOND, LOGIN_PER_ACCOUNT_AND_PLACE},
    },
    secret::{is_link_token, token_hash},
    store::{
        Work, audit, logins, password_links,
        people::{self, changes},
        second_factors, throttle, undeliverable,
    },
};

impl Engine {
    /// Sets the password of the account that the link was sent to, and logs in. All its other sessions and links end,
    /// and, unless it is the first password, its API tokens; failed log-ins are forgotten. A password that is too weak does not use the link up.
    ///
    /// # Errors
    /// [`Error::CodeRequired`] when the account has a second factor: the password is set then, and [`Engine::confirm_login`] begins
    /// the session; [`Error::SingleSignOn`] where the role logs in by single sign-on alone; [`Error::WeakPassword`]; [`Error::LinkExpired`] when the link is unknown, used or too old, or the account is
    /// switched off.
    pub async fn reset_password(&self, token: &str, password: &str) -> Result<NewSession> {
        check_rule(self, password)?;
        let hash = token_hash(token);
        let known = is_link_token(token)
            && password_links::owner(self.database().ro(), &hash, self.now()).await?.is_some();
        if !known {
            return Err(Error::LinkExpired);
        }
        let password_hash = self.hashing().hash(self.rng(), password.to_owned()).await?;

        let work = Work::begin(self).await?;
        let owner = password_links::owner(work.tx(), &hash, work.now()).await?.ok_or(Error::LinkExpired)?;
        self.refuse_password(&owner)?;
        if !password_links::consume(&work, &hash).await? {
            return Err(Error::LinkExpired);
        }
        let owner = people::lock(work.tx(), owner.id.into()).await?;
        logins::end_all(work.tx(), owner.id).await?;
        let subject = owner.id.to_string();
        for limit in [LOGIN_PER_ACCOUNT_AND_PLACE, LOGIN_BEYOND] {
            throttle::reset_everywhere(work.tx(), limit, &subject).await?;
        }
        // Whoever knew the password before has no say in it any more, nor what they left behind.
        self.forget_codes(&work, owner.id.into()).await?;
        if owner.password_hash.is_some() {
            revoke_tokens(&work, &Actor::system(), owner.id.into()).await?;
        }
        let owner = changes::set_password(&work, owner.id.into(), password_hash).await?;
        let user = owner.id.into();
        undeliverable::clear(work.tx(), [owner.email.as_str()]).await?;
        audit::note_own(&work, user, Audited::PasswordSet { user }).await?;
        let methods = second_factors::methods(work.tx(), owner.id).await?;
        if !methods.is_empty() {
            // Whoever reads the mail has not shown the second factor.
            let challenge = self.challenge(&owner, false)?;
            work.commit(policy::housekeeping(), Vec::new()).await?;
            return Err(Error::CodeRequired { challenge, methods });
        }
        let session =
            open_session(&work, owner, OpenedBy::Password { remember: false, with: None }, None, None)
                .await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }
}

/// The one check of a new password, for every path on which one is set.
pub(crate) fn check_rule(engine: &Engine, password: &str) -> Result<()> {
    let missing = engine.settings().accounts.password.missing(password);
    if missing.is_empty() { Ok(()) } else { Err(Error::WeakPassword { missing }) }
}
