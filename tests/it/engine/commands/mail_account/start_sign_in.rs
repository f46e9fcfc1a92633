//! An admin is sent to the provider with a state and a challenge that nobody can guess.

use tests::{Backend, MAILBOX};

use super::stage;

#[tokio::test]
async fn an_admin_is_sent_to_the_provider_and_nobody_else() {
    let (app, provider) = stage(Backend::Sqlite).await;
    let [admin, agent] = [
        app.given().admin("admin1@staff.example").await.actor,
        app.given().agent("agent2@staff.example").await.actor,
    ];
    assert!(app.engine.start_mail_sign_in(&agent, MAILBOX, None).await.is_err());
    assert!(app.engine.start_mail_sign_in(&admin, "nobody@example.org", None).await.is_err());
    let url = app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap();
    for part in [
        "/authorize?response_type=code",
        "scope=mail+offline",
        "code_challenge_method=S256",
        "login_hint=support%40example.org",
        "redirect_uri=https%3A%2F%2Ftickets.example.org%2Fadmin%2Fmail%2Fcallback",
    ] {
        assert!(url.contains(part), "{part} in {url}");
    }
    let (first, _) = provider.sign_in(&url);
    let (second, _) = provider.sign_in(&app.engine.start_mail_sign_in(&admin, MAILBOX, None).await.unwrap());
    assert_ne!(first, second);
}
