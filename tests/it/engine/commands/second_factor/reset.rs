//! Removing the second factor of somebody who lost it, and of those who are erased or merged.

use engine::{Actor, AuditSubject, Error, LetterKind, Paging, UpdateUser};
use tests::{TestApp, given::PASSWORD, on_each_database};

use super::happened;

on_each_database!(
    an_admin_resets_it_and_the_person_logs_in_by_password_alone,
    only_admins_reset_and_not_their_own,
    who_is_erased_leaves_no_secret,
    who_is_merged_leaves_no_secret,
);

async fn an_admin_resets_it_and_the_person_logs_in_by_password_alone(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let max = app.given().customer("max@example.org").await;
    app.given().second_factor(&max).await;
    let (token, _) = app.given().token(&max, &["tickets:read"]).await;
    let known = app.engine.second_factors_of(&ada.actor, &[max.user.id, ada.user.id]).await.unwrap();
    assert_eq!(known.keys().collect::<Vec<_>>(), [&max.user.id]);
    app.letters().await;
    for _ in 0..2 {
        let shown = app.engine.reset_second_factor(&ada.actor, max.user.id).await.unwrap();
        assert_eq!(shown.id, max.user.id);
    }
    assert!(app.engine.authenticate(&max.token).await.unwrap().is_none(), "a lost phone may hold a session");
    assert!(app.engine.authenticate(&token).await.unwrap().is_none(), "or a token");
    app.given().log_in("max@example.org", PASSWORD).await;
    let letters = app.letters().await;
    let [letter] = letters.as_slice() else { panic!("one letter, not {letters:?}") };
    assert_eq!((letter.kind, letter.to.address.as_str()), (LetterKind::SecondFactor, "max@example.org"));
    assert_eq!(happened(letter), Some("reset"));
    let log = app
        .engine
        .audit_log(&Actor::system(), Some(AuditSubject::User(max.user.id)), &Paging::default())
        .await
        .unwrap();
    let reset = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "SECOND_FACTOR_RESET");
    assert_eq!(reset.map(|(_, entry)| entry.actor).collect::<Vec<_>>(), [Some(ada.user.id)], "once");
}

async fn only_admins_reset_and_not_their_own(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let agent = app.given().agent("alan@example.org").await;
    let max = app.given().customer("max@example.org").await;
    app.given().second_factor(&max).await;
    for actor in [&agent.actor, &max.actor] {
        let refused = app.engine.reset_second_factor(actor, max.user.id).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
    }
    assert!(app.engine.second_factors_of(&agent.actor, &[max.user.id]).await.unwrap().is_empty());
    assert_eq!(app.engine.second_factors_of(&max.actor, &[max.user.id]).await.unwrap().len(), 1);
    app.given().second_factor(&ada).await;
    let own = app.engine.reset_second_factor(&ada.actor, ada.user.id).await.unwrap_err();
    assert_eq!((own.field(), own.reason()), (Some("id"), "reset-oneself"));
    app.engine.reset_second_factor(&Actor::system(), ada.user.id).await.expect("the command line");
}

async fn who_is_erased_leaves_no_secret(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    app.given().second_factor(&max).await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, off).await.unwrap();
    app.engine.erase_user(&Actor::system(), max.user.id, "asked for").await.unwrap();
    assert!(app.engine.second_factors_of(&Actor::system(), &[max.user.id]).await.unwrap().is_empty());
}

async fn who_is_merged_leaves_no_secret(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let other = app.given().customer("max@example.com").await;
    app.given().second_factor(&max).await;
    app.engine.merge_users(&Actor::system(), max.user.id, other.user.id).await.unwrap();
    assert!(app.engine.second_factors_of(&Actor::system(), &[max.user.id]).await.unwrap().is_empty());
    app.given().log_in("max@example.com", PASSWORD).await;
}
