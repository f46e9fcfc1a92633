//! Renaming a passkey.

use engine::{Actor, Error};
use tests::{TestApp, on_each_database, passkey::Authenticator};

on_each_database!(only_its_owner_renames_it);

async fn only_its_owner_renames_it(app: TestApp) {
    let (max, eve) =
        (app.given().customer("max@example.org").await, app.given().customer("eve@example.org").await);
    let id = app.given().passkey(&max, &mut Authenticator::default()).await.passkey.id;
    for _ in 0..2 {
        let renamed = app.engine.rename_passkey(&max.actor, id, "  Office  key ").await.unwrap();
        assert_eq!(renamed.name, "Office key");
    }
    let empty = app.engine.rename_passkey(&max.actor, id, "").await.unwrap_err();
    assert_eq!((empty.field(), empty.reason()), (Some("name"), "name-required"));
    let refused = app.engine.rename_passkey(&eve.actor, id, "Eve's").await.unwrap_err();
    assert!(matches!(refused, Error::NotFound { .. }), "{refused:?}");
    let refused = app.engine.rename_passkey(&Actor::nobody(), id, "X").await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated), "{refused:?}");
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    let refused = app.engine.rename_passkey(&token, id, "X").await.unwrap_err();
    assert!(matches!(refused, Error::MissingScope { .. }), "{refused:?}");
    assert_eq!(app.engine.second_factor(&max.actor).await.unwrap().passkeys[0].name, "Office key");
}
