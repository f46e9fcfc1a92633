//! Turning a second factor off.

use std::time::Duration;

use engine::{Actor, AuditSubject, Error, LetterKind, Paging, ProveIdentity, Role};
use tests::{TestApp, given::PASSWORD, on_each_database, second_factor::shown};

use super::happened;

on_each_database!(
    password_and_code_turn_it_off_and_nothing_of_it_is_left,
    where_the_role_requires_it_it_stays,
    wrong_codes_of_somebody_who_is_logged_in_are_few,
);

async fn password_and_code_turn_it_off_and_nothing_of_it_is_left(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    assert!(!app.engine.disable_second_factor(&max.actor, shown(None)).await.unwrap(), "there is none");
    let phone = app.given().second_factor(&max).await;
    app.clock.advance(Duration::from_secs(30));
    let missing = app.engine.disable_second_factor(&max.actor, shown(None)).await.unwrap_err();
    assert_eq!(missing.reason(), "code-missing");
    let code = phone.code(app.now());
    let wrong =
        ProveIdentity { password: "wrong".to_owned(), code: Some(code.clone()), ..ProveIdentity::default() };
    let refused = app.engine.disable_second_factor(&max.actor, wrong).await.unwrap_err();
    assert_eq!(refused.reason(), "password-wrong");
    assert!(app.engine.disable_second_factor(&max.actor, shown(Some(&code))).await.unwrap());
    let own = app.engine.second_factor(&max.actor).await.unwrap();
    assert_eq!((own.enabled_at, own.recovery_codes), (None, 0));
    app.given().log_in("max@example.org", PASSWORD).await;
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == LetterKind::SecondFactor).collect();
    let words = told.into_iter().map(happened);
    assert_eq!(words.collect::<Vec<_>>(), [Some("enabled"), Some("disabled")]);
    let log = app
        .engine
        .audit_log(&Actor::system(), Some(AuditSubject::User(max.user.id)), &Paging::default())
        .await
        .unwrap();
    assert!(log.items.iter().any(|(_, entry)| entry.audited.kind() == "SECOND_FACTOR_DISABLED"));
}

async fn where_the_role_requires_it_it_stays(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Customer]).await;
    let max = app.given().customer("max@example.org").await;
    let phone = app.given().second_factor(&max).await;
    app.clock.advance(Duration::from_secs(30));
    let actor = app.engine.authenticate(&max.token).await.unwrap().unwrap();
    let code = phone.code(app.now());
    let refused = app.engine.disable_second_factor(&actor, shown(Some(&code))).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
    assert!(app.engine.second_factor(&actor).await.unwrap().enabled_at.is_some());
}

async fn wrong_codes_of_somebody_who_is_logged_in_are_few(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let phone = app.given().second_factor(&max).await;
    app.clock.advance(Duration::from_secs(30));
    for _ in 0..5 {
        let wrong = shown(Some(&phone.wrong_code(app.now())));
        assert_eq!(
            app.engine.disable_second_factor(&max.actor, wrong).await.unwrap_err().reason(),
            "code-wrong"
        );
    }
    let right = shown(Some(&phone.code(app.now())));
    let refused = app.engine.disable_second_factor(&max.actor, right).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
}
