//! Reports are for the staff.

use serde_json::json;

use crate::graphql::api::{Api, id};

#[tokio::test]
async fn the_staff_read_figures_and_customers_do_not() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Printer").await;
    let document = "query($from: String, $days: Int, $queue: ID) { report(from: $from, days: $days, queue: $queue) {
        timeZone created closed finished reopened met breached firstAnswer { count businessCount medianMinutes p90Minutes }
        statuses { status count } ages { upToDays count } days { date created closed } hours { weekday hour created }
        agreements { clock priority met breached } queues { line created } organisations { line name created }
        agents { line } tags { line name finished resolution { count } } } }";
    let report = &api.data(&api.agent, document, json!({ "days": 2 })).await["report"];
    assert_eq!((&report["created"], &report["closed"]), (&json!(1), &json!(0)));
    assert_eq!(report["days"][1]["created"], 1);
    assert_eq!(report["firstAnswer"]["medianMinutes"], json!(null));
    assert_eq!(report["statuses"][0], json!({ "status": "NEW", "count": 1 }));
    assert_eq!(report["ages"][0], json!({ "upToDays": 1, "count": 1 }));
    assert_eq!(report["organisations"], json!([{ "line": "NAMED", "name": "Acme", "created": 1 }]));
    let tags = json!([{ "line": "WITHOUT", "name": null, "finished": 0, "resolution": { "count": 0 } }]);
    assert_eq!(report["tags"], tags);

    assert_eq!(api.refusal(Some(&api.customer), document, json!({})).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, document, json!({})).await.0, "UNAUTHENTICATED");
    for (variables, field) in [
        (json!({ "from": "yesterday" }), "from"),
        (json!({ "from": "2019-01-01", "days": 3 }), "days"),
        (json!({ "days": -1 }), "days"),
        (json!({ "queue": id("User", api.agent.user.id) }), "queue"),
    ] {
        let refusal = api.refusal(Some(&api.agent), document, variables).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), field.into()));
    }
}
