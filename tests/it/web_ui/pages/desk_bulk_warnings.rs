//! What the desk is warned of when many tickets are changed at once.

use engine::{Status, TicketChange};
use tests::TestApp;

use super::desk_bulk::press;
use crate::web_ui::Visit;

#[tokio::test]
async fn s71_closing_parents_with_open_children_tells_which_are_open() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let (whole, part) =
        (app.given().ticket(&anna, "Umzug").await, app.given().ticket(&anna, "Telefon").await);
    let link =
        engine::LinkTickets { number: whole.number, other: part.number, kind: engine::LinkKind::ParentOf };
    app.engine.link_tickets(&admin.actor, link).await.expect("a link");
    let changes = vec![TicketChange::SetStatus(Status::Closed)];
    let closes = engine::CreateMacro { name: "Zu".into(), changes };
    app.engine.create_macro(&admin.actor, closes).await.expect("a macro");
    let mut visit = Visit::of(&app, &admin);
    let all = "/desk?view=all";
    let list = visit.get(all).await;
    let (_, rest) = list.body.split_once("value=\"macro:").expect("the macro in the bar");
    let closing = format!("macro:{}", rest.split('"').next().unwrap_or_default());
    let warned = format!("Noch offene untergeordnete Tickets von #{}: #{}.", whole.number, part.number);
    let page = press(&mut visit, all, &[whole.number], &[("do", "status:RESOLVED")]).await;
    assert!(page.says(&warned), "{}", page.text());
    let page = press(&mut visit, all, &[whole.number], &[("do", closing.as_str())]).await;
    assert!(page.says(&warned), "{}", page.text());
    let page = press(&mut visit, all, &[whole.number], &[("do", "priority:HIGH")]).await;
    assert!(!page.says("Noch offene"), "it was closed before: {}", page.text());
    app.given().set(&admin, &whole, Status::Open).await;
    let page = press(&mut visit, all, &[whole.number, part.number], &[("do", "status:CLOSED")]).await;
    assert!(!page.says("Noch offene"), "both are closed: {}", page.text());
}
