//! The notification centre.

use axum::http::StatusCode;
use engine::UpdateTicket;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn what_concerns_an_agent_stands_on_a_page_and_in_the_rail_until_it_is_read() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(ole.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, input).await.expect("assigned");
    app.given().internal_note(&jana, &ticket, "@Ole bitte ansehen").await;
    app.given().comment(&maria, &ticket, "Er klemmt.").await;
    let mut visit = Visit::of(&app, &ole);
    let page = visit.get("/desk/notices").await;
    for text in [
        "Ihnen wurde ein Ticket zugewiesen",
        "Jana hat Sie in einer internen Notiz erwähnt",
        "Maria hat geantwortet",
        "Mitteilungen 3",
        "Alle als gelesen markieren",
    ] {
        assert!(page.says(text), "{text} is missing in {}", page.text());
    }
    assert!(page.body.contains("href=\"/profile#notices\""));
    let id = page.body.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let read = visit.fill("/desk/notices", &[("id", id.expect("an id")), ("show", "unread")]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text());
    assert!(visit.get("/desk/notices").await.says("Mitteilungen 2"));
    let mentions = visit.get("/desk/notices?show=mentioned").await;
    assert!(mentions.says("erwähnt") && !mentions.says("hat geantwortet"), "{}", mentions.text());
    let all = visit.fill("/desk/notices", &[("all", "1"), ("show", "all")]).await;
    assert_eq!(all.status, StatusCode::SEE_OTHER);
    assert!(visit.get("/desk/notices").await.says("Keine Mitteilungen"));
    assert_eq!(Visit::of(&app, &maria).get("/desk/notices").await.status, StatusCode::NOT_FOUND);
}
