//! Recognising who is calling.

use std::time::Duration;

use engine::{Actor, Error, Role, UpdateOrganisation, UpdateUser, UserId, Via};
use tests::{Backend, TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(
    a_bearer_is_recognised_with_all_that_the_rules_need,
    what_is_no_token_of_ours_is_nobody,
    who_is_switched_off_is_nobody_at_once,
    a_token_is_narrowed_by_its_scopes_and_expires,
    s55_the_end_of_sharing_is_seen_at_once,
    a_host_program_acts_for_whom_it_wants,
    what_takes_long_goes_on_as_whoever_they_are_by_then,
);

async fn a_bearer_is_recognised_with_all_that_the_rules_need(app: TestApp) {
    let organisation = app.given().organisation("Example Ltd", true).await;
    let max = app.given().member(&organisation, "max@example.org").await;
    let actor = app.engine.authenticate(&max.token).await.unwrap().unwrap();
    let viewer = actor.user().unwrap();
    assert_eq!(
        (viewer.id, viewer.email.as_str(), viewer.role),
        (max.user.id, "max@example.org", Role::Customer)
    );
    assert_eq!((&viewer.organisations, &viewer.shared), (&vec![organisation.id], &vec![organisation.id]));
    assert_eq!((viewer.locale.as_str(), viewer.time_zone.as_str()), ("de", "Europe/Berlin"));
    assert!(matches!(viewer.via, Via::Session(_)) && viewer.scopes.admin);
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(
        app.engine.authenticate(&max.token).await.unwrap(),
        Some(actor),
        "last seen is noted on the way"
    );
}

async fn what_is_no_token_of_ours_is_nobody(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let other_kind = max.token.replace("schalter_s_", "schalter_t_");
    let cut = &max.token[..max.token.len() - 1];
    let longer = format!("{}A", max.token);
    let unknown = format!("schalter_s_{}", "A".repeat(43));
    for token in ["", "Bearer", "schalter_s_", &other_kind, cut, &longer, &unknown, "schalter_s_' OR 1=1 --"]
    {
        assert!(app.engine.authenticate(token).await.unwrap().is_none(), "{token:?}");
    }
}

async fn who_is_switched_off_is_nobody_at_once(app: TestApp) {
    let admin = app.given().admin("root@example.org").await;
    let (token, _) = app.given().token(&admin, &["tickets:read"]).await;
    app.given().admin("other@example.org").await;
    let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), admin.user.id, input).await.unwrap();
    assert!(app.engine.authenticate(&admin.token).await.unwrap().is_none());
    assert!(app.engine.authenticate(&token).await.unwrap().is_none());
}

async fn a_token_is_narrowed_by_its_scopes_and_expires(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (_, actor) = app.given().token(&max, &["tickets:read"]).await;
    let viewer = actor.user().unwrap();
    assert!(matches!(viewer.via, Via::Token(_)));
    assert!(viewer.scopes.read && !viewer.scopes.write && !viewer.scopes.admin);
    let input = engine::CreateApiToken {
        name: "short".to_owned(),
        scopes: vec!["tickets:read".to_owned()],
        expires_at: Some(app.now() + Duration::from_mins(1)),
        ..engine::CreateApiToken::default()
    };
    let (short, _) = app.engine.create_api_token(&max.actor, input).await.unwrap();
    assert!(app.engine.authenticate(&short).await.unwrap().is_some());
    app.clock.advance(Duration::from_mins(1));
    assert!(app.engine.authenticate(&short).await.unwrap().is_none());
}

async fn s55_the_end_of_sharing_is_seen_at_once(app: TestApp) {
    let organisation = app.given().organisation("Example Ltd", true).await;
    let max = app.given().member(&organisation, "max@example.org").await;
    let input = UpdateOrganisation { shares_tickets: Some(false), ..UpdateOrganisation::default() };
    app.engine.update_organisation(&Actor::system(), organisation.id, input).await.unwrap();
    let actor = app.engine.authenticate(&max.token).await.unwrap().unwrap();
    assert!(actor.user().unwrap().shared.is_empty());
}

async fn a_host_program_acts_for_whom_it_wants(app: TestApp) {
    let max = app.given().prepared("max@example.org").await;
    let actor = app.engine.actor_of(max.id).await.unwrap();
    assert_eq!(actor.user().unwrap().via, Via::Local);
    let unknown = app.engine.actor_of(UserId(Uuid::nil())).await;
    assert!(matches!(unknown, Err(Error::NotFound { .. })));
}

/// A node on PostgreSQL remembers for a moment who was recognised; what it takes away itself, it forgets at once, and what
/// another node does as soon as it hears of it.
#[tokio::test]
async fn who_was_recognised_a_moment_ago_is_nobody_at_once_when_a_log_in_ends() {
    let app = TestApp::on(Backend::Postgres).await;
    let other = app.another_node().await;
    let recognised = async |token: &str| app.engine.authenticate(token).await.unwrap().is_some();
    // Long enough for the ears to be open.
    tokio::time::sleep(Duration::from_secs(1)).await;
    for round in 0..3 {
        let max = app.given().customer(&format!("max{round}@example.org")).await;
        assert!(recognised(&max.token).await && recognised(&max.token).await);
        app.engine.logout(&max.actor).await.unwrap();
        assert!(!recognised(&max.token).await, "what ends here, ends at once");

        let eva = app.given().customer(&format!("eva{round}@example.org")).await;
        let input = UpdateUser { active: Some(false), ..UpdateUser::default() };
        assert!(recognised(&eva.token).await && recognised(&eva.token).await);
        other.update_user(&Actor::system(), eva.user.id, input).await.unwrap();
        while recognised(&eva.token).await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn what_takes_long_goes_on_as_whoever_they_are_by_then(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Agent]).await;
    let max = app.given().customer("max@example.org").await;
    let input = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, input).await.unwrap();
    let unready = app.engine.actor_now(&max.actor).await.unwrap().expect("they are logged in");
    assert!(unready.user().is_none(), "the new role requires what they do not have");
    assert_eq!(unready.person().map(|viewer| viewer.role), Some(Role::Agent));
    app.engine.logout(&unready).await.unwrap();
    for before in [&max.actor, &unready] {
        assert!(app.engine.actor_now(before).await.unwrap().is_none(), "the session has ended");
    }
}
