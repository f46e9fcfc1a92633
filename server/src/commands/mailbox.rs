//! `schalter mailbox …`: how mailboxes are reached, whether they work, and the sign-in at providers that give tokens.

use engine::content::{address::spelled, quoted};
use engine::{Actor, Engine, Error, ListedMailbox, MailAccount, MailAccountState, MailboxLogIn};
use mail::inbound::imap::{self, LogIn, MailboxConfig};
use mail::oauth::Providers;

use super::{mailbox_add, output};
use crate::cli::{MailboxCommand, MailboxNamed};
use crate::config::{Config, Mailbox};
use crate::failure::Failure;
use crate::{fetching, mailing};

/// Does what was asked for.
pub(super) async fn run(config: &Config, asked: MailboxCommand) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    let done = match asked {
        MailboxCommand::List => list(config, &engine).await,
        MailboxCommand::Test(named) => test(config, &engine, &named).await,
        MailboxCommand::Connect(named) => connect(config, &engine, &named).await,
        MailboxCommand::Disconnect(named) => disconnect(&engine, &named).await,
        MailboxCommand::Add(asked) => mailbox_add::add(&engine, *asked).await,
        MailboxCommand::Remove(asked) => mailbox_add::remove(&engine, &asked).await,
    };
    engine.close().await;
    done?;
    output::worked_on(config);
    Ok(())
}

/// A line for each mailbox, and one for the account that sends if no mailbox has it.
async fn list(config: &Config, engine: &Engine) -> Result<(), Failure> {
    let accounts = engine.mail_accounts(&Actor::system()).await?;
    let mut lines = Vec::new();
    for mailbox in engine.mailbox_health(&Actor::system()).await? {
        let (address, definition) = (&mailbox.health.name, &mailbox.definition);
        let of_file = config.mail.mailboxes.iter().find(|one| one.address == *address);
        let imap = of_file.filter(|_| definition.is_none()).and_then(|one| one.imap.as_ref());
        let log_in = match (imap, &mailbox.health.server) {
            (Some(imap), _) => log_in(&imap.log_in, &accounts),
            (None, Some(_)) => added_log_in(&mailbox, &accounts),
            (None, None) => "mail arrives by pipe or LMTP".to_owned(),
        };
        let server = mailbox.health.server.as_deref().unwrap_or("-");
        let fault = mailbox.health.last_error.as_ref().map(|fault| fault.replace(['\t', '\n'], " "));
        let paused = definition.as_ref().is_some_and(|definition| definition.paused);
        let fares = match fault {
            _ if mailbox.overridden => "not fetched: also in the configuration file".to_owned(),
            _ if paused => "paused".to_owned(),
            Some(fault) => fault,
            None => mailbox.health.progress.map_or_else(
                || "no fault".to_owned(),
                |progress| format!("{} of {} mails imported", progress.done, progress.total),
            ),
        };
        let stands = if definition.is_some() { "page" } else { "file" };
        lines.push(format!("{address}\t{server}\t{log_in}\t{fares}\t{stands}\n"));
    }
    for one in accounts.iter().filter(|one| one.configured.mailboxes.is_empty()) {
        let account = &one.configured.account.account;
        lines.push(format!("{account}\toutgoing mail\t{}\t-\tfile\n", state(one)));
    }
    output::write(&lines.concat())
}

fn log_in(by: &LogIn, accounts: &[MailAccountState]) -> String {
    match by {
        LogIn::Password(_) => "password".to_owned(),
        LogIn::Token(account) => {
            let found = accounts.iter().find(|one| one.configured.account == *account);
            found.map_or_else(|| "not connected".to_owned(), state)
        }
    }
}

/// How a mailbox that an admin added is logged in to.
fn added_log_in(mailbox: &ListedMailbox, accounts: &[MailAccountState]) -> String {
    let of_mailbox = |one: &&MailAccountState| one.configured.mailboxes.contains(&mailbox.health.name);
    match accounts.iter().find(of_mailbox).filter(|_| mailbox.oauth.is_some()) {
        Some(account) if !mailbox.awaits_sign_in => state(account),
        Some(_) => "not connected".to_owned(),
        None => "password".to_owned(),
    }
}

/// How an account is, in words.
fn state(one: &MailAccountState) -> String {
    let at = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    match &one.grant {
        None => "not connected".to_owned(),
        Some(grant) => match grant.gone_at {
            Some(gone) => format!("consent revoked since {}", at(gone)),
            None => format!("connected since {}", at(grant.connected_at)),
        },
    }
}

/// Tries a mailbox, and says what is wrong with it.
async fn test(config: &Config, engine: &Engine, named: &MailboxNamed) -> Result<(), Failure> {
    let Some(of_file) = find(config, &named.address) else {
        return test_added(config, engine, &named.address).await;
    };
    try_it(config, engine, of_file).await
}

/// Tries a mailbox that an admin added.
async fn test_added(config: &Config, engine: &Engine, address: &str) -> Result<(), Failure> {
    let added = engine.mailboxes_to_fetch().await?;
    let Some(mailbox) = added.iter().find(|one| spelled(&one.address) == spelled(address)) else {
        let known = engine.mailboxes_in_force().await?.at(address).is_some();
        return Err(if known { unfetched(address) } else { unknown(address) });
    };
    if let Some(fetched) = fetching::added(mailbox, mailing::encoded_limit(config)) {
        return check(engine, &fetched).await;
    }
    Err(Failure::Refused(match &mailbox.log_in {
        MailboxLogIn::AwaitsSignIn(account) => format!(
            "{address}: not connected: nobody has signed in as {} for this server yet; connect it at /admin/mail, or with \
             `schalter mailbox connect {address}`",
            account.account
        ),
        _ => format!(
            "{address}: its password cannot be decrypted: the key that encrypted it is missing (secrets.key_file)"
        ),
    }))
}

