//! Removing a passkey.

use engine::Role;
use serde_json::json;

use super::{added, proven};
use crate::graphql::api::Api;

const REMOVE: &str = "mutation($id: ID!, $i: IdentityInput!) { removePasskey(id: $id, input: $i) }";

#[tokio::test]
async fn the_owner_removes_it_once_and_a_stranger_does_not_find_it() {
    let api = Api::start().await;
    let stranger = api.somebody("otto@acme.example", Role::Customer).await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let (mut key, id, _) = added(&api, &paula).await;
    let nothing = json!({ "id": id, "i": { "password": "" } });
    assert_eq!(api.refusal(None, REMOVE, nothing.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&stranger), REMOVE, nothing.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(Some(&api.admin), REMOVE, nothing.clone()).await.0, "FORBIDDEN", "programs never");
    assert_eq!(api.refusal(Some(&paula), REMOVE, nothing.clone()).await.1, "password");
    let variables = json!({ "id": id, "i": proven(&api, &paula, &mut key).await });
    assert_eq!(api.data(&paula, REMOVE, variables.clone()).await["removePasskey"], true);
    assert_eq!(api.refusal(Some(&paula), REMOVE, variables).await.0, "NOT_FOUND");
    api.login("paula@acme.example").await;
}
