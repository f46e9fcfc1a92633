//! A search is saved as a view.

use serde_json::json;

use super::{CREATE, saved};
use crate::graphql::api::Api;

#[tokio::test]
async fn s30_the_staff_save_searches_and_see_how_many_tickets_they_hold() {
    let api = Api::start().await;
    let view = saved(&api, &api.agent, "Printers", "printer status:new", true).await;
    assert_eq!(view["count"], 0);
    api.ticket(&api.customer, "Printer").await;
    let read = "{ views { id name query shared count viewerCanChange } }";
    let expected = |mine: bool| json!({ "id": view["id"], "name": "Printers", "query": "printer status:new", "shared": true, "count": 1, "viewerCanChange": mine });
    assert_eq!(api.data(&api.agent, read, json!({})).await, json!({ "views": [expected(true)] }));
    assert_eq!(api.data(&api.admin, read, json!({})).await, json!({ "views": [expected(true)] }));
    let node = "query($id: ID!) { node(id: $id) { ... on View { name } } }";
    let id = json!({ "id": view["id"] });
    assert_eq!(api.data(&api.admin, node, id.clone()).await["node"]["name"], "Printers");
    assert_eq!(api.data(&api.customer, node, id).await["node"], json!(null));
}

#[tokio::test]
async fn s30_customers_save_none_and_what_is_wrong_is_named() {
    let api = Api::start().await;
    let input = |name: &str, query: &str| json!({ "i": { "name": name, "query": query } });
    assert_eq!(api.refusal(Some(&api.customer), CREATE, input("x", "x")).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.customer), "{ views { id } }", json!({})).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, CREATE, input("x", "x")).await.0, "UNAUTHENTICATED");
    let own = saved(&api, &api.agent, "Own", "x", false).await;
    assert_eq!(own["shared"], false);
    for (name, query, field) in
        [("", "x", "name"), ("Own", "x", "name"), ("y", "", "query"), ("y", "status:x", "query")]
    {
        let refused = api.refusal(Some(&api.agent), CREATE, input(name, query)).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), field.into()));
    }
}
