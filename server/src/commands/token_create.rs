//! `schalter token create`: an API token for a program, printed alone so that a script can take it.

use chrono::{DateTime, Utc};
use engine::{Actor, CreateApiToken, Engine};

use super::{lookup, output};
use crate::cli::TokenCreate;
use crate::config::{self, Config};
use crate::failure::Failure;

/// Creates the token and prints it.
pub(super) async fn run(config: &Config, asked: TokenCreate) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    let created = create(&engine, asked).await;
    engine.close().await;
    output::line(&created?)?;
    output::worked_on(config);
    Ok(())
}

async fn create(engine: &Engine, asked: TokenCreate) -> Result<String, Failure> {
    let system = Actor::system();
    let Some(user) = lookup::user(engine, &asked.user).await? else {
        return Err(lookup::no_user(&asked.user));
    };
    let input = CreateApiToken {
        name: asked.name,
        scopes: asked.scopes,
        expires_at: asked.expires_in.as_deref().map(|text| expiry(engine, text)).transpose()?,
        identity: None,
        for_user: Some(user.id),
    };
    let (token, _) = engine.create_api_token(&system, input).await?;
    Ok(token)
}

fn expiry(engine: &Engine, text: &str) -> Result<DateTime<Utc>, Failure> {
    let duration =
        config::duration(text).map_err(|message| Failure::Refused(format!("--expires-in: {message}")))?;
    Ok(engine.clock().now() + duration)
}
