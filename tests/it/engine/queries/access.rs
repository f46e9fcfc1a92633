//! Lists of sessions and API tokens.

use std::time::Duration;

use engine::{Actor, Code, Error};
use tests::{TestApp, on_each_database};

on_each_database!(
    tokens_are_listed_for_their_owner_and_for_admins_with_their_last_use,
    sessions_are_listed_for_their_owner_and_for_admins
);

async fn tokens_are_listed_for_their_owner_and_for_admins_with_their_last_use(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().agent("eva@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let (token, by_token) = app.given().token(&max, &["tickets:read"]).await;
    let used = app.engine.api_tokens(&max.actor, None).await.unwrap();
    assert_eq!(used.iter().map(|token| token.last_used_at).collect::<Vec<_>>(), [Some(app.now())]);
    app.clock.advance(Duration::from_secs(61));
    app.engine.authenticate(&token).await.unwrap().unwrap();
    let by_admin = app.engine.api_tokens(&admin.actor, Some(max.user.id)).await.unwrap();
    assert_eq!(by_admin[0].last_used_at, Some(app.now()), "it is written about once a minute");
    assert_eq!(
        (by_admin[0].name.as_str(), by_admin[0].scopes.join(" ").as_str()),
        ("a partner", "tickets:read")
    );
    assert_eq!(app.engine.api_tokens(&max.actor, Some(max.user.id)).await.unwrap().len(), 1);
    assert!(app.engine.api_tokens(&admin.actor, None).await.unwrap().is_empty(), "none of their own");
    assert_eq!(app.engine.api_tokens(&Actor::system(), None).await.unwrap().len(), 1);
    for (actor, of) in [(&eva.actor, Some(max.user.id)), (&max.actor, Some(eva.user.id)), (&by_token, None)] {
        let refused = app.engine.api_tokens(actor, of).await;
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    }
    assert_eq!(app.engine.sessions(&by_token, None).await.unwrap_err().code(), Code::Forbidden);
    assert!(matches!(app.engine.api_tokens(&Actor::nobody(), None).await, Err(Error::Unauthenticated)));
}

async fn sessions_are_listed_for_their_owner_and_for_admins(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().agent("eva@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let (_, by_token) = app.given().token(&admin, &["tickets:read"]).await;
    let own = app.engine.sessions(&max.actor, None).await.expect("their own");
    assert_eq!(app.engine.sessions(&max.actor, Some(max.user.id)).await.expect("the same"), own);
    let by_admin = app.engine.sessions(&admin.actor, Some(max.user.id)).await.expect("another's");
    assert_eq!(by_admin.iter().map(|one| one.id).collect::<Vec<_>>(), [own[0].id]);
    for (actor, of) in [
        (&eva.actor, Some(max.user.id)),
        (&max.actor, Some(eva.user.id)),
        (&by_token, None),
        (&by_token, Some(max.user.id)),
    ] {
        let refused = app.engine.sessions(actor, of).await.expect_err("refused");
        assert_eq!(refused.code(), Code::Forbidden);
    }
    let nobody = app.engine.sessions(&Actor::nobody(), Some(max.user.id)).await;
    assert!(matches!(nobody, Err(Error::Unauthenticated)));
}
