//! The notification centre.

use std::time::Duration;

use axum::http::StatusCode;
use engine::{Actor, Notice, UpdateTicket};
use serde_json::{Value, json};
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

#[tokio::test]
async fn a_browser_is_told_of_what_is_new_since_it_asked_last() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(ole.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), input).await.expect("assigned");
    let mut visit = Visit::of(&app, &ole);
    let mut news = async |since: &str| -> Value {
        let page = visit.get(&format!("/desk/notices/new?since={since}")).await;
        serde_json::from_str(&page.body).expect("JSON")
    };
    let first = news("").await;
    assert_eq!(first["notices"], json!([]), "nobody is told of what happened before");
    let until = first["until"].as_str().expect("a moment").to_owned();
    assert_eq!(news(&until).await["notices"], json!([]));
    app.clock.advance(Duration::from_mins(1));
    app.given().comment(&maria, &ticket, "Er klemmt.").await;
    let second = news(&until).await;
    let told = &second["notices"][0];
    assert_eq!(told["text"], "Maria hat geantwortet");
    assert_eq!(told["ticket"], format!("#{} Drucker", ticket.number));
    assert!(
        told["href"].as_str().is_some_and(|href| href.starts_with(&format!("/tickets/{}#", ticket.number)))
    );
    let until = second["until"].as_str().expect("a moment");
    assert_eq!(news(until).await["notices"], json!([]), "nobody is told twice");
    let refused = Visit::of(&app, &maria).get("/desk/notices/new").await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_stands_among_the_notifications_is_chosen_in_the_profile() {
    let app = TestApp::start().await;
    let ole = app.given().agent("ole@example.org").await;
    let mut visit = Visit::of(&app, &ole);
    let form = visit.get("/profile").await;
    assert!(form.says("als Mitteilung"), "{}", form.text());
    let chosen = [("change", "notices"), ("notice", "ASSIGNED"), ("email", "ASSIGNED")];
    let before = [("email_before", "ASSIGNED"), ("page_before", "ASSIGNED")];
    let answer = visit.fill("/profile", &[chosen.as_slice(), &before].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let choices = app.engine.notices(&ole.actor).await.expect("choices");
    let assigned = choices.iter().find(|(notice, _)| *notice == Notice::Assigned).expect("it").1;
    assert_eq!((assigned.email, assigned.page), (true, false));
    let maria = app.given().customer("maria@example.org").await;
    assert!(!Visit::of(&app, &maria).get("/profile").await.says("als Mitteilung"), "customers have none");
}
