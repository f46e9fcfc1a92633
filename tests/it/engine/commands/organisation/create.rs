//! Making an organisation.

use engine::{Actor, CreateOrganisation, Error};
use tests::{TestApp, on_each_database};

on_each_database!(
    an_organisation_is_made_with_its_domains,
    what_is_wrong_is_named_by_its_field,
    s55_only_admins_make_organisations,
);

fn input(name: &str, domains: &[&str]) -> CreateOrganisation {
    let domains = domains.iter().map(|&domain| domain.to_owned()).collect();
    CreateOrganisation { name: name.to_owned(), domains, ..CreateOrganisation::default() }
}

async fn an_organisation_is_made_with_its_domains(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let given = input(" Example  Ltd ", &["Example.ORG", "@example.org", "example.com"]);
    let made = app.engine.create_organisation(&admin.actor, given).await.unwrap();
    assert_eq!(
        (made.name.as_str(), made.shares_tickets),
        ("Example Ltd", false),
        "sharing is off by default"
    );
    assert_eq!(made.domains, ["example.com", "example.org"]);
}

async fn what_is_wrong_is_named_by_its_field(app: TestApp) {
    let create = |input| app.engine.create_organisation(app_system(), input);
    create(input("Example Ltd", &["example.org"])).await.unwrap();
    for (input, field, reason) in [
        (input("  ", &[]), "name", "name-required"),
        (input(&"x".repeat(201), &[]), "name", "name-too-long"),
        (input("Example Ltd", &[]), "name", "name-taken"),
        (input("Other", &["example.com", "EXAMPLE.org"]), "domains", "domain-taken"),
        (input("Other", &["no domain"]), "domains", "domain-invalid"),
        (input("Other", &["max@example.com"]), "domains", "domain-invalid"),
        (input("Other", &["GMX.de"]), "domains", "domain-public"),
        (input("Other", &["gmail.com"]), "domains", "domain-public"),
    ] {
        let error = create(input).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some(field), reason), "{error}");
    }
    create(input("Other", &["example.com"])).await.expect("nothing was left behind");
}

fn app_system() -> &'static Actor {
    static SYSTEM: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(Actor::system);
    &SYSTEM
}

async fn s55_only_admins_make_organisations(app: TestApp) {
    for person in
        [app.given().customer("max@example.org").await, app.given().agent("agent@example.org").await]
    {
        let refused = app.engine.create_organisation(&person.actor, input("Example Ltd", &[])).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{}", person.user.role);
    }
}
