//! People who wrote before the domain of their address was the organisation's.

use engine::{
    Actor, AuthenticationResults, Error, IncomingMessage, MethodResult, Organisation, OrganisationFilter,
    Settings, UpdateOrganisation, UpdateUser,
};
use tests::{TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    u11_those_who_wrote_before_are_named_and_taken_over,
    u11_a_later_mail_joins_unless_an_admin_took_them_out,
    u11_who_can_log_in_joins_by_a_mail_that_is_vouched_for_alone,
    u11_sub_domains_count_if_wanted_and_the_closest_domain_wins,
);

async fn own(app: &TestApp, of: &Organisation, domains: &[&str]) {
    let domains = Some(domains.iter().map(|domain| (*domain).to_owned()).collect());
    let input = UpdateOrganisation { domains, ..UpdateOrganisation::default() };
    app.engine.update_organisation(&Actor::system(), of.id, input).await.expect("changed");
}

async fn u11_those_who_wrote_before_are_named_and_taken_over(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let acme = app.given().organisation("Acme", true).await;
    let member = app.given().member(&acme, "ann@acme.example").await;
    let early = app.given().customer("early@acme.example").await;
    let stranger = app.given().customer("x@acmexexample.org").await;
    let ticket = app.given().ticket(&early, "Vorher").await;
    own(&app, &acme, &["acme.example", "a_b.example"]).await;
    app.given().customer("y@axb.example").await;
    let (count, users) = app.engine.earlier_senders(&admin.actor, acme.id).await.expect("an answer");
    assert_eq!((count, users.iter().map(|one| one.id).collect::<Vec<_>>()), (1, vec![early.user.id]));
    for actor in [&jana.actor, &early.actor] {
        assert!(matches!(app.engine.earlier_senders(actor, acme.id).await, Err(Error::Forbidden { .. })));
        let refused = app.engine.take_over_senders(actor, acme.id, &[early.user.id]).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })));
    }
    for users in [vec![], vec![stranger.user.id], vec![early.user.id, member.user.id]] {
        let refused = app.engine.take_over_senders(&admin.actor, acme.id, &users).await.unwrap_err();
        assert_eq!(refused.field(), Some("users"));
    }
    app.engine.take_over_senders(&admin.actor, acme.id, &[early.user.id]).await.expect("taken over");
    let now = app.actor(early.user.id).await;
    assert_eq!(now.user().unwrap().organisations, [acme.id]);
    assert!(app.engine.ticket(&member.actor, ticket.number).await.unwrap().is_none(), "it was private");
    assert_eq!(app.engine.earlier_senders(&admin.actor, acme.id).await.unwrap().0, 0);
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    assert_eq!(log.items[0].1.audited.kind(), "MEMBERSHIP_CHANGED");
}

async fn phoned(app: &TestApp, email: &str) -> Option<String> {
    let jana = app.given().agent(&format!("{}@desk.example", email.replace(['@', '.', '-'], ""))).await;
    let input = engine::CreateTicket {
        title: "Anruf".to_owned(),
        text: "Bitte um Rückruf".to_owned(),
        customer_email: Some(email.to_owned()),
        ..engine::CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&jana.actor, input).await.expect("a ticket");
    let id = ticket.organisation?;
    let found = app.engine.organisations_by_id(&Actor::system(), &[id]).await.expect("organisations");
    Some(found[&id].name.clone())
}

async fn u11_a_later_mail_joins_unless_an_admin_took_them_out(app: TestApp) {
    let acme = app.given().organisation("Acme", true).await;
    app.given().prepared("early@acme.example").await;
    let out = app.given().member(&acme, "out@acme.example").await;
    let leave = UpdateUser { organisation: Some(None), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), out.user.id, leave).await.expect("taken out");
    own(&app, &acme, &["acme.example"]).await;
    assert_eq!(phoned(&app, "early@acme.example").await.as_deref(), Some("Acme"));
    assert_eq!(phoned(&app, "out@acme.example").await, None);
    let admin = app.given().admin("admin@example.org").await;
    let proposed = app.engine.earlier_senders(&admin.actor, acme.id).await.expect("an answer");
    assert_eq!(proposed.0, 0, "who was taken out is not proposed again");
}

