//! Mailboxes that admins add.

mod accounts;
mod certificates;
mod create;
mod delete;
mod fetch;
mod handling;
mod problems;
mod reseal;
mod rules;
mod test;
mod update;

use engine::{CreateMailbox, MailSecret, MailboxDefinition, MailboxLogIn, MailboxTerms, QueueId};
use tests::{Person, TestApp};

/// What no answer, no log and no row may show.
pub(super) const SECRET: &str = "hunter2-and-more";

/// How a mailbox on this server is fetched.
pub(super) fn terms(host: &str) -> MailboxTerms {
    MailboxTerms {
        host: Some(host.to_owned()),
        password: Some(MailSecret::new(SECRET)),
        ..MailboxTerms::default()
    }
}

/// A mailbox to be added.
pub(super) fn input(address: &str, queue: QueueId, terms: MailboxTerms) -> CreateMailbox {
    CreateMailbox { address: address.to_owned(), queue, terms }
}

/// A mailbox that this person added.
pub(super) async fn made(app: &TestApp, by: &Person, address: &str, queue: QueueId) -> MailboxDefinition {
    let input = input(address, queue, terms("imap.example.org"));
    app.engine.create_mailbox(&by.actor, input).await.expect("a mailbox")
}

/// The addresses that are fetched, each with its password.
pub(super) async fn fetched(engine: &engine::Engine) -> Vec<(String, Option<String>)> {
    let all = engine.mailboxes_to_fetch().await.expect("a list");
    let password = |one: &engine::FetchedMailbox| match &one.log_in {
        MailboxLogIn::Password(password) => Some(password.reveal().to_owned()),
        _ => None,
    };
    all.iter().filter(|one| !one.paused).map(|one| (one.address.clone(), password(one))).collect()
}

/// What the audit log says of mailboxes, the newest first: of each entry its changes.
pub(super) async fn told(app: &TestApp, by: &Person) -> Vec<Vec<(String, Option<String>, Option<String>)>> {
    let log = app.engine.audit_log(&by.actor, None, &engine::Paging::default()).await.expect("a log");
    let of_mailboxes = log.items.into_iter().filter(|(_, one)| one.audited.kind() == "MAILBOX_CHANGED");
    of_mailboxes
        .map(|(_, entry)| entry.changes.into_iter().map(|one| (one.field, one.from, one.to)).collect())
        .collect()
}
