//! Linking an identity to one's own account.

use engine::{Actor, AuditSubject, Error, NotAdmitted, Paging, SignIn};
use tests::{Backend, TestApp, given::PASSWORD, second_factor::shown};

use super::sign_in::{app, who};
use crate::engine::commands::passkey::told;

async fn both(test: impl AsyncFn(TestApp)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        test(app(backend).await).await;
    }
}

#[tokio::test]
async fn whoever_has_shown_who_they_are_links_an_identity_of_any_address_and_is_told() {
    both(async |app| {
        let agent = app.given().agent("jana@example.org").await;
        let identity = who("plain", "1", "private@example.net");
        app.letters().await;
        app.given().identity(&agent.actor, &identity).await.unwrap();
        assert_eq!(told(&app).await, ["identity-linked"]);
        app.given().identity(&agent.actor, &identity).await.expect("once more is no mistake");
        assert!(told(&app).await.is_empty());
        let subject = Some(AuditSubject::User(agent.user.id));
        let log = app.engine.audit_log(&Actor::system(), subject, &Paging::default()).await.unwrap();
        let linked = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "IDENTITY_LINKED");
        assert_eq!(linked.count(), 1);
        let entered = app.engine.sign_in(SignIn { who: identity, ..SignIn::default() }).await.unwrap();
        assert_eq!(entered.user.id, agent.user.id);
        assert_eq!(app.engine.identities(&agent.actor, None).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_by_nobody_or_by_another_person_links_nothing() {
    both(async |app| {
        let (max, eva) =
            (app.given().customer("max@example.org").await, app.given().customer("eva@example.org").await);
        let identity = who("plain", "1", "thief@example.net");
        let log_in = app.engine.start_sign_in("plain").unwrap().under_way;
        let leave = app.engine.begin_link(&eva.actor, "plain", shown(None)).await.unwrap();
        let hers = app.engine.start_link(&eva.actor, "plain", &leave).unwrap().under_way;
        for begun in [&log_in, &hers] {
            let refused = app.engine.link_identity(&max.actor, begun, &identity).await;
            assert!(matches!(refused, Err(Error::Unauthenticated)), "{refused:?}");
        }
        let (_, token) = app.given().token(&app.given().admin("a@example.org").await, &["admin"]).await;
        let program = app.engine.link_identity(&token, &hers, &identity).await;
        assert!(matches!(program, Err(Error::Forbidden { .. })), "{program:?}");
    })
    .await;
}

/// Who showed once who they are links one identity by it, and none once the password is another.
#[tokio::test]
async fn what_was_shown_is_good_for_one_identity_and_one_password() {
    both(async |app| {
        let eva = app.given().customer("eva@example.org").await;
        let leave = app.engine.begin_link(&eva.actor, "plain", shown(None)).await.unwrap();
        let another = || app.engine.start_link(&eva.actor, "plain", &leave).unwrap().under_way;
        let (first, second) = (another(), another());
        app.engine.link_identity(&eva.actor, &first, &who("plain", "1", "eva@example.net")).await.unwrap();
        for begun in [&second, &another()] {
            let refused =
                app.engine.link_identity(&eva.actor, begun, &who("plain", "2", "thief@example.net")).await;
            assert!(matches!(refused, Err(Error::Unauthenticated)), "{refused:?}");
        }
        let leave = app.engine.begin_link(&eva.actor, "plain", shown(None)).await.unwrap();
        let begun = app.engine.start_link(&eva.actor, "plain", &leave).unwrap().under_way;
        app.engine.change_password(&eva.actor, PASSWORD.to_owned(), "ANders-2026".to_owned()).await.unwrap();
        let refused =
            app.engine.link_identity(&eva.actor, &begun, &who("plain", "2", "thief@example.net")).await;
        assert!(matches!(refused, Err(Error::Unauthenticated)), "{refused:?}");
        assert_eq!(app.engine.identities(&eva.actor, None).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_identity_has_one_account() {
    both(async |app| {
        let (max, eva) =
            (app.given().customer("max@example.org").await, app.given().customer("eva@example.org").await);
        let identity = who("plain", "1", "max@example.org");
        app.given().identity(&max.actor, &identity).await.unwrap();
        let stolen = app.given().identity(&eva.actor, &identity).await;
        assert!(matches!(stolen, Err(Error::NotAdmitted(NotAdmitted::OfAnother))), "{stolen:?}");
        let nobody = app.given().identity(&Actor::nobody(), &identity).await;
        assert!(matches!(nobody, Err(Error::Unauthenticated)), "{nobody:?}");
    })
    .await;
}
