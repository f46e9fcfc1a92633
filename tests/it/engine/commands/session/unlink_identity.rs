//! Taking an identity from an account.

use engine::{Actor, CreateUser, Error, IdentityId, SignIn};
use tests::{Backend, TestApp};

use super::sign_in::{app, who};

async fn both(test: impl AsyncFn(TestApp)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        test(app(backend).await).await;
    }
}

async fn first(app: &TestApp, actor: &Actor) -> IdentityId {
    app.engine.identities(actor, None).await.expect("identities").first().expect("one").id
}

#[tokio::test]
async fn ones_own_goes_while_a_password_is_left() {
    both(async |app| {
        let max = app.given().customer("max@example.org").await;
        app.engine.link_identity(&max.actor, &who("plain", "1", "max@example.org")).await.unwrap();
        let id = first(&app, &max.actor).await;
        app.engine.unlink_identity(&max.actor, id).await.unwrap();
        assert!(app.engine.identities(&max.actor, None).await.unwrap().is_empty());
        let twice = app.engine.unlink_identity(&max.actor, id).await;
        assert!(matches!(twice, Err(Error::NotFound { .. })), "{twice:?}");
    })
    .await;
}

#[tokio::test]
async fn the_last_way_in_stays_unless_an_admin_takes_it() {
    both(async |app| {
        let admin = app.given().admin("admin@example.org").await;
        let tom = CreateUser {
            email: "tom@example.org".to_owned(),
            name: "Tom".to_owned(),
            ..CreateUser::default()
        };
        let tom = app.engine.create_user(&Actor::system(), tom).await.unwrap();
        let entered = SignIn { who: who("plain", "1", "tom@example.org"), ..SignIn::default() };
        let session = app.engine.sign_in(entered).await.unwrap();
        let actor = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
        let id = first(&app, &actor).await;
        let refused = app.engine.unlink_identity(&actor, id).await.expect_err("nothing else lets Tom in");
        assert_eq!(refused.reason(), "identity-last");
        app.engine.unlink_identity(&admin.actor, id).await.unwrap();
        assert!(app.engine.identities(&admin.actor, Some(tom.id)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn others_cannot_see_or_unlink_it() {
    both(async |app| {
        let max = app.given().customer("max@example.org").await;
        app.engine.link_identity(&max.actor, &who("plain", "1", "max@example.org")).await.unwrap();
        let id = first(&app, &max.actor).await;
        for stranger in
            [app.given().customer("eva@example.org").await, app.given().agent("jana@example.org").await]
        {
            let unlinked = app.engine.unlink_identity(&stranger.actor, id).await;
            assert!(matches!(unlinked, Err(Error::NotFound { .. })), "{unlinked:?}");
            let seen = app.engine.identities(&stranger.actor, Some(max.user.id)).await;
            assert!(matches!(seen, Err(Error::Forbidden { .. })), "{seen:?}");
        }
    })
    .await;
}
