//! Asking a browser for a new passkey.

use engine::{Actor, Error, ProveIdentity, UpdateUser};
use serde_json::{Value, json};
use tests::{TestApp, given::PASSWORD, on_each_database, passkey::Authenticator, second_factor::shown};

on_each_database!(
    the_password_is_asked_for_and_the_options_name_the_pages_and_what_is_known,
    where_the_address_is_not_encrypted_there_are_none,
    nobody_and_a_token_without_the_scope_are_refused,
    a_token_gives_its_owner_no_way_in,
    guesses_of_the_password_are_few,
);

async fn the_password_is_asked_for_and_the_options_name_the_pages_and_what_is_known(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let wrong = ProveIdentity { password: "wrong".to_owned(), ..ProveIdentity::default() };
    let refused = app.engine.begin_passkey(&max.actor, wrong).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("password"), "password-wrong"));
    let asked = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
    assert_eq!(format!("{asked:?}"), "PasskeyCeremony(…)", "a secret is not for logs");
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(options["rp"], json!({ "id": "tickets.example.org", "name": "Support Example Ltd" }));
    assert_eq!(options["user"]["name"], "max@example.org");
    let selection = &options["authenticatorSelection"];
    assert_eq!(
        (&selection["residentKey"], &selection["userVerification"]),
        (&json!("preferred"), &json!("required"))
    );
    assert_eq!((&options["attestation"], &options["excludeCredentials"]), (&json!("none"), &json!([])));
    assert!(app.engine.second_factor(&max.actor).await.unwrap().passkeys.is_empty(), "nothing has changed");
    let mut key = Authenticator::default();
    let codes = app.given().passkey(&max, &mut key).await.recovery_codes;
    let code = codes.first().map(String::as_str);
    let asked = app.engine.begin_passkey(&max.actor, shown(code)).await.unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(options["excludeCredentials"][0]["id"], key.id());
}

async fn where_the_address_is_not_encrypted_there_are_none(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        "http://tickets.example.org".clone_into(&mut settings.public_url);
    })
    .await;
    let max = app.given().customer("max@example.org").await;
    assert!(!app.engine.second_factor(&max.actor).await.unwrap().passkeys_available);
    let refused = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("passkey"), "passkeys-unavailable"));
}

async fn nobody_and_a_token_without_the_scope_are_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    let refused = app.engine.begin_passkey(&token, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::MissingScope { .. }), "{refused:?}");
    for nobody in [Actor::nobody(), Actor::system()] {
        let refused = app.engine.begin_passkey(&nobody, shown(None)).await.unwrap_err();
        assert!(matches!(refused, Error::Unauthenticated), "{refused:?}");
    }
}

async fn a_token_gives_its_owner_no_way_in(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (_, token) = app.given().token(&admin, &["admin", "tickets:read", "tickets:write"]).await;
    let own = |change: UpdateUser| app.engine.update_user(&token, admin.user.id, change);
    let password = UpdateUser { password: Some("GaNzNeu-42".to_owned()), ..UpdateUser::default() };
    let email = UpdateUser { email: Some("thief@example.net".to_owned()), ..UpdateUser::default() };
    let changed = app.engine.change_password(&token, PASSWORD.to_owned(), "GaNzNeu-42".to_owned());
    for refused in [
        app.engine.begin_passkey(&token, shown(None)).await.map(drop),
        app.engine.begin_second_factor(&token, shown(None)).await.map(drop),
        app.engine.confirm_second_factor(&token, "123456").await.map(drop),
        app.engine.renew_recovery_codes(&token, shown(None)).await.map(drop),
        changed.await,
        own(password.clone()).await.map(drop),
        own(email.clone()).await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    }
    let other = app.given().admin("other@example.org").await.user.id;
    for change in [password, email] {
        app.engine.update_user(&token, other, change).await.expect("of others it is what admins do");
    }
}

async fn guesses_of_the_password_are_few(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    for _ in 0..10 {
        let wrong = ProveIdentity { password: "wrong".to_owned(), ..ProveIdentity::default() };
        app.engine.begin_passkey(&max.actor, wrong).await.unwrap_err();
    }
    let refused = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
}
