//! Why: one value says on whose behalf a request runs, whichever way it came.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_graphql::Context;
use chrono::{DateTime, Utc};
use engine::{Actor, Engine};

use crate::{
    error::{ErrorCode, Failure},
    in_process::Client,
};

/// On whose behalf a request runs, and from where.
#[derive(Clone, Debug)]
pub struct Caller {
    actor: Arc<Actor>,
    client: Arc<Client>,
    /// When a token told who it is; otherwise the host program says who it is.
    recognised: Option<DateTime<Utc>>,
}

/// How long what was found out about a caller is relied on. Only who is slow to say what they want takes longer.
const RELIED_ON: Duration = Duration::from_millis(250);

const CHANGED: &str = "Your permissions changed while this document ran. Send the rest of it again.";

impl Caller {
    /// Nobody who was recognised.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::acting(Actor::nobody())
    }

    /// Somebody whom the host program knows.
    #[must_use]
    pub fn acting(actor: Actor) -> Self {
        Self { actor: Arc::new(actor), client: Arc::default(), recognised: None }
    }

    /// Somebody whom a token told of just now.
    fn recognised(engine: &Engine, actor: Actor) -> Self {
        Self { recognised: Some(engine.clock().now()), ..Self::acting(actor) }
    }

    /// Whether who it is need not be asked again yet. A clock that was put back proves nothing.
    fn is_relied_on(&self, engine: &Engine) -> bool {
        self.recognised.is_none_or(|at| (engine.clock().now() - at).to_std().is_ok_and(|ago| ago < RELIED_ON))
    }

    /// The same caller, at this end of the line.
    #[must_use]
    pub fn at(self, client: Arc<Client>) -> Self {
        let actor = (*self.actor).clone().from_address(client.address.clone());
        Self { actor: Arc::new(actor), client, ..self }
    }

    /// The same caller as of now, if it is a while since they were recognised: whoever was shut out meanwhile is nobody, and
    /// has what rights they have now.
    ///
    /// # Errors
    /// As [`caller`].
    pub(crate) async fn still(self, engine: &Engine) -> engine::Result<Self> {
        if self.is_relied_on(engine) {
            return Ok(self);
        }
        let actor = engine.available(engine.actor_now(&self.actor)).await?;
        let now = actor.map_or_else(Self::anonymous, |actor| Self::recognised(engine, actor));
        Ok(now.at(self.client))
    }

    /// Looks again who the caller is, before another field of a document that has run for a while. What has begun runs to its
    /// end; nothing more begins for whoever was shut out or has other rights meanwhile.
    ///
    /// # Errors
    /// Unauthenticated, or forbidden when the rights are others.
    pub(crate) async fn goes_on(&self, engine: &Engine) -> Result<(), Failure> {
        if self.is_relied_on(engine) {
            return Ok(());
        }
        match engine.available(engine.actor_now(&self.actor)).await? {
            Some(now) if now.may_the_same_as(&self.actor) => Ok(()),
            Some(_) => Err(Failure::new(ErrorCode::Forbidden, CHANGED)),
            None => Err(Failure::unauthenticated()),
        }
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

    /// Whether the caller would be recognised as this actor now. Whoever was not recognised by a token is the host
    /// program's to look after.
    pub(crate) fn is_still(&self, now: &Actor) -> bool {
        self.recognised.is_none() || *self.actor == *now
    }

    /// The actor, who must have logged in.
    pub(crate) fn actor(&self) -> Result<&Actor, Failure> {
        engine::policy::logged_in(&self.actor)?;
        Ok(&self.actor)
    }
}

/// Recognises who holds this token of a session or an API token; no token, or one that is unknown or has ended, is
/// nobody.
///
/// # Errors
/// Unavailable, within two seconds, when the database does not answer; internal, when it fails.
pub async fn caller(engine: &Engine, bearer: Option<&str>) -> engine::Result<Caller> {
    let Some(bearer) = bearer else { return Ok(Caller::anonymous()) };
    let Some(actor) = engine.available(engine.authenticate(bearer)).await? else {
        return Ok(Caller::anonymous());
    };
    Ok(Caller::recognised(engine, actor))
}

/// Recognises the holder of the first of these tokens that is good, and answers that token too.
///
/// # Errors
/// Internal, when the database does not answer.
pub(crate) async fn first_valid<'t>(
    engine: &Engine,
    tokens: &'t [String],
) -> engine::Result<(Caller, Option<&'t str>)> {
    for token in tokens {
        let caller = caller(engine, Some(token)).await?;
        if caller.recognised.is_some() {
            return Ok((caller, Some(token)));
        }
    }
    Ok((Caller::anonymous(), None))
}

/// Notes whether an answer speaks of the viewer themselves, so that it is not given to others with the same rights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Personal(Arc<AtomicBool>);

impl Personal {
    /// Whether the viewer was asked for.
    pub(crate) fn was_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Whether this is the viewer. No object may tell one viewer from another on a different way.
pub(crate) fn is_viewer(ctx: &Context<'_>, user: engine::UserId) -> Result<bool, Failure> {
    tells_the_viewer(ctx);
    Ok(current(ctx)?.actor()?.user().is_some_and(|viewer| viewer.id == user))
}

/// Notes that the answer is another for each viewer.
pub(crate) fn tells_the_viewer(ctx: &Context<'_>) {
    if let Some(personal) = ctx.data_opt::<Personal>() {
        personal.0.store(true, Ordering::Relaxed);
    }
}

/// The engine of this schema.
pub(crate) fn engine<'a>(ctx: &Context<'a>) -> Result<&'a Engine, Failure> {
    ctx.data::<Engine>().map_err(|error| Failure::internal(&error.message))
}

/// The caller of this request; a request that nobody set up runs for nobody.
pub(crate) fn current<'a>(ctx: &Context<'a>) -> Result<&'a Caller, Failure> {
    ctx.data::<Caller>().map_err(|_| Failure::unauthenticated())
}

/// The engine and the actor, who must have logged in, but may have yet to set up the second factor that their role requires.
pub(crate) fn person<'a>(ctx: &Context<'a>) -> Result<(&'a Engine, &'a Actor), Failure> {
    let actor = current(ctx)?.anybody();
    actor.person().ok_or_else(Failure::unauthenticated)?;
    Ok((engine(ctx)?, actor))
}

/// The engine and the actor, who must have logged in.
pub(crate) fn logged_in<'a>(ctx: &Context<'a>) -> Result<(&'a Engine, &'a Actor), Failure> {
    Ok((engine(ctx)?, current(ctx)?.actor()?))
}
