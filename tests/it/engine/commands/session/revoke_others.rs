//! Ending the sessions of every other browser.

use engine::{Actor, Code};
use tests::{TestApp, given::PASSWORD, on_each_database};

on_each_database!(s50_everything_but_the_session_that_asks_ends);

async fn s50_everything_but_the_session_that_asks_ends(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let (other, _) = app.given().log_in("max@example.org", PASSWORD).await;
    let (third, _) = app.given().log_in("max@example.org", PASSWORD).await;
    assert_eq!(app.engine.revoke_other_sessions(&max.actor).await.unwrap(), 2);
    for ended in [&other, &third] {
        assert!(app.engine.authenticate(ended).await.unwrap().is_none());
    }
    for stays in [&max.token, &eva.token] {
        assert!(app.engine.authenticate(stays).await.unwrap().is_some());
    }
    assert_eq!(app.engine.revoke_other_sessions(&max.actor).await.unwrap(), 0, "twice is once");
    let nobody = app.engine.revoke_other_sessions(&Actor::nobody()).await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
    let (_, reader) = app.given().token(&max, &["tickets:read"]).await;
    let scope = app.engine.revoke_other_sessions(&reader).await.unwrap_err();
    assert_eq!(scope.code(), Code::Forbidden);
}
