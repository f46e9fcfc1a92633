//! A macro is deleted.

use engine::{ChangeTicket, Error, Status, TicketChange};
use tests::{TestApp, on_each_database};

use super::made;

on_each_database!(a_macro_is_deleted_once_and_by_admins_and_then_applied_by_nobody);

async fn a_macro_is_deleted_once_and_by_admins_and_then_applied_by_nobody(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let ticket = app.given().ticket(&jana, "Eins").await;
    let opens = made(&app, &ada, "Auf", vec![TicketChange::SetStatus(Status::Open)]).await;
    let refused = app.engine.delete_macro(&jana.actor, opens.id).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    app.engine.delete_macro(&ada.actor, opens.id).await.expect("deleted");
    let twice = app.engine.delete_macro(&ada.actor, opens.id).await;
    assert!(matches!(twice, Err(Error::NotFound { .. })), "{twice:?}");
    let changes = vec![TicketChange::Macro(opens.id)];
    let input = ChangeTicket { number: ticket.number, changes, ..ChangeTicket::default() };
    let refused = app.engine.change_ticket(&jana.actor, input).await.expect_err("refused");
    assert_eq!(refused.reason(), "macro-unknown");
}
