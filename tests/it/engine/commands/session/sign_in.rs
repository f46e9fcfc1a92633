//! Logging in by a provider of single sign-on that vouches for somebody.

use engine::{
    Actor, CreateUser, Error, Login, NewSession, NotAdmitted, OrganisationId, ProveIdentity, ProviderTerms,
    Role, SignIn, UpdateUser, User, UserId, Vouched,
};
use tests::{Backend, TestApp, given::PASSWORD};

/// On both databases, with the providers of this file.
macro_rules! with_providers {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use super::*;

            #[tokio::test]
            async fn on_sqlite() {
                super::$name(super::app(Backend::Sqlite).await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name(super::app(Backend::Postgres).await).await;
            }
        }
    )+};
}

with_providers!(
    an_identity_is_linked_by_a_verified_address_and_then_lets_in_by_itself,
    nobody_gets_an_account_unless_the_provider_may_make_them,
    a_new_account_joins_by_domain_and_is_made_once,
    an_address_takes_over_no_account_of_the_staff,
    who_has_a_former_address_of_somebody_now_does_not_get_their_account,
    a_deactivated_account_stays_out_and_an_erased_one_forgets_its_identity,
    role_and_organisations_follow_the_claims_at_each_log_in,
    the_last_admin_stays_one_whatever_the_claims_say,
    identities_go_along_with_a_merge_and_come_back,
    identities_of_the_staff_stay_behind_when_accounts_are_merged,
    an_identity_counts_as_a_way_to_log_in,
    a_second_factor_is_the_affair_of_the_provider,
    without_a_password_a_fresh_log_in_is_the_proof_for_a_second_factor,
);

pub(super) async fn app(backend: Backend) -> TestApp {
    let terms = |key: &str| ProviderTerms {
        key: key.to_owned(),
        name: key.to_uppercase(),
        issuer: format!("https://{key}.example"),
        ..ProviderTerms::default()
    };
    let word = |word: &str| vec![word.to_owned()];
    TestApp::with(backend, |settings| {
        settings.accounts.providers = vec![
            terms("plain"),
            ProviderTerms { trust_email: true, ..terms("trusted") },
            ProviderTerms { create_accounts: true, ..terms("open") },
            ProviderTerms {
                create_accounts: true,
                admins: word("admins"),
                agents: word("agents"),
                organisations: vec![
                    ("acme".to_owned(), "Acme".to_owned()),
                    ("beta".to_owned(), "b-1".to_owned()),
                ],
                ..terms("mapped")
            },
        ];
    })
    .await
}

pub(super) fn who(provider: &str, subject: &str, email: &str) -> Vouched {
    Vouched {
        provider: provider.to_owned(),
        subject: subject.to_owned(),
        email: Some(email.to_owned()),
        email_verified: true,
        ..Vouched::default()
    }
}

async fn enter(app: &TestApp, who: Vouched) -> Result<NewSession, Error> {
    app.engine.sign_in(SignIn { who, ..SignIn::default() }).await
}

async fn refused(app: &TestApp, who: Vouched) -> NotAdmitted {
    match enter(app, who).await {
        Err(Error::NotAdmitted(why)) => why,
        other => panic!("{other:?}"),
    }
}

async fn audited(app: &TestApp, user: UserId) -> Vec<&'static str> {
    let log = app
        .engine
        .audit_log(&Actor::system(), Some(engine::AuditSubject::User(user)), &engine::Paging::default())
        .await
        .expect("the log");
    log.items.iter().map(|(_, entry)| entry.audited.kind()).collect()
}

