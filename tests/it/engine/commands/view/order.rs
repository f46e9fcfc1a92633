//! Views stand in one's own order.

use tests::{TestApp, on_each_database};

use super::{names, saved};

on_each_database!(s30_everybody_has_their_views_in_an_order_of_their_own);

async fn s30_everybody_has_their_views_in_an_order_of_their_own(app: TestApp) {
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let b = saved(&app, &jana, "Bären", "status:open", true).await;
    let a = saved(&app, &jana, "anfragen", "status:open", true).await;
    let z = saved(&app, &jana, "Ägypten", "status:open", true).await;
    let own = saved(&app, &ole, "Own", "status:open", false).await;
    assert_eq!(names(&app, &jana).await, ["Ägypten", "anfragen", "Bären"], "by name at first");
    app.engine.order_views(&jana.actor, &[b.id, z.id]).await.expect("ordered");
    assert_eq!(names(&app, &jana).await, ["Bären", "Ägypten", "anfragen"]);
    let ordered = app.engine.order_views(&ole.actor, &[own.id, a.id]).await.expect("ordered");
    let ordered: Vec<_> = ordered.into_iter().map(|view| view.name).collect();
    assert_eq!(ordered, ["Own", "anfragen", "Ägypten", "Bären"]);
    assert_eq!(names(&app, &jana).await, ["Bären", "Ägypten", "anfragen"]);
    for ids in [vec![own.id], vec![a.id, a.id]] {
        let refused = app.engine.order_views(&jana.actor, &ids).await.expect_err("refused");
        assert_eq!(refused.field(), Some("ids"));
    }
    app.engine.order_views(&jana.actor, &[]).await.expect("ordered");
    assert_eq!(names(&app, &jana).await, ["Ägypten", "anfragen", "Bären"]);
}
