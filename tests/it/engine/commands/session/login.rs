//! Logging in by name and password.

use std::time::{Duration, Instant};

use engine::{Actor, CreateUser, Error, Login, Role, UpdateUser};
use tests::{TestApp, given::PASSWORD, on_each_database};

on_each_database!(
    s49_a_person_logs_in_by_address_or_user_name_in_any_case,
    a_user_name_is_never_derived_from_an_address_or_a_name,
    s49_every_failure_looks_the_same,
    s49_failures_are_limited_for_an_account,
    an_attacker_elsewhere_keeps_nobody_out,
    a_hundred_failures_of_one_address_lock_nobody_else_behind_it,
    a_browser_that_logged_in_before_is_let_through,
    c5_whoever_knows_their_password_gets_in_behind_an_address_of_too_many_failures,
    c5_beyond_its_failures_an_address_has_two_tries_for_each_name,
    c5_one_password_tried_for_all_names_is_tried_twice_for_each,
    s49_many_tries_at_once_are_no_way_round_the_limit,
    s50_remember_me_lasts_longer,
);

fn login(identifier: &str, password: &str) -> Login {
    Login { identifier: identifier.to_owned(), password: password.to_owned(), ..Login::default() }
}

async fn s49_a_person_logs_in_by_address_or_user_name_in_any_case(app: TestApp) {
    let input = CreateUser {
        email: "Max.Muster@example.org".to_owned(),
        user_name: Some("MaxÖ".to_owned()),
        name: "Max Muster".to_owned(),
        password: Some(PASSWORD.to_owned()),
        ..CreateUser::default()
    };
    let max = app.engine.create_user(&Actor::system(), input).await.unwrap();
    for typed in ["max.muster@example.org", "  MAX.MUSTER@Example.org ", "maxö", "MAXÖ ", "MaxO\u{308}"] {
        let session = app.engine.login(login(typed, PASSWORD)).await.unwrap();
        assert_eq!(session.user, max, "{typed:?}");
        assert!(session.token.starts_with("schalter_s_"));
    }
    for typed in ["max.muster", "Max Muster", "max_", "max%"] {
        let unknown = app.engine.login(login(typed, PASSWORD)).await;
        assert!(matches!(unknown, Err(Error::WrongCredentials)), "{typed:?}");
    }
}

async fn a_user_name_is_never_derived_from_an_address_or_a_name(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let named = UpdateUser { user_name: Some("maxl".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&max.actor, max.user.id, named).await.expect("one's own user name");
    app.given().customer("maxl@example.com").await;
    let session = app.engine.login(login("MAXL", PASSWORD)).await.unwrap();
    assert_eq!(session.user.id, max.user.id, "an address takes no user name away");
    app.engine.request_password("maxl", None).await.unwrap();
    assert_eq!(app.told().await, [(engine::LetterKind::PasswordRequest, "max@example.org".to_owned())]);
}

async fn s49_every_failure_looks_the_same(app: TestApp) {
    app.given().customer("max@example.org").await;
    app.given().prepared("new@example.org").await;
    let off = app.given().customer("off@example.org").await;
    let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), off.user.id, input).await.unwrap();
    let mut times = Vec::new();
    for (typed, password) in [
        ("max@example.org", "GeHeim-2020"),
        ("max@example.org", ""),
        ("nobody@example.org", PASSWORD),
        ("new@example.org", ""),
        ("off@example.org", PASSWORD),
        ("", ""),
        ("' OR 1=1 --", "x"),
    ] {
        let started = Instant::now();
        let failure = app.engine.login(login(typed, password)).await.unwrap_err();
        times.push(started.elapsed());
        assert!(matches!(failure, Error::WrongCredentials), "{typed:?}: {failure:?}");
        assert_eq!(failure.to_string(), "Incorrect username or password.");
    }
    // Each of them hashed a password; without that they would take a few milliseconds.
    assert!(times.iter().all(|time| *time > Duration::from_millis(8)), "{times:?}");
}