async fn an_identity_is_linked_by_a_verified_address_and_then_lets_in_by_itself(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let unverified = Vouched { email_verified: false, ..who("plain", "1", "max@example.org") };
    assert_eq!(refused(&app, unverified).await, NotAdmitted::Unverified);
    let session = enter(&app, who("plain", "1", "MAX@example.org")).await.expect("a session");
    assert_eq!(session.user.id, max.user.id);
    let actor = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
    assert_eq!(actor.user().map(|viewer| viewer.id), Some(max.user.id));
    // The address is another person's now; the identity is still Max's.
    let moved = UpdateUser { email: Some("moved@example.org".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, moved).await.unwrap();
    let again = Vouched { email: None, email_verified: false, ..who("plain", "1", "") };
    assert_eq!(enter(&app, again).await.expect("a session").user.id, max.user.id);
    assert_eq!(
        refused(&app, who("plain", "2", "max@example.org")).await,
        NotAdmitted::AddressTaken,
        "the same provider knows Max under another subject"
    );
    let identities = app.engine.identities(&max.actor, None).await.unwrap();
    assert_eq!(identities.len(), 1);
    assert_eq!(identities[0].provider, "PLAIN");
    assert!(identities[0].last_used_at.is_some());
    assert!(audited(&app, max.user.id).await.contains(&"IDENTITY_LINKED"));
}

async fn nobody_gets_an_account_unless_the_provider_may_make_them(app: TestApp) {
    assert_eq!(refused(&app, who("plain", "1", "new@example.org")).await, NotAdmitted::NoAccount);
    let unverified = Vouched { email_verified: false, ..who("open", "1", "new@example.org") };
    assert_eq!(refused(&app, unverified).await, NotAdmitted::Unverified);
    assert!(matches!(enter(&app, who("unknown", "1", "a@example.org")).await, Err(Error::NotFound { .. })));
    let named = Vouched {
        name: Some(" Nora \n New ".to_owned()),
        locale: Some("en-GB".to_owned()),
        ..who("open", "1", "new@example.org")
    };
    let user = enter(&app, named).await.expect("a session").user;
    assert_eq!((user.name.as_str(), user.locale.as_str(), user.role), ("Nora New", "en", Role::Customer));
    let endless = Vouched { name: Some("ä".repeat(500)), ..who("open", "2", "long@example.org") };
    let user = enter(&app, endless).await.expect("a session").user;
    assert_eq!(user.name, "ä".repeat(200), "a name that is too long is shortened");
    assert!(app.told().await.is_empty(), "whoever has just logged in needs no invitation");
}

async fn a_new_account_joins_by_domain_and_is_made_once(app: TestApp) {
    let acme = app.given().organisation("Acme", true).await;
    let owns = engine::UpdateOrganisation {
        domains: Some(vec!["acme.example".to_owned()]),
        ..engine::UpdateOrganisation::default()
    };
    app.engine.update_organisation(&Actor::system(), acme.id, owns).await.unwrap();
    let both = tokio::join!(
        enter(&app, who("open", "1", "nora@acme.example")),
        enter(&app, who("open", "1", "nora@acme.example")),
    );
    let (one, two) = (both.0.expect("a session").user, both.1.expect("a session").user);
    assert_eq!(one.id, two.id);
    assert_eq!(one.organisation, Some(acme.id));
}

async fn an_address_takes_over_no_account_of_the_staff(app: TestApp) {
    let agent = app.given().agent("jana@example.org").await;
    assert_eq!(refused(&app, who("plain", "1", "jana@example.org")).await, NotAdmitted::AddressTaken);
    let by_trust = enter(&app, who("trusted", "1", "jana@example.org")).await.expect("a session");
    assert_eq!(by_trust.user.id, agent.user.id);
    let prepared = CreateUser {
        email: "tom@example.org".to_owned(),
        name: "Tom".to_owned(),
        role: Role::Agent,
        ..CreateUser::default()
    };
    let tom = app.engine.create_user(&Actor::system(), prepared).await.unwrap();
    let first =
        enter(&app, who("plain", "2", "tom@example.org")).await.expect("nobody could log in to it yet");
    assert_eq!(first.user.id, tom.id);
}

async fn who_has_a_former_address_of_somebody_now_does_not_get_their_account(app: TestApp) {
    let anna = app.given().customer("anna@former.example").await;
    let moved = UpdateUser { email: Some("anna@example.net".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), anna.user.id, moved).await.unwrap();
    for provider in ["plain", "trusted", "open"] {
        let vouched = who(provider, "1", "anna@former.example");
        assert_eq!(refused(&app, vouched).await, NotAdmitted::AddressTaken, "{provider}");
    }
    let own = enter(&app, who("plain", "2", "anna@example.net")).await.expect("a session");
    assert_eq!(own.user.id, anna.user.id);
}

async fn a_deactivated_account_stays_out_and_an_erased_one_forgets_its_identity(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let max = app.given().customer("max@example.org").await;
    enter(&app, who("plain", "1", "max@example.org")).await.expect("a session");
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), max.user.id, off).await.unwrap();
    assert_eq!(refused(&app, who("plain", "1", "max@example.org")).await, NotAdmitted::Deactivated);
    let token = app.engine.export_user(&admin.actor, max.user.id).await.unwrap();
    let data = app.engine.exported_user(&token).await.unwrap().expect("the data");
    let data = String::from_utf8(data).unwrap();
    assert!(data.contains("https://plain.example") && data.contains("\"subject\": \"1\""), "{data}");
    app.engine.erase_user(&admin.actor, max.user.id, "asked for it").await.unwrap();
    assert_eq!(refused(&app, who("plain", "1", "max@example.org")).await, NotAdmitted::NoAccount);
    assert!(app.engine.identities(&admin.actor, Some(max.user.id)).await.unwrap().is_empty());
}

