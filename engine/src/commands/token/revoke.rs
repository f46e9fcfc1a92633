//! Ends an API token.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, TokenId, UserId},
    policy::Action,
    store::{Work, audit, tokens},
};

impl Engine {
    /// Ends a token at once: everybody their own, admins anybody's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that the actor may end.
    pub async fn revoke_api_token(&self, actor: &Actor, id: TokenId) -> Result<()> {
        let permit = self.permit(actor, Action::MakeToken, None)?;
        let work = Work::begin(self).await?;
        let token = tokens::find(work.tx(), id).await?;
        let token = token.ok_or(Error::NotFound { what: "token" })?;
        let own = actor.user().is_some_and(|viewer| viewer.id.0 == token.user_id);
        if !own && self.permit(actor, Action::MakeAdminToken, None).is_err() {
            return Err(Error::NotFound { what: "token" });
        }
        let (user, name) = (token.user_id.into(), Some(token.name));
        audit::note(&work, actor, Audited::TokenRevoked { user, token: id, name }).await?;
        tokens::end(&work, id).await?;
        work.commit(permit, Vec::new()).await
    }
}

/// Ends every token of a person whose password or second factor somebody else may have had.
pub(crate) async fn revoke_tokens(work: &Work<'_>, actor: &Actor, user: UserId) -> Result<()> {
    for token in tokens::of(work.tx(), user).await? {
        let revoked = Audited::TokenRevoked { user, token: token.id.into(), name: Some(token.name) };
        audit::note(work, actor, revoked).await?;
    }
    tokens::end_all(work.tx(), user.into()).await
}
