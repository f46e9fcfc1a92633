//! What a customer says of a ticket that is done: by the links of a letter, and on its page.

use axum::http::StatusCode;
use engine::{LetterKind, Paging, Rating, Status};
use tests::TestApp;

use crate::web_ui::Visit;

async fn link(app: &TestApp, kind: LetterKind) -> String {
    let letters = app.letters().await;
    let letter = letters.iter().rev().find(|letter| letter.kind == kind).expect("a letter");
    let url = letter.ask.as_ref().expect("it asks").url.clone();
    url.split_once(".org").expect("a path").1.to_owned()
}

#[tokio::test]
async fn a_click_in_the_letter_is_confirmed_on_a_page_and_a_scanner_does_not_vote() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let link = link(&app, LetterKind::Resolved).await;
    for say in ["", "?say=good", "?say=bad", "?say=solved", "?say=open", "?say=%3Cscript%3E"] {
        let page = Visit::new(&app).get(&format!("{link}{say}")).await;
        assert_eq!(page.status, StatusCode::OK, "{say}");
        assert!(page.says(&format!("#{}", ticket.number)), "{}", page.text());
    }
    let seen = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(seen.version, ticket.version, "looking changes nothing");
    assert!(app.engine.ratings(&jana.actor, &[ticket.id]).await.expect("ratings").is_empty());

    let mut visit = Visit::new(&app);
    let page = visit.get(&format!("{link}?say=bad")).await;
    assert!(page.body.contains("value=\"BAD\" required checked"), "the click is preselected");
    let sent = visit.fill(&link, &[("do", "rate"), ("rating", "BAD"), ("comment", "Zu langsam")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let thanks = visit.get(&sent.to).await;
    assert!(thanks.says("Danke für Ihre Bewertung!") && thanks.says("Zu langsam"), "{}", thanks.text());
    let ratings = app.engine.ratings(&jana.actor, &[ticket.id]).await.expect("ratings");
    assert_eq!(ratings.get(&ticket.id).map(|rating| rating.rating), Some(Rating::Bad));
    let staff = Visit::of(&app, &jana).get(&format!("/tickets/{}", ticket.number)).await;
    assert!(staff.says("Bewertung: schlecht") && staff.says("Zu langsam"), "{}", staff.text());
}

#[tokio::test]
async fn solved_closes_the_ticket_and_not_yet_reopens_it() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let link = link(&app, LetterKind::Resolved).await;
    let status =
        async || app.engine.ticket(&jana.actor, ticket.number).await.expect("it").expect("it").status;
    let mut visit = Visit::new(&app);
    assert!(visit.get(&format!("{link}?say=solved")).await.says("Ja, gelöst"));
    let done = visit.fill(&link, &[("do", "solved")]).await;
    assert_eq!((done.status, status().await), (StatusCode::SEE_OTHER, Status::Closed), "{}", done.text());
    let thanks = visit.get(&done.to).await;
    assert!(
        thanks.says("Danke! Das Ticket ist geschlossen.") && thanks.says("Wie zufrieden"),
        "{}",
        thanks.text()
    );
    assert!(visit.get(&format!("{link}?say=open")).await.says("Was ist noch offen?"));
    let done = visit.fill(&link, &[("do", "open"), ("text", ""), ("key", "k1")]).await;
    assert_eq!((done.status, status().await), (StatusCode::SEE_OTHER, Status::Open), "{}", done.text());
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.expect("comments");
    let said = comments.items.last().map(|(_, comment)| comment.text.clone());
    assert_eq!(said.as_deref(), Some("Das Anliegen ist noch nicht gelöst."));
    assert!(visit.get(&done.to).await.says("Das Ticket ist wieder offen, wir kümmern uns darum."));
    let open = visit.get(&format!("{link}?say=good")).await;
    assert!(open.says("Dieses Ticket ist wieder offen."), "{}", open.text());
    let gone = visit.get("/answer/10001-1-abc").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.says("Dieser Link ist abgelaufen"), "{}", gone.text());
}

#[tokio::test]
async fn a_form_from_elsewhere_does_not_vote() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let link = link(&app, LetterKind::Resolved).await;
    let mut visit = Visit::new(&app);
    visit.get(&link).await;
    let refused = visit.post(&link, &[("do", "solved"), ("csrf", "x")]).await;
    assert_ne!(refused.status, StatusCode::SEE_OTHER);
    let seen = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(seen.status, Status::Resolved);
}

#[tokio::test]
async fn a_closed_ticket_offers_the_rating_on_its_page_to_its_customer_alone() {
    let app = TestApp::start().await;
    let acme = app.given().organisation("Acme", true).await;
    let maria = app.given().member(&acme, "maria@acme.example").await;
    let cleo = app.given().member(&acme, "cleo@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Closed).await;
    let address = format!("/tickets/{}", ticket.number);
    assert!(!Visit::of(&app, &cleo).get(&address).await.says("Wie zufrieden"));
    let mut visit = Visit::of(&app, &maria);
    let page = visit.get(&address).await;
    assert!(page.says("Wie zufrieden sind Sie mit der Bearbeitung?"));
    let csrf = page.value("csrf");
    let rate = format!("{address}/rate");
    let sent = visit.post(&rate, &[("csrf", csrf.as_str()), ("rating", "GOOD"), ("comment", "Danke!")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = visit.get(&address).await;
    assert!(page.says("Bewertung ändern") && page.says("Danke!"), "{}", page.text());
    assert!(!page.says("Bewertung: gut"), "the history line is for the staff");
    let history = Visit::of(&app, &jana).get(&address).await;
    assert!(history.says("Bewertung: gut"), "{}", history.text());
}