/// A mail of this sender, and what a mail server says of it.
async fn belongs_after(app: &TestApp, id: &str, from: &str, (server, result): (&str, &str)) -> bool {
    let dmarc = MethodResult {
        method: "dmarc".to_owned(),
        result: result.to_owned(),
        properties: vec![("header.from".to_owned(), "acme.example".to_owned())],
    };
    let results = AuthenticationResults { server: server.to_owned(), results: vec![dmarc] };
    let message = IncomingMessage { authentication: vec![results], ..mail(id, from, "Nachher", "Bitte!") };
    let number = receive(&app.engine, message).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().expect("it");
    ticket.organisation.is_some()
}

async fn u11_who_can_log_in_joins_by_a_mail_that_is_vouched_for_alone(app: TestApp) {
    let trusts = |settings: &mut Settings| settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    let app = TestApp::with(app.backend, trusts).await;
    let left = app.given().customer("left@acme.example").await;
    for prepared in ["one@acme.example", "two@acme.example", "other@elsewhere.example"] {
        app.given().prepared(prepared).await;
    }
    let acme = app.given().organisation("Acme", true).await;
    own(&app, &acme, &["acme.example"]).await;
    let (trusted, anybody) = ("mx.example.org", "mx.evil.example");
    for (id, from, said, belongs) in [
        ("1@x", "left@acme.example", (anybody, "pass"), false),
        ("2@x", "left@acme.example", (trusted, "fail"), false),
        ("3@x", "left@acme.example", (trusted, "none"), false),
        ("4@x", "one@acme.example", (trusted, "fail"), false),
        ("5@x", "one@acme.example", (anybody, "pass"), true),
        ("6@x", "two@acme.example", (trusted, "none"), true),
        ("7@x", "other@elsewhere.example", (trusted, "pass"), false),
    ] {
        assert_eq!(belongs_after(&app, id, from, said).await, belongs, "{id}");
    }
    let asks = engine::CreateTicket { title: "Web".into(), text: "x".into(), ..Default::default() };
    let ticket = app.engine.create_ticket(&left.actor, asks).await.expect("a ticket");
    assert_eq!((ticket.organisation, phoned(&app, "left@acme.example").await), (None, None));
    assert!(belongs_after(&app, "8@x", "left@acme.example", (trusted, "pass")).await);
}

async fn u11_sub_domains_count_if_wanted_and_the_closest_domain_wins(app: TestApp) {
    let acme = app.given().organisation("Acme", false).await;
    let works = app.given().organisation("Works", false).await;
    own(&app, &acme, &["acme.example"]).await;
    assert_eq!(phoned(&app, "a@mail.acme.example").await, None);
    own(&app, &acme, &["acme.example", "*.acme.example"]).await;
    own(&app, &works, &["works.acme.example"]).await;
    assert_eq!(phoned(&app, "b@mail.acme.example").await.as_deref(), Some("Acme"));
    assert_eq!(phoned(&app, "c@works.acme.example").await.as_deref(), Some("Works"));
    assert_eq!(phoned(&app, "d@notacme.example").await, None);
    for wrong in ["*.com", "*", "*.*.acme.example", "a.*.example"] {
        let domains = Some(vec![wrong.to_owned()]);
        let input = UpdateOrganisation { domains, ..UpdateOrganisation::default() };
        let refused = app.engine.update_organisation(&Actor::system(), works.id, input).await.unwrap_err();
        assert_eq!(refused.field(), Some("domains"), "{wrong}");
    }
    let all = OrganisationFilter::default();
    assert_eq!(app.engine.count_organisations(&Actor::system(), &all).await.unwrap(), 2);
}
