//! The history on the page of a ticket.

use engine::{UpdateTicket, UpdateUser};
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn somebody_who_was_renamed_has_their_new_name_in_the_history() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (ada, ole) = (app.given().admin("ada@example.org").await, app.given().agent("ole@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for assignee in [Some(ole.user.id), None] {
        let input =
            UpdateTicket { number: ticket.number, assignee: Some(assignee), ..UpdateTicket::default() };
        app.engine.update_ticket(&ada.actor, input).await.expect("changed");
    }
    let rename = UpdateUser { name: Some("Ole Olsen".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, ole.user.id, rename).await.expect("renamed");
    let path = format!("/tickets/{}", ticket.number);
    for (reader, says) in [(&ada, "zugewiesen an Ole Olsen"), (&anna, "Ole Olsen bearbeitet Ihr Ticket")] {
        let page = Visit::of(&app, reader).get(&path).await;
        assert!(page.says(says), "{}", page.text());
    }
}
