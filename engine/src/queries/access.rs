//! What lets people in: sessions, API tokens and identities, the actor's own or, for admins, anybody's.

use crate::{
    actor::{Actor, Via},
    engine::Engine,
    error::{Error, Result},
    model::{ApiToken, Identity, Session, UserId},
    policy::{self, Action, words},
    store::{
        access,
        entity::{api_token, session},
        identities,
    },
};

impl Engine {
    /// The sessions of `user` that have not ended, the one used last first; without one, the actor's own. Those of others are
    /// for admins.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody; [`crate::Error::Forbidden`] for sessions of others;
    /// [`crate::Error::MissingScope`] for a token without the scope `admin`.
    pub async fn sessions(&self, actor: &Actor, user: Option<UserId>) -> Result<Vec<Session>> {
        let own = actor.user().map(|viewer| viewer.id);
        let of_other = user.is_some() && user != own;
        let action = if of_other { Action::MakeAdminToken } else { Action::MakeToken };
        let _ = words::asked(policy::check(actor, action, None), words::READ_SESSIONS)?;
        let user = user.or(own).ok_or(Error::Unauthenticated)?;
        let rows = access::sessions(self.database().ro(), user, self.now()).await?;
        let current = |row: &session::Model| {
            actor.user().is_some_and(|viewer| viewer.via == Via::Session(row.id.into()))
        };
        Ok(rows
            .into_iter()
            .map(|row| Session {
                current: current(&row),
                id: row.id.into(),
                created_at: row.created_at,
                last_seen_at: row.last_seen_at,
                expires_at: row.expires_at,
                client: row.user_agent,
            })
            .collect())
    }

    /// The API tokens of `user`, the newest first; without one, the actor's own, and for the system everybody's. Those of
    /// others are for admins.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody; [`crate::Error::Forbidden`] for tokens of others, and for a token without the scope
    /// `admin`.
    pub async fn api_tokens(&self, actor: &Actor, user: Option<UserId>) -> Result<Vec<ApiToken>> {
        let own = actor.user().map(|viewer| viewer.id);
        let of_other = user.is_some() && user != own;
        let action = if of_other { Action::MakeAdminToken } else { Action::MakeToken };
        let _ = words::asked(policy::check(actor, action, None), words::READ_TOKENS)?;
        let rows = access::tokens(self.database().ro(), user.or(own)).await?;
        Ok(rows.into_iter().map(token).collect())
    }

    /// As whom providers of single sign-on know `user`, the oldest first; without one, the actor. Those of others are for
    /// admins.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; [`Error::Forbidden`] for those of others; [`Error::MissingScope`].
    pub async fn identities(&self, actor: &Actor, user: Option<UserId>) -> Result<Vec<Identity>> {
        let own = actor.user().map(|viewer| viewer.id);
        let of_other = user.is_some() && user != own;
        let action = if of_other { Action::GrantAccess } else { Action::ChangeOwnAccount };
        let _ = words::asked(policy::check(actor, action, None), words::READ_IDENTITIES)?;
        let user = user.or(own).ok_or(Error::Unauthenticated)?;
        let rows = identities::of(self.database().ro(), user.0).await?;
        Ok(rows
            .into_iter()
            .map(|row| Identity {
                id: row.id.into(),
                provider: self.provider_name(&row.issuer),
                address: row.address,
                created_at: row.created_at,
                last_used_at: row.last_used_at,
            })
            .collect())
    }

    /// What a provider is called; one that is configured no longer goes by its address.
    pub(crate) fn provider_name(&self, issuer: &str) -> String {
        let known = self.settings().accounts.providers.iter().find(|provider| provider.issuer == issuer);
        known.map_or_else(|| issuer.to_owned(), |known| known.name.clone())
    }
}

fn token(row: api_token::Model) -> ApiToken {
    ApiToken {
        id: row.id.into(),
        user: row.user_id.into(),
        name: row.name,
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    }
}
