//! `schalter user reset-second-factor`: the way back in for somebody who lost their phone, also for the only admin.

use engine::{Actor, Engine};

use super::{lookup, output};
use crate::cli::UserResetSecondFactor;
use crate::config::Config;
use crate::failure::Failure;

/// Removes the second factor and prints one line.
pub(super) async fn run(config: &Config, asked: UserResetSecondFactor) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    let reset = reset(&engine, &asked.email).await;
    engine.close().await;
    output::line(&reset?)?;
    output::worked_on(config);
    Ok(())
}

async fn reset(engine: &Engine, email: &str) -> Result<String, Failure> {
    let Some(user) = lookup::user(engine, email).await? else {
        return Err(lookup::no_user(email));
    };
    let had_one = engine.second_factors_of(&Actor::system(), &[user.id]).await?.contains_key(&user.id);
    if !had_one {
        return Ok(format!("{} has no second factor", user.email));
    }
    engine.reset_second_factor(&Actor::system(), user.id).await?;
    Ok(format!("reset the second factor of {}", user.email))
}
