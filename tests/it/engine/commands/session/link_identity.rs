//! Linking an identity to one's own account.

use engine::{Actor, Error, NotAdmitted, SignIn};
use tests::{Backend, TestApp};

use super::sign_in::{app, who};

async fn both(test: impl AsyncFn(TestApp)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        test(app(backend).await).await;
    }
}

#[tokio::test]
async fn whoever_is_logged_in_links_an_identity_of_any_address() {
    both(async |app| {
        let agent = app.given().agent("jana@example.org").await;
        let identity = who("plain", "1", "private@example.net");
        app.engine.link_identity(&agent.actor, &identity).await.unwrap();
        app.engine.link_identity(&agent.actor, &identity).await.expect("once more is no mistake");
        let entered = app.engine.sign_in(SignIn { who: identity, ..SignIn::default() }).await.unwrap();
        assert_eq!(entered.user.id, agent.user.id);
        assert_eq!(app.engine.identities(&agent.actor, None).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_identity_has_one_account() {
    both(async |app| {
        let (max, eva) =
            (app.given().customer("max@example.org").await, app.given().customer("eva@example.org").await);
        let identity = who("plain", "1", "max@example.org");
        app.engine.link_identity(&max.actor, &identity).await.unwrap();
        let stolen = app.engine.link_identity(&eva.actor, &identity).await;
        assert!(matches!(stolen, Err(Error::NotAdmitted(NotAdmitted::OfAnother))), "{stolen:?}");
        let nobody = app.engine.link_identity(&Actor::nobody(), &identity).await;
        assert!(matches!(nobody, Err(Error::Unauthenticated)), "{nobody:?}");
    })
    .await;
}
