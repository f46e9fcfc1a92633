//! `schalter mailbox add` and `remove`: mailboxes beside those of the configuration, as admins have them on the page.

use std::fs;
use std::path::Path;

use engine::content::{address::spelled, quoted};
use engine::{
    Actor, AfterFetch, CreateMailbox, Engine, Error, MailSecret, MailboxRule, MailboxSecurity, MailboxTerms,
    OldMail, Queue, Replies,
};
use mail::inbound::imap::Endpoint;
use mail::inbound::imap::endpoint::Security;

use super::mailbox::unknown;
use super::{output, user_create};
use crate::cli::{MailboxAdd, MailboxRemove, RepliesName};
use crate::config::mailbox_rules;
use crate::failure::Failure;

/// Adds a mailbox and says where it leads.
pub(super) async fn add(engine: &Engine, asked: MailboxAdd) -> Result<(), Failure> {
    let password = match &asked.password_file {
        Some(file) => {
            let text = read("--password-file", file)?;
            Some(MailSecret::new(text.trim_end_matches(['\r', '\n'])))
        }
        None if asked.password_stdin => Some(MailSecret::new(user_create::password()?)),
        None => None,
    };
    let by_provider = asked.oauth.is_some();
    let queues = engine.queues(&Actor::system()).await?;
    let queue = queue(&queues, &asked.queue).map_err(|words| refused("--queue", &words))?.id;
    let terms = MailboxTerms { rules: rules(&asked, &queues)?, ..terms(&asked, password)? };
    let input = CreateMailbox { address: asked.address, queue, terms };
    let made = engine.create_mailbox(&Actor::system(), input).await.map_err(named)?;
    let how = match made.imap {
        None => "its mail arrives by pipe or LMTP".to_owned(),
        Some(access) if made.paused => format!("paused: nothing is fetched from {}", access.server()),
        Some(access) => format!("a running server will fetch it from {} within seconds", access.server()),
    };
    let address = &made.address;
    let first = if by_provider {
        format!("; first connect it: schalter mailbox connect {address}")
    } else {
        String::new()
    };
    output::line(&format!("{address}: added; {how}{first}"))
}

/// What the engine refuses, with the option that said it.
fn named(error: Error) -> Failure {
    if let Error::InRule { index, .. } = &error {
        let field = error.field().unwrap_or("rule");
        return refused("--rules", &format!("rule {}, {field}: {error}", index + 1));
    }
    let option = match error.field() {
        Some("address") => "ADDRESS",
        Some("queue") => "--queue",
        Some("host" | "port" | "security" | "user" | "folder") => "--imap",
        Some("password") => "--password-stdin or --password-file",
        Some("oauth") => "--oauth",
        Some("certificates") => "--ca-file",
        Some("reopenDays") => "--reopen-days",
        Some("rules") => "--rules",
        Some("moveTo") => "--move-to",
        Some("onlyNewerThan") => "--only-newer-than",
        _ => return error.into(),
    };
    refused(option, &error.to_string())
}

fn refused(option: &str, words: &str) -> Failure {
    Failure::Refused(format!("{option}: {words}"))
}

/// The text of a file that an option names.
fn read(option: &str, file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(Failure::system(format!("{option}: cannot read {}", file.display())))
}

fn terms(asked: &MailboxAdd, password: Option<MailSecret>) -> Result<MailboxTerms, Failure> {
    if asked.move_to.is_some() && asked.after_fetch != "move" {
        return Err(refused("--move-to", "requires --after-fetch move"));
    }
    let usual = MailboxTerms {
        certificates: asked.ca_file.as_deref().map(|file| read("--ca-file", file)).transpose()?,
        replies: Some(match asked.replies {
            RepliesName::Append => Replies::Append,
            RepliesName::AppendHint => Replies::AppendHint,
            RepliesName::HintOnly => Replies::HintOnly,
            RepliesName::Quarantine => Replies::Quarantine,
        }),
        plus_addressing: Some(asked.plus_addressing),
        cc_watches: Some(!asked.no_cc_watches),
        reopen_days: Some(asked.reopen_days),
        paused: Some(asked.paused),
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
    let endpoint = Endpoint::parse(url).map_err(|error| refused("--imap", &error.to_string()))?;
    if endpoint.password.is_some() {
        // Whoever looks at the list of processes would see it.
        return Err(refused(
            "--imap",
            "must not contain a password; use --password-stdin or --password-file",
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

/// The rules of the file that `--rules` names.
fn rules(asked: &MailboxAdd, queues: &[Queue]) -> Result<Option<Vec<MailboxRule>>, Failure> {
    let Some(file) = &asked.rules else { return Ok(None) };
    let given = mailbox_rules(file, &read("--rules", file)?)
        .map_err(|mistakes| refused("--rules", &mistakes.to_string()))?;
    let mut rules = Vec::with_capacity(given.len());
    for (index, rule) in given.into_iter().enumerate() {
        let place = |words: String| refused("--rules", &format!("rule {}, queue: {words}", index + 1));
        let queue = rule.queue.as_deref().map(|name| queue(queues, name)).transpose().map_err(place)?;
        rules.push(MailboxRule {
            header: rule.header,
            pattern: rule.pattern.as_str().to_owned(),
            status: rule.status,
            priority: rule.priority,
            tags: rule.tags,
            queue: queue.map(|queue| queue.id),
        });
    }
    Ok(Some(rules))
}

/// The queue of this name; otherwise, in words, which ones there are.
fn queue<'q>(queues: &'q [Queue], name: &str) -> Result<&'q Queue, String> {
    let known = || queues.iter().map(|queue| queue.name.as_str()).collect::<Vec<_>>().join(", ");
    let found = queues.iter().find(|queue| queue.name == name);
    found.ok_or_else(|| format!("queue {} not found; existing queues: {}", quoted(name), known()))
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
        return Err(Failure::Refused(format!(
            "{address} is set up in the configuration file; remove it there"
        )));
    };
    engine.delete_mailbox(&Actor::system(), definition.id).await?;
    output::line(&format!("{address}: removed; its mail stays on the server"))
}
