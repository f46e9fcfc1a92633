//! A macro is changed.

use engine::{Error, Paging, Status, TicketChange, UpdateMacro};
use tests::{TestApp, on_each_database};

use super::{comment, made};

on_each_database!(a_macro_is_changed_and_the_audit_log_tells_what);

async fn a_macro_is_changed_and_the_audit_log_tells_what(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let asks = made(&app, &ada, "Fragen", vec![comment("Welche?")]).await;
    made(&app, &ada, "Anderes", vec![comment("x")]).await;
    let to = |changes| UpdateMacro { name: Some("Nachfragen".to_owned()), changes: Some(changes) };
    let gives = || vec![TicketChange::Assign(Some(jana.user.id)), TicketChange::SetStatus(Status::Open)];
    for _ in 0..2 {
        let after = app.engine.update_macro(&ada.actor, asks.id, to(gives())).await.expect("changed");
        assert_eq!((after.name.as_str(), after.changes.len()), ("Nachfragen", 2));
    }
    let nested = app.engine.update_macro(&ada.actor, asks.id, to(vec![TicketChange::Macro(asks.id)])).await;
    assert_eq!(nested.expect_err("refused").path().as_deref(), Some("changes.0.macro"));
    let taken = UpdateMacro { name: Some("Anderes".to_owned()), changes: None };
    assert_eq!(
        app.engine.update_macro(&ada.actor, asks.id, taken).await.expect_err("refused").field(),
        Some("name")
    );
    let refused = app.engine.update_macro(&jana.actor, asks.id, to(gives())).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    let log = app.engine.audit_log(&ada.actor, None, &Paging::default()).await.expect("a log");
    let told: Vec<_> = log
        .items
        .iter()
        .filter(|(_, entry)| entry.audited.kind() == "MACRO_CHANGED")
        .flat_map(|(_, entry)| &entry.changes)
        .filter(|change| change.from.is_some())
        .map(|change| (change.field.as_str(), change.from.as_deref(), change.to.as_deref()))
        .collect();
    let to = format!("assignee: {}\nstatus: OPEN", jana.user.name);
    let expected = [
        ("name", Some("Fragen"), Some("Nachfragen")),
        ("changes", Some("comment: (PUBLIC) Welche?"), Some(to.as_str())),
    ];
    assert_eq!(told, expected);
}
