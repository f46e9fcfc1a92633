//! Begins the sign-in of an admin at a provider of mail.

use std::time::Duration;

use crate::{
    actor::{Actor, Via, Viewer},
    engine::Engine,
    error::{Error, Result},
    mail_provider::SignInRequest,
    model::{MailSecret, ProviderFault},
    policy::Action,
    secret::{TokenKind, new_token, token_hash},
    store::{Work, entity::mail_sign_in, mail_sign_ins},
};

/// So long somebody may take to sign in.
const PATIENCE: Duration = Duration::from_mins(15);

/// Where a provider sends the browser back to, below the public address.
pub(super) const CALLBACK: &str = "/admin/mail/callback";

impl Engine {
    /// Where an admin signs in so that an account can be used, which `name` calls by itself or by the address of a mailbox.
    /// What comes back is good once, for a quarter of an hour, and for the session that asked.
    ///
    /// # Errors
    /// `Forbidden` for all but admins; as [`Engine::mail_account_named`] for the account; `BadInput` for `account` when
    /// its provider has no such page.
    pub async fn start_mail_sign_in(
        &self,
        actor: &Actor,
        name: &str,
        provider: Option<&str>,
    ) -> Result<String> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let viewer = actor.user().ok_or(Error::Unauthenticated)?;
        let named = self.mail_account_named(name, provider).await?;
        let account = &named.account;
        let provider = self.mail_provider().ok_or(Error::NotFound { what: "mail provider" })?;
        let (state, verifier) = (self.drawn()?, self.drawn()?);
        let request = SignInRequest {
            account: &account.account,
            redirect: &self.sign_in_redirect(),
            state: &state,
            verifier: &verifier,
        };
        let url = provider.sign_in_url(&account.provider, &request).map_err(|fault| refused(&fault))?;
        let state = token_hash(state.reveal());
        let sealed = self.secret().seal(&purpose(&state), verifier.reveal().as_bytes())?;
        let work = Work::begin(self).await?;
        mail_sign_ins::forget_old(&work).await?;
        let row = mail_sign_in::Model {
            state,
            user_id: viewer.id.into(),
            session: session(viewer),
            provider: account.provider.clone(),
            account: account.account.clone(),
            verifier: sealed,
            expires_at: work.now() + PATIENCE,
            servers: Some(named.servers.join("\n")),
        };
        mail_sign_ins::add(&work, row).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(url)
    }

    pub(super) fn sign_in_redirect(&self) -> String {
        format!("{}{CALLBACK}", self.settings().public_url)
    }

    fn drawn(&self) -> Result<MailSecret> {
        new_token(self.rng(), TokenKind::Link).map(MailSecret::new)
    }
}

/// What the verifier of a sign-in is sealed for.
pub(super) fn purpose(state: &str) -> String {
    format!("mail-sign-in {state}")
}

/// By what the caller is known.
pub(super) fn session(viewer: &Viewer) -> String {
    match viewer.via {
        Via::Session(id) => id.to_string(),
        Via::Token(id) => id.to_string(),
        Via::Letter | Via::Local => String::new(),
    }
}

/// What a provider said, as the answer to an admin.
pub(super) fn refused(fault: &ProviderFault) -> Error {
    Error::bad("account", "provider", format!("The provider refused the request: {fault}."))
}
