//! Logging in with a passkey.

use std::time::Duration;

use engine::{Actor, Error, Login, NewSession, PasskeyAnswer, PasskeyLogin, Result, Role, UpdateUser};
use tests::{
    TestApp,
    given::PASSWORD,
    on_each_database,
    passkey::{Authenticator, PRESENT},
};

use crate::engine::commands::passkey::{audited, told};

on_each_database!(
    a_passkey_alone_lets_its_owner_in_once_each_time,
    after_the_password_it_takes_the_place_of_the_code,
    an_answer_is_of_use_for_what_was_asked_alone,
    one_that_was_not_verified_or_is_of_other_pages_is_refused,
    a_passkey_of_another_person_is_refused_after_the_password,
    who_is_switched_off_stays_out_like_one_who_is_unknown,
    a_counter_that_runs_backwards_is_refused_journalled_and_told,
    failures_are_few,
    made_up_recovery_codes_keep_no_passkey_out,
    it_is_as_good_as_two_factors_where_the_role_requires_them,
    a_recovery_code_is_the_way_in_when_it_is_lost,
);

fn password() -> Login {
    Login { identifier: "max@example.org".to_owned(), password: PASSWORD.to_owned(), ..Login::default() }
}

async fn challenge(app: &TestApp) -> String {
    match app.engine.login(password()).await {
        Err(Error::CodeRequired { challenge, .. }) => challenge.as_str().to_owned(),
        other => panic!("a challenge, not {other:?}"),
    }
}

async fn show(app: &TestApp, key: &mut Authenticator, challenge: Option<&str>) -> Result<NewSession> {
    let asked = app.engine.begin_passkey_login(challenge).await?;
    log_in(app, key.show(&asked), challenge).await
}

async fn log_in(app: &TestApp, answer: PasskeyAnswer, challenge: Option<&str>) -> Result<NewSession> {
    let challenge = challenge.map(str::to_owned);
    app.engine.login_with_passkey(PasskeyLogin { answer, challenge, ..PasskeyLogin::default() }).await
}

async fn a_passkey_alone_lets_its_owner_in_once_each_time(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    app.clock.advance(Duration::from_mins(1));
    let asked = app.engine.begin_passkey_login(None).await.unwrap();
    let answer = key.show(&asked);
    let session = log_in(&app, answer.clone(), None).await.unwrap();
    assert_eq!(session.user.id, max.user.id);
    let actor = app.engine.authenticate(&session.token).await.unwrap().unwrap();
    let own = app.engine.second_factor(&actor).await.unwrap();
    assert_eq!(own.passkeys[0].last_used_at, Some(app.now()));
    let again = log_in(&app, answer, None).await.unwrap_err();
    assert_eq!((again.field(), again.reason()), (Some("ceremony"), "ceremony-expired"));
    let asked = app.engine.begin_passkey_login(None).await.unwrap();
    app.clock.advance(Duration::from_mins(5));
    let late = log_in(&app, key.show(&asked), None).await.unwrap_err();
    assert_eq!(late.reason(), "ceremony-expired");
}

async fn after_the_password_it_takes_the_place_of_the_code(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let challenge = challenge(&app).await;
    let session = show(&app, &mut key, Some(&challenge)).await.unwrap();
    assert_eq!(session.user.id, max.user.id);
    app.engine.request_password("max@example.org", None).await.unwrap();
    let change = UpdateUser { password: Some("GaNzNeu-42".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, change).await.unwrap();
    let changed = show(&app, &mut key, Some(&challenge)).await.unwrap_err();
    assert_eq!(changed.field(), Some("challenge"), "the password has changed since");
}

async fn an_answer_is_of_use_for_what_was_asked_alone(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let challenge = challenge(&app).await;
    let asked = app.engine.begin_passkey_login(Some(&challenge)).await.unwrap();
    let elsewhere = log_in(&app, key.show(&asked), None).await.unwrap_err();
    assert_eq!(elsewhere.reason(), "ceremony-expired", "what was asked after a password");
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    assert_eq!(log_in(&app, key.show(&asked), None).await.unwrap_err().reason(), "ceremony-expired");
    // An answer to another challenge, which somebody caught.
    let caught = key.show(&app.engine.begin_passkey_login(None).await.unwrap());
    let asked = app.engine.begin_passkey_login(None).await.unwrap();
    let replayed = PasskeyAnswer { ceremony: asked.token, ..caught };
    let refused = log_in(&app, replayed, None).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("credential"), "passkey-wrong"));
}

