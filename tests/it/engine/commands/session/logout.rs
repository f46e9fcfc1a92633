//! Ending a session.

use engine::{Actor, Error};
use tests::{TestApp, given::PASSWORD, on_each_database};

on_each_database!(a_session_ends_and_only_that_one, an_api_token_is_not_ended_by_it, nobody_cannot_log_out);

async fn a_session_ends_and_only_that_one(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (other, _) = app.given().log_in("max@example.org", PASSWORD).await;
    assert!(app.engine.logout(&max.actor).await.unwrap());
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none());
    assert!(app.engine.authenticate(&other).await.unwrap().is_some());
    assert!(!app.engine.logout(&max.actor).await.unwrap(), "there is nothing left to end");
}

async fn an_api_token_is_not_ended_by_it(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (token, actor) = app.given().token(&max, &["tickets:read"]).await;
    assert!(!app.engine.logout(&actor).await.unwrap());
    assert!(app.engine.authenticate(&token).await.unwrap().is_some());
}

async fn nobody_cannot_log_out(app: TestApp) {
    assert!(matches!(app.engine.logout(&Actor::nobody()).await, Err(Error::Unauthenticated)));
}
