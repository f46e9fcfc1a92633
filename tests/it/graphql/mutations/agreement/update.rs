//! An agreement is changed.

use serde_json::json;

use super::agreed;
use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($i: UpdateAgreementInput!) { updateAgreement(input: $i) {
    agreement { name targets { priority responseMinutes restorationMinutes } } } }";

#[tokio::test]
async fn s67_what_is_given_changes_and_the_rest_stays() {
    let api = Api::start().await;
    let own = agreed(&api).await["id"].clone();
    let targets = json!([{ "priority": "URGENT", "responseMinutes": null, "restorationMinutes": 240 }]);
    for _ in 0..2 {
        let data = api.data(&api.admin, UPDATE, json!({ "i": { "id": own, "targets": targets } })).await;
        assert_eq!(data["updateAgreement"]["agreement"], json!({ "name": "Standard", "targets": targets }));
    }
    let change = |id, minutes: i32| json!({ "i": { "id": id, "targets": [{ "priority": "LOW", "responseMinutes": minutes }] } });
    let refused = api.refusal(Some(&api.admin), UPDATE, change(own.clone(), 0)).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "targets".into()));
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, change(own, 5)).await.0, "FORBIDDEN");
    let absent = json!(id("Agreement", api.org.id));
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, change(absent, 5)).await.0, "NOT_FOUND");
}
