//! Ending a session of another browser.

use engine::{Audited, Error, Paging, SessionId};
use tests::{TestApp, given::PASSWORD, on_each_database};
use uuid::Uuid;

on_each_database!(
    s50_everybody_ends_their_own_sessions_and_admins_anybodys,
    an_admin_finds_and_ends_the_session_of_another_and_the_audit_log_tells
);

async fn s50_everybody_ends_their_own_sessions_and_admins_anybodys(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().agent("eva@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let (other, _) = app.given().log_in("max@example.org", PASSWORD).await;
    let listed = app.engine.sessions(&max.actor, None).await.unwrap();
    assert_eq!(listed.iter().filter(|session| session.current).count(), 1);
    let id = listed.iter().find(|session| !session.current).unwrap().id;
    for id in [id, SessionId(Uuid::nil())] {
        let hidden = app.engine.revoke_session(&eva.actor, id).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })), "foreign and absent look alike");
    }
    app.engine.revoke_session(&max.actor, id).await.unwrap();
    assert!(app.engine.authenticate(&other).await.unwrap().is_none());
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_some());
    let own = app.engine.sessions(&max.actor, None).await.unwrap()[0].id;
    app.engine.revoke_session(&admin.actor, own).await.unwrap();
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none());
}

async fn an_admin_finds_and_ends_the_session_of_another_and_the_audit_log_tells(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let entries = async || {
        let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.expect("a log");
        let ended = log.items.into_iter().map(|(_, entry)| (entry.audited, entry.actor));
        ended.filter(|(audited, _)| audited.kind() == "SESSION_REVOKED").collect::<Vec<_>>()
    };
    let listed = app.engine.sessions(&admin.actor, Some(max.user.id)).await.expect("another's sessions");
    let [session] = listed.as_slice() else { panic!("{listed:?}") };
    assert!(!session.current, "it is not the admin's");
    app.engine.revoke_session(&admin.actor, session.id).await.expect("ended");
    assert!(app.engine.authenticate(&max.token).await.expect("an answer").is_none());
    let told = (Audited::SessionRevoked { user: max.user.id }, Some(admin.user.id));
    assert_eq!(entries().await, [told]);
    let own = app.engine.sessions(&admin.actor, None).await.expect("their own");
    app.engine.revoke_session(&admin.actor, own[0].id).await.expect("their own ends");
    let again =
        app.engine.audit_log(&engine::Actor::system(), None, &Paging::default()).await.expect("a log");
    let kinds = again.items.iter().filter(|(_, entry)| entry.audited.kind() == "SESSION_REVOKED").count();
    assert_eq!(kinds, 1, "what people end of their own is nobody's business");
}
