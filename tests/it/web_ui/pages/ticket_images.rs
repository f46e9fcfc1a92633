//! Emails on the ticket's page: pictures elsewhere are loaded by a click, the whole message looks as it was, and what an invitation or a
//! signature says is told.

use axum::http::{StatusCode, header};
use engine::{Actor, Comment, IncomingMessage, Paging};
use tests::{MAILBOX, TestApp, given::Person};

use crate::{
    engine::commands::mail::{mail, receive},
    web_ui::{Shown, Visit},
};

const MARIA: &str = "maria@muster.example";
const PICTURE: &str = "https://pics.example.org/logo.png";

async fn arrived(app: &TestApp, message: IncomingMessage) -> (i64, Comment) {
    let number = receive(&app.engine, message).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.expect("it").expect("it");
    let page = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("a page");
    (number, page.items.into_iter().next_back().expect("a comment").1)
}

fn with_picture(id: &str) -> IncomingMessage {
    IncomingMessage {
        html: Some(format!("<p>Der <b>Drucker</b></p><img src=\"{PICTURE}\" alt=\"Logo\">")),
        ..mail(id, MARIA, "Drucker", "Der Drucker")
    }
}

fn policy(page: &Shown) -> &str {
    page.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text")
}

/// Where the pictures are loaded.
fn link(page: &Shown) -> String {
    let at = page.body.find("/comments/").unwrap_or_else(|| panic!("no link in\n{}", page.body));
    page.body[at..].split('"').next().expect("an end").replace("&#x3D;", "=")
}

async fn sees_them_by_a_click(app: &TestApp, person: &Person, number: i64) {
    let mut visit = Visit::of(app, person);
    let page = visit.get(&format!("/tickets/{number}")).await;
    assert!(page.says("Bilder aus dem Internet sind ausgeblendet. Bilder laden"), "{}", page.text());
    assert!(!page.body.contains("pics.example.org"), "{}", page.body);
    assert!(policy(&page).contains("img-src 'self';"), "{}", policy(&page));
    let shown = visit.get(&link(&page)).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        shown.body.contains(&format!("src=\"{PICTURE}\" referrerpolicy=\"no-referrer\"")),
        "{}",
        shown.body
    );
    assert!(policy(&shown).contains("img-src 'self' https:;"), "{}", policy(&shown));
    assert!(
        policy(&shown).starts_with("default-src 'none';") && policy(&shown).contains("form-action 'none'")
    );
    assert!(!policy(&shown).contains("script-src") && !shown.body.contains("<script"), "{}", shown.body);
    assert_eq!(shown.headers[header::REFERRER_POLICY], "no-referrer");
    assert!(shown.body.contains(&format!("href=\"/tickets/{number}#comment-")), "{}", shown.body);
}

#[tokio::test]
async fn pictures_elsewhere_are_loaded_by_a_click_on_a_page_of_their_own_alone() {
    let app = TestApp::start().await;
    let maria = app.given().customer(MARIA).await;
    let jana = app.given().agent("jana@example.org").await;
    let (number, _) = arrived(&app, with_picture("1@x")).await;
    sees_them_by_a_click(&app, &jana, number).await;
    sees_them_by_a_click(&app, &maria, number).await;
    let page = Visit::of(&app, &jana).get(&format!("/tickets/{number}?lang=en")).await;
    assert!(page.says("Remote images are hidden. Load images"), "{}", page.text());
}

#[tokio::test]
async fn a_stranger_sees_no_pictures_and_an_error_allows_none() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let eve = app.given().customer("eve@evil.example").await;
    let (number, _) = arrived(&app, with_picture("1@x")).await;
    let link = link(&Visit::of(&app, &jana).get(&format!("/tickets/{number}")).await);
    let refused = Visit::of(&app, &eve).get(&link).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(!refused.body.contains("pics.example.org") && !policy(&refused).contains("https:"));
    let nobody = Visit::new(&app).get(&link).await;
    assert_ne!(nobody.status, StatusCode::OK);
    assert!(!policy(&nobody).contains("https:"), "{}", policy(&nobody));
}

