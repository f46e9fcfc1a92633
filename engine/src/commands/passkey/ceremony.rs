//! What a browser is asked, kept until it answers: for a few minutes, once, and for the one purpose it was begun for. Of people
//! who are logged in the database keeps it; of those who log in, they do, sealed.

use std::fmt;

use uuid::Uuid;

use crate::{
    engine::Engine,
    error::{Error, Result},
    model::UserId,
    policy::{
        self,
        passkey::{CEREMONY, Question, RelyingParty},
        throttle::{PASSKEY_CEREMONIES, PASSKEY_ONCE},
    },
    secret::{TokenKind, new_token, token_hash},
    store::{Work, entity::passkey_ceremony, passkeys, throttle},
};

/// For what is sealed that is asked at a log-in.
const SEALED: &str = "passkey";

/// What a browser is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyCeremony {
    /// What comes with the answer; it belongs to whoever asked, and is not for others.
    pub token: String,
    /// The options for `navigator.credentials`, as JSON (`PublicKeyCredentialCreationOptionsJSON` or
    /// `PublicKeyCredentialRequestOptionsJSON`).
    pub options: String,
}

/// What a browser answers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PasskeyAnswer {
    /// As [`PasskeyCeremony::token`].
    pub ceremony: String,
    /// The credential, as JSON (`RegistrationResponseJSON` or `AuthenticationResponseJSON`).
    pub credential: String,
}

impl fmt::Debug for PasskeyCeremony {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasskeyCeremony(…)")
    }
}

impl fmt::Debug for PasskeyAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasskeyAnswer(…)")
    }
}

/// For what an answer is good; one for another purpose is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A new passkey.
    Add,
    /// To show once more who it is, before something changes.
    Proof,
    /// After the password.
    SecondFactor,
    /// Instead of the password, by whoever has one.
    Login,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Proof => "proof",
            Self::SecondFactor => "second-factor",
            Self::Login => "login",
        }
    }
}

impl Engine {
    /// The pages at the public address, for which passkeys are made.
    ///
    /// # Errors
    /// `BadInput`, where browsers make none.
    pub(crate) fn relying_party(&self) -> Result<RelyingParty> {
        let settings = self.settings();
        RelyingParty::of(&settings.public_url, &settings.brand.name).ok_or_else(|| {
            let message =
                "Passkeys are not available: this installation has no public https:// URL with a host name.";
            Error::bad("passkey", "passkeys-unavailable", message)
        })
    }

    /// Counts that the browser of somebody who is logged in is to be asked.
    ///
    /// # Errors
    /// [`Error::RateLimited`].
    pub(crate) async fn count_ceremony(&self, user: UserId) -> Result<()> {
        let work = Work::begin(self).await?;
        let subject = format!("user {user}");
        let counted = throttle::count(work.tx(), PASSKEY_CEREMONIES, &subject, work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        counted.map_err(|retry_after| Error::RateLimited { retry_after })
    }

    /// What a browser is asked at a log-in: it comes back sealed. Nothing is kept of it, so that strangers who ask without end
    /// cost next to nothing and keep nobody out. `user` is who may answer; of nobody, whoever has the passkey.
    pub(crate) fn seal_ceremony(
        &self,
        purpose: Purpose,
        user: Option<UserId>,
        question: &Question,
    ) -> Result<PasskeyCeremony> {
        let until = (self.now() + CEREMONY).timestamp_millis();
        let mut bytes = vec![purpose as u8];
        bytes.extend(user.map_or_else(Uuid::nil, Uuid::from).as_bytes());
        bytes.extend(until.to_be_bytes());
        bytes.extend(question.state.as_bytes());
        let token = self.secret().seal(SEALED, &bytes)?;
        Ok(PasskeyCeremony { token, options: question.options.to_string() })
    }

    /// What a browser was asked at a log-in, which is not used up by looking at it.
    ///
    /// # Errors
    /// `BadInput` for `ceremony`, when nothing was asked for this purpose and of this person, or it is too long ago.
    pub(crate) fn sealed_ceremony(
        &self,
        token: &str,
        purpose: Purpose,
        user: Option<UserId>,
    ) -> Result<String> {
        let whose = user.map_or_else(Uuid::nil, Uuid::from);
        let fits = |bytes: Vec<u8>| {
            let (kind, rest) = bytes.split_first()?;
            let (owner, rest) = rest.split_first_chunk::<16>()?;
            let (until, state) = rest.split_first_chunk::<8>()?;
            let holds = *kind == purpose as u8
                && owner == whose.as_bytes()
                && i64::from_be_bytes(*until) > self.now().timestamp_millis();
            holds.then(|| String::from_utf8(state.to_vec()).ok()).flatten()
        };
        self.secret().open(SEALED, token).and_then(fits).ok_or_else(expired)
    }

    /// Uses up what a browser was asked at a log-in, whatever its answer is.
    ///
    /// # Errors
    /// `BadInput` for `ceremony`, when it was answered.
    pub(crate) async fn use_ceremony(&self, token: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        let counted = throttle::count(work.tx(), PASSKEY_ONCE, token, work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        counted.map_err(|_used| expired())
    }

    /// Keeps what a browser is asked. `user` is who may answer; of nobody, whoever has the passkey.
    pub(crate) async fn begin_ceremony(
        &self,
        purpose: Purpose,
        user: Option<UserId>,
        question: Question,
    ) -> Result<PasskeyCeremony> {
        let token = new_token(self.rng(), TokenKind::Link)?;
        let work = Work::begin(self).await?;
        let row = passkey_ceremony::Model {
            token_hash: token_hash(&token),
            purpose: purpose.as_str().to_owned(),
            user_id: user.map(Uuid::from),
            state: question.state,
            expires_at: work.now() + CEREMONY,
        };
        passkeys::ask(work.tx(), row, work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(PasskeyCeremony { token, options: question.options.to_string() })
    }

    /// What the browser was asked, which is of no use any more, whatever its answer is.
    ///
    /// # Errors
    /// `BadInput` for `ceremony`, when nothing was asked for this purpose and of this person, it is too long ago, or it was
    /// answered.
    pub(crate) async fn end_ceremony(
        &self,
        token: &str,
        purpose: Purpose,
        user: Option<UserId>,
    ) -> Result<String> {
        let work = Work::begin(self).await?;
        let row = passkeys::take(work.tx(), &token_hash(token)).await?;
        let now = work.now();
        work.commit(policy::housekeeping(), Vec::new()).await?;
        let fits = row.filter(|row| {
            row.expires_at > now && row.purpose == purpose.as_str() && row.user_id == user.map(Uuid::from)
        });
        fits.map(|row| row.state).ok_or_else(expired)
    }
}

fn expired() -> Error {
    let message = "This passkey request has expired or was already used. Try again.";
    Error::bad("ceremony", "ceremony-expired", message)
}
