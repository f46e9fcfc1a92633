//! `schalter user allow-password`: the way in where a role logs in by single sign-on alone and no provider answers.

use engine::{Actor, Engine};

use super::{lookup, output};
use crate::cli::UserAllowPassword;
use crate::config::Config;
use crate::failure::Failure;

/// Allows it, or takes it back, and prints one line.
pub(super) async fn run(config: &Config, asked: UserAllowPassword) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    let done = allow(&engine, &asked).await;
    engine.close().await;
    output::line(&done?)?;
    output::worked_on(config);
    Ok(())
}

async fn allow(engine: &Engine, asked: &UserAllowPassword) -> Result<String, Failure> {
    let email = &asked.email;
    let Some(user) = lookup::user(engine, email).await? else {
        return Err(lookup::no_user(email));
    };
    let _changed = engine.allow_password(&Actor::system(), user.id, !asked.revoke).await?;
    let may = if asked.revoke {
        "can no longer log in with a password if the role requires single sign-on"
    } else {
        "can log in with a password even if the role requires single sign-on"
    };
    Ok(format!("{} {may}", user.email))
}
