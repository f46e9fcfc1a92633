//! Ending a session of another browser.

use engine::{Error, SessionId};
use tests::{TestApp, given::PASSWORD, on_each_database};
use uuid::Uuid;

on_each_database!(everybody_ends_their_own_sessions_and_admins_anybodys);

async fn everybody_ends_their_own_sessions_and_admins_anybodys(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().agent("eva@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let (other, _) = app.given().log_in("max@example.org", PASSWORD).await;
    let listed = app.engine.sessions(&max.actor).await.unwrap();
    assert_eq!(listed.iter().filter(|session| session.current).count(), 1);
    let id = listed.iter().find(|session| !session.current).unwrap().id;
    for id in [id, SessionId(Uuid::nil())] {
        let hidden = app.engine.revoke_session(&eva.actor, id).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })), "foreign and absent look alike");
    }
    app.engine.revoke_session(&max.actor, id).await.unwrap();
    assert!(app.engine.authenticate(&other).await.unwrap().is_none());
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_some());
    let own = app.engine.sessions(&max.actor).await.unwrap()[0].id;
    app.engine.revoke_session(&admin.actor, own).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none());
}
