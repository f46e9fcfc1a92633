//! Taking an identity from an account.

use engine::{Actor, CreateUser, Error, IdentityId, Role, SignIn, UpdateUser, UserId, Vouched};
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
        app.given().identity(&max.actor, &who("plain", "1", "max@example.org")).await.unwrap();
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
async fn a_password_that_is_of_no_use_and_a_provider_that_is_gone_are_no_way_in() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let app = app(backend).await;
        let ada = app.given().agent("ada@example.org").await;
        let (plain, open) = (who("plain", "1", "ada@example.org"), who("open", "1", "ada@example.org"));
        app.given().identity(&ada.actor, &plain).await.unwrap();
        app.given().identity(&ada.actor, &open).await.unwrap();
        // The same installation, whose staff log in by one provider alone now.
        let alone = app
            .node_with(|settings| {
                settings.accounts.providers.retain(|terms| terms.key == "plain");
                settings.accounts.single_sign_on = vec![Role::Agent];
            })
            .await;
        let session = alone.sign_in(SignIn { who: plain, ..SignIn::default() }).await.unwrap();
        let actor = alone.authenticate(&session.token).await.unwrap().expect("it holds");
        let all = alone.identities(&actor, None).await.unwrap();
        let id = all.iter().find(|one| one.provider == "PLAIN").expect("it is linked").id;
        let refused = alone.unlink_identity(&actor, id).await.expect_err("nothing else lets Ada in");
        assert_eq!(refused.reason(), "identity-last");
        app.engine.unlink_identity(&app.given().admin("admin@example.org").await.actor, id).await.unwrap();
    }
}

#[tokio::test]
async fn others_cannot_see_or_unlink_it() {
    both(async |app| {
        let max = app.given().customer("max@example.org").await;
        app.given().identity(&max.actor, &who("plain", "1", "max@example.org")).await.unwrap();
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

/// Logs in by the provider whose groups mean something, as Nora.
async fn enter(app: &TestApp, groups: &[&str]) -> (UserId, Actor) {
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    let who = Vouched { groups: Some(groups), ..who("mapped", "1", "nora@example.org") };
    let session = app.engine.sign_in(SignIn { who, ..SignIn::default() }).await.expect("a session");
    let actor = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
    (session.user.id, actor)
}

/// Her role now, and how many organisations she belongs to.
async fn rights(app: &TestApp, user: UserId) -> (Role, usize) {
    let all = app.engine.memberships_of(&Actor::system(), &[user]).await.expect("memberships");
    let found =
        app.engine.update_user(&Actor::system(), user, UpdateUser::default()).await.expect("she exists");
    (found.role, all.get(&user).map_or(0, Vec::len))
}

#[tokio::test]
async fn what_came_with_groups_goes_with_the_identity() {
    both(async |app| {
        let admin = app.given().admin("admin@example.org").await;
        app.given().organisation("Acme", false).await;
        let (nora, actor) = enter(&app, &["admins", "acme"]).await;
        assert_eq!(rights(&app, nora).await, (Role::Admin, 1));
        let private = SignIn { who: who("plain", "2", "nora@private.example"), ..SignIn::default() };
        app.given().identity(&actor, &private.who).await.unwrap();
        let session = app.engine.sign_in(private).await.expect("a session");
        assert_eq!(rights(&app, nora).await, (Role::Admin, 1), "the other provider says nothing of groups");

        let own = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
        app.engine.unlink_identity(&own, first(&app, &own).await).await.unwrap();
        assert_eq!(rights(&app, nora).await, (Role::Customer, 0));
        let left = app.engine.identities(&admin.actor, Some(nora)).await.unwrap();
        assert_eq!(left.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_given_by_hand_stays_and_the_last_admin_too() {
    both(async |app| {
        let beta = app.given().organisation("Beta", false).await.id;
        let (nora, actor) = enter(&app, &["admins"]).await;
        let password = UpdateUser {
            password: Some(tests::given::PASSWORD.to_owned()),
            organisations: Some(vec![beta]),
            ..UpdateUser::default()
        };
        app.engine.update_user(&Actor::system(), nora, password).await.unwrap();
        let id = first(&app, &actor).await;
        let refused = app.engine.unlink_identity(&actor, id).await.expect_err("she is the last admin");
        assert_eq!(refused.reason(), "last-admin");
        let admin = app.given().admin("admin@example.org").await;
        let agent = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
        app.engine.update_user(&admin.actor, nora, agent).await.unwrap();
        app.engine.unlink_identity(&admin.actor, id).await.unwrap();
        assert_eq!(rights(&app, nora).await, (Role::Agent, 1));
    })
    .await;
}
