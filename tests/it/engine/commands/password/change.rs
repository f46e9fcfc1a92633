//! Changing one's own password.

use engine::{Actor, Code, Error, Login};
use tests::{TestApp, given::PASSWORD, on_each_database};

on_each_database!(
    s48_a_password_is_changed_by_showing_the_one_that_holds,
    wrong_passwords_are_counted,
    nobody_but_a_person_changes_a_password,
);

const OTHER: &str = "GaNzNeu-42";

async fn change(app: &TestApp, actor: &Actor, current: &str, new: &str) -> Result<(), Error> {
    app.engine.change_password(actor, current.to_owned(), new.to_owned()).await
}

async fn s48_a_password_is_changed_by_showing_the_one_that_holds(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (elsewhere, _) = app.given().log_in("max@example.org", PASSWORD).await;
    let wrong = change(&app, &max.actor, "falsch", OTHER).await.unwrap_err();
    assert_eq!((wrong.code(), wrong.field()), (Code::BadUserInput, Some("current")));
    let weak = change(&app, &max.actor, PASSWORD, "geheim").await.unwrap_err();
    assert_eq!(weak.reason(), "weak-password", "S48: the rule holds here as well");
    change(&app, &max.actor, PASSWORD, OTHER).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_some(), "this session goes on");
    assert!(app.engine.authenticate(&elsewhere).await.unwrap().is_none(), "the others end");
    app.given().log_in("max@example.org", OTHER).await;
    let login =
        Login { identifier: "max@example.org".to_owned(), password: PASSWORD.to_owned(), ..Login::default() };
    assert!(matches!(app.engine.login(login).await, Err(Error::WrongCredentials)));
}

async fn wrong_passwords_are_counted(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    for _ in 0..10 {
        assert_eq!(change(&app, &max.actor, "falsch", OTHER).await.unwrap_err().code(), Code::BadUserInput);
    }
    let refused = change(&app, &max.actor, PASSWORD, OTHER).await.unwrap_err();
    assert_eq!(refused.code(), Code::RateLimited);
    assert!(refused.retry_after().is_some());
}

async fn nobody_but_a_person_changes_a_password(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    assert_eq!(change(&app, &token, PASSWORD, OTHER).await.unwrap_err().code(), Code::Forbidden);
    for actor in [Actor::nobody(), Actor::system()] {
        assert!(change(&app, &actor, PASSWORD, OTHER).await.is_err());
    }
}
