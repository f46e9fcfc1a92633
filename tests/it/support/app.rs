//! A test's own application, and the people in it.

use engine::{LetterKind, Status};
use tests::TestApp;

tests::on_each_database!(people_and_tickets_are_made_through_commands, two_nodes_share_everything);

async fn people_and_tickets_are_made_through_commands(app: TestApp) {
    let given = app.given();
    let anna = given.customer("anna.kurz@example.com").await;
    let max = given.agent("max@example.org").await;
    let ticket = given.ticket_in(&anna, &max, Status::Pending).await;
    assert_eq!((ticket.number, ticket.status), (10_001, Status::Pending));
    assert_eq!(anna.user.name, "Anna Kurz");
    let told = app.told().await;
    assert!(told.contains(&(LetterKind::Confirmation, "anna.kurz@example.com".to_owned())), "{told:?}");
    assert!(app.letters().await.is_empty());
}

async fn two_nodes_share_everything(app: TestApp) {
    let other = app.another_node().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Seen from elsewhere").await;
    assert_eq!(other.ticket(&anna.actor, ticket.number).await.expect("an answer"), Some(ticket));
}
