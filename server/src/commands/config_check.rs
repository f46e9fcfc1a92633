//! `schalter config check`: names every mistake at once, or says that there is none.

use std::path::Path;

use super::output;
use crate::config::Config;
use crate::failure::Failure;
use crate::sign_in;

/// Looks at the configuration as every other command does.
pub(super) fn run(file: Option<&Path>) -> Result<(), Failure> {
    let config = super::read(file)?;
    for warning in &config.warnings {
        output::remark(&format!("warning: {warning}"));
    }
    match config.file {
        Some(read) => output::line(&format!("{}: ok", read.display())),
        None => output::line("ok: no configuration file, the defaults are used"),
    }
}

/// Asks each provider of single sign-on whether it is the one that is meant, and prints what has to be registered there.
pub(super) async fn providers(config: Config) -> Result<(), Failure> {
    let public_url = config.server.address(None);
    let mut wrong = Vec::new();
    for provider in &config.accounts.providers {
        let (key, redirect) = (&provider.terms.key, provider.redirect_uri(&public_url));
        match sign_in::client(provider, &public_url)?.look().await {
            Ok(()) => output::line(&format!("{key}: ok; redirect address: {redirect}"))?,
            Err(fault) => wrong.push(format!("accounts.provider {key}: {fault}")),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Refused(wrong.join("\n"))) }
}
