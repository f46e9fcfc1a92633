//! Recognises who is calling, with everything the rules need to know of them as it is now.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    actor::{Actor, Via, Viewer},
    engine::Engine,
    error::{Causes, Error, LastingFault, Result},
    model::UserId,
    policy,
    secret::{TokenKind, token_hash},
    store::{
        Work,
        logins::{self, Known},
        sessions,
    },
};

/// "Last seen" and "last used" are no finer than this, so that reading causes little writing.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// How long reading waits for it to be written.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(500);

impl Engine {
    /// Whose session or API token this is; `None` when it is unknown, has expired or belongs to an account that is
    /// switched off.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn authenticate(&self, bearer: &str) -> Result<Option<Actor>> {
        let known = match TokenKind::of_bearer(bearer) {
            Some(TokenKind::Session) => Known::SessionHash(token_hash(bearer)),
            Some(TokenKind::Api) => Known::TokenHash(token_hash(bearer)),
            Some(TokenKind::Link) | None => return Ok(None),
        };
        self.recognise(&known).await
    }

    /// An actor for an account, for the program that runs the engine: it may act for anybody.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such account or it is switched off.
    pub async fn actor_of(&self, user: UserId) -> Result<Actor> {
        self.recognise(&Known::User(user)).await?.ok_or(Error::NotFound { what: "user" })
    }

    /// The actor as it is now, with the rights that its person has been given or has lost since; `None` when its log-in or
    /// token has ended, or the account is switched off. For what takes long, such as a download.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn actor_now(&self, actor: &Actor) -> Result<Option<Actor>> {
        let Some(before) = actor.person() else { return Ok(Some(actor.clone())) };
        let known = Known::again(before);
        let found = known.recognise(self.database()).await?.filter(|found| found.holds(self.now()));
        let Some(found) = found else { return Ok(None) };
        if found.is_barred(&known, &self.settings().accounts.single_sign_on)? {
            return Ok(None);
        }
        let now = found.actor(&known, &self.settings().accounts.second_factor)?;
        Ok(Some(match now.user() {
            // A host program may have narrowed what it lets somebody do.
            Some(viewer) if before.via == Via::Local => {
                Actor::viewer(Viewer { scopes: before.scopes, ..viewer.clone() })
            }
            _ => now,
        }))
    }

    async fn recognise(&self, known: &Known) -> Result<Option<Actor>> {
        let now = self.now();
        let asked = self.database().remembered().asking().filter(|_| !self.is_inside());
        if let Some(found) = asked.and_then(|asked| self.database().remembered().recall(known, asked))
            && found.holds(now)
            && !is_unseen(found.seen_at, now)
        {
            return Ok(Some(found.actor(known, &self.settings().accounts.second_factor)?));
        }
        let mut found = known.recognise(self.database()).await?;
        if let (None, Known::SessionHash(hash)) = (&found, known)
            && let Some(session) = self.superseded(hash).await?
        {
            found = Known::Session(session).recognise(self.database()).await?;
        } else if let Some(found) = &found
            && found.is_unconfirmed()
            && let (Known::SessionHash(_), Via::Session(session)) = (known, found.via(known))
        {
            self.confirm_renewal(session).await?;
        }
        let Some(found) = found.filter(|found| found.holds(now)) else { return Ok(None) };
        if found.is_barred(known, &self.settings().accounts.single_sign_on)? {
            self.end_barred_sessions(found.user().into()).await?;
            return Ok(None);
        }
        let (seen_at, via) = (found.seen_at, found.via(known));
        if let Some(asked) =
            asked.filter(|_| via != Via::Local && !found.is_unconfirmed() && !is_unseen(seen_at, now))
        {
            self.database().remembered().keep(known, asked, &found);
        }
        let actor = found.actor(known, &self.settings().accounts.second_factor)?;
        self.note_seen(via, seen_at, now).await;
        Ok(Some(actor))
    }

    /// Ends for good what is barred, so that nothing comes back with another role or setting.
    async fn end_barred_sessions(&self, user: UserId) -> Result<()> {
        let work = Work::begin(self).await?;
        sessions::end_barred(&work, user).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    /// Nobody is turned away because "last seen" could not be written.
    async fn note_seen(&self, via: Via, seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) {
        // On a full disk every request would have its line.
        static UNNOTED: LastingFault = LastingFault::new();
        if via == Via::Local || !is_unseen(seen_at, now) {
            return;
        }
        let written = async {
            let work = Work::begin(self).await?;
            logins::seen(work.tx(), via, now).await?;
            work.commit(policy::routine(), Vec::new()).await
        };
        let error = match tokio::time::timeout(PATIENCE, written).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => Causes(&error).to_string(),
            Err(_elapsed) => "it took too long".to_owned(),
        };
        if UNNOTED.comes(&error) {
            tracing::warn!(error, "when a session was last seen could not be noted");
        }
    }
}

/// Whether it is to be noted that a session or token was used.
fn is_unseen(seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    seen_at.is_none_or(|at| now - at >= SEEN_EVERY)
}
