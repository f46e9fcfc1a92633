//! `schalter config check`: names every mistake at once, or says that there is none.

use std::path::Path;
use std::time::Duration;

use engine::{Actor, ListedMailbox, MailSender};
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
    config.blobs.check_incoming().map_err(Failure::Refused)?;
    super::block_on(database(&config))?;
    match config.file {
        Some(read) => output::line(&format!("{}: ok", read.display())),
        None => output::line("ok: no configuration file found; using the defaults"),
    }
}

/// What the database says that does not fit the configuration.
struct Known {
    senders: Vec<MailSender>,
    mailboxes: Vec<ListedMailbox>,
}

/// Warns of the senders of queues whose mail no key signs or to whom answers do not arrive, and of mailboxes that admins added and that cannot be fetched. They lie
/// in the database, which is read as it is: there may be none yet, and a server may be working with it.
async fn database(config: &Config) -> Result<(), Failure> {
    let opening = super::builder(config, &config.server.address(None)).as_it_is().open();
    let read = async {
        let engine = opening.await?;
        let known = async {
            let senders = engine.mail_senders(&Actor::system()).await?;
            let mailboxes = engine.mailbox_health(&Actor::system()).await?;
            Ok::<_, engine::Error>(Known { senders, mailboxes })
        };
        let known = known.await;
        engine.close().await;
        known
    };
    let Ok(Ok(known)) = Box::pin(timeout(PATIENCE, read)).await else {
        if !config.mail.dkim.is_empty() {
            let why = "the database cannot be read or has no tables yet";
            output::remark(&format!("warning: the senders of queues were not checked: {why}"));
        }
        return Ok(());
    };
    for sender in known.senders.iter().skip(1) {
        if !sender.arrives {
            output::remark(&format!(
                "warning: mail.mailbox: {0} is the sender of a queue, but no mailbox receives its mail, so answers may get lost. Add aliases = [\"{0}\"] to the mailbox that does",
                sender.address
            ));
        }
        if let Some(domains) = config.mail.unsigned(&sender.address) {
            let address = &sender.address;
            output::remark(&format!(
                "warning: mail.dkim.domain: signs mail from {domains}, but {address} is the sender of a queue; its mail is not signed"
            ));
        }
    }
    for mailbox in &known.mailboxes {
        let address = &mailbox.health.name;
        if mailbox.overridden {
            output::remark(&format!(
                "warning: mail.mailbox: {address} was also added on the page; the configuration file takes precedence"
            ));
        } else if let Some(name) =
            mailbox.oauth.as_ref().filter(|name| !config.mail.oauth.contains_key(*name))
        {
            output::remark(&format!(
                "warning: mail.oauth.{name}: is missing, but the mailbox {address} that was added on the page uses this provider"
            ));
        } else if mailbox.definition.as_ref().is_some_and(|definition| definition.password_unreadable) {
            output::remark(&format!(
                "warning: secrets.key_file: the password of the mailbox {address} cannot be decrypted; the key that encrypted it is missing"
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
