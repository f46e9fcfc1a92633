//! What texts, links and tags of a ticket look like on its page, whatever was typed or pasted.

use axum::http::StatusCode;
use engine::Ticket;
use tests::TestApp;

use crate::web_ui::Visit;

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

#[tokio::test]
async fn a_long_text_is_shown_by_its_beginning_and_whole_on_request() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Protokoll").await;
    let log = (0..20_000).map(|line| format!("Zeile {line} <warn>\n")).collect::<String>();
    let comment = app.given().comment(&anna, &ticket, &log).await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("Zeile 0 <warn>") && !page.text().contains("Zeile 19999"), "{}", page.text().len());
    assert!(page.body.len() < 60 * 1024, "{}", page.body.len());
    let more = page.body.split_once("?whole=").and_then(|(_, rest)| rest.split_once('#'));
    let (id, _) = more.unwrap_or_else(|| panic!("no link to all of {:?}", comment.id));
    let whole = visit.get(&format!("{}?whole={id}", path(&ticket))).await;
    assert!(whole.says("Zeile 19999 <warn>"), "{}", whole.text().len());
}

#[tokio::test]
async fn a_link_that_took_along_what_stood_behind_it_leads_to_the_ticket() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    for tail in [".", "/", ")", "%3E", ",", "%20", ";", "%C2%A0", ").", "%E2%80%9D"] {
        let answer = visit.get(&format!("{}{tail}", path(&ticket))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{tail}");
        assert_eq!(answer.to, path(&ticket), "{tail}");
    }
    for other in ["abc", "/abc", "-", "%00", "."] {
        let path = if other == "." { "/tickets/.".to_owned() } else { format!("{}{other}", path(&ticket)) };
        assert_eq!(visit.get(&path).await.status, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test]
async fn a_comma_in_a_tag_survives_the_form() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let tagged = engine::UpdateTicket {
        number: ticket.number,
        tags: Some(vec!["a, b".into(), "VPN".into(), "Sto\u{308}rung".into(), "Störung".into()]),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, tagged).await.expect("tagged");
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get(&path(&ticket)).await;
    let (csrf, version) = (page.value("csrf"), page.value("version"));
    let tags = format!("{}, neu", page.value("tags_before").replace("&quot;", "\""));
    let fields = [("csrf", csrf.as_str()), ("version", version.as_str()), ("tags", tags.as_str())];
    let answer = visit.post(&format!("{}/update", path(&ticket)), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let after = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(after.tags, ["a, b", "neu", "störung", "vpn"]);
    let wanted = engine::TicketFilter { tag: Some("VPN".into()), ..engine::TicketFilter::default() };
    let (order, paging) = (engine::TicketOrder::default(), engine::Paging::default());
    let found = app.engine.tickets(&jana.actor, &wanted, order, &paging).await.expect("a page");
    assert_eq!(found.items.len(), 1, "whatever the case of the letters");
}
