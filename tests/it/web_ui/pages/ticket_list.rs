//! My tickets, and those of my organisation.

use std::time::Duration;

use axum::http::StatusCode;
use engine::{Status, UpdateOrganisation};
use tests::{TestApp, given::PASSWORD};

use crate::web_ui::Visit;

#[tokio::test]
async fn s22_an_empty_list_offers_to_create_a_ticket() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/tickets").await;
    assert!(page.says("Noch keine Tickets"), "{}", page.text());
    assert!(page.body.contains("href=\"/tickets/new\">Ticket erstellen</a>"), "{}", page.body);
    app.given().ticket(&anna, "Drucker").await;
    let page = visit.get("/tickets").await;
    assert!(page.says("Drucker") && !page.says("Noch keine Tickets"), "{}", page.text());
}

#[tokio::test]
async fn s23_s25_s27_my_tickets_are_counted_and_the_newest_stands_above() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let bert = app.given().customer("bert@example.com").await;
    app.given().ticket(&anna, "Erstes").await;
    app.given().ticket(&anna, "Zweites").await;
    app.given().ticket(&bert, "Fremdes").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/tickets").await;
    let text = page.text();
    // S25: exactly these four columns; each is a link that sorts, which the keyboard reaches as well.
    assert!(text.contains("# Titel Status Erstellt am"), "{text}");
    let heads: Vec<_> = page.body.split("<th ").skip(1).collect();
    assert_eq!(heads.len(), 4);
    for head in heads {
        let head = head.split("</th>").next().expect("an end");
        assert!(head.contains("<a href=\"/tickets?") && head.contains("sort"), "{head}");
    }
    assert!(page.body.contains("aria-sort=\"descending\""), "the order is told to screen readers");
    // S27: the newest stands above, here with the same time.
    assert!(text.find("Zweites") < text.find("Erstes"), "{text}");
    // S23: the first tab counts one's own tickets and shows no other.
    assert!(text.contains("Meine Tickets 2"), "{text}");
    assert!(!text.contains("Fremdes"), "{text}");
    assert!(!text.contains("Meine Organisations Tickets"), "nobody shares: {text}");
    let tabs = page.body.split("<nav class=\"tabs\"").nth(1).and_then(|rest| rest.split("</nav>").next());
    let tabs = tabs.expect("S23: the first tab is there though it is the only one");
    assert!(tabs.contains("Meine Tickets<span class=\"count\">2</span>"), "{tabs}");
    assert_eq!(tabs.matches("<a ").count(), 1, "{tabs}");
    let english = visit.get("/tickets?lang=en").await;
    assert!(english.says("# Title Status Created"), "S25: {}", english.text());
}

#[tokio::test]
async fn s26_the_list_tells_recent_times_in_two_units_and_older_ones_as_dates() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Drucker").await;
    for (passes, shown) in [
        (Duration::from_hours(3 * 24 + 5), "vor 3 Tagen 5 Stunden"),
        (Duration::from_hours(24 + 20), "vor 5 Tagen 1 Stunde"),
        (Duration::from_hours(3 * 24), "25.01.2019"),
    ] {
        app.clock.advance(passes);
        let mut visit = Visit::new(&app);
        visit.set("schalter_session", &app.given().log_in("anna@example.com", PASSWORD).await.0);
        let page = visit.get("/tickets").await;
        let (_, time) = page.body.split_once("<time datetime=\"2019-01-25T16:00:00").expect("a time");
        let time = time.split("</time>").next().expect("an end");
        assert!(time.ends_with(&format!(" title=\"25.01.2019, 17:00\">{shown}")), "{shown}: {time}");
    }
}

#[tokio::test]
async fn s24_s55_s56_the_organisation_tab_is_there_while_it_shares_and_shows_who_asked() {
    let app = TestApp::start().await;
    let org = app.given().organisation("Musterstadt AG", true).await;
    let anna = app.given().member(&org, "anna@example.com").await;
    let bert = app.given().member(&org, "bert@example.com").await;
    app.given().ticket(&anna, "Von Anna").await;
    app.given().ticket(&bert, "Von Bert").await;
    let other = app.given().organisation("Beispiel GmbH", true).await;
    let cleo = app.given().member(&other, "cleo@example.net").await;
    app.given().ticket(&cleo, "Von Cleo").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/tickets").await;
    assert!(page.says("Meine Organisations Tickets 2"), "S24: {}", page.text());
    let shared = visit.get("/tickets?tab=organisation").await;
    assert!(shared.says("Von Bert"), "S55: {}", shared.text());
    assert!(shared.says("Angefragt von"), "S56: {}", shared.text());
    // S24: the list holds as many as the tab says, and no ticket from elsewhere.
    assert!(shared.says("Von Anna") && !shared.says("Von Cleo"), "{}", shared.text());
    assert_eq!(shared.body.matches("<tr data-row=").count(), 2, "{}", shared.body);

    let change = UpdateOrganisation { shares_tickets: Some(false), ..UpdateOrganisation::default() };
    app.engine.update_organisation(&engine::Actor::system(), org.id, change).await.expect("changed");
    let page = visit.get("/tickets?tab=organisation").await;
    assert!(!page.says("Meine Organisations Tickets"), "S24: {}", page.text());
    assert!(!page.says("Von Bert"), "S55: {}", page.text());
}

#[tokio::test]
async fn s61_the_list_shows_what_waits_for_me() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let asked = app.given().ticket(&anna, "Gefragt").await;
    app.given().ticket(&anna, "Ungefragt").await;
    app.given().set(&jana, &asked, Status::Pending).await;
    let page = Visit::of(&app, &anna).get("/tickets?show=waiting").await;
    assert!(page.says("Wartet auf mich") && page.says("Gefragt"), "{}", page.text());
    assert!(!page.says("Ungefragt"), "{}", page.text());
}

#[tokio::test]
async fn s25_pages_of_a_long_list_lead_on_and_back_in_every_order() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    for count in 1..=30 {
        app.given().ticket(&anna, &format!("Nummer {count:02}")).await;
    }
    let mut visit = Visit::of(&app, &anna);
    let first = visit.get("/tickets").await;
    assert!(first.says("Nummer 30") && first.says("Nummer 06") && !first.says("Nummer 05"));
    let next = link(&first.body, "next");
    let second = visit.get(&next).await;
    assert!(second.says("Nummer 05") && second.says("Nummer 01") && !second.says("Nummer 06"));
    let back = visit.get(&link(&second.body, "prev")).await;
    assert!(back.says("Nummer 30") && !back.says("Nummer 05"), "{}", back.text());
    let by_title = visit.get("/tickets?sort=title").await;
    assert!(by_title.says("Nummer 01") && !by_title.says("Nummer 30"));
    assert!(by_title.body.contains("aria-sort=\"ascending\""), "S25: every column sorts");
    assert_eq!(visit.get("/tickets?sort=-status").await.status, StatusCode::OK);
    let sorted = visit.get("/tickets?sort=number").await;
    assert!(sorted.says("Nummer 01") && !sorted.says("Nummer 30"));
}

#[tokio::test]
async fn a_cursor_that_is_none_is_no_crash() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let answer = Visit::of(&app, &anna).get("/tickets?after=nonsense&sort=zzz").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text());
}

fn link(body: &str, rel: &str) -> String {
    let start = body.find(&format!("rel=\"{rel}\"")).unwrap_or_else(|| panic!("no link {rel}"));
    let href = body[start..].split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    href.replace("&amp;", "&").replace("&#x3D;", "=")
}
