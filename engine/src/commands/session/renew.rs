//! Exchanges the token of a session that lasts long for a new one, and ends the session when an old one is used again.
//!
//! The token before stays good until the new one has arrived, which its first use shows, and for a moment longer, for what
//! was under way. Whoever shows it later has it from somewhere else: then nobody knows who is the thief, and the session
//! ends for both (RFC 9700, section 4.14.2, on refresh tokens).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    engine::Engine,
    error::Result,
    model::SessionId,
    policy,
    secret::{TokenKind, renewed_token, token_hash},
    store::{Work, sessions},
};

/// A token is exchanged when it is older than this.
const EVERY: TimeDelta = TimeDelta::days(1);
/// Requests that were under way when the new token arrived may still show the old one.
const GRACE: TimeDelta = TimeDelta::minutes(1);

/// A session with its new token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewedSession {
    /// The bearer token; it is shown this once, and begins like the one before.
    pub token: String,
    /// Until when it holds: its lifetime begins anew.
    pub expires_at: DateTime<Utc>,
}

impl Engine {
    /// Exchanges the token of a session that was opened to last long, once a day; `None`: there is nothing to exchange,
    /// and the token stays as good as it was.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn renew_session(&self, token: &str) -> Result<Option<RenewedSession>> {
        if TokenKind::of_bearer(token) != Some(TokenKind::Session) {
            return Ok(None);
        }
        let hash = token_hash(token);
        let work = Work::begin(self).await?;
        let found = sessions::lock_of_token(&work, &hash).await?;
        let Some(row) = found.filter(|row| row.remember && row.expires_at > work.now()) else {
            return Ok(None);
        };
        let before = row.previous_hash.as_deref() == Some(hash.as_str());
        // The new token got lost on its way: another one, in its place. Not at once: who opens several pages together shows the
        // old token with each, and of several new ones all but the last would be worth nothing.
        let lost = before
            && row.confirmed_at.is_none()
            && row.renewed_at.is_none_or(|renewed| renewed + GRACE <= work.now());
        let due = !before && work.now() - row.renewed_at.unwrap_or(row.created_at) >= EVERY;
        if !due && !lost {
            return Ok(None);
        }
        let new = renewed_token(self.rng(), token)?;
        let expires_at = work.now() + self.settings().accounts.remember_lifetime;
        sessions::renew(&work, row.id.into(), token_hash(&new), hash, expires_at).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(Some(RenewedSession { token: new, expires_at }))
    }

    /// The session whose token before this one is, as long as it may still be shown. Later, the session ends.
    pub(super) async fn superseded(&self, hash: &str) -> Result<Option<SessionId>> {
        let found = sessions::of_previous_token(self.database().ro(), hash).await?;
        let Some(row) = found else { return Ok(None) };
        if row.confirmed_at.is_none_or(|at| at + GRACE > self.now()) {
            return Ok(Some(row.id.into()));
        }
        let work = Work::begin(self).await?;
        sessions::end(&work, row.id.into()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        tracing::warn!(session = %row.id, user = %row.user_id, "an old token of a session was used again: the session ends");
        Ok(None)
    }

    /// Notes that the new token of a session has arrived.
    pub(super) async fn confirm_renewal(&self, id: SessionId) -> Result<()> {
        let work = Work::begin(self).await?;
        sessions::confirm_renewal(&work, id).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
