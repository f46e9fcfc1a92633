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

#[tokio::test]
async fn the_audit_log_is_narrowed_by_a_filter() {
    let api = Api::start().await;
    let customer = id("User", api.customer.user.id);
    let document = "mutation($u: ID!) { updateUser(input: { id: $u, userName: \"carl\" }) { user { id } } }";
    api.data(&api.admin, document, json!({ "u": customer })).await;
    let document = "query($f: AuditFilter) { auditKinds auditLog(filter: $f) { totalCount nodes { kind } } }";
    let admin = id("User", api.admin.user.id);
    for filter in [
        json!({ "kinds": ["USER_NAME_CHANGED"] }),
        json!({ "kinds": ["USER_NAME_CHANGED"], "actor": admin, "person": "carla", "text": "CARL" }),
        json!({ "kinds": ["USER_NAME_CHANGED"], "from": "2000-01-01", "until": "2099-12-31" }),
    ] {
        let data = api.data(&api.admin, document, json!({ "f": filter })).await;
        let found = json!({ "totalCount": 1, "nodes": [{ "kind": "USER_NAME_CHANGED" }] });
        assert_eq!(data["auditLog"], found, "{filter}");
        assert!(data["auditKinds"].as_array().expect("a list").contains(&json!("USER_NAME_CHANGED")));
    }
    let data = api.data(&api.admin, document, json!({ "f": { "until": "2000-01-01" } })).await;
    assert_eq!(data["auditLog"]["totalCount"], 0);
    for (filter, field) in [
        (json!({ "from": "soon" }), "from"),
        (json!({ "until": "x" }), "until"),
        (json!({ "actor": "x" }), "actor"),
    ] {
        let wrong = api.refusal(Some(&api.admin), document, json!({ "f": filter })).await;
        assert_eq!(wrong, ("BAD_USER_INPUT".into(), field.into()));
    }
}
