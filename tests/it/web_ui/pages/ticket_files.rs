//! The files of a ticket: as one zip where there are several, what may be sent, and what is said of encrypted archives.

use axum::http::StatusCode;
use engine::{Actor, AddComment, Paging, Upload, Visibility};
use tests::{TestApp, given::Person};

use crate::{
    engine::content::archive::{AES_ZIP, LEGACY_ZIP, archive},
    web_ui::Visit,
};

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
            // S11: beside the field itself, which tells it to screen readers.
            let (_, field) = page.body.split_once("<input id=\"files\"").expect("a field for files");
            let (field, rest) = field.split_once('>').expect("its end");
            assert!(field.contains("aria-describedby=\"files-hint\""), "{path}: {field}");
            let hint = rest.split("id=\"files-hint\">").nth(1).and_then(|rest| rest.split("</p>").next());
            let hint = hint.expect("the hint below it");
            for words in
                ["je Datei, zusammen", "nur anonymisierte Testdaten", "nur telefonisch, nicht im Text"]
            {
                assert!(hint.contains(words), "{path}: {words} in {hint}");
            }
        }
    }
}

#[tokio::test]
async fn s08_encrypted_archives_of_a_form_are_kept_as_they_are_and_weak_ones_are_warned_of() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let (strong, weak) = (archive(AES_ZIP), archive(LEGACY_ZIP));
    let files: [(&str, &[u8]); 3] =
        [("stark.zip", &strong), ("schwach.zip", &weak), ("log.txt", b"Seite 1 von 1")];
    let fields = [("title", "Drucker druckt nicht"), ("text", "Anbei.")];
    let mut visit = Visit::of(&app, &anna);
    let sent = visit.fill_with_files("/tickets/new", &fields, &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());

    let ticket = app.engine.ticket(&anna.actor, 10_001).await.expect("an answer").expect("a ticket");
    let page = app.engine.comments(&anna.actor, ticket.id, &Paging::default()).await.expect("comments");
    let comment = page.items[0].1.id;
    let kept = app.engine.attachments_of(&Actor::system(), &[comment]).await.expect("files");
    let told: Vec<_> = kept[&comment]
        .iter()
        .map(|file| (file.filename.as_str(), file.encrypted, file.weak_encryption))
        .collect();
    assert_eq!(told, [("stark.zip", true, false), ("schwach.zip", true, true), ("log.txt", false, false)]);
    for (file, (name, bytes)) in kept[&comment].iter().zip(&files) {
        let content = app.engine.attachment_content(&anna.actor, file.id).await.expect("an answer");
        assert_eq!(content.expect("a file").1.as_ref(), *bytes, "{name}");
    }
    for person in [&anna, &jana] {
        let page = Visit::of(&app, person).get("/tickets/10001").await;
        assert_eq!(page.text().matches("· verschlüsselt").count(), 2, "{}", page.text());
        assert_eq!(page.text().matches("schwache Verschlüsselung").count(), 1, "{}", page.text());
    }
}

#[tokio::test]
async fn s08_the_staff_are_warned_of_weak_archives_among_many_files_too() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let weak = archive(LEGACY_ZIP);
    let names: Vec<_> = (1..=7).map(|place| format!("teil{place}.zip")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), weak.as_slice())).collect();
    app.given().comment_with(&anna, &ticket, "In Teilen.", &files).await;
    let page = Visit::of(&app, &jana).get(&format!("/tickets/{}", ticket.number)).await;
    let folded =
        page.body.split("class=\"files-more\"").nth(1).and_then(|rest| rest.split("</details>").next());
    let folded = folded.expect("the files that are folded");
    assert_eq!(folded.matches("schwache Verschlüsselung").count(), 4, "{folded}");
    assert_eq!(page.text().matches("schwache Verschlüsselung").count(), 7, "{}", page.text());
}
