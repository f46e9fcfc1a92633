//! Asking for a link to set a password.

use std::{pin::pin, time::Duration};

use engine::{Actor, LetterKind, UpdateUser};
use tests::{TestApp, on_each_database};

on_each_database!(
    s46_one_form_serves_the_first_password_and_every_later_one,
    s46_nobody_learns_who_has_an_account,
    s46_the_time_of_the_answer_tells_nothing_either,
    s47_requests_are_limited_without_a_word,
);

async fn s46_one_form_serves_the_first_password_and_every_later_one(app: TestApp) {
    app.given().prepared("new@example.org").await;
    app.given().customer("max@example.org").await;
    app.engine.request_password(" NEW@example.org ", None).await.unwrap();
    app.engine.request_password("max", None).await.unwrap();
    app.engine.request_password("Max@Example.org", None).await.unwrap();
    let told = app.told().await;
    let expected =
        ["new@example.org", "max@example.org"].map(|to| (LetterKind::PasswordRequest, to.to_owned()));
    assert_eq!(told, expected);
}

async fn s46_nobody_learns_who_has_an_account(app: TestApp) {
    let off = app.given().customer("off@example.org").await;
    let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), off.user.id, input).await.unwrap();
    for typed in
        ["nobody@example.org", "off@example.org", "", "%", "a\r\nb@example.org", &"x".repeat(100_000)]
    {
        app.engine.request_password(typed, None).await.unwrap();
    }
    assert_eq!(app.told().await, []);
}

async fn s46_the_time_of_the_answer_tells_nothing_either(app: TestApp) {
    app.given().customer("max@example.org").await;
    for typed in ["max@example.org", "nobody@example.org"] {
        let mut asked = pin!(app.engine.request_password(typed, None));
        // What began first and takes half as long is always over first, however slow the machine is.
        let early = tokio::select! {
            biased;
            () = tokio::time::sleep(Duration::from_millis(50)) => None,
            answer = &mut asked => Some(answer),
        };
        assert!(early.is_none(), "{typed} is answered as soon as it is done: {early:?}");
        asked.await.unwrap();
    }
}

async fn s47_requests_are_limited_without_a_word(app: TestApp) {
    app.given().customer("max@example.org").await;
    for _ in 0..8 {
        app.engine.request_password("max@example.org", None).await.unwrap();
    }
    assert_eq!(app.told().await.len(), 5);
    app.clock.advance(Duration::from_hours(1));
    app.engine.request_password("max@example.org", None).await.unwrap();
    assert_eq!(app.told().await.len(), 1);
}
