//! `removeExternalLink`.

use serde_json::json;

use crate::graphql::api::Api;

const ADD: &str = "mutation($i: AddExternalLinkInput!) { addExternalLink(input: $i) {
    ticket { externalLinks { id } } } }";
const REMOVE: &str = "mutation($id: ID!) { removeExternalLink(id: $id) }";

#[tokio::test]
async fn s12_an_external_link_is_removed_once_and_by_the_staff_alone() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let input = json!({ "i": { "number": ticket.number, "url": "https://jira.example/PROJ-42" } });
    let added = api.data(&api.agent, ADD, input).await;
    let id = json!({ "id": added["addExternalLink"]["ticket"]["externalLinks"][0]["id"] });
    assert_eq!(api.refusal(Some(&api.customer), REMOVE, id.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), REMOVE, id.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.data(&api.agent, REMOVE, id.clone()).await["removeExternalLink"], true);
    assert_eq!(api.refusal(Some(&api.agent), REMOVE, id).await.0, "NOT_FOUND");
}
