//! Adding a passkey.

use std::time::Duration;

use engine::{Actor, AddPasskey, Error, Role};
use tests::{
    TestApp, on_each_database,
    passkey::{Authenticator, PRESENT},
    second_factor::shown,
};

use super::{audited, told};

on_each_database!(
    the_first_one_comes_with_recovery_codes_and_its_owner_is_told,
    an_answer_is_taken_once_in_time_and_of_who_was_asked,
    an_answer_from_other_pages_or_without_verification_is_refused,
    a_name_is_required_and_not_too_long,
    it_is_what_a_role_requires,
    nobody_and_a_token_without_the_scope_are_refused,
);

fn named(answer: engine::PasskeyAnswer, name: &str) -> AddPasskey {
    AddPasskey { answer, name: name.to_owned() }
}

async fn the_first_one_comes_with_recovery_codes_and_its_owner_is_told(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    app.letters().await;
    let mut key = Authenticator::default();
    let added = app.given().passkey(&max, &mut key).await;
    assert_eq!((added.passkey.name.as_str(), added.recovery_codes.len()), ("Laptop", 10));
    assert!(!format!("{added:?}").contains(&added.recovery_codes[0]), "codes are not for logs");
    assert_eq!(
        (told(&app).await, audited(&app, &max, "PASSKEY_ADDED").await),
        (vec!["passkey-added".to_owned()], 1)
    );
    let code = added.recovery_codes.first().map(String::as_str);
    let asked = app.engine.begin_passkey(&max.actor, shown(code)).await.unwrap();
    let mut phone = Authenticator::default();
    let second = app.engine.add_passkey(&max.actor, named(phone.make(&asked), " Phone ")).await.unwrap();
    assert_eq!(
        (second.passkey.name.as_str(), second.recovery_codes.len()),
        ("Phone", 0),
        "those before go on"
    );
    let own = app.engine.second_factor(&max.actor).await.unwrap();
    let names: Vec<_> = own.passkeys.iter().map(|passkey| passkey.name.as_str()).collect();
    assert_eq!((names, own.recovery_codes, own.enabled_at), (vec!["Laptop", "Phone"], 9, None));
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_some(), "sessions go on");
}

async fn an_answer_is_taken_once_in_time_and_of_who_was_asked(app: TestApp) {
    let (max, eve) =
        (app.given().customer("max@example.org").await, app.given().customer("eve@example.org").await);
    let mut key = Authenticator::default();
    let asked = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
    let answer = key.make(&asked);
    let foreign = app.engine.add_passkey(&eve.actor, named(answer.clone(), "Eve's")).await.unwrap_err();
    assert_eq!((foreign.field(), foreign.reason()), (Some("ceremony"), "ceremony-expired"));
    let used = app.engine.add_passkey(&max.actor, named(answer, "Max's")).await.unwrap_err();
    assert_eq!(used.reason(), "ceremony-expired", "whatever came of it, an answer is taken once");
    let asked = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
    app.clock.advance(Duration::from_mins(5));
    let late = app.engine.add_passkey(&max.actor, named(key.make(&asked), "Late")).await.unwrap_err();
    assert_eq!(late.reason(), "ceremony-expired");
    // Of several who bring the same key, one has it.
    let of_max = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
    let of_eve = app.engine.begin_passkey(&eve.actor, shown(None)).await.unwrap();
    app.engine.add_passkey(&max.actor, named(key.make(&of_max), "Max's")).await.unwrap();
    let known = app.engine.add_passkey(&eve.actor, named(key.make(&of_eve), "Eve's")).await.unwrap_err();
    assert_eq!((known.field(), known.reason()), (Some("credential"), "passkey-known"));
}

async fn an_answer_from_other_pages_or_without_verification_is_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut elsewhere = Authenticator::default();
    "https://tickets.example.org.evil.test".clone_into(&mut elsewhere.origin);
    let mut unverified = Authenticator::default();
    unverified.flags = PRESENT;
    for mut key in [elsewhere, unverified] {
        let asked = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
        let refused = app.engine.add_passkey(&max.actor, named(key.make(&asked), "X")).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("credential"), "passkey-wrong"));
    }
    let asked = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
    let nonsense = engine::PasskeyAnswer { ceremony: asked.token, credential: "{}".to_owned() };
    let refused = app.engine.add_passkey(&max.actor, named(nonsense, "X")).await.unwrap_err();
    assert_eq!(refused.reason(), "passkey-wrong");
}

async fn a_name_is_required_and_not_too_long(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let asked = app.engine.begin_passkey(&max.actor, shown(None)).await.unwrap();
    let answer = Authenticator::default().make(&asked);
    for (name, reason) in [(" ".to_owned(), "name-required"), ("x".repeat(61), "name-too-long")] {
        let refused = app.engine.add_passkey(&max.actor, named(answer.clone(), &name)).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("name"), reason));
    }
    app.engine.add_passkey(&max.actor, named(answer, "Laptop")).await.expect("the answer was not used up");
}

async fn it_is_what_a_role_requires(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Customer]).await;
    let max = app.given().customer("max@example.org").await;
    assert!(app.engine.sessions(&max.actor, None).await.is_err(), "not before");
    app.given().passkey(&max, &mut Authenticator::default()).await;
    let actor = app.engine.authenticate(&max.token).await.unwrap().unwrap();
    app.engine.sessions(&actor, None).await.expect("the session is a whole one now");
}

async fn nobody_and_a_token_without_the_scope_are_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    let refused = app.engine.add_passkey(&token, AddPasskey::default()).await.unwrap_err();
    assert!(matches!(refused, Error::MissingScope { .. }), "{refused:?}");
    let refused = app.engine.add_passkey(&Actor::nobody(), AddPasskey::default()).await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated), "{refused:?}");
}
