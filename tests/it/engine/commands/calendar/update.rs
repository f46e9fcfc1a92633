//! Changing a calendar.

use std::time::Duration;

use engine::{
    Actor, CalendarId, Error, Status, UpdateCalendar,
    sla::{Day, Delay, whole_week},
};
use tests::{Backend, TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(
    s66_a_changed_calendar_counts_what_is_open_again_and_leaves_what_has_ended,
    a_change_of_nothing_leaves_no_trace
);

async fn s66_a_changed_calendar_counts_what_is_open_again_and_leaves_what_has_ended(app: TestApp) {
    let calendar = app.given().calendar("Office").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    let acme = app.given().organisation("Acme", false).await;
    app.given().agreed(&acme, &agreement).await;
    let max = app.given().member(&acme, "max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let open = app.given().ticket(&max, "Open").await;
    let done = app.given().ticket(&max, "Done").await;
    app.clock.advance(Duration::from_hours(3));
    app.given().set(&jana, &done, Status::Resolved).await;

    let always = UpdateCalendar { hours: Some(whole_week()), ..UpdateCalendar::default() };
    app.engine.update_calendar(&Actor::system(), calendar.id, always).await.unwrap();
    let clocks = app.engine.clocks_of(&jana.actor, &[open.id, done.id]).await.unwrap();
    let reading = |ticket| clocks[&ticket].restoration.clone().unwrap().reading;
    assert_eq!(reading(open.id).elapsed_minutes(), 180);
    assert_eq!(reading(open.id).due_at, Some("2019-01-26T00:00:00Z".parse().unwrap()));
    assert_eq!(reading(done.id).elapsed_minutes(), 0, "it was resolved outside of the hours that held then");
    let now = app.engine.ticket(&jana.actor, open.number).await.unwrap().unwrap();
    assert_eq!(now.due_at, Some("2019-01-25T17:00:00Z".parse().unwrap()), "the answer is due first");
    assert_eq!(now.version, open.version, "nobody's form is refused for it");
}

async fn a_change_of_nothing_leaves_no_trace(app: TestApp) {
    let calendar = app.given().calendar("Office").await;
    let before = app.engine.count_audit_log(&Actor::system(), None).await.unwrap();
    let same = UpdateCalendar { name: Some("Office".to_owned()), ..UpdateCalendar::default() };
    assert_eq!(app.engine.update_calendar(&Actor::system(), calendar.id, same).await.unwrap(), calendar);
    assert_eq!(app.engine.count_audit_log(&Actor::system(), None).await.unwrap(), before);
    let absent = CalendarId(Uuid::nil());
    let missing = app.engine.update_calendar(&Actor::system(), absent, UpdateCalendar::default()).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })));
}

async fn with_business_days(backend: Backend) {
    let days =
        |settings: &mut engine::Settings| settings.tickets.resolved_closes_after = Delay::BusinessDays(3);
    let app = TestApp::with(backend, days).await;
    let max = app.given().customer("max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    // Without a calendar: Monday to Friday from 8 to 17 where the installation is.
    let ticket = app.given().ticket_in(&max, &jana, Status::Resolved).await;
    assert_eq!(ticket.auto_close_at, Some("2019-01-30T16:00:00Z".parse().unwrap()));

    let calendar = app.given().calendar("Office").await;
    let closed = [Day { date: "2019-01-29".parse().unwrap(), name: "Inventur".to_owned() }];
    let change =
        |holidays: &[Day]| UpdateCalendar { holidays: Some(holidays.to_vec()), ..UpdateCalendar::default() };
    app.engine.update_calendar(&Actor::system(), calendar.id, change(&closed)).await.unwrap();
    let see = async || app.engine.ticket(&max.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(see().await.auto_close_at, Some("2019-01-31T16:00:00Z".parse().unwrap()));
    app.engine.update_calendar(&Actor::system(), calendar.id, change(&[])).await.unwrap();
    assert_eq!(see().await.auto_close_at, Some("2019-01-30T16:00:00Z".parse().unwrap()));

    app.clock.set("2019-01-30T15:59:59Z".parse().unwrap());
    app.engine.run_due().await.unwrap();
    assert_eq!(see().await.status, Status::Resolved);
    app.clock.set("2019-01-30T16:00:00Z".parse().unwrap());
    assert_eq!(app.engine.run_due().await.unwrap().closed, 1);
    assert_eq!(see().await.status, Status::Closed);
}

#[tokio::test]
async fn s69_business_days_follow_the_calendar_and_a_change_of_it_on_sqlite() {
    with_business_days(Backend::Sqlite).await;
}

#[tokio::test]
async fn s69_business_days_follow_the_calendar_and_a_change_of_it_on_postgres() {
    with_business_days(Backend::Postgres).await;
}