async fn s49_failures_are_limited_for_an_account(app: TestApp) {
    app.given().customer("max@example.org").await;
    for name in ["max@example.org", "nobody@example.org"] {
        for _ in 0..10 {
            let failure = app.engine.login(login(name, "wrong")).await.unwrap_err();
            assert!(matches!(failure, Error::WrongCredentials), "{failure:?}");
        }
        // The other name of the account is no way round, nor is the right password.
        for typed in [name, &name.to_uppercase()] {
            let failure = app.engine.login(login(typed, PASSWORD)).await.unwrap_err();
            assert!(matches!(failure, Error::RateLimited { .. }), "{typed:?}: {failure:?}");
        }
    }
    app.given().customer("eva@example.org").await;
    app.clock.advance(Duration::from_mins(15));
    app.engine.login(login("max@example.org", PASSWORD)).await.unwrap();
}

fn from(address: &str, identifier: &str, password: &str) -> Login {
    Login { address: Some(address.to_owned()), ..login(identifier, password) }
}

async fn an_attacker_elsewhere_keeps_nobody_out(app: TestApp) {
    app.given().customer("max@example.org").await;
    for _ in 0..12 {
        app.engine.login(from("198.51.100.66", "max@example.org", "wrong")).await.unwrap_err();
    }
    let attacker = app.engine.login(from("198.51.100.66", "max@example.org", PASSWORD)).await.unwrap_err();
    assert!(matches!(attacker, Error::RateLimited { .. }), "{attacker:?}");
    assert!(attacker.retry_after().is_some_and(|wait| wait <= Duration::from_mins(15)));
    app.engine.login(from("192.0.2.1", "max@example.org", PASSWORD)).await.unwrap();
    // Whoever has a whole IPv6 network is one attacker.
    for host in 1..=10 {
        app.engine.login(from(&format!("2001:db8::{host}"), "max@example.org", "wrong")).await.unwrap_err();
    }
    let other = app.engine.login(from("2001:db8::99", "max@example.org", PASSWORD)).await.unwrap_err();
    assert!(matches!(other, Error::RateLimited { .. }), "{other:?}");
    app.engine.login(from("2001:db8:0:1::99", "max@example.org", PASSWORD)).await.unwrap();
}

async fn a_hundred_failures_of_one_address_lock_nobody_else_behind_it(app: TestApp) {
    app.given().customer("max@example.org").await;
    for count in 0..100 {
        app.engine.login(from("192.0.2.1", &format!("{count}@example.org"), "wrong")).await.unwrap_err();
    }
    app.engine.login(from("192.0.2.1", "max@example.org", PASSWORD)).await.unwrap();
}

async fn a_browser_that_logged_in_before_is_let_through(app: TestApp) {
    app.given().customer("max@example.org").await;
    app.given().customer("eva@example.org").await;
    let first = app.engine.login(from("192.0.2.1", "max@example.org", PASSWORD)).await.unwrap();
    for _ in 0..10 {
        app.engine.login(from("192.0.2.1", "max@example.org", "wrong")).await.unwrap_err();
        app.engine.login(from("192.0.2.1", "eva@example.org", "wrong")).await.unwrap_err();
    }
    let with = |identifier: &str, password: &str| Login {
        device: Some(first.device.clone()),
        ..from("192.0.2.1", identifier, password)
    };
    let again = app.engine.login(with("max@example.org", PASSWORD)).await.unwrap();
    assert_ne!(again.device, first.device);
    let other = app.engine.login(with("eva@example.org", PASSWORD)).await.unwrap_err();
    assert!(matches!(other, Error::RateLimited { .. }), "it is known for its own account alone: {other:?}");
    // With the browser alone nobody guesses on.
    for _ in 0..10 {
        app.engine.login(with("max@example.org", "wrong")).await.unwrap_err();
    }
    let stolen = app.engine.login(with("max@example.org", PASSWORD)).await.unwrap_err();
    assert!(matches!(stolen, Error::RateLimited { .. }), "{stolen:?}");
}

/// An application in which an address is beyond its failures after `most` of them, and is so now.
async fn beyond(app: &TestApp, most: u32) -> TestApp {
    let app = TestApp::with(app.backend, |settings| settings.limits.rates.login_failures = most).await;
    for count in 0..most {
        app.engine.login(from("192.0.2.1", &format!("{count}@example.net"), "wrong")).await.unwrap_err();
    }
    app
}

