//! `schalter config check`: names every mistake at once, or says that there is none.

use std::path::Path;
use std::time::Duration;

use engine::Actor;
use tokio::time::timeout;

use super::output;
use crate::config::Config;
use crate::failure::Failure;
use crate::sign_in;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at the configuration as every other command does.
pub(super) fn run(file: Option<&Path>) -> Result<(), Failure> {
    let config = super::read(file)?;
    for warning in &config.warnings {
        output::remark(&format!("warning: {warning}"));
    }
    if !config.mail.dkim.is_empty() {
        super::block_on(senders(&config))?;
    }
    match config.file {
        Some(read) => output::line(&format!("{}: ok", read.display())),
        None => output::line("ok: no configuration file, the defaults are used"),
    }
}

/// Warns of the senders of queues whose mail no key signs. They lie in the database, which is read as it is: there may be none
/// yet, and a server may be working with it.
async fn senders(config: &Config) -> Result<(), Failure> {
    let opening = super::builder(config, &config.server.address(None)).as_it_is().open();
    let read = async {
        let engine = opening.await?;
        let senders = engine.mail_senders(&Actor::system()).await;
        engine.close().await;
        senders
    };
    let Ok(Ok(senders)) = Box::pin(timeout(PATIENCE, read)).await else {
        let why = "the database cannot be read, or has no tables yet";
        output::remark(&format!("warning: the senders of queues were not checked: {why}"));
        return Ok(());
    };
    for sender in senders.iter().skip(1) {
        if let Some(domains) = config.mail.unsigned(&sender.address) {
            let address = &sender.address;
            output::remark(&format!(
                "warning: mail.dkim.domain: signs mail from {domains}, and {address} is the sender of a queue; its mail is not signed"
            ));
        }
    }
    Ok(())
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
