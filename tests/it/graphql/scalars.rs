//! Times are RFC 3339 in UTC.

use serde_json::json;

use super::api::{Api, text};

#[tokio::test]
async fn times_end_in_z_and_any_offset_is_understood() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let document = "query($n: Int!, $t: DateTime!) { ticket(number: $n) { createdAt } tickets(filter: { createdAfter: $t }) { totalCount } }";
    let data = api
        .data(&api.agent, document, json!({ "n": ticket.number, "t": "2019-01-25T16:59:59.5+01:00" }))
        .await;
    assert_eq!(text(&data["ticket"]["createdAt"]), "2019-01-25T16:00:00Z");
    assert_eq!(data["tickets"]["totalCount"], 1);
    for wrong in [json!("yesterday"), json!("2026-03-02"), json!(1), json!("9999999-01-01T00:00:00Z")] {
        let variables = json!({ "n": ticket.number, "t": wrong });
        let (code, _) = api.refusal(Some(&api.agent), document, variables).await;
        assert_eq!(code, "BAD_USER_INPUT", "{wrong}");
    }
}
