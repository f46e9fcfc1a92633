//! What a provider grants is kept sealed, for configured accounts, by admins.

use std::time::Duration;

use engine::{GrantedTokens, MailAccount, MailboxFault};
use tests::servers::provider::Provider;
use tests::{Backend, MAILBOX, TestApp};

use super::{connected, stage, told};

#[tokio::test]
async fn only_admins_connect_accounts_and_only_those_of_the_configuration() {
    for backend in Backend::each() {
        let (app, provider) = stage(backend).await;
        let account = provider.account();
        let others = [
            app.given().customer("kim@customer.example").await,
            app.given().agent("tom@staff.example").await,
        ];
        for actor in others.map(|person| person.actor) {
            assert!(app.engine.connect_mail_account(&actor, &account, provider.grant()).await.is_err());
            assert!(app.engine.mail_accounts(&actor).await.is_err());
        }
        let admin = app.given().admin("admin1@staff.example").await.actor;
        let unknown = MailAccount { account: "other@example.org".to_owned(), ..account.clone() };
        assert!(app.engine.connect_mail_account(&admin, &unknown, provider.grant()).await.is_err());
        let without = GrantedTokens { refresh: None, ..provider.grant() };
        let error = app.engine.connect_mail_account(&admin, &account, without).await.unwrap_err();
        assert_eq!(error.reason(), "no-refresh-token");

        app.engine.connect_mail_account(&admin, &account, provider.grant()).await.unwrap();
        let states = app.engine.mail_accounts(&admin).await.unwrap();
        let grant = states[0].grant.as_ref().unwrap();
        assert_eq!((grant.connected_by, grant.gone_at), (admin.user().map(|viewer| viewer.id), None));
        assert_eq!(told(&app).await, ["MAIL_ACCOUNT_CONNECTED"]);
    }
}

#[tokio::test]
async fn accounts_of_two_providers_may_be_called_the_same() {
    let provider = Provider::start("support@example.org").await;
    let [mut first] = <[_; 1]>::try_from(provider.configured(MAILBOX)).expect("one account");
    let mut second = first.clone();
    first.mailboxes.clear();
    second.account.provider = "other".to_owned();
    let accounts = vec![first, second.clone()];
    let app = TestApp::with_provider(Backend::Sqlite, provider.providers(), accounts).await;
    let admin = app.given().admin("admin1@staff.example").await.actor;
    let ambiguous = app.engine.start_mail_sign_in(&admin, "support@example.org", None).await.unwrap_err();
    assert_eq!((ambiguous.field(), ambiguous.reason()), (Some("provider"), "ambiguous"));
    app.engine.connect_mail_account(&admin, &second.account, provider.grant()).await.unwrap();
    let states = app.engine.mail_accounts(&admin).await.unwrap();
    assert!(states[0].grant.is_none() && states[1].grant.is_some(), "{states:?}");
    let named = async |provider| app.engine.mail_account_named("SUPPORT@example.org", Some(provider)).await;
    assert_eq!(named("other").await.unwrap().account, second.account);
    assert!(named("third").await.is_err());
    assert_eq!(app.engine.mail_account_named(MAILBOX, None).await.unwrap().account, second.account);
    assert!(!app.engine.disconnect_mail_account(&admin, "support@example.org", Some("m365")).await.unwrap());
    assert!(app.engine.disconnect_mail_account(&admin, "support@example.org", Some("other")).await.unwrap());
}

#[tokio::test]
async fn what_was_said_before_an_account_was_connected_is_forgotten() {
    let (app, provider) = stage(Backend::Sqlite).await;
    let admin = app.given().admin("admin1@staff.example").await.actor;
    assert!(app.engine.claim_mailbox(MAILBOX, Duration::from_mins(1)).await.unwrap());
    app.engine.mailbox_failed(MAILBOX, MailboxFault::NotConnected, "not connected yet").await.unwrap();
    app.engine.connect_mail_account(&admin, &provider.account(), provider.grant()).await.unwrap();
    let known = app.engine.mailbox_health(&admin).await.unwrap().remove(0).health;
    assert_eq!((known.last_error, known.last_fault), (None, None));
}

#[tokio::test]
async fn no_token_lies_readable_in_the_database() {
    let (app, provider) = connected(Backend::Sqlite).await;
    let token = app.engine.mail_access_token(&provider.account(), None).await.unwrap();
    let mut whole = Vec::new();
    for file in std::fs::read_dir(app.directory()).unwrap().flatten().filter(|file| file.path().is_file()) {
        whole.extend(std::fs::read(file.path()).unwrap());
    }
    let holds = |text: &str| whole.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("support@example.org"), "it is the database");
    assert!(!holds(token.reveal()) && !holds("refresh-1"));
}
