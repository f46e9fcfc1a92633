//! Handing out the secret of a second factor.

use std::time::Duration;

use engine::{Actor, Error, ProveIdentity, Role};
use tests::{
    TestApp, on_each_database,
    second_factor::{App, shown},
};

on_each_database!(
    the_password_is_asked_for_and_nothing_changes_until_the_code,
    another_app_takes_over_once_it_is_confirmed,
    nobody_and_a_token_without_the_scope_are_refused,
    guesses_of_the_password_are_few,
    who_must_have_one_may_do_nothing_but_set_it_up,
    a_role_that_requires_one_counts_for_open_sessions,
);

async fn the_password_is_asked_for_and_nothing_changes_until_the_code(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let wrong = ProveIdentity { password: "wrong".to_owned(), ..ProveIdentity::default() };
    let refused = app.engine.begin_second_factor(&max.actor, wrong).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("password"), "password-wrong"));
    let begun = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap();
    assert!(begun.uri.starts_with("otpauth://totp/Support%20Example%20Ltd:max"), "{}", begun.uri);
    assert!(begun.uri.contains(&format!("secret={}", begun.secret)), "{}", begun.uri);
    assert!(!format!("{begun:?}").contains(&begun.secret), "a secret is not for logs");
    assert_eq!(app.engine.second_factor(&max.actor).await.unwrap().enabled_at, None);
    app.given().log_in("max@example.org", tests::given::PASSWORD).await;
}

async fn another_app_takes_over_once_it_is_confirmed(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let old = app.given().second_factor(&max).await;
    let missing = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap_err();
    assert_eq!((missing.field(), missing.reason()), (Some("code"), "code-missing"));
    app.clock.advance(Duration::from_secs(30));
    let code = old.code(app.now());
    let begun = app.engine.begin_second_factor(&max.actor, shown(Some(&code))).await.unwrap();
    app.clock.advance(Duration::from_secs(30));
    // The old one holds until the new one is confirmed.
    let code = old.code(app.now());
    app.engine.renew_recovery_codes(&max.actor, shown(Some(&code))).await.expect("the old app");
    let new = App::reading(&begun.uri);
    app.engine.confirm_second_factor(&max.actor, &new.code(app.now())).await.unwrap();
    app.clock.advance(Duration::from_secs(30));
    let gone = app.engine.renew_recovery_codes(&max.actor, shown(Some(&old.code(app.now())))).await;
    assert_eq!(gone.unwrap_err().reason(), "code-wrong");
    app.engine
        .renew_recovery_codes(&max.actor, shown(Some(&new.code(app.now()))))
        .await
        .expect("the new app");
}

async fn nobody_and_a_token_without_the_scope_are_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    let refused = app.engine.begin_second_factor(&token, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::MissingScope { .. }), "{refused:?}");
    for nobody in [Actor::nobody(), Actor::system()] {
        let refused = app.engine.begin_second_factor(&nobody, shown(None)).await.unwrap_err();
        assert!(matches!(refused, Error::Unauthenticated), "{refused:?}");
    }
}

async fn guesses_of_the_password_are_few(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    for _ in 0..10 {
        let wrong = ProveIdentity { password: "wrong".to_owned(), ..ProveIdentity::default() };
        app.engine.begin_second_factor(&max.actor, wrong).await.unwrap_err();
    }
    let refused = app.engine.begin_second_factor(&max.actor, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::RateLimited { .. }), "{refused:?}");
}

async fn who_must_have_one_may_do_nothing_but_set_it_up(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Customer]).await;
    let max = app.given().customer("max@example.org").await;
    assert!(max.actor.user().is_none());
    let sees = app.engine.sessions(&max.actor, None).await.unwrap_err();
    let reads = app
        .engine
        .tickets(
            &max.actor,
            &engine::TicketFilter::default(),
            engine::TicketOrder::default(),
            &engine::Paging::default(),
        )
        .await;
    let new = engine::CreateTicket {
        title: "Printer".to_owned(),
        text: "It does not print.".to_owned(),
        ..engine::CreateTicket::default()
    };
    let writes = app.engine.create_ticket(&max.actor, new).await.unwrap_err();
    let changes = app.engine.change_password(&max.actor, String::new(), String::new()).await.unwrap_err();
    for refused in [sees, writes, changes] {
        assert!(matches!(refused, Error::SecondFactorRequired), "{refused:?}");
        assert_eq!(refused.code().as_str(), "SECOND_FACTOR_REQUIRED");
    }
    assert!(matches!(reads, Err(Error::SecondFactorRequired)), "{reads:?}");
    assert!(app.engine.second_factor(&max.actor).await.unwrap().required);
    // A token is for programs, which have no phone.
    let (token, _) = app
        .engine
        .create_api_token(
            &Actor::system(),
            engine::CreateApiToken {
                name: "a partner".to_owned(),
                scopes: vec!["tickets:write".to_owned()],
                for_user: Some(max.user.id),
                ..engine::CreateApiToken::default()
            },
        )
        .await
        .unwrap();
    assert!(app.engine.authenticate(&token).await.unwrap().unwrap().user().is_some());
    app.given().second_factor(&max).await;
    let free = app.engine.authenticate(&max.token).await.unwrap().unwrap();
    assert_eq!(free.user().map(|viewer| viewer.id), Some(max.user.id), "the session goes on");
    app.engine.sessions(&free, None).await.unwrap();
}

async fn a_role_that_requires_one_counts_for_open_sessions(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Agent]).await;
    let max = app.given().customer("max@example.org").await;
    app.engine.sessions(&max.actor, None).await.unwrap();
    let role = engine::UpdateUser { role: Some(Role::Agent), ..engine::UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, role).await.unwrap();
    let (token, _) = match app.engine.authenticate(&max.token).await.unwrap() {
        Some(actor) => (max.token.clone(), actor),
        None => app.given().log_in("max@example.org", tests::given::PASSWORD).await,
    };
    let limited = app.engine.authenticate(&token).await.unwrap().unwrap();
    let refused = app.engine.sessions(&limited, None).await.unwrap_err();
    assert!(matches!(refused, Error::SecondFactorRequired), "{refused:?}");
    assert!(app.engine.logout(&limited).await.unwrap(), "they may leave");
}
