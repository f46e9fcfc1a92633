//! Making an organisation.

use engine::{Actor, AuditSubject, CreateOrganisation, Error, Paging, UpdateOrganisation, UpdateUser};
use tests::{TestApp, on_each_database};

on_each_database!(
    an_organisation_is_made_with_its_domains,
    what_is_wrong_is_named_by_its_field,
    s55_only_admins_make_organisations,
    a_free_mail_domain_needs_a_confirmation_and_is_marked,
    joining_by_domain_is_shown_and_taken_back,
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
        (made.name.as_str(), made.sharing.shares()),
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
        (input("Other", &["localhost"]), "domains", "domain-invalid"),
        (input("Other", &["users.noreply.github.com"]), "domains", "domain-free-mail"),
        (input("Other", &["max@example.com"]), "domains", "domain-invalid"),
        (input("Other", &["GMX.de"]), "domains", "domain-free-mail"),
        (input("Other", &["gmail.com"]), "domains", "domain-free-mail"),
        (input("Other", &["co.uk"]), "domains", "domain-public"),
        (input("Other", &["github.io"]), "domains", "domain-public"),
        (input("Other", &["com"]), "domains", "domain-public"),
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

async fn a_free_mail_domain_needs_a_confirmation_and_is_marked(app: TestApp) {
    for domain in
        ["outlook.at", "bluewin.ch", "hotmail.co.uk", "yahoo.fr", "gmx.li", "tuta.com", "mail.gmx.net"]
    {
        let free = CreateOrganisation {
            shares_tickets: Some(true),
            ..input("Example Ltd", &["acme.example", domain])
        };
        let error = app.engine.create_organisation(app_system(), free.clone()).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some("domains"), "domain-free-mail"), "{domain}");
        assert!(error.to_string().contains("can read its tickets"), "{error}");
    }
    let free =
        CreateOrganisation { confirm_free_mail: true, ..input("Free Ltd", &["gmail.com", "acme.example"]) };
    let made = app.engine.create_organisation(app_system(), free).await.unwrap();
    assert_eq!(app.engine.open_domains(&made), ["gmail.com"]);
    let share = UpdateOrganisation { shares_tickets: Some(true), ..UpdateOrganisation::default() };
    let error = app.engine.update_organisation(app_system(), made.id, share.clone()).await.unwrap_err();
    assert_eq!(error.reason(), "domain-free-mail", "sharing with anybody is another thing to confirm");
    let confirmed = UpdateOrganisation { confirm_free_mail: true, ..share.clone() };
    app.engine.update_organisation(app_system(), made.id, confirmed).await.unwrap();
    let renamed = UpdateOrganisation { domains: Some(made.domains), ..share };
    app.engine.update_organisation(app_system(), made.id, renamed).await.expect("what was confirmed stays");
}

async fn joining_by_domain_is_shown_and_taken_back(app: TestApp) {
    let admin = app.given().admin("admin@desk.example").await;
    let shared = CreateOrganisation { shares_tickets: Some(true), ..input("Acme", &["acme.example"]) };
    let acme = app.engine.create_organisation(&admin.actor, shared).await.unwrap();
    let eva = app.given().prepared("eva@acme.example").await;
    let joined = app.engine.joined_by_domain(&admin.actor, &[acme.id]).await.unwrap();
    assert_eq!(joined[&acme.id].len(), 1);
    assert_eq!((joined[&acme.id][0].user.id, joined[&acme.id][0].domain.as_str()), (eva.id, "acme.example"));
    let subject = Some(AuditSubject::User(eva.id));
    let log = app.engine.audit_log(&admin.actor, subject, &Paging::default()).await.unwrap();
    assert_eq!(log.items[0].1.audited.kind(), "MEMBERSHIP_CHANGED");
    assert!(log.items[0].1.changes.iter().any(|change| change.to.as_deref() == Some("acme.example")));
    let out = UpdateUser { organisation: Some(None), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, eva.id, out).await.unwrap();
    assert!(app.engine.joined_by_domain(&admin.actor, &[acme.id]).await.unwrap().is_empty());
}
