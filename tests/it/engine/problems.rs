//! What is wrong with several fields of an input is told at once, in order.

use engine::{
    Actor, CalendarId, CreateAgreement, CreateCalendar, CreateOrganisation, CreateTicket, CreateUser, Error,
    OrganisationId, Priority, QueueSetting, Target, UpdateCalendar, UpdateOrganisation, UpdateQueue,
    UpdateUser,
    sla::{Day, Hours, Weekday},
};
use tests::{QUEUE, TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(
    every_field_of_a_ticket_is_told,
    every_field_of_an_account_is_told_also_what_others_have,
    every_field_of_an_organisation_is_told_also_what_others_have,
    every_field_of_a_queue_is_told,
    every_field_of_agreements_and_calendars_is_told,
);

fn told<T>(done: engine::Result<T>) -> Vec<(&'static str, &'static str)> {
    let Err(error) = done else { panic!("it was not refused") };
    error.each().map(|one| (one.field().unwrap_or_default(), one.reason())).collect()
}

async fn every_field_of_a_ticket_is_told(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let wrong = CreateTicket {
        customer_email: Some("nowhere".to_owned()),
        note: Some(" ".to_owned()),
        idempotency_key: Some(String::new()),
        ..CreateTicket::default()
    };
    let expected = [
        ("title", "title-required"),
        ("text", "text-or-note-required"),
        ("customerEmail", "email-invalid"),
        ("idempotencyKey", "key-empty"),
    ];
    assert_eq!(told(app.engine.create_ticket(&jana.actor, wrong).await), expected);
    let maria = app.given().customer("maria@example.org").await;
    let one = CreateTicket { title: "Drucker".to_owned(), ..CreateTicket::default() };
    let refused = app.engine.create_ticket(&maria.actor, one).await.expect_err("a text is missing");
    assert!(matches!(refused, Error::BadInput { field: "text", .. }), "one problem is itself: {refused:?}");
}

async fn every_field_of_an_account_is_told_also_what_others_have(app: TestApp) {
    let eva = app.given().customer("eva@example.com").await;
    let named = UpdateUser {
        user_name: Some("eva".to_owned()),
        external_id: Some("crm:1".to_owned()),
        ..UpdateUser::default()
    };
    app.engine.update_user(&Actor::system(), eva.user.id, named.clone()).await.expect("named");
    let wrong = CreateUser {
        email: "Eva@example.com".to_owned(),
        user_name: Some("Eva".to_owned()),
        external_id: Some("crm:1".to_owned()),
        locale: Some("xx".to_owned()),
        ..CreateUser::default()
    };
    let fields: Vec<_> = told(app.engine.create_user(&Actor::system(), wrong).await)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["name", "locale", "email", "userName", "externalId"]);
    let max = app.given().customer("max@example.com").await;
    let wrong = UpdateUser {
        name: Some(" ".to_owned()),
        email: Some("eva@example.com".to_owned()),
        time_zone: Some("Moon/Crater".to_owned()),
        organisations: Some(vec![OrganisationId(Uuid::nil())]),
        of_organisation: Some(OrganisationId(Uuid::nil())),
        ..named
    };
    let expected = [
        ("name", "name-required"),
        ("timeZone", "time-zone-unknown"),
        ("ofOrganisation", "member-unsaid"),
        ("organisations", "organisation-unknown"),
        ("userName", "user-name-taken"),
        ("externalId", "external-id-taken"),
        ("email", "email-taken"),
    ];
    assert_eq!(told(app.engine.update_user(&Actor::system(), max.user.id, wrong).await), expected);
    let after = app.engine.users_by_id(&Actor::system(), &[max.user.id]).await.expect("users");
    assert_eq!(after[&max.user.id], max.user, "what was refused changed nothing");
}

