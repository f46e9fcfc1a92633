//! `schalter mailbox …`: how mailboxes are reached, whether they work, and the sign-in at providers that give tokens.

use engine::{Actor, Engine, Error, MailAccount, MailAccountState};
use mail::inbound::imap::{self, LogIn};
use mail::oauth::Providers;

use super::output;
use crate::cli::{MailboxCommand, MailboxNamed};
use crate::config::{Config, Mailbox};
use crate::failure::Failure;
use crate::mailing;

/// Does what was asked for.
pub(super) async fn run(config: &Config, asked: MailboxCommand) -> Result<(), Failure> {
    let engine = super::open(config).await?;
    let done = match asked {
        MailboxCommand::List => list(config, &engine).await,
        MailboxCommand::Test(named) => test(config, &engine, &named).await,
        MailboxCommand::Connect(named) => connect(config, &engine, &named).await,
        MailboxCommand::Disconnect(named) => disconnect(config, &engine, &named).await,
    };
    engine.close().await;
    done?;
    output::worked_on(config);
    Ok(())
}

/// A line for each mailbox of the configuration, and one for the account that sends if no mailbox has it.
async fn list(config: &Config, engine: &Engine) -> Result<(), Failure> {
    let accounts = engine.mail_accounts(&Actor::system()).await?;
    let health = engine.mailboxes().await?;
    let mut lines = Vec::new();
    for mailbox in &config.mail.mailboxes {
        let address = &mailbox.address;
        let (server, log_in) = match &mailbox.imap {
            None => ("-".to_owned(), "mail comes by pipe or LMTP".to_owned()),
            Some(imap) => (imap.endpoint.to_string(), log_in(&imap.log_in, &accounts)),
        };
        let fault =
            health.iter().find(|known| known.name == *address).and_then(|known| known.last_error.clone());
        let fares = fault.map_or_else(|| "no fault".to_owned(), |fault| fault.replace(['\t', '\n'], " "));
        lines.push(format!("{address}\t{server}\t{log_in}\t{fares}\n"));
    }
    for one in accounts.iter().filter(|one| one.configured.mailboxes.is_empty()) {
        let account = &one.configured.account.account;
        lines.push(format!("{account}\toutgoing mail\t{}\t-\n", state(one)));
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

/// How an account is, in words.
fn state(one: &MailAccountState) -> String {
    let at = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    match &one.grant {
        None => "not connected".to_owned(),
        Some(grant) => match grant.gone_at {
            Some(gone) => format!("consent gone since {}", at(gone)),
            None => format!("connected since {}", at(grant.connected_at)),
        },
    }
}

/// Tries a mailbox, and says what is wrong with it.
async fn test(config: &Config, engine: &Engine, named: &MailboxNamed) -> Result<(), Failure> {
    let mailbox = mailbox(config, &named.address)?;
    try_it(config, engine, mailbox).await
}

async fn try_it(config: &Config, engine: &Engine, mailbox: &Mailbox) -> Result<(), Failure> {
    let address = &mailbox.address;
    let Some(fetched) = mailing::fetched(config, mailbox) else {
        return Err(Failure::Refused(format!(
            "{address} has no imap address: its mail comes by pipe or LMTP"
        )));
    };
    match imap::check(engine, &fetched).await {
        Ok(found) => {
            let tells = if found.idles { "" } else { "; the server does not tell about new mail by itself" };
            let folder = &fetched.endpoint.folder;
            output::line(&format!("{address}: ok, {folder} holds {} mails{tells}", found.mails))
        }
        Err(error) => Err(Failure::Refused(format!("{address}: {}", imap::sentence(&error)))),
    }
}

/// Lets somebody sign in at the provider in a browser, wherever that is, and keeps what the provider grants.
async fn connect(config: &Config, engine: &Engine, named: &MailboxNamed) -> Result<(), Failure> {
    let account = account(config, engine, named)?;
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
    match config.mail.mailboxes.iter().find(|mailbox| uses(mailbox, &account)) {
        Some(mailbox) => try_it(config, engine, mailbox).await,
        None => Ok(()),
    }
}

async fn disconnect(config: &Config, engine: &Engine, named: &MailboxNamed) -> Result<(), Failure> {
    let known = engine.configured_mail_account(&named.address, named.provider.as_deref());
    let account = match known {
        Ok(known) => known.account.clone(),
        Err(Error::NotFound { .. }) => {
            let address = &mailbox(config, &named.address)?.address;
            return Err(Failure::Refused(format!(
                "{address} is reached without a provider; there is nothing to disconnect"
            )));
        }
        Err(error) => return Err(error.into()),
    };
    let (name, provider) = (&account.account, Some(account.provider.as_str()));
    if !engine.disconnect_mail_account(&Actor::system(), name, provider).await? {
        return Err(Failure::Refused(format!("{} is not connected", account.account)));
    }
    output::line(&format!(
        "{}: disconnected; to withdraw the consent as well, remove this application at the provider",
        account.account
    ))
}

/// The account that is meant; one that has a password needs no sign-in.
fn account(config: &Config, engine: &Engine, named: &MailboxNamed) -> Result<MailAccount, Failure> {
    let name = &named.address;
    match engine.configured_mail_account(name, named.provider.as_deref()) {
        Ok(known) => return Ok(known.account.clone()),
        Err(Error::NotFound { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    mailbox(config, name)?;
    Err(Failure::Refused(format!(
        "{name} is not configured for tokens; write oauth = \"…\" instead of its password (docs/operating.md)"
    )))
}

fn uses(mailbox: &Mailbox, account: &MailAccount) -> bool {
    mailbox.imap.as_ref().is_some_and(|imap| imap.log_in == LogIn::Token(account.clone()))
}

fn mailbox<'c>(config: &'c Config, address: &str) -> Result<&'c Mailbox, Failure> {
    let found = config.mail.mailboxes.iter().find(|mailbox| mailbox.address.eq_ignore_ascii_case(address));
    found.ok_or_else(|| unknown(address))
}

fn unknown(address: &str) -> Failure {
    Failure::Refused(format!(
        "there is no mailbox {address:?} in the configuration; see schalter mailbox list"
    ))
}
