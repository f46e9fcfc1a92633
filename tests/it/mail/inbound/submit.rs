//! Mails into a real engine: each once, none lost, whatever stands in it.

use engine::{Actor, Comment, Paging, Ticket, TicketFilter};
use mail::inbound::report::Became;
use mail::inbound::{Report, submit};
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tests::{MAILBOX, TestApp};

tests::on_each_database!(
    s01_s02_one_mail_is_one_ticket_however_often_it_is_delivered,
    two_mails_that_share_an_id_but_not_their_text_are_both_kept,
    an_answer_becomes_a_comment_without_the_quoted_mail,
    bytes_that_are_no_mail_become_a_ticket_with_the_bytes_attached,
    what_a_database_refuses_is_taken_out_before,
    a_database_that_fails_makes_no_mail_unreadable,
);

fn raw(id: &str, extra: &str, text: &str) -> Vec<u8> {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: {MAILBOX}\r\nSubject: Printer\r\nMessage-ID: <{id}@customer.example>\r\n\
         {extra}\r\n{text}\r\n"
    )
    .into_bytes()
}

async fn take(app: &TestApp, raw: &[u8]) -> Report {
    submit(&app.engine, raw.to_vec(), Some(MAILBOX)).await
}

async fn ticket(app: &TestApp, report: &Report) -> (Ticket, Vec<Comment>) {
    let number = report.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
    let paging = Paging { first: Some(50), ..Paging::default() };
    let page = app.engine.comments(&Actor::system(), ticket.id, &paging).await.expect("comments");
    (ticket, page.items.into_iter().map(|(_, comment)| comment).collect())
}

async fn s01_s02_one_mail_is_one_ticket_however_often_it_is_delivered(app: TestApp) {
    let first = take(&app, &raw("1", "", "It does not print.")).await;
    assert_eq!(first.outcome, Became::Created);
    let again = take(&app, &raw("1", "Received: by another way\r\n", "It does not print.")).await;
    assert_eq!((again.outcome, again.ticket), (Became::Duplicate, first.ticket));
    let (ticket, comments) = ticket(&app, &first).await;
    assert_eq!(ticket.title, "Printer");
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].text, "It does not print.");
    let all = app.engine.count_tickets(&Actor::system(), &TicketFilter::default()).await.expect("a count");
    assert_eq!(all, 1);
}

async fn two_mails_that_share_an_id_but_not_their_text_are_both_kept(app: TestApp) {
    let first = take(&app, &raw("scan", "", "Page one.")).await;
    let second = take(&app, &raw("scan", "", "Page two.")).await;
    assert_eq!((first.outcome, second.outcome), (Became::Created, Became::Created));
}

async fn an_answer_becomes_a_comment_without_the_quoted_mail(app: TestApp) {
    let first = take(&app, &raw("1", "", "It does not print.")).await;
    let answer = raw(
        "2",
        "In-Reply-To: <1@customer.example>\r\n",
        "Now it does.\r\n\r\nOn 2 Feb 2019, at 10:00, Kim wrote:\r\n> It does not",
    );
    let second = take(&app, &answer).await;
    assert_eq!((second.outcome, second.ticket), (Became::Commented, first.ticket));
    let (_, comments) = ticket(&app, &second).await;
    assert_eq!(comments[1].text, "Now it does.");
    assert_eq!(second.comment.as_deref(), Some(comments[1].id.to_string().as_str()));
}

async fn bytes_that_are_no_mail_become_a_ticket_with_the_bytes_attached(app: TestApp) {
    let bytes = b"\x00\xff this is no mail";
    let report = take(&app, bytes).await;
    assert_eq!(report.outcome, Became::Created, "{report:?}");
    assert_eq!(report.attachments[0].filename, "message.eml");
    let (_, comments) = ticket(&app, &report).await;
    let files = app.engine.attachments_of(&Actor::system(), &[comments[0].id]).await.expect("files");
    let file = &files[&comments[0].id][0];
    let content = app.engine.attachment_content(&Actor::system(), file.id).await.expect("an answer");
    assert_eq!(content.expect("a file").1.as_ref(), bytes);
}

async fn what_a_database_refuses_is_taken_out_before(app: TestApp) {
    let hostile = b"From: =?utf-8?q?K=00m?= <kim@customer.example>\nTo: tickets@example.org\nSubject: a\0b =?utf-8?q?=00=ED=A0=80?=\n\
        Message-ID: <\0\xff@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nte\0xt\xff\n--b\n\
        Content-Type: te\0xt/x; name=\"a\0\xff.txt\"\nContent-Disposition: attachment\n\nx\0y\n--b--\n";
    let report = take(&app, hostile).await;
    assert_eq!(report.outcome, Became::Created, "{report:?}");
}

/// Every write fails while reading works: the mail is not to blame.
async fn a_database_that_fails_makes_no_mail_unreadable(app: TestApp) {
    let mail = raw("1", "", "It does not print.");
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection.execute_unprepared("ALTER TABLE letter RENAME TO letter_away").await.expect("renamed");
    for _ in 0..3 {
        let report = take(&app, &mail).await;
        assert_eq!(report.outcome, Became::Failed, "{report:?}");
        assert!(report.reason.is_some_and(|reason| reason.contains("letter")), "the operator is told why");
    }
    connection.execute_unprepared("ALTER TABLE letter_away RENAME TO letter").await.expect("renamed back");
    let report = take(&app, &mail).await;
    assert_eq!((report.outcome, report.attachments.len()), (Became::Created, 0), "{report:?}");
    assert_eq!(ticket(&app, &report).await.1[0].text, "It does not print.");
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn a_mail_that_the_database_cannot_take_is_to_be_tried_again() {
    let app = TestApp::start().await;
    app.engine.close().await;
    let report = take(&app, &raw("1", "", "It does not print.")).await;
    assert_eq!(report.outcome, Became::Failed);
    assert!(!report.is_stored());
    assert_eq!(report.subject.as_deref(), Some("Printer"), "what was read is told all the same");
    assert!(report.reason.is_some());
}

#[tokio::test]
async fn the_report_has_the_documented_keys() {
    let app = TestApp::start().await;
    let report =
        serde_json::to_value(take(&app, &raw("1", "In-Reply-To: <0@x>\r\n", "Text")).await).expect("JSON");
    let Value::Object(keys) = &report else { panic!("an object") };
    assert_eq!(
        keys.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
        [
            "attachments",
            "automatic",
            "comment",
            "from",
            "html",
            "inReplyTo",
            "messageId",
            "outcome",
            "reason",
            "references",
            "subject",
            "text",
            "ticket",
            "to"
        ]
        .into()
    );
    assert_eq!(report["outcome"], "created");
    assert_eq!(report["ticket"], 10_001);
    assert_eq!(report["inReplyTo"], "0@x");
    assert_eq!(report["from"], json!({"name": "Kim", "address": "kim@customer.example"}));
    assert_eq!(report["to"], json!([MAILBOX]));
    assert_eq!(report["html"], false);
    assert_eq!(report["reason"], Value::Null);
    let nothing = serde_json::to_value(Report::failed("no such file".to_owned())).expect("JSON");
    assert_eq!(nothing["outcome"], "failed");
    assert_eq!(nothing["from"], Value::Null);
    assert_eq!(nothing["subject"], Value::Null);
}