async fn one_that_was_not_verified_or_is_of_other_pages_is_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let flags = std::mem::replace(&mut key.flags, PRESENT);
    assert_eq!(show(&app, &mut key, None).await.unwrap_err().reason(), "passkey-wrong");
    let challenge = challenge(&app).await;
    assert_eq!(show(&app, &mut key, Some(&challenge)).await.unwrap_err().reason(), "passkey-wrong");
    key.flags = flags;
    "https://evil.example".clone_into(&mut key.origin);
    assert_eq!(show(&app, &mut key, None).await.unwrap_err().reason(), "passkey-wrong");
}

async fn a_passkey_of_another_person_is_refused_after_the_password(app: TestApp) {
    let (max, eve) =
        (app.given().customer("max@example.org").await, app.given().customer("eve@example.org").await);
    let (mut of_max, mut of_eve) = (Authenticator::default(), Authenticator::default());
    app.given().passkey(&max, &mut of_max).await;
    app.given().passkey(&eve, &mut of_eve).await;
    let challenge = challenge(&app).await;
    let refused = show(&app, &mut of_eve, Some(&challenge)).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("credential"), "passkey-wrong"));
    show(&app, &mut of_max, Some(&challenge)).await.expect("the right one");
}

async fn who_is_switched_off_stays_out_like_one_who_is_unknown(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, off).await.unwrap();
    let refused = show(&app, &mut key, None).await.unwrap_err();
    let unknown = show(&app, &mut Authenticator::default(), None).await.unwrap_err();
    assert_eq!((refused.field(), refused.to_string()), (unknown.field(), unknown.to_string()));
}

async fn a_counter_that_runs_backwards_is_refused_journalled_and_told(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    key.counter = 7;
    app.given().passkey(&max, &mut key).await;
    show(&app, &mut key, None).await.unwrap();
    app.letters().await;
    key.counter = 5;
    let refused = show(&app, &mut key, None).await.unwrap_err();
    assert_eq!(refused.reason(), "passkey-wrong");
    assert_eq!(
        (told(&app).await, audited(&app, &max, "PASSKEY_REFUSED").await),
        (vec!["passkey-refused".to_owned()], 1)
    );
    key.counter = 20;
    show(&app, &mut key, None).await.expect("the one that is ahead");
}

async fn failures_are_few(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let challenge = challenge(&app).await;
    key.flags = PRESENT;
    for _ in 0..20 {
        assert_eq!(show(&app, &mut key, Some(&challenge)).await.unwrap_err().reason(), "passkey-wrong");
    }
    let refused = show(&app, &mut key, Some(&challenge)).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "as with recovery codes: {refused:?}");
    for _ in 0..9 {
        assert_eq!(show(&app, &mut key, None).await.unwrap_err().reason(), "passkey-wrong");
    }
    let refused = show(&app, &mut key, None).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "as with passwords: {refused:?}");
}

async fn made_up_recovery_codes_keep_no_passkey_out(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    let codes = app.given().passkey(&max, &mut key).await.recovery_codes;
    let challenge = challenge(&app).await;
    let code: String = codes[0].chars().rev().collect();
    for _ in 0..21 {
        let (challenge, code) = (challenge.clone(), code.clone());
        let input = engine::ConfirmLogin { challenge, code, ..engine::ConfirmLogin::default() };
        app.engine.confirm_login(input).await.unwrap_err();
    }
    show(&app, &mut key, Some(&challenge)).await.expect("the owner");
}

async fn it_is_as_good_as_two_factors_where_the_role_requires_them(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Customer]).await;
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    app.given().passkey(&max, &mut key).await;
    let session = show(&app, &mut key, None).await.unwrap();
    let actor = app.engine.authenticate(&session.token).await.unwrap().unwrap();
    app.engine.sessions(&actor, None).await.expect("a whole session");
}

async fn a_recovery_code_is_the_way_in_when_it_is_lost(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let added = app.given().passkey(&max, &mut Authenticator::default()).await;
    let input = engine::ConfirmLogin {
        challenge: challenge(&app).await,
        code: added.recovery_codes[0].clone(),
        ..engine::ConfirmLogin::default()
    };
    app.engine.confirm_login(input).await.expect("a recovery code");
}
