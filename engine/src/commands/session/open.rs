//! Begins a session: makes the token, keeps its hash.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{SessionId, User},
    secret::{Secret, TokenKind, new_token, token_hash},
    store::{
        Work,
        confirmed_devices::{self, Confirmed, Factor},
        entity::account,
        last_seen, people,
        sessions::{self, SessionStart},
    },
};

/// Browsers' names are of any length.
const LONGEST_USER_AGENT: usize = 255;

/// A session that has just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The bearer token; it is shown this once.
    pub token: String,
    /// Until when it holds.
    pub expires_at: DateTime<Utc>,
    /// Who logged in.
    pub user: User,
    /// To be shown at the next log-in from here, as [`crate::Login::device`]; it allows nothing by itself.
    pub device: String,
}

/// How a session came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenedBy {
    /// By a password, and what goes with it.
    Password {
        /// Whether it lasts long.
        remember: bool,
        /// What was shown as well.
        with: Option<Factor>,
    },
    /// By a passkey, which is as good as a password and a second factor.
    Passkey {
        /// Whether it lasts long.
        remember: bool,
        /// Which one.
        id: Uuid,
    },
    /// By a provider of single sign-on, whose affair a second factor is.
    Provider,
}

/// Begins a session of `account`; expired ones of anybody are swept away on the occasion.
pub(crate) async fn open_session(
    work: &Work<'_>,
    account: account::Model,
    by: OpenedBy,
    user_agent: Option<&str>,
    devices: Option<&str>,
) -> Result<NewSession> {
    let settings = work.engine().settings();
    let remember =
        matches!(by, OpenedBy::Password { remember: true, .. } | OpenedBy::Passkey { remember: true, .. });
    let factor = match by {
        OpenedBy::Password { with, .. } => with,
        OpenedBy::Passkey { id, .. } => Some(Factor::Passkey(id)),
        OpenedBy::Provider => None,
    };
    let lifetime =
        if remember { settings.accounts.remember_lifetime } else { settings.accounts.session_lifetime };
    let token = new_token(work.engine().rng(), TokenKind::Session)?;
    let expires_at = work.now() + lifetime;
    let id: SessionId = work.id()?;
    let start = SessionStart {
        id,
        user: account.id.into(),
        token_hash: token_hash(&token),
        expires_at,
        remember,
        user_agent: user_agent.map(clean_user_agent),
        vouched: by == OpenedBy::Provider,
    };
    let device = work.id::<SessionId>()?.0;
    if let Some(factor) = factor {
        let before = match devices {
            Some(shown) => work.engine().secret().known_device(shown, account.id.into(), work.now())?,
            None => None,
        };
        let before = before.as_deref().and_then(Secret::confirmed);
        let new = Confirmed { id: device, user: account.id, session: id.into(), factor, before };
        confirmed_devices::keep(work.tx(), new, work.now()).await?;
    }
    let known = (device, factor.is_some());
    let device = work.engine().secret().device(devices, known, account.id.into(), work.now())?;
    sessions::sweep(work).await?;
    sessions::start(work, start).await?;
    last_seen::note(work.tx(), account.id, work.now()).await?;
    Ok(NewSession { token, expires_at, user: people::user(work.tx(), account).await?, device })
}

fn clean_user_agent(given: &str) -> String {
    given.chars().filter(|letter| !letter.is_control()).take(LONGEST_USER_AGENT).collect()
}
