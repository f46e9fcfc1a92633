//! `schalter token revoke`: ends an API token at once.

use engine::content::quoted;
use engine::{Actor, Engine, TokenId};

use super::{lookup, output};
use crate::cli::TokenRevoke;
use crate::config::Config;
use crate::failure::Failure;

/// Ends the token and prints one line.
pub(super) async fn run(config: &Config, asked: TokenRevoke) -> Result<(), Failure> {
    let id: Option<TokenId> = lookup::id("ApiToken", &asked.id);
    let id = id.ok_or_else(|| {
        Failure::Refused(format!("{} is not a valid token id; see schalter token list", quoted(&asked.id)))
    })?;
    let engine = super::open(config).await?;
    let revoked = revoke(&engine, id).await;
    engine.close().await;
    output::line(&revoked?)?;
    output::worked_on(config);
    Ok(())
}

async fn revoke(engine: &Engine, id: TokenId) -> Result<String, Failure> {
    engine.revoke_api_token(&Actor::system(), id).await?;
    Ok(format!("revoked {id}"))
}
