//! Ending an API token.

use engine::{CreateApiToken, Error, TokenId};
use tests::{Person, TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(a_revoked_token_ends_at_once, everybody_ends_their_own_and_admins_anybodys);

async fn token_of(app: &TestApp, person: &Person) -> (String, TokenId) {
    let scopes = vec!["tickets:read".to_owned()];
    let input = CreateApiToken { name: "a partner".to_owned(), scopes, ..CreateApiToken::default() };
    app.engine.create_api_token(&person.actor, input).await.unwrap()
}

async fn a_revoked_token_ends_at_once(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (token, id) = token_of(&app, &max).await;
    app.engine.revoke_api_token(&max.actor, id).await.unwrap();
    assert!(app.engine.authenticate(&token).await.unwrap().is_none());
    let again = app.engine.revoke_api_token(&max.actor, id).await;
    assert!(matches!(again, Err(Error::NotFound { .. })));
}

async fn everybody_ends_their_own_and_admins_anybodys(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().agent("eva@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let (token, id) = token_of(&app, &max).await;
    for id in [id, TokenId(Uuid::nil())] {
        let hidden = app.engine.revoke_api_token(&eva.actor, id).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })), "foreign and absent look alike");
    }
    assert!(app.engine.authenticate(&token).await.unwrap().is_some());
    app.engine.revoke_api_token(&admin.actor, id).await.unwrap();
    assert!(app.engine.authenticate(&token).await.unwrap().is_none());
}
