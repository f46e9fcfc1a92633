//! The people whom the viewer may know.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn staff_find_people_by_name_address_and_role() {
    let api = Api::start().await;
    let document =
        "query($q: String, $r: Role) { users(query: $q, role: $r) { totalCount nodes { name email } } }";
    let data = api.data(&api.agent, document, json!({ "q": "acme" })).await;
    assert_eq!(data["users"]["totalCount"], 2);
    assert_eq!(data["users"]["nodes"][0]["email"], "carla@acme.example");
    let data = api.data(&api.agent, document, json!({ "r": "AGENT" })).await;
    assert_eq!(data["users"]["nodes"], json!([{ "name": "Alan Agent", "email": "alan@desk.example" }]));
}

#[tokio::test]
async fn customers_never_learn_the_addresses_of_others() {
    let api = Api::start().await;
    let document =
        "{ users { nodes { name email } } organisations { nodes { name members { nodes { email } } } } }";
    let answer = api.run(Some(&api.customer), document, json!({})).await.to_string();
    for address in ["cleo@acme.example", "sam@elsewhere.example", "alan@desk.example", "ada@desk.example"] {
        assert!(!answer.contains(address), "{answer}");
    }
}
