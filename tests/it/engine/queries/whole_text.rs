//! The whole text of a mail of which a comment shows a part: for those who see the comment, and gone with it.

use engine::{Actor, Code, Comment, IncomingMessage, Paging, Redact, Redaction, Ticket};
use tests::{TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    what_was_left_out_is_told_to_those_who_see_the_comment,
    the_whole_is_shown_as_html_where_the_mail_came_as_such,
    what_the_staff_quote_is_for_the_staff_alone,
    what_is_redacted_is_gone
);

const MARIA: &str = "maria@muster.example";
const WHOLE: &str = "Version 3.\n\n> Welche Version?\n\n-- \nMaria Muster";

async fn asked(app: &TestApp, id: &str, from: &str) -> (Ticket, Comment) {
    let message =
        IncomingMessage { whole: Some(WHOLE.to_owned()), ..mail(id, from, "Drucker", "Version 3.") };
    let number = receive(&app.engine, message).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.expect("it").expect("it");
    let page = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("a page");
    (ticket, page.items.into_iter().next_back().expect("a comment").1)
}

async fn what_was_left_out_is_told_to_those_who_see_the_comment(app: TestApp) {
    let maria = app.given().customer(MARIA).await;
    let jana = app.given().agent("jana@example.org").await;
    let eve = app.given().customer("eve@evil.example").await;
    let (_, comment) = asked(&app, "1@x", MARIA).await;
    assert!(comment.has_more && comment.text == "Version 3.");
    let told = async |actor: &Actor| app.engine.whole_text(actor, comment.id).await.expect("an answer");
    assert_eq!(told(&maria.actor).await.as_deref(), Some(WHOLE));
    assert_eq!(told(&jana.actor).await.as_deref(), Some(WHOLE));
    assert_eq!(told(&eve.actor).await, None);
    let answer = IncomingMessage {
        in_reply_to: vec!["1@x".to_owned()],
        whole: Some(format!("Noch etwas.\n\n{WHOLE}")),
        ..mail("2@x", MARIA, "Re: Drucker", "Noch etwas.")
    };
    let answered = receive(&app.engine, answer).await.comment.expect("a comment");
    let whole = app.engine.whole_text(&maria.actor, answered).await.expect("an answer");
    assert_eq!(whole, Some(format!("Noch etwas.\n\n{WHOLE}")));
    let plain = receive(&app.engine, mail("3@x", MARIA, "Anderes", "Alles.")).await.comment.expect("one");
    assert_eq!(app.engine.whole_text(&jana.actor, plain).await.expect("an answer"), None);
    let admin = app.given().admin("admin@example.org").await;
    let (_, blind) = app.given().token(&admin, &["admin"]).await;
    let refused = app.engine.whole_text(&blind, comment.id).await.expect_err("no scope");
    assert_eq!(refused.code(), Code::Forbidden);
}

async fn the_whole_is_shown_as_html_where_the_mail_came_as_such(app: TestApp) {
    let maria = app.given().customer(MARIA).await;
    let eve = app.given().customer("eve@evil.example").await;
    let (_, plain) = asked(&app, "1@x", MARIA).await;
    let told = async |actor: &Actor, id| app.engine.whole_html(actor, id).await.expect("an answer");
    assert_eq!(told(&maria.actor, plain.id).await, None, "it came as plain text");
    let html = "<p>Ja</p><table><tbody><tr><td>alt</td></tr></tbody></table>";
    let first = IncomingMessage {
        whole: Some("Ja\n\nalt".to_owned()),
        html: Some(format!("{html}<script>x</script>")),
        ..mail("2@x", MARIA, "Anderes", "Ja")
    };
    let first = receive(&app.engine, first).await.comment.expect("a comment");
    assert_eq!(told(&maria.actor, first).await.as_deref(), Some(html), "what is shown already");
    let answer = IncomingMessage {
        in_reply_to: vec!["2@x".to_owned()],
        whole: Some("Ja\n\nalt".to_owned()),
        html: Some(format!("{html}<script>x</script>\0")),
        answer_html: Some("<p>Ja</p>".to_owned()),
        ..mail("3@x", MARIA, "Re: Anderes", "Ja")
    };
    let answer = receive(&app.engine, answer).await.comment.expect("a comment");
    assert_eq!(told(&maria.actor, answer).await.as_deref(), Some(html));
    assert_eq!(told(&eve.actor, answer).await, None);
    let seen = app.engine.comments_by_id(&maria.actor, &[answer]).await.expect("an answer");
    assert_eq!(seen[&answer].html, "<p>Ja</p>");
}

async fn what_the_staff_quote_is_for_the_staff_alone(app: TestApp) {
    let maria = app.given().customer(MARIA).await;
    let jana = app.given().agent("jana@example.org").await;
    let message = IncomingMessage {
        to: vec![engine::Address { name: String::new(), address: MARIA.to_owned() }],
        whole: Some(WHOLE.to_owned()),
        ..mail("1@x", "jana@example.org", "Drucker", "Version 3.")
    };
    let comment = receive(&app.engine, message).await.comment.expect("a comment");
    let told = async |actor: &Actor| app.engine.whole_text(actor, comment).await.expect("an answer");
    let seen = app.engine.comments_by_id(&maria.actor, &[comment]).await.expect("an answer");
    assert_eq!(seen.len(), 1, "the customer sees the answer");
    assert_eq!(told(&maria.actor).await, None);
    assert_eq!(told(&jana.actor).await.as_deref(), Some(WHOLE));
    assert_eq!(app.engine.whole_html(&maria.actor, comment).await.expect("an answer"), None);
}

async fn what_is_redacted_is_gone(app: TestApp) {
    let maria = app.given().customer(MARIA).await;
    let jana = app.given().agent("jana@example.org").await;
    let (_, comment) = asked(&app, "1@x", MARIA).await;
    let redact = Redact { what: Redaction::Comment(comment.id), reason: "Kennwort".to_owned() };
    app.engine.redact(&jana.actor, redact).await.expect("redacted");
    for actor in [&maria.actor, &jana.actor, &Actor::system()] {
        assert_eq!(app.engine.whole_text(actor, comment.id).await.expect("an answer"), None);
    }
}
