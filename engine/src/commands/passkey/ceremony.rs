//! What a browser is asked, kept until it answers: for a few minutes, once, and for the one purpose it was begun for.

use std::fmt;

use uuid::Uuid;

use crate::{
    engine::Engine,
    error::{Error, Result},
    model::UserId,
    policy::{
        self,
        passkey::{CEREMONY, Question, RelyingParty},
        throttle::{PASSKEY_CEREMONIES, network},
    },
    secret::{TokenKind, new_token, token_hash},
    store::{Work, entity::passkey_ceremony, passkeys, throttle},
};

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

/// On whose behalf a browser is asked, for the limit of it.
pub(crate) enum Asking<'a> {
    /// Somebody who is known.
    User(UserId),
    /// Whoever comes from this network address.
    Address(Option<&'a str>),
}

impl Engine {
    /// The pages at the public address, for which passkeys are made.
    ///
    /// # Errors
    /// `BadInput`, where browsers make none.
    pub(crate) fn relying_party(&self) -> Result<RelyingParty> {
        let settings = self.settings();
        RelyingParty::of(&settings.public_url, &settings.brand.name).ok_or_else(|| {
            let message = "Passkeys need an address with https and a name; this installation has none.";
            Error::bad("passkey", "passkeys-unavailable", message)
        })
    }

    /// Counts that a browser is to be asked.
    ///
    /// # Errors
    /// [`Error::RateLimited`].
    pub(crate) async fn count_ceremony(&self, asking: &Asking<'_>) -> Result<()> {
        let subject = match asking {
            Asking::User(user) => format!("user {user}"),
            Asking::Address(address) => address.map(network).unwrap_or_default(),
        };
        let work = Work::begin(self).await?;
        let counted = throttle::count(work.tx(), PASSKEY_CEREMONIES, &subject, work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        counted.map_err(|retry_after| Error::RateLimited { retry_after })
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
        fits.map(|row| row.state).ok_or_else(|| {
            let message = "This took too long, or was answered before. Please try again.";
            Error::bad("ceremony", "ceremony-expired", message)
        })
    }
}
