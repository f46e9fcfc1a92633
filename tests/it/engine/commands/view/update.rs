//! A view is changed.

use engine::{Error, UpdateView};
use tests::{TestApp, on_each_database};

use super::{names, saved};

on_each_database!(
    s30_its_owner_changes_a_view_and_admins_what_is_shared,
    s30_a_view_that_is_shared_no_more_is_its_owners_alone,
);

async fn s30_its_owner_changes_a_view_and_admins_what_is_shared(app: TestApp) {
    let given = app.given();
    let (jana, ole) = (given.agent("jana@example.org").await, given.agent("ole@example.org").await);
    let admin = given.admin("admin@example.org").await;
    let own = saved(&app, &jana, "Own", "status:open", false).await;
    let team = saved(&app, &jana, "Team", "status:open", true).await;
    let renamed = |name: &str| UpdateView { name: Some(name.to_owned()), ..UpdateView::default() };
    for (person, view) in [(&ole, own.id), (&admin, own.id)] {
        let hidden = app.engine.update_view(&person.actor, view, renamed("x")).await;
        assert!(matches!(hidden, Err(Error::NotFound { .. })), "{hidden:?}");
    }
    let refused = app.engine.update_view(&ole.actor, team.id, renamed("x")).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    app.engine.update_view(&admin.actor, team.id, renamed("The team")).await.expect("changed");
    let query = UpdateView { query: Some("status:new".to_owned()), ..UpdateView::default() };
    let changed = app.engine.update_view(&jana.actor, own.id, query).await.expect("changed");
    assert_eq!((changed.name.as_str(), changed.query.as_str()), ("Own", "status:new"));
    assert_eq!(names(&app, &jana).await, ["Own", "The team"]);
    for (input, field) in [
        (renamed("The team"), "name"),
        (renamed(""), "name"),
        (UpdateView { query: Some("is:nice".to_owned()), ..UpdateView::default() }, "query"),
    ] {
        let refused = app.engine.update_view(&jana.actor, own.id, input).await.expect_err("refused");
        assert_eq!(refused.field(), Some(field));
    }
}

async fn s30_a_view_that_is_shared_no_more_is_its_owners_alone(app: TestApp) {
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let view = saved(&app, &jana, "Team", "status:open", true).await;
    app.engine.order_views(&ole.actor, &[view.id]).await.expect("ordered");
    let shared = |shared| UpdateView { shared: Some(shared), ..UpdateView::default() };
    app.engine.update_view(&jana.actor, view.id, shared(false)).await.expect("changed");
    assert!(names(&app, &ole).await.is_empty());
    assert_eq!(names(&app, &jana).await, ["Team"]);
    app.engine.update_view(&jana.actor, view.id, shared(true)).await.expect("changed");
    assert_eq!(names(&app, &ole).await, ["Team"]);
}
