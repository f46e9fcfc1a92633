//! Ends an API token.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, TokenId, UserId},
    policy::Action,
    store::{Work, audit, entity::api_token, logins},
};

impl Engine {
    /// Ends a token at once: everybody their own, admins anybody's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that the actor may end.
    pub async fn revoke_api_token(&self, actor: &Actor, id: TokenId) -> Result<()> {
        let permit = self.permit(actor, Action::MakeToken, None)?;
        let work = Work::begin(self).await?;
        let token = api_token::Entity::find_by_id(id.0).one(work.tx()).await?;
        let token = token.ok_or(Error::NotFound { what: "token" })?;
        let own = actor.user().is_some_and(|viewer| viewer.id.0 == token.user_id);
        if !own && self.permit(actor, Action::MakeAdminToken, None).is_err() {
            return Err(Error::NotFound { what: "token" });
        }
        audit::note(&work, actor, Audited::TokenRevoked { user: token.user_id.into(), token: id }).await?;
        api_token::Entity::delete_by_id(id.0).exec(work.tx()).await?;
        work.commit(permit, Vec::new()).await
    }
}

/// Ends every token of a person whose password or second factor somebody else may have had.
pub(crate) async fn revoke_tokens(work: &Work<'_>, actor: &Actor, user: UserId) -> Result<()> {
    let all = api_token::Entity::find().filter(api_token::Column::UserId.eq(user.0)).all(work.tx()).await?;
    for token in all {
        audit::note(work, actor, Audited::TokenRevoked { user, token: token.id.into() }).await?;
    }
    logins::end_tokens(work.tx(), user.into()).await
}
