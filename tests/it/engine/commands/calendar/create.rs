//! Making a calendar.

use engine::{
    Actor, CreateCalendar, Error, Paging,
    sla::{Day, Hours, Weekday},
};
use tests::{TestApp, on_each_database};

on_each_database!(
    s66_an_admin_makes_a_calendar_and_the_audit_log_knows,
    a_calendar_that_cannot_be_counted_with_names_its_field
);

fn input() -> CreateCalendar {
    let span =
        |from: &str, to: &str| Hours { weekday: Weekday::Monday, from: from.to_owned(), to: to.to_owned() };
    CreateCalendar {
        name: "  Mo–Fr,\tNordland ".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        hours: vec![span("13:00", "24:00"), span("08:00", "12:00")],
        holidays: vec![Day { date: "2019-12-24".parse().unwrap(), name: "Heiligabend".to_owned() }],
        holiday_region: Some("de-by".to_owned()),
    }
}

async fn s66_an_admin_makes_a_calendar_and_the_audit_log_knows(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let calendar = app.engine.create_calendar(&admin.actor, input()).await.unwrap();
    assert_eq!(calendar.name, "Mo–Fr, Nordland");
    assert_eq!(calendar.holiday_region.as_deref(), Some("DE-BY"));
    let begins: Vec<_> = calendar.hours.iter().map(|hours| hours.from.as_str()).collect();
    assert_eq!(begins, ["08:00", "13:00"]);
    assert_eq!(app.engine.calendars(&admin.actor).await.unwrap(), std::slice::from_ref(&calendar));
    let holidays = engine::holidays_of(&calendar, 2019..=2019).unwrap();
    assert_eq!(holidays.len(), 14, "the thirteen of Bavaria and the one of our own");

    let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.unwrap();
    let entry = &log.items[0].1;
    assert_eq!((entry.audited.kind(), entry.actor), ("CALENDAR_CREATED", Some(admin.user.id)));
    let fields: Vec<_> = entry.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["name", "timeZone", "hours", "holidays", "holidayRegion"]);

    let jana = app.given().agent("jana@example.org").await;
    assert!(matches!(app.engine.create_calendar(&jana.actor, input()).await, Err(Error::Forbidden { .. })));
    let maria = app.given().customer("maria@example.org").await;
    assert!(matches!(app.engine.calendars(&maria.actor).await, Err(Error::Forbidden { .. })));
    assert_eq!(app.engine.calendar(&maria.actor, calendar.id).await.unwrap(), None);
}

async fn a_calendar_that_cannot_be_counted_with_names_its_field(app: TestApp) {
    let refused = async |input: CreateCalendar| {
        let error = app.engine.create_calendar(&Actor::system(), input).await.unwrap_err();
        (error.field().unwrap(), error.reason())
    };
    app.engine.create_calendar(&Actor::system(), input()).await.unwrap();
    assert_eq!(refused(input()).await, ("name", "name-taken"));
    let other = || CreateCalendar { name: "Other".to_owned(), ..input() };
    assert_eq!(refused(CreateCalendar { name: " ".to_owned(), ..input() }).await, ("name", "name-required"));
    assert_eq!(refused(CreateCalendar { hours: vec![], ..other() }).await, ("hours", "hours-required"));
    let zone = CreateCalendar { time_zone: "Nowhere".to_owned(), ..other() };
    assert_eq!(refused(zone).await, ("timeZone", "time-zone-unknown"));
    let region = CreateCalendar { holiday_region: Some("XX".to_owned()), ..other() };
    assert_eq!(refused(region).await, ("holidayRegion", "region-unknown"));
}
