//! A session that lasts long exchanges its token, and ends when an old one is used again.

use std::time::Duration;

use engine::{Login, NewSession};
use tests::{TestApp, given::PASSWORD, on_each_database};

on_each_database!(
    s50_a_token_is_exchanged_once_a_day_and_the_old_one_is_good_until_the_new_one_arrives,
    s50_an_old_token_that_is_used_again_ends_the_session,
    s50_what_is_not_remembered_is_not_exchanged,
);

const DAY: Duration = Duration::from_hours(24);

async fn remembered(app: &TestApp) -> NewSession {
    app.given().customer("max@example.org").await;
    let login = Login {
        identifier: "max@example.org".to_owned(),
        password: PASSWORD.to_owned(),
        remember: true,
        ..Login::default()
    };
    app.engine.login(login).await.unwrap()
}

async fn holds(app: &TestApp, token: &str) -> bool {
    app.engine.authenticate(token).await.unwrap().is_some()
}

async fn s50_a_token_is_exchanged_once_a_day_and_the_old_one_is_good_until_the_new_one_arrives(app: TestApp) {
    let first = remembered(&app).await;
    assert_eq!(app.engine.renew_session(&first.token).await.unwrap(), None, "it is new");
    app.clock.advance(DAY);
    let lost = app.engine.renew_session(&first.token).await.unwrap().expect("a new token");
    assert_eq!(lost.token[..33], first.token[..33], "what forms rest on stays");
    assert_ne!(lost.token, first.token);
    assert!(lost.expires_at > first.expires_at);
    // Several pages were opened at once: of several new tokens all but one would be worth nothing.
    assert_eq!(app.engine.renew_session(&first.token).await.unwrap(), None, "one is on its way");
    assert!(holds(&app, &first.token).await && !lost.token.is_empty());
    // The answer never arrived: the browser still has the first one, and is given another.
    app.clock.advance(Duration::from_mins(1));
    let second = app.engine.renew_session(&first.token).await.unwrap().expect("a new token");
    assert_ne!(second.token, lost.token);
    assert!(!holds(&app, &lost.token).await, "it was replaced");
    assert!(holds(&app, &second.token).await);
    // What was under way when it arrived.
    assert!(holds(&app, &first.token).await);
    assert_eq!(app.engine.renew_session(&second.token).await.unwrap(), None);
    let seen = app.engine.authenticate(&second.token).await.unwrap().unwrap();
    assert_eq!(
        app.engine.sessions(&seen, None).await.unwrap().len(),
        1,
        "the one of before has ended by itself"
    );
}

async fn s50_an_old_token_that_is_used_again_ends_the_session(app: TestApp) {
    let first = remembered(&app).await;
    app.clock.advance(DAY);
    let second = app.engine.renew_session(&first.token).await.unwrap().expect("a new token");
    assert!(holds(&app, &second.token).await);
    app.clock.advance(Duration::from_mins(2));
    assert!(!holds(&app, &first.token).await, "somebody else has it");
    assert!(!holds(&app, &second.token).await, "and nobody knows which of the two is the thief");
}

async fn s50_what_is_not_remembered_is_not_exchanged(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(app.engine.renew_session(&max.token).await.unwrap(), None);
    for wrong in ["", "x", &"A".repeat(43), &format!("schalter_s_{}", "A".repeat(43))] {
        assert_eq!(app.engine.renew_session(wrong).await.unwrap(), None, "{wrong}");
    }
    assert!(holds(&app, &max.token).await);
}
