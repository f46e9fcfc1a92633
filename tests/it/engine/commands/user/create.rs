//! Preparing an account.

use engine::{
    Actor, CreateOrganisation, CreateUser, Error, LetterKind, OrganisationId, Role, User, UserState,
};
use tests::{Person, TestApp, given::PASSWORD, on_each_database};
use uuid::Uuid;

on_each_database!(
    s44_staff_prepare_an_account_without_a_password,
    s44_an_invitation_is_sent_if_wanted,
    an_address_has_one_account,
    what_is_wrong_is_named_by_its_field,
    s48_a_first_password_keeps_the_rule,
    only_admins_appoint_staff_and_only_staff_prepare_customers,
    a_customer_joins_the_organisation_of_the_domain,
    a_new_agent_sees_the_tickets_of_every_queue,
    agents_prepare_customers_without_a_password_and_in_no_organisation_that_shares,
    a_user_name_is_unique_and_never_like_an_address,
    an_address_of_ours_is_no_persons,
);

fn input(email: &str) -> CreateUser {
    CreateUser { email: email.to_owned(), name: "Max Muster".to_owned(), ..CreateUser::default() }
}

async fn create(app: &TestApp, input: CreateUser) -> engine::Result<User> {
    app.engine.create_user(&Actor::system(), input).await
}

async fn s44_staff_prepare_an_account_without_a_password(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let input = CreateUser { name: " Max \n Muster ".to_owned(), ..input(" Max@Example.ORG ") };
    let max = app.engine.create_user(&agent.actor, input).await.unwrap();
    assert_eq!((max.email.as_str(), max.name.as_str()), ("max@example.org", "Max Muster"));
    assert_eq!((max.role, max.organisation, max.active), (Role::Customer, None, true));
    assert_eq!((max.locale.as_str(), max.time_zone.as_str()), ("de", "Europe/Berlin"));
    assert_eq!(max.created_at, app.now());
    let ada = app.given().admin("ada@example.org").await;
    let facts = app.engine.user_facts(&ada.actor, &[max.id]).await.unwrap();
    assert_eq!(facts[&max.id].state, UserState::NoPassword);
    assert_eq!(app.told().await, [], "no mail unless wanted");
}

async fn s44_an_invitation_is_sent_if_wanted(app: TestApp) {
    let max = create(&app, CreateUser { invite: true, ..input("max@example.org") }).await.unwrap();
    let letters = app.letters().await;
    assert_eq!(
        (letters[0].kind, letters[0].to.address.as_str()),
        (LetterKind::Invitation, "max@example.org")
    );
    let token = letters[0].link.as_deref().unwrap().rsplit_once('/').unwrap().1;
    assert_eq!(app.engine.reset_password(token, PASSWORD).await.unwrap().user, max);
}

async fn an_address_has_one_account(app: TestApp) {
    create(&app, input("max@example.org")).await.unwrap();
    let taken = create(&app, input("MAX@example.org")).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("email"), "email-taken"));
    let many = futures::future::join_all((0..5).map(|_| create(&app, input("eva@example.org")))).await;
    assert_eq!(many.iter().filter(|made| made.is_ok()).count(), 1);
    assert!(many.iter().filter_map(|made| made.as_ref().err()).all(|error| error.reason() == "email-taken"));
}

async fn what_is_wrong_is_named_by_its_field(app: TestApp) {
    let unknown = Some(OrganisationId(Uuid::nil()));
    for (input, field, reason) in [
        (input("nobody"), "email", "email-invalid"),
        (CreateUser { name: " \u{7} ".to_owned(), ..input("max@example.org") }, "name", "name-required"),
        (CreateUser { name: "x".repeat(201), ..input("max@example.org") }, "name", "name-too-long"),
        (
            CreateUser { locale: Some("fr".to_owned()), ..input("max@example.org") },
            "locale",
            "locale-unknown",
        ),
        (
            CreateUser { organisation: unknown, ..input("max@example.org") },
            "organisation",
            "organisation-unknown",
        ),
    ] {
        let error = create(&app, input).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some(field), reason), "{error}");
    }
    create(&app, input("max@example.org")).await.expect("nothing was left behind");
}

async fn s48_a_first_password_keeps_the_rule(app: TestApp) {
    let weak = CreateUser { password: Some("geheim".to_owned()), ..input("max@example.org") };
    assert!(matches!(create(&app, weak).await, Err(Error::WeakPassword { .. })));
}

