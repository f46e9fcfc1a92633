//! `schalter mailbox add` and `remove`: mailboxes beside those of the configuration, as admins have them on the page.

use std::fs;

use engine::content::address::spelled;
use engine::{
    Actor, AfterFetch, CreateMailbox, Engine, MailSecret, MailboxSecurity, MailboxTerms, OldMail, QueueId,
};
use mail::inbound::imap::Endpoint;
use mail::inbound::imap::endpoint::Security;

use super::mailbox::unknown;
use super::{output, user_create};
use crate::cli::{MailboxAdd, MailboxRemove};
use crate::failure::Failure;

/// Adds a mailbox and says where it leads.
pub(super) async fn add(engine: &Engine, asked: MailboxAdd) -> Result<(), Failure> {
    let password = match &asked.password_file {
        Some(file) => {
            let read = fs::read_to_string(file);
            let text = read.map_err(Failure::system(format!("cannot read {}", file.display())))?;
            Some(MailSecret::new(text.trim_end_matches(['\r', '\n'])))
        }
        None if asked.password_stdin => Some(MailSecret::new(user_create::password()?)),
        None => None,
    };
    let by_provider = asked.oauth.is_some();
    let terms = terms(&asked, password)?;
    let queue = queue(engine, &asked.queue).await?;
    let input = CreateMailbox { address: asked.address, queue, terms };
    let made = engine.create_mailbox(&Actor::system(), input).await?;
    let how = made.imap.map_or_else(
        || "its mail comes by pipe or LMTP".to_owned(),
        |access| format!("a running server fetches it from {} within seconds", access.server()),
    );
    let address = &made.address;
    let first = if by_provider {
        format!("; first connect it: schalter mailbox connect {address}")
    } else {
        String::new()
    };
    output::line(&format!("{address}: added; {how}{first}"))
}

fn terms(asked: &MailboxAdd, password: Option<MailSecret>) -> Result<MailboxTerms, Failure> {
    let usual = MailboxTerms {
        plus_addressing: Some(asked.plus_addressing),
        password,
        oauth: asked.oauth.clone(),
        after_fetch: Some(match asked.after_fetch.as_str() {
            "move" => AfterFetch::Move,
            "delete" => AfterFetch::Delete,
            _ => AfterFetch::Mark,
        }),
        move_to: asked.move_to.clone(),
        only_newer_than: asked.only_newer_than.clone(),
        old_mail: Some(match asked.old_mail.as_str() {
            "import" => OldMail::Import,
            "answer" => OldMail::Answer,
            _ => OldMail::Quiet,
        }),
        ..MailboxTerms::default()
    };
    let Some(url) = &asked.imap else { return Ok(usual) };
    let endpoint = Endpoint::parse(url).map_err(|error| Failure::Refused(format!("--imap: {error}")))?;
    if endpoint.password.is_some() {
        // Whoever looks at the list of processes would see it.
        return Err(Failure::Refused(
            "--imap: write no password there; use --password-stdin or --password-file".to_owned(),
        ));
    }
    Ok(MailboxTerms {
        host: Some(endpoint.host),
        port: Some(endpoint.port.into()),
        security: Some(match endpoint.security {
            Security::Tls => MailboxSecurity::Tls,
            Security::StartTls => MailboxSecurity::StartTls,
            Security::Plain => MailboxSecurity::None,
        }),
        user: Some(endpoint.user),
        folder: Some(endpoint.folder),
        ..usual
    })
}

async fn queue(engine: &Engine, name: &str) -> Result<QueueId, Failure> {
    let queues = engine.queues(&Actor::system()).await?;
    let found = queues.iter().find(|queue| queue.name == name);
    let known = || queues.iter().map(|queue| queue.name.as_str()).collect::<Vec<_>>().join(", ");
    found
        .map(|queue| queue.id)
        .ok_or_else(|| Failure::Refused(format!("there is no queue {name:?}; there are: {}", known())))
}

/// Removes a mailbox that was added.
pub(super) async fn remove(engine: &Engine, asked: &MailboxRemove) -> Result<(), Failure> {
    let address = &asked.address;
    let all = engine.mailbox_health(&Actor::system()).await?;
    let mut of_address = all.iter().filter(|one| spelled(&one.health.name) == spelled(address)).peekable();
    if of_address.peek().is_none() {
        return Err(unknown(address));
    }
    let Some(definition) = of_address.find_map(|one| one.definition.as_ref()) else {
        return Err(Failure::Refused(format!("{address} stands in the configuration file; remove it there")));
    };
    engine.delete_mailbox(&Actor::system(), definition.id).await?;
    output::line(&format!("{address}: removed; what lies in it stays on its server"))
}
