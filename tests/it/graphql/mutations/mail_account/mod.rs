//! Accounts at providers of mail.

mod cancel_sign_in;
mod disconnect;
mod finish_sign_in;
mod start_sign_in;

use std::sync::Arc;

use tests::servers::provider::Provider;
use tests::{Backend, MAILBOX, TestApp};

use crate::graphql::api::Api;

const START: &str = "mutation($account: String!, $provider: String) { startMailSignIn(account: $account, provider: $provider) { url } }";
const FINISH: &str =
    "mutation($state: String!, $code: String!) { finishMailSignIn(state: $state, code: $code) { account } }";
const ACCOUNTS: &str =
    "{ mailAccounts { account provider mailboxes sends status connectedBy { name } goneReason } }";

/// An API with an account at a provider.
async fn stage() -> (Api, Provider) {
    let provider = Provider::start("support@example.org").await;
    let providers = Arc::clone(&provider.providers());
    let app = TestApp::with_provider(Backend::Sqlite, providers, provider.configured(MAILBOX)).await;
    (Api::of(app).await, provider)
}
