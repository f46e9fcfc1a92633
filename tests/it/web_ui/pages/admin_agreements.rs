//! Agreements and calendars on their page, the clocks on a ticket's page and at the desk.

use axum::http::StatusCode;
use engine::Actor;
use tests::TestApp;

use crate::web_ui::Visit;

const CALENDAR: [(&str, &str); 8] = [
    ("change", "calendar"),
    ("id", "new"),
    ("name", "Nordland"),
    ("time_zone", "Europe/Berlin"),
    ("MONDAY", "8-12, 13:00–17:00"),
    ("FRIDAY", "08:00–24:00"),
    ("region", "DE-BY"),
    ("holidays", "24.12.2019 Heiligabend\n2019-12-31 Silvester\n"),
];

#[tokio::test]
async fn s66_an_admin_makes_a_calendar_and_an_agreement_on_the_page() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get("/admin/agreements").await;
    assert!(page.says("Neuer Kalender") && page.says("Bayern"), "{}", page.text());

    let answer = visit.fill("/admin/agreements", &CALENDAR).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = visit.get(&answer.to).await;
    assert!(page.says("Gespeichert."), "{}", page.text());
    assert_eq!(page.value("MONDAY"), "08:00–12:00, 13:00–17:00");
    assert!(page.body.contains("2019-12-24 Heiligabend"), "{}", page.text());
    let calendar = app.engine.calendars(&Actor::system()).await.expect("calendars").remove(0);
    assert_eq!((calendar.hours.len(), calendar.holidays.len()), (3, 2));
    let id = page.value("id");

    let again = visit.fill("/admin/agreements?calendar=new", &CALENDAR).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Dieser Name ist bereits vergeben."), "{}", again.text());
    assert_eq!(again.value("FRIDAY"), "08:00–24:00", "what was typed is still there");
    let wrong = [("change", "calendar"), ("id", id.as_str()), ("name", "x"), ("time_zone", "Europe/Berlin")];
    let refused = visit.fill(&answer.to, &[&wrong[..], &[("MONDAY", "morgens")]].concat()).await;
    assert!(refused.says("Eine Uhrzeit ist ungültig."), "{}", refused.text());

    let calendar = page.value("id");
    let agreement = [
        ("change", "agreement"),
        ("id", "new"),
        ("name", "Premium"),
        ("calendar", calendar.as_str()),
        ("response_URGENT", "45 min"),
        ("restoration_URGENT", "1h 30m"),
        ("restoration_NORMAL", "8"),
    ];
    let answer = visit.fill("/admin/agreements?agreement=new", &agreement).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = visit.get(&answer.to).await;
    assert_eq!(
        (page.value("response_URGENT"), page.value("restoration_URGENT"), page.value("restoration_NORMAL")),
        ("45m".to_owned(), "1h 30m".to_owned(), "8m".to_owned())
    );
    let wrong = [("change", "agreement"), ("id", "new"), ("name", "y"), ("response_LOW", "bald")];
    let refused = visit.fill("/admin/agreements?agreement=new", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Eine Zeit ist ungültig."), "{}", refused.text());
    let page = Visit::of(&app, &ada).get("/admin/agreements?lang=en").await;
    assert!(page.says("Agreements and calendars"), "{}", page.text());
}

#[tokio::test]
async fn nobody_but_an_admin_finds_the_page() {
    let app = TestApp::start().await;
    for person in
        [app.given().customer("anna@example.com").await, app.given().agent("jana@example.org").await]
    {
        let mut visit = Visit::of(&app, &person);
        assert_eq!(visit.get("/admin/agreements").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn agreements_and_calendars_are_searched_and_paged_beside_the_form() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    for place in 0..51 {
        app.given().calendar(&format!("Werk {place:02}")).await;
    }
    app.given().calendar("Büro Süd").await;
    let mut visit = Visit::of(&app, &ada);
    let rows = |body: &str| {
        body.matches("<li><a href=\"/admin/agreements?calendar&#x3D;").count()
            + body.matches("<li><a href=\"/admin/agreements?calendar=").count()
    };
    // The last is the one that leads to a new one.
    let first = visit.get("/admin/agreements").await;
    assert_eq!(rows(&first.body), 51, "{}", first.body);
    assert!(first.body.contains("rel=\"next\""), "{}", first.body);
    let second = visit.get("/admin/agreements?page=2").await;
    assert_eq!(rows(&second.body), 3, "{}", second.body);
    let found = visit.get("/admin/agreements?q=buero").await;
    assert!(rows(&found.body) == 2 && found.body.contains("value=\"buero\""), "{}", found.body);
    assert!(found.says("Büro Süd") && !found.body.contains("<bdi>Werk 00</bdi>"), "{}", found.body);
}
