//! `unlinkTickets`.

use serde_json::json;

use crate::graphql::api::Api;

const LINK: &str = "mutation($i: LinkTicketsInput!) { linkTickets(input: $i) { ticket { links { id } } } }";
const UNLINK: &str = "mutation($id: ID!) { unlinkTickets(id: $id) }";

#[tokio::test]
async fn a_link_is_removed_once_and_only_by_those_who_see_both_ends() {
    let api = Api::start().await;
    let (one, other) = (api.ticket(&api.customer, "Move").await, api.ticket(&api.customer, "Printer").await);
    let input = json!({ "i": { "number": one.number, "other": other.number, "kind": "RELATED" } });
    let linked = api.data(&api.agent, LINK, input).await;
    let id = json!({ "id": linked["linkTickets"]["ticket"]["links"][0]["id"] });
    assert_eq!(api.refusal(Some(&api.customer), UNLINK, id.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), UNLINK, id.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.data(&api.agent, UNLINK, id.clone()).await["unlinkTickets"], true);
    assert_eq!(api.refusal(Some(&api.agent), UNLINK, id).await.0, "NOT_FOUND");
    let refused = api.refusal(Some(&api.agent), UNLINK, json!({ "id": "x" })).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "id".to_owned()));
}
