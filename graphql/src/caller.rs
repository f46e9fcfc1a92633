//! Why: one value says on whose behalf a request runs, whichever way it came.

use std::{fmt, sync::Arc};

use async_graphql::Context;
use engine::{Actor, Engine};

use crate::{error::Failure, in_process::Client};

/// On whose behalf a request runs, and from where.
#[derive(Clone, Debug)]
pub struct Caller {
    actor: Arc<Actor>,
    client: Arc<Client>,
    bearer: Option<Bearer>,
}

/// The token by which somebody was recognised; never shown, not even in a log.
#[derive(Clone)]
struct Bearer(Arc<str>);

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

impl Caller {
    /// Nobody who was recognised.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::acting(Actor::nobody())
    }

    /// Somebody whom the host program knows.
    #[must_use]
    pub fn acting(actor: Actor) -> Self {
        Self { actor: Arc::new(actor), client: Arc::default(), bearer: None }
    }

    /// The same caller, at this end of the line.
    #[must_use]
    pub fn at(self, client: Arc<Client>) -> Self {
        Self { client, ..self }
    }

    /// The actor, recognised or not: for the few fields that need no login.
    #[must_use]
    pub fn anybody(&self) -> &Actor {
        &self.actor
    }

    /// Where the request came from.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The actor as of now: with the rights that they have today, or nobody when the login has ended. Whoever was not
    /// recognised by a token is the host program's to look after.
    pub(crate) async fn today(&self, engine: &Engine) -> Result<Option<Actor>, Failure> {
        match &self.bearer {
            Some(Bearer(token)) => Ok(engine.authenticate(token).await?),
            None => Ok(Some((*self.actor).clone())),
        }
    }

    /// The actor, who must have logged in.
    pub(crate) fn actor(&self) -> Result<&Actor, Failure> {
        self.actor.user().map(|_| &*self.actor).ok_or_else(Failure::unauthenticated)
    }
}

/// Recognises who holds this token of a session or an API token; no token, or one that is unknown or has ended, is
/// nobody.
///
/// # Errors
/// Internal, when the database does not answer.
pub async fn caller(engine: &Engine, bearer: Option<&str>) -> engine::Result<Caller> {
    let Some(bearer) = bearer else { return Ok(Caller::anonymous()) };
    let Some(actor) = engine.authenticate(bearer).await? else { return Ok(Caller::anonymous()) };
    Ok(Caller { bearer: Some(Bearer(bearer.into())), ..Caller::acting(actor) })
}

/// The engine of this schema.
pub(crate) fn engine<'a>(ctx: &Context<'a>) -> Result<&'a Engine, Failure> {
    ctx.data::<Engine>().map_err(|error| Failure::internal(&error.message))
}

/// The caller of this request; a request that nobody set up runs for nobody.
pub(crate) fn current<'a>(ctx: &Context<'a>) -> Result<&'a Caller, Failure> {
    ctx.data::<Caller>().map_err(|_| Failure::unauthenticated())
}

/// The engine and the actor, who must have logged in.
pub(crate) fn logged_in<'a>(ctx: &Context<'a>) -> Result<(&'a Engine, &'a Actor), Failure> {
    Ok((engine(ctx)?, current(ctx)?.actor()?))
}
