//! Asking the browser of somebody who logs in for a passkey.

use engine::{Error, Login, PasskeyLogin};
use serde_json::{Value, json};
use tests::{TestApp, given::PASSWORD, on_each_database, passkey::Authenticator};

on_each_database!(
    without_a_password_nothing_is_told_of_anybody_and_after_it_the_keys_of_the_account,
    strangers_who_ask_without_end_keep_nobody_behind_their_address_out,
);

async fn without_a_password_nothing_is_told_of_anybody_and_after_it_the_keys_of_the_account(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let asked = app.engine.begin_passkey_login(None).await.unwrap();
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
    let asked = app.engine.begin_passkey_login(Some(challenge.as_str())).await.unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(options["allowCredentials"][0]["id"], key.id());
    let forged = app.engine.begin_passkey_login(Some("x")).await.unwrap_err();
    assert_eq!(forged.field(), Some("challenge"));
}

async fn strangers_who_ask_without_end_keep_nobody_behind_their_address_out(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    for _ in 0..310 {
        app.engine.begin_passkey_login(None).await.unwrap();
    }
    let address = Some("192.0.2.1".to_owned());
    // Nor do answers that are none, until they are as many as failures may be.
    for _ in 0..9 {
        let asked = app.engine.begin_passkey_login(None).await.unwrap();
        let answer = Authenticator::default().show(&asked);
        let input = PasskeyLogin { answer, address: address.clone(), ..PasskeyLogin::default() };
        assert_eq!(app.engine.login_with_passkey(input).await.unwrap_err().reason(), "passkey-wrong");
    }
    let asked = app.engine.begin_passkey_login(None).await.unwrap();
    let input = PasskeyLogin { answer: key.show(&asked), address, ..PasskeyLogin::default() };
    app.engine.login_with_passkey(input.clone()).await.expect("the owner");
    let node = app.another_node().await;
    let again = node.login_with_passkey(input).await.unwrap_err();
    assert_eq!((again.field(), again.reason()), (Some("ceremony"), "ceremony-expired"), "once, on any node");
}
