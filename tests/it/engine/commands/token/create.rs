//! Making an API token.

use std::time::Duration;

use engine::{Actor, Code, CreateApiToken, CreateTicket, Error, ProveIdentity, Scope, UpdateUser};
use tests::{TestApp, on_each_database, passkey::Authenticator, second_factor::shown};

on_each_database!(
    a_token_has_its_users_rights_narrowed_by_its_scopes,
    what_is_wrong_is_named_by_its_field,
    only_admins_make_tokens_that_administer_or_for_others,
    a_token_makes_no_further_tokens,
    an_admins_token_makes_none_with_more_than_it_has,
    an_older_log_in_shows_once_more_who_it_is,
);

fn input(scopes: &[&str]) -> CreateApiToken {
    let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
    CreateApiToken { name: "a partner".to_owned(), scopes, ..CreateApiToken::default() }
}

async fn a_token_has_its_users_rights_narrowed_by_its_scopes(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let ticket = app.given().ticket(&max, "Nothing works").await;
    let open = || CreateTicket { title: "a".to_owned(), text: "b".to_owned(), ..CreateTicket::default() };
    for (scopes, reads, writes) in [
        (&["tickets:read"][..], true, false),
        (&["tickets:write"], true, true),
        (&["tickets:write", "tickets:read", "tickets:read"], true, true),
    ] {
        let (token, actor) = app.given().token(&max, scopes).await;
        assert!(token.starts_with("schalter_t_"));
        assert_eq!(app.engine.ticket(&actor, ticket.number).await.unwrap().is_some(), reads, "{scopes:?}");
        assert_eq!(app.engine.create_ticket(&actor, open()).await.is_ok(), writes, "{scopes:?}");
    }
}

async fn what_is_wrong_is_named_by_its_field(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let off = app.given().customer("off@example.org").await;
    let switch_off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), off.user.id, switch_off).await.unwrap();
    let customer = app.given().customer("max@example.org").await.user.id;
    let read = || input(&["tickets:read"]);
    for (input, field, reason) in [
        (input(&[]), "scopes", "scopes-required"),
        (input(&["tickets:read", "everything"]), "scopes", "scope-unknown"),
        (CreateApiToken { name: " \n".to_owned(), ..read() }, "name", "name-required"),
        (CreateApiToken { name: "x".repeat(101), ..read() }, "name", "name-too-long"),
        (CreateApiToken { expires_at: Some(app.now()), ..read() }, "expiresAt", "expired"),
        (CreateApiToken { for_user: Some(off.user.id), ..read() }, "user", "user-inactive"),
        (CreateApiToken { for_user: Some(customer), ..input(&["admin"]) }, "scopes", "scope-admin"),
    ] {
        let error = app.engine.create_api_token(&admin.actor, input).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some(field), reason), "{error}");
    }
    let whose = app.engine.create_api_token(&Actor::system(), read()).await.unwrap_err();
    assert_eq!(whose.reason(), "user-required");
}

async fn only_admins_make_tokens_that_administer_or_for_others(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    for person in [&max, &agent] {
        let administers = app.engine.create_api_token(&person.actor, input(&["admin"])).await;
        assert!(matches!(administers, Err(Error::Forbidden { .. })), "{}", person.user.role);
        let for_other = CreateApiToken { for_user: Some(admin.user.id), ..input(&["tickets:read"]) };
        let for_other = app.engine.create_api_token(&person.actor, for_other).await;
        assert!(matches!(for_other, Err(Error::Forbidden { .. })), "{}", person.user.role);
        let own = CreateApiToken { for_user: Some(person.user.id), ..input(&["tickets:read"]) };
        app.engine.create_api_token(&person.actor, own).await.unwrap();
    }
    app.engine.create_api_token(&admin.actor, input(&["admin"])).await.unwrap();
    let expires_at = Some(app.now() + Duration::from_hours(1));
    let for_agent = CreateApiToken { for_user: Some(agent.user.id), expires_at, ..input(&["tickets:write"]) };
    let (token, _) = app.engine.create_api_token(&admin.actor, for_agent).await.unwrap();
    let actor = app.engine.authenticate(&token).await.unwrap().unwrap();
    assert_eq!(actor.user().unwrap().id, agent.user.id);
}

