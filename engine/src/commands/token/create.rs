//! Makes an API token for a program.

use chrono::{DateTime, Utc};

use crate::{
    actor::{Actor, Scopes, Via},
    commands::ProveIdentity,
    content::{clean_line, quoted},
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Role, TokenId, UserId},
    policy::{self, Action},
    secret::{TokenKind, new_token, token_hash},
    store::{
        Work, audit,
        entity::account,
        people,
        tokens::{self, NewApiToken},
    },
};

/// The scopes that there are.
const SCOPES: [&str; 3] = ["tickets:read", "tickets:write", "admin"];

/// Longer names break every list.
const LONGEST_NAME: usize = 100;

/// What a token is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateApiToken {
    /// What it is for, to be recognised in a list.
    pub name: String,
    /// What it allows: `tickets:read`, `tickets:write`, `admin`; never more than its user may do.
    pub scopes: Vec<String>,
    /// Until when it works; without a time, until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whose token it is; by default the actor's own.
    pub for_user: Option<UserId>,
    /// Who it is, shown once more; whoever has just logged in may leave it out.
    pub identity: Option<ProveIdentity>,
}

impl Engine {
    /// Makes a token, and answers it this once; only its hash is kept. A token makes none for its own user, none with a scope
    /// that it lacks, and none that outlives it.
    ///
    /// # Errors
    /// `BadInput` for `name`, `scopes`, `expiresAt` or `user`, and for `identity` where the log-in is older than a quarter of an hour and
    /// nothing is shown; of what is shown, as [`Engine::begin_passkey`]; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn create_api_token(&self, actor: &Actor, input: CreateApiToken) -> Result<(String, TokenId)> {
        let scopes = known_scopes(&input.scopes)?;
        let own = actor.user().map(|viewer| viewer.id);
        let for_other = input.for_user.is_some() && input.for_user != own;
        let administers = Scopes::parse(&scopes).admin;
        let action = if for_other || administers { Action::MakeAdminToken } else { Action::MakeToken };
        let asked = if for_other { policy::words::MAKE_TOKENS_FOR_OTHERS } else { action.words() };
        let permit = self.permit_to(actor, action, asked)?;
        check_scopes(actor, Scopes::parse(&scopes))?;
        let name = clean_name(&input.name)?;
        let user = input.for_user.or(own).ok_or_else(missing_user)?;
        if let Some(viewer) = actor.user().filter(|viewer| viewer.id == user) {
            policy::in_person(viewer)?;
        }
        let token = new_token(self.rng(), TokenKind::Api)?;

        let work = self.prove_or_fresh(actor, input.identity, "identity").await?;
        if input.expires_at.is_some_and(|until| until <= work.now()) {
            return Err(Error::bad("expiresAt", "expired", "The expiry date must be in the future."));
        }
        check_end(&work, actor, input.expires_at).await?;
        check_owner(&people::lock(work.tx(), user).await?, administers)?;
        let id: TokenId = work.id()?;
        let made =
            Audited::TokenCreated { user, token: id, name: Some(name.clone()), scopes: scopes.clone() };
        audit::note(&work, actor, made).await?;
        let (token_hash, expires_at) = (token_hash(&token), input.expires_at);
        tokens::add(&work, NewApiToken { id, user, name, token_hash, scopes, expires_at }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok((token, id))
    }
}

/// The scopes in the form that is kept, each once and in our order.
fn known_scopes(given: &[String]) -> Result<String> {
    if let Some(unknown) = given.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
        let message = format!("Unknown scope {}. Available scopes: {}.", quoted(unknown), SCOPES.join(", "));
        return Err(Error::bad("scopes", "scope-unknown", message));
    }
    if given.is_empty() {
        return Err(Error::bad(
            "scopes",
            "scopes-required",
            format!("At least one scope is required. Available scopes: {}.", SCOPES.join(", ")),
        ));
    }
    let kept: Vec<&str> =
        SCOPES.into_iter().filter(|scope| given.iter().any(|given| given == scope)).collect();
    Ok(kept.join(" "))
}

/// Nobody hands on what they lack themselves.
fn check_scopes(actor: &Actor, wanted: Scopes) -> Result<()> {
    match actor.user().and_then(|viewer| viewer.scopes.missing(wanted)) {
        Some(scope) => Err(Error::MissingScope { scope }),
        None => Ok(()),
    }
}

/// What a token makes ends with it at the latest.
async fn check_end(work: &Work<'_>, actor: &Actor, until: Option<DateTime<Utc>>) -> Result<()> {
    let Some(Via::Token(id)) = actor.user().map(|viewer| viewer.via) else { return Ok(()) };
    let own = tokens::find(work.tx(), id).await?.ok_or(Error::Unauthenticated)?;
    match own.expires_at {
        Some(end) if until.is_none_or(|until| until > end) => {
            let message = format!(
                "This token expires at {}. A token created with it must not expire later.",
                end.to_rfc3339()
            );
            Err(Error::bad("expiresAt", "expires-later", message))
        }
        _ => Ok(()),
    }
}

/// A token of a person who may not administer must not say that it may: the day they become an admin it would.
fn check_owner(owner: &account::Model, administers: bool) -> Result<()> {
    if !owner.active {
        return Err(Error::bad("user", "user-inactive", "This account is deactivated."));
    }
    if administers && owner.role != Role::Admin.as_str() {
        return Err(Error::bad("scopes", "scope-admin", "Only an admin's token can have the scope admin."));
    }
    Ok(())
}

fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

fn missing_user() -> Error {
    Error::bad("user", "user-required", "A user is required.")
}
