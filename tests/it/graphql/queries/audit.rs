//! The audit log is for admins.

use serde_json::json;

use crate::graphql::api::{Api, id};

#[tokio::test]
async fn admins_read_who_changed_what() {
    let api = Api::start().await;
    let document =
        "mutation($u: ID!) { updateUser(input: { id: $u, userName: \"carl\", organisation: null }) {
        user { userName organisation { id } } } }";
    let customer = id("User", api.customer.user.id);
    let data = api.data(&api.admin, document, json!({ "u": customer })).await;
    assert_eq!(data["updateUser"]["user"], json!({ "userName": "carl", "organisation": null }));
    let document =
        "query($s: ID) { auditLog(subject: $s, first: 2) { totalCount nodes { kind via actor { name }
        subject { ... on User { name } } changes { field from to } } } }";
    let data = api.data(&api.admin, document, json!({ "s": customer })).await;
    assert_eq!(
        data["auditLog"]["nodes"][0],
        json!({
            "kind": "MEMBERSHIP_CHANGED", "via": "API", "actor": { "name": "Ada Admin" },
            "subject": { "name": "Carla Customer" },
            "changes": [{ "field": "organisation", "from": "Acme", "to": null }],
        })
    );
    assert_eq!(data["auditLog"]["nodes"][1]["changes"][0]["to"], "carl");
    assert_eq!(api.refusal(Some(&api.agent), document, json!({})).await.0, "FORBIDDEN");
    let wrong = api.refusal(Some(&api.admin), document, json!({ "s": "x" })).await;
    assert_eq!(wrong, ("BAD_USER_INPUT".into(), "subject".into()));
}
