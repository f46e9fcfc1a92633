//! Importing holidays from an iCalendar file.

use engine::{Actor, Error};
use tests::{TestApp, on_each_database};

on_each_database!(s66_holidays_come_from_an_icalendar_file_and_stop_the_clocks);

async fn s66_holidays_come_from_an_icalendar_file_and_stop_the_clocks(app: TestApp) {
    let calendar = app.given().calendar("Office").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    let acme = app.given().organisation("Acme", false).await;
    app.given().agreed(&acme, &agreement).await;
    let max = app.given().member(&acme, "max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Printer").await;
    let due = async || app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap().due_at;
    assert_eq!(due().await, Some("2019-01-28T08:00:00Z".parse().unwrap()));

    let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20190128\nSUMMARY:Inventur\nEND:VEVENT\nEND:VCALENDAR";
    for _ in 0..2 {
        let calendar = app.engine.import_holidays(&Actor::system(), calendar.id, file).await.unwrap();
        let names: Vec<_> = calendar.holidays.iter().map(|day| day.name.as_str()).collect();
        assert_eq!(names, ["Inventur"]);
    }
    assert_eq!(due().await, Some("2019-01-29T08:00:00Z".parse().unwrap()));

    let refused = app.engine.import_holidays(&Actor::system(), calendar.id, "hello").await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("ics"), "ics-unreadable"));
    let refused = app.engine.import_holidays(&jana.actor, calendar.id, file).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
}