async fn every_field_of_an_organisation_is_told_also_what_others_have(app: TestApp) {
    let domains = |domain: &str| Some(vec![domain.to_owned()]);
    let first = app.given().organisation("First Ltd", false).await;
    let given = UpdateOrganisation {
        domains: domains("first.example"),
        external_id: Some("crm:1".to_owned()),
        ..UpdateOrganisation::default()
    };
    app.engine.update_organisation(&Actor::system(), first.id, given.clone()).await.expect("changed");
    let second = app.given().organisation("Second Ltd", false).await;
    let wrong = UpdateOrganisation { name: Some("First Ltd".to_owned()), ..given };
    let expected = [("externalId", "external-id-taken"), ("name", "name-taken"), ("domains", "domain-taken")];
    assert_eq!(told(app.engine.update_organisation(&Actor::system(), second.id, wrong).await), expected);
    let wrong = CreateOrganisation {
        name: "First Ltd".to_owned(),
        domains: vec!["first.example".to_owned()],
        external_id: Some("crm:1".to_owned()),
        ..CreateOrganisation::default()
    };
    let expected = [("name", "name-taken"), ("domains", "domain-taken"), ("externalId", "external-id-taken")];
    assert_eq!(told(app.engine.create_organisation(&Actor::system(), wrong).await), expected);
    let wrong = CreateOrganisation { domains: vec!["com".to_owned()], ..CreateOrganisation::default() };
    let fields = told(app.engine.create_organisation(&Actor::system(), wrong).await);
    assert_eq!(fields.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["name", "domains"]);
}

async fn every_field_of_a_queue_is_told(app: TestApp) {
    let taken = told(app.engine.create_queue(&Actor::system(), QUEUE, Some("nowhere")).await);
    assert_eq!(taken, [("address", "address-invalid"), ("name", "name-taken")]);
    let sales = app.engine.create_queue(&Actor::system(), "Sales", None).await.expect("a queue");
    let wrong = UpdateQueue {
        name: Some(" ".to_owned()),
        address: Some(Some("nowhere".to_owned())),
        settings: vec![
            QueueSetting::SenderName(Some("a@b".to_owned())),
            QueueSetting::SubjectTag(Some("[x]".to_owned())),
            QueueSetting::RemindBefore(Some("soon".to_owned())),
        ],
        ..UpdateQueue::default()
    };
    let refused = told(app.engine.update_queue(&Actor::system(), sales.id, wrong).await);
    let fields: Vec<_> = refused.into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["name", "address", "senderName", "subjectTag", "remindBefore"]);
}

async fn every_field_of_agreements_and_calendars_is_told(app: TestApp) {
    let target = Target { priority: Priority::High, response_minutes: Some(0), restoration_minutes: None };
    let wrong =
        CreateAgreement { name: " ".to_owned(), calendar: CalendarId(Uuid::nil()), targets: vec![target] };
    let expected =
        [("name", "name-required"), ("targets", "target-out-of-range"), ("calendar", "calendar-unknown")];
    assert_eq!(told(app.engine.create_agreement(&Actor::system(), wrong).await), expected);
    let day = Day { date: "2026-12-24".parse().expect("a date"), name: "x".repeat(101) };
    let wrong = CreateCalendar {
        time_zone: "Moon/Crater".to_owned(),
        holidays: vec![day],
        holiday_region: Some("XX".to_owned()),
        ..CreateCalendar::default()
    };
    let refused = told(app.engine.create_calendar(&Actor::system(), wrong).await);
    let fields: Vec<_> = refused.into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["name", "timeZone", "hours", "holidays", "holidayRegion"]);
    // A name that another one has is told beside it, also when one is changed.
    let ada = app.given().admin("ada@example.org").await;
    let own = app.engine.create_calendar(&Actor::system(), office("Own")).await.expect("a calendar");
    app.engine.create_calendar(&Actor::system(), office("Other")).await.expect("a calendar");
    let wrong = UpdateCalendar {
        name: Some("Other".to_owned()),
        time_zone: Some("Moon/Crater".to_owned()),
        ..UpdateCalendar::default()
    };
    let expected = [("timeZone", "time-zone-unknown"), ("name", "name-taken")];
    let system = Actor::system();
    assert_eq!(told(app.engine.update_calendar(&system, own.id, wrong.clone()).await), expected);
    assert_eq!(told(app.engine.check_calendar_change(&system, own.id, wrong).await), expected);
    let wrong = CreateCalendar { time_zone: "Moon/Crater".to_owned(), ..office("Other") };
    assert_eq!(told(app.engine.check_calendar(&system, wrong.clone()).await), expected);
    assert_eq!(told(app.engine.create_calendar(&system, wrong).await), expected);
    app.engine.check_calendar(&system, office("New")).await.expect("nothing is wrong");
    assert_eq!(app.engine.calendars(&ada.actor).await.expect("calendars").len(), 2, "nothing was made");
}

/// A calendar with nothing wrong.
fn office(name: &str) -> CreateCalendar {
    let hours = Hours { weekday: Weekday::Monday, from: "08:00".to_owned(), to: "17:00".to_owned() };
    CreateCalendar {
        name: name.to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        hours: vec![hours],
        ..CreateCalendar::default()
    }
}