fn unfetched(address: &str) -> Failure {
    Failure::Refused(format!("{address} is not fetched by IMAP: its mail arrives by pipe or LMTP"))
}

async fn try_it(config: &Config, engine: &Engine, mailbox: &Mailbox) -> Result<(), Failure> {
    match mailing::fetched(config, mailbox) {
        Some(fetched) => check(engine, &fetched).await,
        None => Err(unfetched(&mailbox.address)),
    }
}

async fn check(engine: &Engine, fetched: &MailboxConfig) -> Result<(), Failure> {
    let address = &fetched.address;
    match imap::check(engine, fetched).await {
        Ok(found) => {
            let tells = if found.idles { "" } else { "; the server does not announce new mail (no IDLE)" };
            let folder = &fetched.endpoint.folder;
            output::line(&format!("{address}: ok, {folder} holds {} mails{tells}", found.mails))
        }
        Err(error) => Err(Failure::Refused(format!("{address}: {}", imap::sentence(&error)))),
    }
}

/// Lets somebody sign in at the provider in a browser, wherever that is, and keeps what the provider grants.
async fn connect(config: &Config, engine: &Engine, named: &MailboxNamed) -> Result<(), Failure> {
    let account = account(engine, named).await?;
    let used = engine.mail_account_named(&account.account, Some(&account.provider)).await?;
    output::line(&format!("The token will be used at {}.", used.servers.join(", ")))?;
    let refused = |error: &dyn std::fmt::Display| Failure::Refused(format!("{}: {error}", account.account));
    let providers = Providers::new(config.mail.oauth.clone()).map_err(|error| refused(&error))?;
    let code = providers.device_code(&account.provider).await.map_err(|error| refused(&error))?;
    output::line(&format!(
        "Open {} in a browser, enter the code {} and sign in as {}.\nWaiting for {} minutes at most ...",
        code.page,
        code.code,
        account.account,
        code.expires_in.as_secs().div_ceil(60)
    ))?;
    let clock = || engine.clock().now();
    let tokens = providers.device_tokens(&account.provider, &code, clock, tokio::time::sleep).await;
    let tokens = tokens.map_err(|error| refused(&error))?;
    engine.connect_mail_account(&Actor::system(), &account, tokens).await?;
    output::line(&format!("{}: connected", account.account))?;
    if let Some(mailbox) = config.mail.mailboxes.iter().find(|mailbox| uses(mailbox, &account)) {
        return try_it(config, engine, mailbox).await;
    }
    let added = engine.mailboxes_to_fetch().await?;
    let opens = |log_in: &MailboxLogIn| matches!(log_in, MailboxLogIn::Account(of) if of.is(&account));
    match added.iter().find(|mailbox| opens(&mailbox.log_in)) {
        Some(mailbox) => test_added(config, engine, &mailbox.address).await,
        None => Ok(()),
    }
}

async fn disconnect(engine: &Engine, named: &MailboxNamed) -> Result<(), Failure> {
    let known = engine.mail_account_named(&named.address, named.provider.as_deref()).await;
    let account = match known {
        Ok(known) => known.account,
        Err(Error::NotFound { .. }) => {
            let address = mailbox(engine, &named.address).await?;
            return Err(Failure::Refused(format!(
                "{address} does not use a provider; there is nothing to disconnect"
            )));
        }
        Err(error) => return Err(error.into()),
    };
    let (name, provider) = (&account.account, Some(account.provider.as_str()));
    if !engine.disconnect_mail_account(&Actor::system(), name, provider).await? {
        return Err(Failure::Refused(format!("{} is not connected", account.account)));
    }
    output::line(&format!(
        "{}: disconnected; to revoke the consent as well, remove this application at the provider",
        account.account
    ))
}

/// The account that is meant; one that has a password needs no sign-in.
async fn account(engine: &Engine, named: &MailboxNamed) -> Result<MailAccount, Failure> {
    let name = &named.address;
    match engine.mail_account_named(name, named.provider.as_deref()).await {
        Ok(known) => return Ok(known.account),
        Err(Error::NotFound { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    mailbox(engine, name).await?;
    Err(Failure::Refused(format!(
        "{name} is not configured for tokens; use oauth = \"…\" instead of a password, or choose its provider at /admin/mail \
         (docs/operating.md)"
    )))
}

fn uses(mailbox: &Mailbox, account: &MailAccount) -> bool {
    mailbox.imap.as_ref().is_some_and(|imap| imap.log_in == LogIn::Token(account.clone()))
}

/// The address of a mailbox, as it is kept.
async fn mailbox(engine: &Engine, address: &str) -> Result<String, Failure> {
    let known = engine.mailboxes_in_force().await?;
    known.at(address).map(|mailbox| mailbox.address.clone()).ok_or_else(|| unknown(address))
}

fn find<'c>(config: &'c Config, address: &str) -> Option<&'c Mailbox> {
    config.mail.mailboxes.iter().find(|mailbox| spelled(&mailbox.address) == spelled(address))
}

pub(super) fn unknown(address: &str) -> Failure {
    Failure::Refused(format!("mailbox {} not found; see schalter mailbox list", quoted(address)))
}
