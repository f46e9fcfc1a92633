//! Showing a passkey where one would show the password and a code.

use engine::{Actor, Error};
use serde_json::Value;
use tests::{
    TestApp, on_each_database,
    passkey::{Authenticator, with_passkey},
};

on_each_database!(
    a_passkey_takes_the_place_of_password_and_code_once,
    a_passkey_of_somebody_else_is_none,
    wrong_answers_are_few,
    nobody_and_those_without_one_are_refused,
);

async fn a_passkey_takes_the_place_of_password_and_code_once(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    assert_eq!(options["allowCredentials"][0]["id"], key.id());
    let answer = key.show(&asked);
    let codes = app.engine.renew_recovery_codes(&max.actor, with_passkey(answer.clone())).await.unwrap();
    assert_eq!(codes.len(), 10);
    let again = app.engine.renew_recovery_codes(&max.actor, with_passkey(answer)).await.unwrap_err();
    assert_eq!((again.field(), again.reason()), (Some("ceremony"), "ceremony-expired"));
}

async fn a_passkey_of_somebody_else_is_none(app: TestApp) {
    let (max, eve) =
        (app.given().customer("max@example.org").await, app.given().customer("eve@example.org").await);
    let (mut of_max, mut of_eve) = (Authenticator::default(), Authenticator::default());
    app.given().passkey(&max, &mut of_max).await;
    app.given().passkey(&eve, &mut of_eve).await;
    // Eve has taken over a session of Max's, and shows a passkey of her own.
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    let shown = with_passkey(of_eve.show(&asked));
    let refused = app.engine.renew_recovery_codes(&max.actor, shown).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("credential"), "passkey-wrong"));
    let asked = app.engine.begin_passkey_proof(&eve.actor).await.unwrap();
    let shown = with_passkey(of_eve.show(&asked));
    let refused = app.engine.renew_recovery_codes(&max.actor, shown).await.unwrap_err();
    assert_eq!(refused.reason(), "ceremony-expired", "what Eve was asked is not for Max");
}

async fn wrong_answers_are_few(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let mut other = Authenticator::default();
    for _ in 0..20 {
        let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
        let refused = app.engine.renew_recovery_codes(&max.actor, with_passkey(other.show(&asked))).await;
        assert_eq!(refused.unwrap_err().reason(), "passkey-wrong");
    }
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    let refused =
        app.engine.renew_recovery_codes(&max.actor, with_passkey(key.show(&asked))).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
}

async fn nobody_and_those_without_one_are_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let none = app.engine.begin_passkey_proof(&max.actor).await.unwrap_err();
    assert_eq!((none.field(), none.reason()), (Some("passkey"), "passkey-none"));
    let refused = app.engine.begin_passkey_proof(&Actor::nobody()).await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated), "{refused:?}");
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    let refused = app.engine.begin_passkey_proof(&token).await.unwrap_err();
    assert!(matches!(refused, Error::MissingScope { .. }), "{refused:?}");
}
