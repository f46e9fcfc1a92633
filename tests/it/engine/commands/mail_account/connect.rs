//! What a provider grants is kept sealed, for configured accounts, by admins.

use engine::{GrantedTokens, MailAccount};
use tests::Backend;

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