async fn role_and_organisations_follow_the_claims_at_each_log_in(app: TestApp) {
    app.given().admin("admin@example.org").await;
    let acme = app.given().organisation("Acme", false).await.id;
    let beta = app.given().organisation("Beta", false).await.id;
    let own = app.given().organisation("Own", false).await.id;
    let named = engine::UpdateOrganisation {
        external_id: Some("b-1".to_owned()),
        ..engine::UpdateOrganisation::default()
    };
    app.engine.update_organisation(&Actor::system(), beta, named).await.unwrap();
    let with = |groups: Option<&[&str]>| Vouched {
        groups: groups.map(|all| all.iter().map(|group| (*group).to_owned()).collect()),
        ..who("mapped", "1", "nora@example.org")
    };
    let nora = enter(&app, with(Some(&["agents", "acme"]))).await.expect("a session").user;
    assert_eq!((nora.role, organisations(&app, &nora).await), (Role::Agent, vec![acme]));
    let by_hand = UpdateUser { organisations: Some(vec![acme, own]), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), nora.id, by_hand).await.unwrap();

    let nora = enter(&app, with(Some(&["beta"]))).await.expect("a session").user;
    assert_eq!(nora.role, Role::Customer, "the group of agents is gone");
    assert_eq!(organisations(&app, &nora).await, vec![own, beta]);
    let nora = enter(&app, with(None)).await.expect("a session").user;
    assert_eq!(organisations(&app, &nora).await, vec![own, beta], "nothing was said of groups");
    enter(&app, with(Some(&["admins"]))).await.expect("a session");
    assert_eq!(refused(&app, with(None)).await, NotAdmitted::NoGroups, "no role of the staff on hearsay");
    let kinds = audited(&app, nora.id).await;
    for kind in ["ROLE_CHANGED", "MEMBERSHIP_CHANGED", "USER_CREATED", "IDENTITY_LINKED"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

async fn organisations(app: &TestApp, user: &User) -> Vec<OrganisationId> {
    let all = app.engine.memberships_of(&Actor::system(), &[user.id]).await.expect("memberships");
    all.get(&user.id).into_iter().flatten().map(|member| member.organisation).collect()
}

async fn the_last_admin_stays_one_whatever_the_claims_say(app: TestApp) {
    let groups = |group: &str| Vouched {
        groups: Some(vec![group.to_owned()]),
        ..who("mapped", "1", "boss@example.org")
    };
    assert_eq!(enter(&app, groups("admins")).await.expect("a session").user.role, Role::Admin);
    assert_eq!(enter(&app, groups("agents")).await.expect("a session").user.role, Role::Admin);
    app.given().admin("second@example.org").await;
    assert_eq!(enter(&app, groups("agents")).await.expect("a session").user.role, Role::Agent);
}

async fn identities_go_along_with_a_merge_and_come_back(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (old, new) =
        (app.given().customer("old@example.org").await, app.given().customer("new@example.org").await);
    enter(&app, who("plain", "1", "old@example.org")).await.expect("a session");
    app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap();
    let back = who("plain", "1", "old@example.org");
    assert_eq!(enter(&app, back.clone()).await.expect("a session").user.id, new.user.id);
    app.engine.unmerge_user(&admin.actor, old.user.id).await.unwrap();
    assert_eq!(enter(&app, back).await.expect("a session").user.id, old.user.id);
}

/// With them came a way into the account, past its password and its second factor.
async fn identities_of_the_staff_stay_behind_when_accounts_are_merged(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (old, new) = (app.given().agent("old@example.org").await, app.given().agent("new@example.org").await);
    let identity = who("plain", "1", "old@example.org");
    app.given().identity(&old.actor, &identity).await.unwrap();
    app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.unwrap();
    assert_eq!(refused(&app, identity.clone()).await, NotAdmitted::Deactivated);
    app.given().identity(&new.actor, &identity).await.expect("whoever shows who they are takes it along");
    assert_eq!(enter(&app, identity).await.expect("a session").user.id, new.user.id);
}

async fn an_identity_counts_as_a_way_to_log_in(app: TestApp) {
    let prepared = CreateUser {
        email: "tom@example.org".to_owned(),
        name: "Tom".to_owned(),
        role: Role::Agent,
        ..CreateUser::default()
    };
    let tom = app.engine.create_user(&Actor::system(), prepared).await.unwrap();
    let session = enter(&app, who("plain", "1", "tom@example.org")).await.expect("a session");
    let actor = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
    app.engine.logout(&actor).await.unwrap();
    assert_eq!(
        refused(&app, who("open", "9", "tom@example.org")).await,
        NotAdmitted::AddressTaken,
        "Tom of {} can log in by his provider",
        tom.id
    );
    let no_password =
        Login { identifier: tom.email.clone(), password: PASSWORD.to_owned(), ..Login::default() };
    assert!(matches!(app.engine.login(no_password).await, Err(Error::WrongCredentials)));
}

async fn a_second_factor_is_the_affair_of_the_provider(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.accounts.providers.clone_from(&app.engine.settings().accounts.providers);
        settings.accounts.second_factor = vec![Role::Customer];
    })
    .await;
    let max = app.given().customer("max@example.org").await;
    assert!(max.actor.user().is_none(), "who comes by password has to set one up");
    let session = enter(&app, who("plain", "1", "max@example.org")).await.expect("a session");
    let actor = app.engine.authenticate(&session.token).await.unwrap().expect("it holds");
    assert_eq!(
        actor.user().map(|viewer| viewer.id),
        Some(max.user.id),
        "whom a provider vouches for has not"
    );
    app.engine.sessions(&actor, None).await.expect("everything is allowed");
    // Who has one all the same is asked after the password, and not after the provider.
    app.given().second_factor(&max).await;
    let by_password =
        Login { identifier: "max@example.org".to_owned(), password: PASSWORD.to_owned(), ..Login::default() };
    assert!(matches!(app.engine.login(by_password).await, Err(Error::CodeRequired { .. })));
    enter(&app, who("plain", "1", "max@example.org")).await.expect("a session without a code");
}

async fn without_a_password_a_fresh_log_in_is_the_proof_for_a_second_factor(app: TestApp) {
    let came = async || {
        let session = enter(&app, who("open", "7", "new@elsewhere.example")).await.expect("a session");
        app.engine.authenticate(&session.token).await.unwrap().expect("it holds")
    };
    let left_open = came().await;
    app.clock.advance(std::time::Duration::from_mins(16));
    let refused = app.engine.begin_second_factor(&left_open, ProveIdentity::default()).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("password"), "log-in-again"));
    let fresh = came().await;
    app.engine.begin_second_factor(&fresh, ProveIdentity::default()).await.expect("begun");
}