async fn an_admins_token_makes_none_with_more_than_it_has(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let other = app.given().admin("other@example.org").await;
    let input = |scopes: &[&str]| CreateApiToken { for_user: Some(other.user.id), ..input(scopes) };
    let (_, alone) = app.given().token(&admin, &["admin"]).await;
    for (scopes, missing) in [
        (&["tickets:read"][..], Scope::Read),
        (&["tickets:write"], Scope::Read),
        (&["admin", "tickets:write"], Scope::Read),
    ] {
        let refused = app.engine.create_api_token(&alone, input(scopes)).await.unwrap_err();
        assert_eq!((refused.code(), refused.scope()), (Code::Forbidden, Some(missing)), "{scopes:?}");
    }
    app.engine.create_api_token(&alone, input(&["admin"])).await.expect("the same is allowed");
    let (_, reads) = app.given().token(&admin, &["admin", "tickets:read"]).await;
    let refused = app.engine.create_api_token(&reads, input(&["tickets:write"])).await.unwrap_err();
    assert_eq!(refused.scope(), Some(Scope::Write));
    app.engine.create_api_token(&reads, input(&["tickets:read"])).await.expect("less is allowed");

    let hour = Some(app.now() + Duration::from_hours(1));
    let short = CreateApiToken { expires_at: hour, for_user: None, ..input(&["admin"]) };
    let (token, _) = app.engine.create_api_token(&admin.actor, short).await.unwrap();
    let short = app.engine.authenticate(&token).await.unwrap().unwrap();
    for expires_at in [None, hour.map(|hour| hour + Duration::from_secs(1))] {
        let later = CreateApiToken { expires_at, ..input(&["admin"]) };
        let refused = app.engine.create_api_token(&short, later).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("expiresAt"), "expires-later"));
    }
    let same = CreateApiToken { expires_at: hour, ..input(&["admin"]) };
    app.engine.create_api_token(&short, same).await.expect("ends together");
}

async fn an_older_log_in_shows_once_more_who_it_is(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let make = async |identity: Option<ProveIdentity>| {
        let input = CreateApiToken { identity, ..input(&["tickets:read"]) };
        app.engine.create_api_token(&max.actor, input).await
    };
    make(None).await.expect("a fresh log-in");
    app.clock.advance(Duration::from_mins(15));
    let old = make(None).await.unwrap_err();
    assert_eq!((old.field(), old.reason()), (Some("identity"), "identity-required"));
    let wrong = make(Some(ProveIdentity::default())).await.unwrap_err();
    assert_eq!((wrong.field(), wrong.reason()), (Some("password"), "password-wrong"));
    make(Some(shown(None))).await.expect("the password");
    let codes = app.given().passkey(&max, &mut Authenticator::default()).await.recovery_codes;
    let half = make(Some(shown(None))).await.unwrap_err();
    assert_eq!((half.field(), half.reason()), (Some("code"), "passkey-missing"));
    make(Some(shown(Some(&codes[0])))).await.expect("both");
}

async fn a_token_makes_no_further_tokens(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let (_, actor) = app.given().token(&max, &["tickets:read", "tickets:write"]).await;
    let refused = app.engine.create_api_token(&actor, input(&["tickets:read"])).await;
    assert!(matches!(refused, Err(Error::MissingScope { scope: Scope::Admin })));
    let admin = app.given().admin("admin@example.org").await;
    let (_, actor) = app.given().token(&admin, &["admin", "tickets:read", "tickets:write"]).await;
    let refused = app.engine.create_api_token(&actor, input(&["tickets:read"])).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "not even one that administers: {refused:?}");
    let nobody = app.engine.create_api_token(&Actor::nobody(), input(&["tickets:read"])).await;
    assert!(matches!(nobody, Err(Error::Unauthenticated)));
}
