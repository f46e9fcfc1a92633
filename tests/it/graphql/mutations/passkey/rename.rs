//! Renaming a passkey.

use engine::Role;
use serde_json::json;

use super::added;
use crate::graphql::api::Api;

const RENAME: &str =
    "mutation($id: ID!, $name: String!) { renamePasskey(id: $id, name: $name) { passkey { name } } }";

#[tokio::test]
async fn the_owner_renames_it_and_a_stranger_does_not_find_it() {
    let api = Api::start().await;
    let stranger = api.somebody("otto@acme.example", Role::Customer).await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let (_, id, _) = added(&api, &paula).await;
    let variables = json!({ "id": id, "name": "Phone" });
    assert_eq!(api.refusal(None, RENAME, variables.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&stranger), RENAME, variables.clone()).await.0, "NOT_FOUND");
    assert_eq!(
        api.refusal(Some(&api.admin), RENAME, variables.clone()).await.0,
        "FORBIDDEN",
        "programs never"
    );
    for _ in 0..2 {
        let renamed = api.data(&paula, RENAME, variables.clone()).await;
        assert_eq!(renamed["renamePasskey"]["passkey"]["name"], "Phone");
    }
}
