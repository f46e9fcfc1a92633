//! All files of a ticket as one zip, linked where there are several.

use engine::{AddComment, Upload, Visibility};
use tests::{TestApp, given::Person};

use crate::web_ui::Visit;

async fn attach(app: &TestApp, by: &Person, number: i64, visibility: Visibility, filename: &str) {
    let file = Upload { filename: filename.into(), content_type: None, bytes: b"x".to_vec().into() };
    let comment = AddComment { number, attachments: vec![file], visibility, ..AddComment::default() };
    app.engine.add_comment(&by.actor, comment).await.expect("a comment");
}

#[tokio::test]
async fn several_files_are_linked_as_one_zip_with_the_number_that_the_reader_may_see() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let zip = format!("/attachments/tickets/{}.zip", ticket.number);
    let (mut customer, mut desk) = (Visit::of(&app, &anna), Visit::of(&app, &jana));

    attach(&app, &anna, ticket.number, Visibility::Public, "a.txt").await;
    for visit in [&mut customer, &mut desk] {
        assert!(!visit.get(&path).await.body.contains(&zip), "one file needs no zip");
    }
    attach(&app, &jana, ticket.number, Visibility::Internal, "b.txt").await;
    assert!(!customer.get(&path).await.body.contains(&zip), "a customer sees one of the two");
    let page = desk.get(&path).await;
    assert!(page.body.contains(&zip) && page.says("Alle 2 Dateien als ZIP"), "{}", page.text());
    attach(&app, &anna, ticket.number, Visibility::Public, "c.txt").await;
    let page = customer.get(&path).await;
    assert!(page.body.contains(&zip) && page.says("Alle 2 Dateien als ZIP"), "{}", page.text());
    assert!(desk.get(&path).await.says("Alle 3 Dateien als ZIP"));
}

#[tokio::test]
async fn s11_s35_whoever_may_send_files_reads_how_large_they_may_be_and_what_they_must_not_hold() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for person in [&anna, &jana] {
        let mut visit = Visit::of(&app, person);
        for path in ["/tickets/new".to_owned(), format!("/tickets/{}", ticket.number)] {
            let page = visit.get(&path).await;
            for words in
                ["je Datei, zusammen", "nur anonymisierte Testdaten", "nur telefonisch, nicht im Text"]
            {
                assert!(page.says(words), "{path}: {words} in {}", page.text());
            }
        }
    }
}
