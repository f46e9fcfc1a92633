//! A text block is deleted.

use engine::Error;
use tests::{TestApp, on_each_database};

use super::made;

on_each_database!(a_text_block_is_deleted_once_and_by_admins);

async fn a_text_block_is_deleted_once_and_by_admins(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let block = made(&app, &ada, "Gruß", "Hallo", None).await;
    let refused = app.engine.delete_text_block(&jana.actor, block.id).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    app.engine.delete_text_block(&ada.actor, block.id).await.expect("deleted");
    let twice = app.engine.delete_text_block(&ada.actor, block.id).await;
    assert!(matches!(twice, Err(Error::NotFound { .. })), "{twice:?}");
    assert!(app.engine.text_blocks(&jana.actor, None).await.expect("none").is_empty());
    made(&app, &ada, "Gruß", "Hallo", None).await;
}
