//! What a browser brings back from the provider is good once, for whoever has begun, and not for long.

use std::time::Duration;

use engine::MailSecret;
use tests::{Backend, MAILBOX};

use super::stage;

#[tokio::test]
async fn a_sign_in_connects_the_account_and_its_state_is_good_once() {
    for backend in Backend::each() {
        let (app, provider) = stage(backend).await;
        let admin = app.given().admin("admin1@staff.example").await.actor;
        let url = app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap();
        let (state, code) = provider.sign_in(&url);
        let code = MailSecret::new(code);
        let account = app.engine.finish_mail_sign_in(&admin, &state, &code).await.unwrap();
        assert_eq!(account, "support@example.org");
        app.engine.mail_access_token(&provider.account(), None).await.unwrap();
        let error = app.engine.finish_mail_sign_in(&admin, &state, &code).await.unwrap_err();
        assert_eq!(error.reason(), "stale");
        assert_eq!(provider.asked().len(), 1, "the provider was not asked again");
    }
}

#[tokio::test]
async fn a_sign_in_that_came_back_without_a_code_is_over_for_whoever_has_begun() {
    let (app, provider) = stage(Backend::Sqlite).await;
    let [admin, other] = [
        app.given().admin("admin5@staff.example").await.actor,
        app.given().admin("admin6@staff.example").await.actor,
    ];
    let agent = app.given().agent("agent5@staff.example").await.actor;
    let url = app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap();
    let (state, code) = provider.sign_in(&url);
    assert!(app.engine.cancel_mail_sign_in(&agent, &state).await.is_err());
    for (actor, state) in [(&other, state.as_str()), (&admin, "made-up"), (&admin, "")] {
        let error = app.engine.cancel_mail_sign_in(actor, state).await.unwrap_err();
        assert_eq!(error.reason(), "stale");
    }
    assert_eq!(app.engine.cancel_mail_sign_in(&admin, &state).await.unwrap(), "support@example.org");
    let again = app.engine.cancel_mail_sign_in(&admin, &state).await.unwrap_err();
    let late = app.engine.finish_mail_sign_in(&admin, &state, &MailSecret::new(code)).await.unwrap_err();
    assert_eq!((again.reason(), late.reason()), ("stale", "stale"));
}

#[tokio::test]
async fn a_state_of_another_admin_an_unknown_one_and_an_old_one_are_refused() {
    let (app, provider) = stage(Backend::Sqlite).await;
    let [admin, other] = [
        app.given().admin("admin2@staff.example").await.actor,
        app.given().admin("admin3@staff.example").await.actor,
    ];
    let url = app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap();
    let (state, code) = provider.sign_in(&url);
    let code = MailSecret::new(code);
    for (actor, state) in [(&other, state.as_str()), (&admin, "made-up"), (&admin, "")] {
        let error = app.engine.finish_mail_sign_in(actor, state, &code).await.unwrap_err();
        assert_eq!(error.reason(), "stale");
    }
    app.clock.advance(Duration::from_mins(16));
    let error = app.engine.finish_mail_sign_in(&admin, &state, &code).await.unwrap_err();
    assert_eq!(error.reason(), "stale");
    assert!(provider.asked().is_empty());
}

#[tokio::test]
async fn a_code_that_belongs_to_another_sign_in_lacks_its_verifier() {
    let (app, provider) = stage(Backend::Sqlite).await;
    let admin = app.given().admin("admin4@staff.example").await.actor;
    let [mine, stolen] = [
        app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap(),
        app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap(),
    ];
    let (state, _) = provider.sign_in(&mine);
    let (_, code) = provider.sign_in(&stolen);
    let error = app.engine.finish_mail_sign_in(&admin, &state, &MailSecret::new(code)).await.unwrap_err();
    assert_eq!(error.reason(), "provider");
    assert!(app.engine.mail_accounts(&admin).await.unwrap()[0].grant.is_none());
}
