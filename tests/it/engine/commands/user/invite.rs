//! Inviting somebody who cannot log in yet.

use std::time::Duration;

use engine::{Actor, AuditSubject, Code, Error, Failure, LetterKind, Paging, UpdateUser, User, UserId};
use tests::{TestApp, given::PASSWORD, on_each_database};
use uuid::Uuid;

on_each_database!(
    whoever_has_no_password_is_invited_and_the_audit_log_tells_it,
    whoever_can_log_in_is_deactivated_or_cannot_be_reached_is_not_invited,
    nobody_is_flooded_with_invitations,
    agents_invite_customers_alone_and_customers_nobody,
);

async fn refusal(app: &TestApp, by: &Actor, user: &User) -> (Option<&'static str>, String) {
    let error = app.engine.invite_user(by, user.id).await.expect_err("refused");
    (error.field(), error.reason().to_owned())
}

async fn whoever_has_no_password_is_invited_and_the_audit_log_tells_it(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let paul = app.given().prepared("paul@example.com").await;
    assert_eq!(app.engine.invite_user(&jana.actor, paul.id).await.unwrap(), paul);
    let first = app.letters().await.remove(0);
    assert_eq!((first.kind, first.to.address.as_str()), (LetterKind::Invitation, "paul@example.com"));
    // Once more: the email may have been lost, or the link is too old.
    app.engine.invite_user(&jana.actor, paul.id).await.unwrap();
    let again = app.letters().await.remove(0);
    let token = again.link.as_deref().unwrap().rsplit_once('/').unwrap().1;
    assert_eq!(app.engine.reset_password(token, PASSWORD).await.unwrap().user, paul);
    let subject = Some(AuditSubject::User(paul.id));
    let log = app.engine.audit_log(&Actor::system(), subject, &Paging::default()).await.unwrap();
    let invited = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "USER_INVITED");
    let by: Vec<_> = invited.map(|(_, entry)| entry.actor).collect();
    assert_eq!(by, [Some(jana.user.id), Some(jana.user.id)]);
}

async fn whoever_can_log_in_is_deactivated_or_cannot_be_reached_is_not_invited(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let off = app.given().prepared("off@example.com").await;
    let lost = app.given().prepared("lost@example.com").await;
    let deactivate = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, off.id, deactivate).await.unwrap();
    app.engine.invite_user(&ada.actor, lost.id).await.unwrap();
    for letter in app.engine.claim_letters(1, Duration::from_mins(1)).await.unwrap() {
        let failure = Failure { error: "550 5.1.1 no such user".to_owned(), permanent: true };
        app.engine.letter_failed(letter.id, failure).await.unwrap();
    }
    for (user, reason) in
        [(&anna.user, "invite-needless"), (&off, "invite-inactive"), (&lost, "invite-unreachable")]
    {
        assert_eq!(refusal(&app, &ada.actor, user).await, (Some("id"), reason.to_owned()), "{}", user.email);
    }
    assert_eq!(app.told().await, [], "nobody is told anything");
    let nobody = app.engine.invite_user(&ada.actor, UserId(Uuid::nil())).await;
    assert!(matches!(nobody, Err(Error::NotFound { .. })), "{nobody:?}");
}

async fn nobody_is_flooded_with_invitations(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let paul = app.given().prepared("paul@example.com").await;
    for by in [&ada, &jana, &ada] {
        app.engine.invite_user(&by.actor, paul.id).await.unwrap();
    }
    for by in [&ada, &jana] {
        let error = app.engine.invite_user(&by.actor, paul.id).await.expect_err("too many");
        assert_eq!(error.code(), Code::RateLimited);
    }
    assert_eq!(app.told().await.len(), 3);
    app.clock.advance(Duration::from_hours(25));
    app.engine.invite_user(&ada.actor, paul.id).await.unwrap();
}

async fn agents_invite_customers_alone_and_customers_nobody(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let anna = app.given().customer("anna@example.com").await;
    let paul = app.given().prepared("paul@example.com").await;
    let mina = app.given().prepared("mina@example.org").await;
    let appoint = UpdateUser { role: Some(engine::Role::Agent), ..UpdateUser::default() };
    let mina = app.engine.update_user(&ada.actor, mina.id, appoint).await.unwrap();
    app.letters().await;
    for (by, user) in [(&jana, &mina), (&anna, &paul), (&anna, &mina)] {
        let refused = app.engine.invite_user(&by.actor, user.id).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    }
    let (_, narrow) = app.given().token(&ada, &["tickets:read", "tickets:write"]).await;
    let refused = app.engine.invite_user(&narrow, paul.id).await.expect_err("the wrong scope");
    assert_eq!(refused.scope(), Some(engine::Scope::Admin));
    assert_eq!(app.told().await, []);
    app.engine.invite_user(&ada.actor, mina.id).await.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Invitation, "mina@example.org".to_owned())]);
}
