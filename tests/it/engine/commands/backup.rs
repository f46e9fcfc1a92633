//! A backup of a running system opens as a system.

use engine::{
    Actor, Code, Engine, TicketFilter, Upload,
    blobs::{Blobs, Kind},
};
use tests::{Backend, TestApp};

#[tokio::test]
async fn a_backup_opens_with_every_ticket_and_every_file() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let file = Upload { filename: "log.txt".to_owned(), content_type: None, bytes: "Zeile".into() };
    let input = engine::CreateTicket {
        title: "Drucker".to_owned(),
        text: "klemmt".to_owned(),
        attachments: vec![file],
        ..engine::CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&maria.actor, input).await.unwrap();
    let place = app.directory().join("backup");
    assert_eq!(app.engine.backup_to(&place).await.unwrap().files, 1);

    let copy = Engine::builder()
        .database(format!("sqlite://{}", place.join("schalter.db").display()))
        .blobs(format!("file://{}", place.join("blobs").display()))
        .open()
        .await
        .unwrap();
    let system = Actor::system();
    assert_eq!(copy.count_tickets(&system, &TicketFilter::default()).await.unwrap(), 1);
    let comments = copy.comments(&system, ticket.id, &engine::Paging::default()).await.unwrap();
    let files = copy.attachments_of(&system, &[comments.items[0].1.id]).await.unwrap();
    let file = &files[&comments.items[0].1.id][0];
    assert_eq!(copy.attachment_content(&system, file.id).await.unwrap().unwrap().1, "Zeile");
}

#[tokio::test]
async fn postgres_is_told_to_use_its_own_tools() {
    let app = TestApp::on(Backend::Postgres).await;
    let refused = app.engine.backup_to(&app.directory().join("backup")).await.unwrap_err();
    assert_eq!(refused.code(), Code::BadUserInput);
    assert!(refused.to_string().contains("pg_dump"));
}

#[tokio::test]
async fn a_large_file_is_copied_in_pieces_and_whole() {
    let app = TestApp::start().await;
    let bytes: Vec<u8> = (0..3_500_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let store = Blobs::open(&format!("file://{}", app.directory().join("blobs").display())).await.unwrap();
    let sha256 = store.put(Kind::Mail, bytes.clone().into()).await.unwrap();
    let place = app.directory().join("backup");
    assert_eq!(app.engine.backup_to(&place).await.unwrap().files, 1);
    let copy = Blobs::open(&format!("file://{}", place.join("blobs").display())).await.unwrap();
    assert_eq!(copy.get(Kind::Mail, &sha256).await.unwrap().unwrap(), bytes);
}
