//! A text block is changed.

use engine::{Error, Paging, UpdateTextBlock};
use tests::{TestApp, on_each_database};

use super::made;

on_each_database!(a_text_block_is_changed_and_the_audit_log_tells_what);

async fn a_text_block_is_changed_and_the_audit_log_tells_what(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let block = made(&app, &ada, "Gruß", "Hallo", Some("de")).await;
    made(&app, &ada, "Gruß", "Hallo", None).await;
    let text = |text: &str| UpdateTextBlock { text: Some(text.to_owned()), ..UpdateTextBlock::default() };
    for _ in 0..2 {
        let after =
            app.engine.update_text_block(&ada.actor, block.id, text("Guten Tag")).await.expect("changed");
        assert_eq!((after.text.as_str(), after.locale.as_deref()), ("Guten Tag", Some("de")));
    }
    let taken = UpdateTextBlock { locale: Some(None), ..UpdateTextBlock::default() };
    let refused = app.engine.update_text_block(&ada.actor, block.id, taken).await.expect_err("refused");
    assert_eq!(refused.reason(), "name-taken");
    let refused =
        app.engine.update_text_block(&ada.actor, block.id, text("{{x}}")).await.expect_err("refused");
    assert_eq!(refused.field(), Some("text"));
    let refused = app.engine.update_text_block(&jana.actor, block.id, text("x")).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    let log = app.engine.audit_log(&ada.actor, None, &Paging::default()).await.expect("a log");
    let told: Vec<_> = log
        .items
        .iter()
        .filter(|(_, entry)| entry.audited.kind() == "TEXT_BLOCK_CHANGED")
        .flat_map(|(_, entry)| &entry.changes)
        .filter(|change| change.from.is_some())
        .map(|change| (change.field.as_str(), change.from.as_deref(), change.to.as_deref()))
        .collect();
    assert_eq!(told, [("text", Some("Hallo"), Some("Guten Tag"))]);
}
