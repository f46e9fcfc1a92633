//! What is counted for whoever watches over the server.

use engine::{Actor, CreateTicket};
use tests::TestApp;

#[tokio::test]
async fn tickets_and_letters_are_counted_by_where_they_stand() {
    let app = TestApp::start().await;
    assert_eq!(app.engine.statistics().await.unwrap(), engine::Statistics::default());
    for _ in 0..2 {
        let input = CreateTicket {
            title: "Printer".to_owned(),
            text: "It does not print.".to_owned(),
            customer_email: Some("kim@customer.example".to_owned()),
            ..CreateTicket::default()
        };
        app.engine.create_ticket(&Actor::system(), input).await.unwrap();
    }
    let counted = app.engine.statistics().await.unwrap();
    assert_eq!(counted.tickets, [("NEW".to_owned(), 2)]);
    assert_eq!(counted.letters, [("WAITING".to_owned(), 2)]);
    assert_eq!(counted.mails, []);
}
