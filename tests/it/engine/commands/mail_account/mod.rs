//! Accounts at providers of mail.

mod access_token;
mod connect;
mod disconnect;
mod finish_sign_in;
mod start_sign_in;

use engine::{Actor, Paging};
use tests::servers::provider::Provider;
use tests::{Backend, MAILBOX, TestApp};

/// An application with an account at a provider, which nobody has connected yet.
async fn stage(backend: Backend) -> (TestApp, Provider) {
    let provider = Provider::start("support@example.org").await;
    let app = TestApp::with_provider(backend, provider.providers(), provider.configured(MAILBOX)).await;
    (app, provider)
}

/// The same, connected.
async fn connected(backend: Backend) -> (TestApp, Provider) {
    let (app, provider) = stage(backend).await;
    app.engine.connect_mail_account(&Actor::system(), &provider.account(), provider.grant()).await.unwrap();
    (app, provider)
}

/// What the audit log tells, newest first.
async fn told(app: &TestApp) -> Vec<&'static str> {
    let log = app.engine.audit_log(&Actor::system(), None, &Paging::default()).await.unwrap();
    let kinds = log.items.iter().map(|(_, entry)| entry.audited.kind());
    kinds.filter(|kind| kind.starts_with("MAIL_")).collect()
}
