//! Putting a second factor in use.

use std::time::Duration;

use engine::{Actor, AuditSubject, Error, LetterKind, Paging};
use tests::{
    TestApp, on_each_database,
    second_factor::{App, shown},
};

use super::happened;

on_each_database!(
    the_first_code_puts_it_in_use_and_answers_the_recovery_codes,
    without_a_beginning_within_the_hour_nothing_is_confirmed,
    wrong_codes_are_few,
    the_owner_is_told_by_email_and_the_email_holds_no_secret,
);

async fn the_first_code_puts_it_in_use_and_answers_the_recovery_codes(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let begun = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap();
    let phone = App::reading(&begun.uri);
    let wrong = app.engine.confirm_second_factor(&max.actor, &phone.wrong_code(app.now())).await.unwrap_err();
    assert_eq!((wrong.field(), wrong.reason()), (Some("code"), "code-wrong"));
    let codes = app.engine.confirm_second_factor(&max.actor, &phone.code(app.now())).await.unwrap();
    assert_eq!(codes.len(), 10);
    let own = app.engine.second_factor(&max.actor).await.unwrap();
    assert_eq!((own.enabled_at, own.recovery_codes, own.required), (Some(app.now()), 10, false));
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_some(), "sessions go on");
    let log = app
        .engine
        .audit_log(&Actor::system(), Some(AuditSubject::User(max.user.id)), &Paging::default())
        .await
        .unwrap();
    assert!(log.items.iter().any(|(_, entry)| entry.audited.kind() == "SECOND_FACTOR_ENABLED"));
    let twice = app.engine.confirm_second_factor(&max.actor, &phone.code(app.now())).await.unwrap_err();
    assert_eq!(twice.reason(), "set-up-expired", "there is nothing to confirm any more");
}

async fn without_a_beginning_within_the_hour_nothing_is_confirmed(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let none = app.engine.confirm_second_factor(&max.actor, "123456").await.unwrap_err();
    assert_eq!((none.field(), none.reason()), (Some("code"), "set-up-expired"));
    let begun = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap();
    app.clock.advance(Duration::from_hours(1));
    let code = App::reading(&begun.uri).code(app.now());
    let late = app.engine.confirm_second_factor(&max.actor, &code).await.unwrap_err();
    assert_eq!(late.reason(), "set-up-expired");
}

async fn wrong_codes_are_few(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let begun = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap();
    let phone = App::reading(&begun.uri);
    for _ in 0..10 {
        app.engine.confirm_second_factor(&max.actor, &phone.wrong_code(app.now())).await.unwrap_err();
    }
    let refused = app.engine.confirm_second_factor(&max.actor, &phone.code(app.now())).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
}

async fn the_owner_is_told_by_email_and_the_email_holds_no_secret(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let begun = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap();
    let phone = App::reading(&begun.uri);
    app.engine.confirm_second_factor(&max.actor, &phone.wrong_code(app.now())).await.unwrap_err();
    assert!(app.told().await.is_empty(), "a refused code changes nothing");
    let codes = app.engine.confirm_second_factor(&max.actor, &phone.code(app.now())).await.unwrap();
    let letters = app.letters().await;
    let [letter] = letters.as_slice() else { panic!("one letter, not {letters:?}") };
    assert_eq!((letter.kind, letter.to.address.as_str()), (LetterKind::SecondFactor, "max@example.org"));
    assert_eq!(happened(letter), Some("enabled"));
    let written = format!("{letter:?}");
    assert!(!written.contains(&begun.secret) && !written.contains(&codes[0]), "{written}");
}