#[tokio::test]
async fn the_whole_message_is_shown_as_it_was_with_its_tables_and_pictures() {
    let app = TestApp::start().await;
    let maria = app.given().customer(MARIA).await;
    let (number, _) = arrived(&app, mail("1@x", MARIA, "Drucker", "Der Drucker")).await;
    let quoted = format!("<table><tbody><tr><td>alt</td></tr></tbody></table><img src=\"{PICTURE}\">");
    let answer = IncomingMessage {
        in_reply_to: vec!["1@x".to_owned()],
        whole: Some("Danke\n\nalt".to_owned()),
        html: Some(format!("<p><b>Danke</b></p><script>alert(1)</script>{quoted}")),
        answer_html: Some("<p><b>Danke</b></p>".to_owned()),
        ..mail("2@x", MARIA, "Re: Drucker", "Danke")
    };
    arrived(&app, answer).await;
    let mut visit = Visit::of(&app, &maria);
    let page = visit.get(&format!("/tickets/{number}")).await;
    assert!(page.body.contains("<b>Danke</b>") && !page.body.contains("<td>alt</td>"), "{}", page.body);
    assert!(!page.says("Bilder laden"), "what is shown has none: {}", page.text());
    let (_, rest) = page.body.split_once("?whole=").expect("a link to all of it");
    let id = rest.split(['"', '#', '&']).next().expect("an id");
    let whole = visit.get(&format!("/tickets/{number}?whole={id}")).await;
    assert!(whole.body.contains("<td>alt</td>") && !whole.body.contains("alert(1)"), "{}", whole.body);
    assert!(!whole.body.contains("pics.example.org") && whole.says("Bilder laden"), "{}", whole.body);
    assert!(whole.body.contains("class=\"no-picture\""), "where pictures stood is seen: {}", whole.body);
    let shown = visit.get(&link(&whole)).await;
    assert!(shown.body.contains("<td>alt</td>") && shown.body.contains(PICTURE), "{}", shown.body);
}

#[tokio::test]
async fn an_invitation_is_a_card_on_the_page() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let event = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Abnahme\r\nDTSTART:20261201T100000Z\r\nLOCATION:Raum 5\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let head = format!("From: {MARIA}\r\nTo: {MAILBOX}\r\nSubject: Termin\r\n");
    let raw = format!("{head}Content-Type: text/calendar; method=REQUEST\r\n\r\n{event}");
    mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await;
    let page = Visit::of(&app, &jana).get("/tickets/10001").await;
    assert!(page.body.contains("<dl class=\"event\"><dt>"), "{}", page.body);
    assert!(page.body.contains("<dd><p>Raum 5</p></dd></dl>"), "{}", page.body);
}

#[tokio::test]
async fn the_staff_see_what_a_signature_says_and_customers_do_not() {
    let app = TestApp::start().await;
    let maria = app.given().customer(MARIA).await;
    let jana = app.given().agent("jana@example.org").await;
    let signed = include_str!("../../mail/inbound/smime/maria-opaque.txt");
    let raw = |from: &str| {
        format!(
            "From: {from}\r\nTo: {MAILBOX}\r\nSubject: Drucker\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{signed}"
        )
    };
    for from in [MARIA, "eve@evil.example"] {
        mail::inbound::submit(&app.engine, raw(from).into_bytes(), Some(MAILBOX)).await;
    }
    let mut desk = Visit::of(&app, &jana);
    let page = desk.get("/tickets/10001").await;
    assert!(page.body.contains("<b>Drucker</b>"), "the mail inside is read: {}", page.body);
    assert!(
        page.says("signiert, Zertifikat nicht bestätigt") && page.body.contains("Maria Muster"),
        "{}",
        page.text()
    );
    let page = desk.get("/tickets/10002").await;
    assert!(page.says("von jemand anderem signiert"), "{}", page.text());
    assert!(page.says("nicht die Adresse des Absenders. Das Zertifikat nennt: Maria"), "{}", page.text());
    let page = Visit::of(&app, &maria).get("/tickets/10001").await;
    assert!(page.body.contains("<b>Drucker</b>") && !page.says("signiert"), "{}", page.text());
}
