//! A view is deleted.

use engine::Error;
use tests::{TestApp, on_each_database};

use super::{names, saved};

on_each_database!(s30_its_owner_deletes_a_view_and_admins_what_is_shared);

async fn s30_its_owner_deletes_a_view_and_admins_what_is_shared(app: TestApp) {
    let given = app.given();
    let (jana, ole) = (given.agent("jana@example.org").await, given.agent("ole@example.org").await);
    let admin = given.admin("admin@example.org").await;
    let own = saved(&app, &jana, "Own", "status:open", false).await;
    let team = saved(&app, &jana, "Team", "status:open", true).await;
    app.engine.order_views(&ole.actor, &[team.id]).await.expect("ordered");
    let hidden = app.engine.delete_view(&admin.actor, own.id).await;
    assert!(matches!(hidden, Err(Error::NotFound { .. })), "{hidden:?}");
    let refused = app.engine.delete_view(&ole.actor, team.id).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    app.engine.delete_view(&admin.actor, team.id).await.expect("deleted");
    app.engine.delete_view(&jana.actor, own.id).await.expect("deleted");
    assert!(names(&app, &jana).await.is_empty() && names(&app, &ole).await.is_empty());
    let twice = app.engine.delete_view(&jana.actor, own.id).await;
    assert!(matches!(twice, Err(Error::NotFound { .. })), "{twice:?}");
}
