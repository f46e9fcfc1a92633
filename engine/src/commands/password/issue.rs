//! Makes the link of a password mail at the moment when the mail is sent.

use chrono::{DateTime, Utc};

use crate::{
    engine::Engine,
    error::Result,
    model::UserId,
    policy,
    secret::{TokenKind, new_token, token_hash},
    store::{Work, password_links},
};

/// A new token for a link by which `user` sets a password, and until when it works. Each attempt to send the mail makes
/// one; all of a user's links end as soon as one is used.
pub(crate) async fn issue_link(engine: &Engine, user: UserId) -> Result<(String, DateTime<Utc>)> {
    let token = new_token(engine.rng(), TokenKind::Link)?;
    let work = Work::begin(engine).await?;
    let expires_at = work.now() + engine.settings().accounts.link_lifetime;
    password_links::keep(&work, user, token_hash(&token), expires_at).await?;
    work.commit(policy::housekeeping(), Vec::new()).await?;
    Ok((token, expires_at))
}
