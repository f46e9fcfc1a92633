//! Where the link in the head of an email leads, for people and for mail programs.

use axum::http::StatusCode;
use engine::{Actor, Notice, UpdateTicket};
use tests::{Person, TestApp};

use crate::web_ui::Visit;

/// The link of the email that tells this agent that a ticket is theirs.
async fn link(app: &TestApp, agent: &Person) -> String {
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let input = UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(agent.user.id)),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&Actor::system(), input).await.expect("assigned");
    let letters = app.letters().await;
    let mut urls = letters.into_iter().filter_map(|letter| letter.unsubscribe);
    let url = urls.find(|url| url.contains("/ASSIGNED-")).expect("a link");
    url.split_once(".org").expect("a path").1.to_owned()
}

async fn is_told(app: &TestApp, agent: &Person) -> bool {
    let choices = app.engine.notices(&agent.actor).await.expect("choices");
    choices.iter().any(|(notice, choice)| *notice == Notice::Assigned && choice.email)
}

#[tokio::test]
async fn the_page_asks_and_a_scanner_switches_nothing_off() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let link = link(&app, &jana).await;
    for query in ["", "?done=off", "?do=off", "?List-Unsubscribe=One-Click"] {
        let page = Visit::new(&app).get(&format!("{link}{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says("Möchten Sie dazu keine E-Mails mehr bekommen?"), "{}", page.text());
        assert!(page.says("Ein Ticket wird mir zugewiesen"), "{}", page.text());
    }
    assert!(is_told(&app, &jana).await);
    let mut visit = Visit::new(&app);
    let sent = visit.fill(&link, &[("do", "off")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(!is_told(&app, &jana).await);
    let done = visit.get(&sent.to).await;
    assert!(done.says("Abbestellt. Dazu bekommen Sie keine E-Mails mehr:"), "{}", done.text());
    let sent = visit.fill(&link, &[("do", "on")]).await;
    assert!(is_told(&app, &jana).await);
    assert!(visit.get(&sent.to).await.says("Sie bekommen dazu wieder E-Mails."));
    let english = Visit::new(&app).english().get(&link).await;
    assert!(english.says("Stop getting emails about this?"), "{}", english.text());
}

#[tokio::test]
async fn a_mail_program_switches_off_with_one_request_and_is_not_sent_elsewhere() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let link = link(&app, &jana).await;
    let one_click = [("List-Unsubscribe", "One-Click")];
    for _ in 0..2 {
        let answer = Visit::new(&app).post(&link, &one_click).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(!is_told(&app, &jana).await);
    }
    Visit::new(&app).post(&link, &[("do", "on")]).await;
    assert!(is_told(&app, &jana).await);
    let answer = Visit::new(&app).upload(&link, &one_click, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(!is_told(&app, &jana).await);
}

#[tokio::test]
async fn what_is_no_link_and_no_form_of_ours_is_refused() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let link = link(&app, &jana).await;
    for form in [&[][..], &[("do", "x")], &[("List-Unsubscribe", "x")], &[("x", "One-Click")]] {
        let refused = Visit::new(&app).post(&link, form).await;
        assert!(refused.status.is_client_error(), "{form:?}: {}", refused.status);
    }
    assert!(is_told(&app, &jana).await);
    for wrong in ["/unsubscribe/x".to_owned(), format!("{link}0"), "/unsubscribe/%22%3Cb%3E-1-1".to_owned()] {
        let mut visit = Visit::new(&app);
        for page in [visit.get(&wrong).await, visit.post(&wrong, &[("do", "off")]).await] {
            assert_eq!(page.status, StatusCode::GONE, "{wrong}");
            assert!(page.says("Dieser Link ist ungültig."), "{}", page.text());
        }
    }
    assert!(is_told(&app, &jana).await);
}
