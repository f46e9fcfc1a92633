//! The companies that are served.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn staff_see_organisations_with_their_members() {
    let api = Api::start().await;
    let document =
        "query($q: String) { organisations(query: $q) { totalCount nodes { name domains sharesTickets
        members(first: 1) { totalCount nodes { name organisation { name } } pageInfo { hasNextPage } } } } }";
    let data = api.data(&api.agent, document, json!({ "q": "acm" })).await;
    assert_eq!(data["organisations"]["totalCount"], 1);
    let acme = &data["organisations"]["nodes"][0];
    assert_eq!(acme["domains"], json!(["acme.example"]));
    assert_eq!(acme["members"]["totalCount"], 2);
    assert_eq!(
        acme["members"]["nodes"],
        json!([{ "name": "Carla Customer", "organisation": { "name": "Acme" } }])
    );
    assert_eq!(acme["members"]["pageInfo"]["hasNextPage"], true);
    let data = api.data(&api.agent, document, json!({ "q": "nothing like it" })).await;
    assert_eq!(data["organisations"]["totalCount"], 0);
}

#[tokio::test]
async fn a_stranger_sees_none_of_them() {
    let api = Api::start().await;
    let document = "{ organisations { totalCount nodes { name } } }";
    let answer = api.run(Some(&api.stranger), document, json!({})).await;
    assert!(!answer.to_string().contains("Acme"), "{answer}");
}