fn is_limited(tried: &engine::Result<engine::NewSession>) -> bool {
    matches!(tried, Err(Error::RateLimited { .. }))
}

async fn c5_whoever_knows_their_password_gets_in_behind_an_address_of_too_many_failures(app: TestApp) {
    let app = beyond(&app, 5).await;
    for email in ["max@example.org", "eva@example.org"] {
        app.given().customer(email).await;
        for _ in 0..4 {
            app.engine.login(from("192.0.2.1", email, PASSWORD)).await.expect("the right password");
        }
        // And so after one mistake.
        app.engine.login(from("192.0.2.1", email, "wrong")).await.unwrap_err();
        app.engine.login(from("192.0.2.1", email, PASSWORD)).await.expect("the right password");
    }
}

async fn c5_beyond_its_failures_an_address_has_two_tries_for_each_name(app: TestApp) {
    let app = beyond(&app, 5).await;
    app.given().customer("max@example.org").await;
    let known = app.engine.login(from("192.0.2.1", "max@example.org", PASSWORD)).await.unwrap();
    // Nothing tells which of the names has an account.
    for name in ["max@example.org", "nobody@example.org"] {
        for _ in 0..2 {
            let failure = app.engine.login(from("192.0.2.1", name, "wrong")).await.unwrap_err();
            assert!(matches!(failure, Error::WrongCredentials), "{name}: {failure:?}");
        }
        let failure = app.engine.login(from("192.0.2.1", name, PASSWORD)).await.unwrap_err();
        assert!(matches!(failure, Error::RateLimited { .. }), "{name}: {failure:?}");
        assert!(failure.retry_after().is_some_and(|wait| wait <= Duration::from_mins(15)), "{name}");
    }
    app.engine.login(from("198.51.100.1", "max@example.org", PASSWORD)).await.expect("from elsewhere");
    let device = Some(known.device);
    app.engine.login(Login { device, ..from("192.0.2.1", "max@example.org", PASSWORD) }).await.unwrap();
    app.clock.advance(Duration::from_mins(15));
    app.engine.login(from("192.0.2.1", "max@example.org", PASSWORD)).await.expect("after a while");
}

async fn c5_one_password_tried_for_all_names_is_tried_twice_for_each(app: TestApp) {
    let app = beyond(&app, 3).await;
    for round in 0..4 {
        for name in 0..5 {
            let name = format!("{name}@example.org");
            let tried = app.engine.login(from("192.0.2.1", &name, "Sommer2026!")).await;
            assert_eq!(is_limited(&tried), round >= 2, "{name} in round {round}");
        }
    }
    // What was refused was not counted: the window ends when it would have ended.
    app.clock.advance(Duration::from_hours(1));
    for _ in 0..3 {
        let tried = app.engine.login(from("192.0.2.1", "0@example.org", "wrong")).await;
        assert!(!is_limited(&tried), "{tried:?}");
    }
}

async fn s49_many_tries_at_once_are_no_way_round_the_limit(app: TestApp) {
    app.given().customer("max@example.org").await;
    let node = app.another_node().await;
    let tries = (0..30).map(|count| {
        let engine = if count % 2 == 0 { app.engine.clone() } else { node.clone() };
        async move { engine.login(login("max@example.org", "wrong")).await.unwrap_err() }
    });
    let failures = futures::future::join_all(tries).await;
    let checked = failures.iter().filter(|failure| matches!(failure, Error::WrongCredentials)).count();
    assert_eq!(checked, 10);
}

async fn s50_remember_me_lasts_longer(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let settings = app.engine.settings().clone();
    let short = app.engine.login(login("max@example.org", PASSWORD)).await.unwrap();
    let long =
        app.engine.login(Login { remember: true, ..login("max@example.org", PASSWORD) }).await.unwrap();
    assert_eq!(short.expires_at, app.now() + settings.accounts.session_lifetime);
    assert_eq!(long.expires_at, app.now() + settings.accounts.remember_lifetime);
    app.clock.advance(settings.accounts.session_lifetime);
    assert!(app.engine.authenticate(&short.token).await.unwrap().is_none());
    assert!(app.engine.authenticate(&long.token).await.unwrap().is_some());
    assert_eq!(max.user.role, Role::Customer);
}
