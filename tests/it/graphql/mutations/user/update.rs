//! People move from one organisation to another, and leave.

use engine::Role;
use serde_json::json;

use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($i: UpdateUserInput!) { updateUser(input: $i) {
    user { name role organisation { name } active } } }";

#[tokio::test]
async fn s55_admins_put_a_customer_into_an_organisation_and_take_them_out() {
    let api = Api::start().await;
    let new = api.somebody("new@alone.example", Role::Customer).await;
    let new = id("User", new.user.id);
    let agent = api.somebody("anna@desk.example", Role::Agent).await;
    let join = json!({ "i": { "id": new, "organisation": id("Organisation", api.org.id) } });
    assert_eq!(api.refusal(Some(&agent), UPDATE, join.clone()).await.0, "FORBIDDEN");
    for _ in 0..2 {
        let data = api.data(&api.admin, UPDATE, join.clone()).await;
        assert_eq!(data["updateUser"]["user"]["organisation"]["name"], "Acme");
    }
    let rename = json!({ "i": { "id": new, "name": "Newer" } });
    let data = api.data(&agent, UPDATE, rename).await;
    assert_eq!(data["updateUser"]["user"]["organisation"]["name"], "Acme", "what is left out stays");
    let leave = json!({ "i": { "id": new, "organisation": null } });
    let data = api.data(&api.admin, UPDATE, leave).await;
    assert_eq!(data["updateUser"]["user"]["organisation"], json!(null));
    assert_eq!(data["updateUser"]["user"]["name"], "Newer");
}

#[tokio::test]
async fn customers_change_nobody_and_agents_no_staff() {
    let api = Api::start().await;
    let agent = id("User", api.agent.user.id);
    let rename = json!({ "i": { "id": agent, "name": "X" } });
    assert_eq!(api.refusal(Some(&api.customer), UPDATE, rename.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, rename.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, UPDATE, rename.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.data(&api.admin, UPDATE, rename).await["updateUser"]["user"]["name"], "X");
    let nobody = json!({ "i": { "id": "nonsense", "name": "X" } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, nobody).await, ("BAD_USER_INPUT".into(), "id".into()));
}

#[tokio::test]
async fn an_external_id_is_set_found_again_and_taken_away_by_null() {
    let api = Api::start().await;
    let update = "mutation($i: UpdateUserInput!) { updateUser(input: $i) { user { externalId } } }";
    let customer = id("User", api.customer.user.id);
    let set = json!({ "i": { "id": customer, "externalId": "crm:7" } });
    assert_eq!(api.refusal(Some(&api.customer), update, set.clone()).await.0, "FORBIDDEN");
    let data = api.data(&api.admin, update, set).await;
    assert_eq!(data["updateUser"]["user"]["externalId"], "crm:7");
    let find = "{ users(externalId: \"crm:7\") { totalCount nodes { id } } }";
    assert_eq!(api.data(&api.agent, find, json!({})).await["users"]["nodes"], json!([{ "id": customer }]));
    let other = json!({ "i": { "id": id("User", api.agent.user.id), "externalId": "crm:7" } });
    let refused = api.refusal(Some(&api.admin), update, other).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "externalId".into()));
    let data = api.data(&api.admin, update, json!({ "i": { "id": customer, "externalId": null } })).await;
    assert_eq!(data["updateUser"]["user"]["externalId"], json!(null));
}
