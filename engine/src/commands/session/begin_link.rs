//! Lets somebody who is logged in, and has shown once more who they are, link an identity at a provider.

use serde::{Deserialize, Serialize};

use super::{StartedSignIn, start_sign_in::Link};
use crate::{
    actor::{Actor, Via},
    commands::ProveIdentity,
    engine::Engine,
    error::{Error, Result},
    model::SessionId,
    policy::{self, Action},
    secret::token_hash,
    store::entity::account,
};

/// For how long it may be made use of.
const LIFETIME: chrono::TimeDelta = chrono::TimeDelta::minutes(5);
/// For what it is sealed.
const PURPOSE: &str = "link";

/// What somebody may do who has shown who they are. It belongs to one session, so that nobody can be sent on with that of
/// another person.
#[derive(Serialize, Deserialize)]
struct Leave {
    #[serde(rename = "p")]
    provider: String,
    #[serde(rename = "l")]
    link: Link,
    #[serde(rename = "s")]
    session: Option<SessionId>,
    #[serde(rename = "e")]
    until: i64,
}

impl Engine {
    /// Checks who the actor is before an account at this provider is linked to theirs, since it lets them in from then on
    /// without password and second factor. Answers what [`Engine::start_link`] takes, for a few minutes, in the same session and
    /// for one identity.
    ///
    /// # Errors
    /// `BadInput` for `password`, `code`, `ceremony` or `credential`; [`Error::NotFound`] when there is no such provider;
    /// [`Error::Forbidden`] for API tokens; [`Error::RateLimited`]; [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn begin_link(&self, actor: &Actor, provider: &str, shown: ProveIdentity) -> Result<String> {
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        let viewer = policy::logged_in(actor)?;
        policy::in_person(viewer)?;
        let provider = self.provider(provider)?.key.clone();
        let (work, account) = self.prove(viewer, shown).await?;
        let leave = Leave {
            provider,
            link: Link { user: account.id.into(), once: self.random_word()?, password: shown_with(&account) },
            session: session(viewer.via),
            until: (work.now() + LIFETIME).timestamp(),
        };
        work.commit(permit, Vec::new()).await?;
        self.secret().seal(PURPOSE, &serde_json::to_vec(&leave)?)
    }

    /// Begins the linking of an identity at a provider, for whoever has shown who they are.
    ///
    /// # Errors
    /// `BadInput` for `link`, when it is none of ours, too old, or of another session; [`Error::NotFound`] when there is no such
    /// provider; [`Error::Unauthenticated`].
    pub fn start_link(&self, actor: &Actor, provider: &str, leave: &str) -> Result<StartedSignIn> {
        let viewer = policy::logged_in(actor)?;
        let leave = self.secret().open(PURPOSE, leave);
        let leave: Option<Leave> = leave.map(|bytes| serde_json::from_slice(&bytes)).transpose()?;
        let leave = leave.filter(|leave| {
            leave.provider == provider
                && leave.link.user == viewer.id
                && leave.session == session(viewer.via)
                && leave.until > self.now().timestamp()
        });
        let expired = || Error::bad("link", "link-expired", "This link request has expired. Start again.");
        self.sent_to(provider, Some(leave.ok_or_else(expired)?.link))
    }
}

/// What tells whether the password is still the one that was shown.
pub(super) fn shown_with(account: &account::Model) -> String {
    token_hash(account.password_hash.as_deref().unwrap_or_default())
}

const fn session(via: Via) -> Option<SessionId> {
    match via {
        Via::Session(id) => Some(id),
        Via::Token(_) | Via::Letter | Via::Local => None,
    }
}
