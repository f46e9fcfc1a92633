//! `schalter token create`: an API token for a program, printed alone so that a script can take it.

use chrono::{DateTime, Utc};
use engine::{Actor, CreateApiToken, Engine, TokenId};

use super::{lookup, output};
use crate::cli::TokenCreate;
use crate::config::{self, Config};
use crate::failure::Failure;

/// Creates the token and prints it.
pub(super) async fn run(config: &Config, asked: TokenCreate) -> Result<(), Failure> {
    output::expect_reader()?;
    let engine = super::open(config).await?;
    let printed = match create(&engine, asked).await {
        Ok((token, id)) => print(&engine, &token, id).await,
        Err(failure) => Err(failure),
    };
    engine.close().await;
    printed?;
    output::worked_on(config);
    Ok(())
}

/// Prints the token, or ends it at once: it cannot be shown again, and would go on being valid.
async fn print(engine: &Engine, token: &str, id: TokenId) -> Result<(), Failure> {
    let Err(failure) = output::line(token) else { return Ok(()) };
    engine.revoke_api_token(&Actor::system(), id).await?;
    Err(Failure::Refused(format!("{failure}; the token was revoked")))
}

async fn create(engine: &Engine, asked: TokenCreate) -> Result<(String, TokenId), Failure> {
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
    Ok(engine.create_api_token(&system, input).await?)
}

fn expiry(engine: &Engine, text: &str) -> Result<DateTime<Utc>, Failure> {
    let duration =
        config::duration(text).map_err(|message| Failure::Refused(format!("--expires-in: {message}")))?;
    Ok(engine.clock().now() + duration)
}
