//! Making an agreement.

use engine::{Actor, CalendarId, CreateAgreement, Error, Paging, Priority, Target};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(
    s67_an_admin_makes_an_agreement_and_the_audit_log_knows,
    what_contradicts_itself_names_its_field
);

fn target(priority: Priority, response: Option<i32>, restoration: Option<i32>) -> Target {
    Target { priority, response_minutes: response, restoration_minutes: restoration }
}

async fn s67_an_admin_makes_an_agreement_and_the_audit_log_knows(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let calendar = app.given().calendar("Office").await;
    let input = CreateAgreement {
        name: "Standard".to_owned(),
        calendar: calendar.id,
        targets: vec![
            target(Priority::Low, None, None),
            target(Priority::Normal, Some(240), Some(480)),
            target(Priority::Urgent, Some(60), None),
        ],
    };
    let agreement = app.engine.create_agreement(&admin.actor, input.clone()).await.unwrap();
    let priorities: Vec<_> = agreement.targets.iter().map(|target| target.priority).collect();
    assert_eq!(priorities, [Priority::Urgent, Priority::Normal]);
    assert_eq!(app.engine.agreements(&admin.actor).await.unwrap(), [agreement]);
    let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.unwrap();
    let changes: Vec<_> = log.items[0].1.changes.iter().map(|change| change.to.clone().unwrap()).collect();
    assert_eq!(changes, ["Standard", "Office", "URGENT 60/-, NORMAL 240/480"]);
    let jana = app.given().agent("jana@example.org").await;
    assert!(matches!(app.engine.create_agreement(&jana.actor, input).await, Err(Error::Forbidden { .. })));
}

async fn what_contradicts_itself_names_its_field(app: TestApp) {
    let calendar = app.given().calendar("Office").await;
    app.given().agreement(&calendar, 60, 480).await;
    let refused = async |name: &str, calendar: CalendarId, targets: &[Target]| {
        let input = CreateAgreement { name: name.to_owned(), calendar, targets: targets.to_vec() };
        let error = app.engine.create_agreement(&Actor::system(), input).await.unwrap_err();
        (error.field().unwrap(), error.reason())
    };
    let normal = target(Priority::Normal, Some(1), None);
    let absent = CalendarId(Uuid::nil());
    assert_eq!(refused("", calendar.id, &[]).await, ("name", "name-required"));
    assert_eq!(refused("60/480 on Office", calendar.id, &[]).await, ("name", "name-taken"));
    assert_eq!(refused("x", absent, &[]).await, ("calendar", "calendar-unknown"));
    assert_eq!(refused("x", calendar.id, &[normal, normal]).await, ("targets", "target-twice"));
    for minutes in [0, -5, i32::MAX, i32::MIN] {
        let wrong = target(Priority::High, None, Some(minutes));
        assert_eq!(refused("x", calendar.id, &[wrong]).await, ("targets", "target-out-of-range"));
    }
}
