//! A company becomes known.

use serde_json::json;

use crate::graphql::api::Api;

const CREATE: &str = "mutation($i: CreateOrganisationInput!) { createOrganisation(input: $i) {
    organisation { id name domains sharesTickets sla { name } members { totalCount } } } }";

#[tokio::test]
async fn s55_an_admin_makes_an_organisation_that_does_not_share_by_itself() {
    let api = Api::start().await;
    let input = json!({ "i": { "name": "Umbrella", "domains": ["Umbrella.example"] } });
    let data = api.data(&api.admin, CREATE, input.clone()).await;
    let made = &data["createOrganisation"]["organisation"];
    assert_eq!(made["domains"], json!(["umbrella.example"]));
    assert_eq!(made["sharesTickets"], false);
    assert_eq!(made["sla"], json!(null));
    assert_eq!(made["members"]["totalCount"], 0);
    assert_eq!(api.refusal(Some(&api.admin), CREATE, input).await, ("BAD_USER_INPUT".into(), "name".into()));
    let taken = json!({ "i": { "name": "Other", "domains": ["umbrella.example"] } });
    assert_eq!(
        api.refusal(Some(&api.admin), CREATE, taken).await,
        ("BAD_USER_INPUT".into(), "domains".into())
    );
}

#[tokio::test]
async fn nobody_else_does() {
    let api = Api::start().await;
    let input = json!({ "i": { "name": "Umbrella" } });
    assert_eq!(api.refusal(Some(&api.agent), CREATE, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.customer), CREATE, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, CREATE, input).await.0, "UNAUTHENTICATED");
}
