//! The history on the page of a ticket.

use engine::{UpdateTicket, UpdateUser};
use sea_orm::{ConnectionTrait as _, Database};
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

#[tokio::test]
async fn a_status_that_is_not_known_is_told_in_its_own_word() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let input = UpdateTicket {
        number: ticket.number,
        status: Some(engine::Status::Pending),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, input).await.expect("changed");
    let connection = Database::connect(app.database()).await.expect("a connection");
    let later = r#"UPDATE event SET changes = '{"v":9,"changes":[{"field":"status","from":"NEW","to":"PARKED"}]}' WHERE kind = 'STATUS_CHANGED'"#;
    connection.execute_unprepared(later).await.expect("written");
    for reader in [&jana, &anna] {
        let page = Visit::of(&app, reader).get(&format!("/tickets/{}", ticket.number)).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.says("PARKED"), "{}", page.text());
    }
}