async fn only_admins_appoint_staff_and_only_staff_prepare_customers(app: TestApp) {
    let customer = app.given().customer("customer@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let mut count = 0;
    let mut may = async |by: &Person, role| {
        count += 1;
        let input = CreateUser { role, ..input(&format!("new{count}@example.org")) };
        match app.engine.create_user(&by.actor, input).await {
            Ok(_) => true,
            Err(Error::Forbidden { .. }) => false,
            Err(other) => panic!("{other:?}"),
        }
    };
    for (by, allowed) in [(&customer, [false; 3]), (&agent, [true, false, false]), (&admin, [true; 3])] {
        for (role, allowed) in [Role::Customer, Role::Agent, Role::Admin].into_iter().zip(allowed) {
            assert_eq!(may(by, role).await, allowed, "{} makes {role}", by.user.role);
        }
    }
    let nobody = app.engine.create_user(&Actor::nobody(), input("x@example.org")).await;
    assert!(matches!(nobody, Err(Error::Unauthenticated)));
}

async fn a_customer_joins_the_organisation_of_the_domain(app: TestApp) {
    let example = CreateOrganisation {
        name: "Example Ltd".to_owned(),
        domains: vec!["example.org".to_owned()],
        ..CreateOrganisation::default()
    };
    let example = app.engine.create_organisation(&Actor::system(), example).await.unwrap();
    let other = app.given().organisation("Other Ltd", false).await;
    let max = create(&app, input("max@example.org")).await.unwrap();
    assert_eq!(max.organisation, Some(example.id));
    let given = CreateUser { organisation: Some(other.id), ..input("eva@example.org") };
    assert_eq!(create(&app, given).await.unwrap().organisation, Some(other.id));
    assert_eq!(create(&app, input("max@sub.example.org")).await.unwrap().organisation, None);
    let staff = CreateUser { role: Role::Agent, ..input("agent@example.org") };
    assert_eq!(
        create(&app, staff).await.unwrap().organisation,
        None,
        "staff are no customers of their customer"
    );
}

async fn a_new_agent_sees_the_tickets_of_every_queue(app: TestApp) {
    let customer = app.given().customer("customer@example.org").await;
    let ticket = app.given().ticket(&customer, "Nothing works").await;
    let agent = app.given().agent("agent@example.org").await;
    assert!(app.engine.ticket(&agent.actor, ticket.number).await.unwrap().is_some());
}

async fn agents_prepare_customers_without_a_password_and_in_no_organisation_that_shares(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let shares = app.given().organisation("Shares", true).await.id;
    let keeps = app.given().organisation("Keeps", false).await.id;
    let selects = app.given().organisation("Selects", false).await.id;
    let sharing = Some(engine::Sharing::Selected);
    let change = engine::UpdateOrganisation { sharing, ..Default::default() };
    app.engine.update_organisation(&Actor::system(), selects, change).await.unwrap();
    let password = Some(tests::given::PASSWORD.to_owned());
    for refused in [
        CreateUser { password: password.clone(), ..input("a@example.org") },
        CreateUser { organisation: Some(shares), ..input("b@example.org") },
        CreateUser { organisation: Some(shares), invite: true, ..input("c@example.org") },
        CreateUser { organisation: Some(selects), ..input("f@example.org") },
    ] {
        let answer = app.engine.create_user(&agent.actor, refused.clone()).await;
        assert!(matches!(answer, Err(Error::Forbidden { .. })), "{answer:?}");
        app.engine.create_user(&admin.actor, refused).await.expect("an admin may");
    }
    let invited = CreateUser { organisation: Some(keeps), invite: true, ..input("d@example.org") };
    let made = app.engine.create_user(&agent.actor, invited).await.unwrap();
    let subject = Some(engine::AuditSubject::User(made.id));
    let log = app.engine.audit_log(&admin.actor, subject, &engine::Paging::default()).await.unwrap();
    let kinds: Vec<_> = log.items.iter().map(|(_, entry)| (entry.audited.kind(), entry.actor)).collect();
    let by = Some(agent.user.id);
    assert_eq!(kinds, [("MEMBERSHIP_CHANGED", by), ("USER_CREATED", by)]);
    let refused = app.engine.audit_log(&agent.actor, None, &engine::Paging::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    let (_, narrow) = app.given().token(&admin, &["admin"]).await;
    let with_password = CreateUser { password, ..input("e@example.org") };
    let refused = app.engine.create_user(&narrow, with_password).await.unwrap_err();
    assert_eq!(refused.scope(), Some(engine::Scope::Read), "a password is a way to more than the token has");
}

async fn a_user_name_is_unique_and_never_like_an_address(app: TestApp) {
    let named = |email: &str, name: &str| CreateUser { user_name: Some(name.to_owned()), ..input(email) };
    let max = create(&app, named("max@example.org", "Max.M\u{fc}ller")).await.unwrap();
    assert_eq!(max.user_name.as_deref(), Some("Max.M\u{fc}ller"));
    for (name, reason) in [
        ("MAX.M\u{dc}LLER", "user-name-taken"),
        ("eva@example.org", "user-name-address"),
        ("eva\u{ff20}example", "user-name-address"),
        ("e", "user-name-invalid"),
        ("eva maria", "user-name-invalid"),
        ("eva\u{202e}", "user-name-invalid"),
    ] {
        let error = create(&app, named("eva@example.org", name)).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some("userName"), reason), "{name:?}");
    }
}

async fn an_address_of_ours_is_no_persons(app: TestApp) {
    app.engine.create_queue(&Actor::system(), "Sales", Some("sales@example.org")).await.unwrap();
    for (email, role) in [
        (tests::MAILBOX, Role::Agent),
        ("TICKETS@example.org", Role::Customer),
        ("tickets+x@example.org", Role::Customer),
        ("sales@example.org", Role::Admin),
    ] {
        let error = create(&app, CreateUser { role, ..input(email) }).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some("email"), "email-own"), "{email}");
        let call = engine::CreateTicket {
            title: "A call".to_owned(),
            text: "x".to_owned(),
            customer_email: Some(email.to_owned()),
            ..engine::CreateTicket::default()
        };
        let error = app.engine.create_ticket(&Actor::system(), call).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some("customerEmail"), "email-own"), "{email}");
    }
    create(&app, input("max@example.org")).await.unwrap();
    let error = app.engine.create_queue(&Actor::system(), "Max", Some("Max@example.org")).await.unwrap_err();
    assert_eq!((error.field(), error.reason()), (Some("address"), "address-of-person"));
}
