//! `schalter token list`: who has which API tokens, and when each was last used.

use chrono::{DateTime, SecondsFormat, Utc};
use engine::{Actor, ApiToken, Engine};

use super::{lookup, output};
use crate::cli::TokenList;
use crate::config::Config;
use crate::failure::Failure;

/// Prints a line for each token.
pub(super) async fn run(config: &Config, asked: TokenList) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    let listed = list(&engine, asked).await;
    engine.close().await;
    output::write(&listed?)?;
    output::worked_on(config);
    Ok(())
}

async fn list(engine: &Engine, asked: TokenList) -> Result<String, Failure> {
    let system = Actor::system();
    let user = match &asked.user {
        Some(email) => Some(lookup::user(engine, email).await?.ok_or_else(|| lookup::no_user(email))?.id),
        None => None,
    };
    let tokens = engine.api_tokens(&system, user).await?;
    let owners: Vec<_> = tokens.iter().map(|token| token.user).collect();
    let owners = engine.users_by_id(&system, &owners).await?;
    let lines = tokens.iter().map(|token| {
        let owner = owners.get(&token.user).map_or("", |owner| owner.email.as_str());
        line(token, owner)
    });
    Ok(lines.collect())
}

fn line(token: &ApiToken, owner: &str) -> String {
    let ApiToken { id, name, scopes, .. } = token;
    let (scopes, created) = (scopes.join(","), time(Some(token.created_at)));
    let (expires, used) = (time(token.expires_at), time(token.last_used_at));
    format!("{id}\t{owner}\t{name}\t{scopes}\t{created}\t{expires}\t{used}\n")
}

/// RFC 3339 in UTC; `never` without one.
fn time(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "never".to_owned(), |at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
