//! Asking the browser of somebody who logs in for a passkey.

use engine::{Error, Login};
use serde_json::{Value, json};
use tests::{TestApp, given::PASSWORD, on_each_database, passkey::Authenticator};

on_each_database!(
    without_a_password_nothing_is_told_of_anybody_and_after_it_the_keys_of_the_account,
    few_are_asked_from_one_address,
);

async fn without_a_password_nothing_is_told_of_anybody_and_after_it_the_keys_of_the_account(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let asked = app.engine.begin_passkey_login(None, None).await.unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(
        (&options["allowCredentials"], &options["userVerification"], &options["rpId"]),
        (&json!([]), &json!("required"), &json!("tickets.example.org"))
    );
    let login =
        Login { identifier: "max@example.org".to_owned(), password: PASSWORD.to_owned(), ..Login::default() };
    let Err(Error::CodeRequired { challenge, methods }) = app.engine.login(login).await else {
        panic!("a passkey is a second factor")
    };
    let names: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
    assert_eq!(names, ["PASSKEY", "RECOVERY_CODE"]);
    let asked = app.engine.begin_passkey_login(Some(challenge.as_str()), None).await.unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(options["allowCredentials"][0]["id"], key.id());
    let forged = app.engine.begin_passkey_login(Some("x"), None).await.unwrap_err();
    assert_eq!(forged.field(), Some("challenge"));
}

async fn few_are_asked_from_one_address(app: TestApp) {
    for _ in 0..300 {
        app.engine.begin_passkey_login(None, Some("192.0.2.1")).await.unwrap();
    }
    let refused = app.engine.begin_passkey_login(None, Some("192.0.2.1")).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
    app.engine.begin_passkey_login(None, Some("192.0.2.2")).await.expect("others are not kept out");
}
