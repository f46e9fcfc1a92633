//! Passkeys.

mod add;
mod begin;
mod begin_proof;
mod remove;
mod rename;

use engine::{Actor, AuditSubject, Paging};
use tests::{Person, TestApp};

use super::second_factor::happened;

/// How often this stands in the audit log of a person.
pub(crate) async fn audited(app: &TestApp, person: &Person, kind: &str) -> usize {
    let subject = Some(AuditSubject::User(person.user.id));
    let log = app.engine.audit_log(&Actor::system(), subject, &Paging::default()).await.expect("a log");
    log.items.iter().filter(|(_, entry)| entry.audited.kind() == kind).count()
}

/// What the letters about the second factor say that were written since the last look.
pub(crate) async fn told(app: &TestApp) -> Vec<String> {
    app.letters().await.iter().filter_map(happened).map(str::to_owned).collect()
}
