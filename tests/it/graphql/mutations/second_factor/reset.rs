//! Removing the second factor of somebody who lost it.

use engine::Role;
use serde_json::{Value, json};

use super::set_up;
use crate::graphql::api::{Api, id};

const RESET: &str = "mutation($id: ID!) { resetSecondFactor(id: $id) { user { email secondFactorSince } } }";
const ASK: &str = "query($id: ID!) { node(id: $id) { ... on User { secondFactorSince } } }";

#[tokio::test]
async fn an_admin_sees_who_has_one_and_resets_it_and_nobody_else_does() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    set_up(&api, &paula).await;
    let variables = json!({ "id": id("User", paula.user.id) });
    assert!(api.data(&api.admin, ASK, variables.clone()).await["node"]["secondFactorSince"].is_string());
    let agent = api.data(&api.agent, ASK, variables.clone()).await;
    assert_eq!(agent["node"]["secondFactorSince"], Value::Null, "for admins alone");
    assert_eq!(api.refusal(None, RESET, variables.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.agent, &paula, &api.stranger] {
        assert_eq!(api.refusal(Some(person), RESET, variables.clone()).await.0, "FORBIDDEN");
    }
    for _ in 0..2 {
        let reset = api.data(&api.admin, RESET, variables.clone()).await;
        assert_eq!(reset["resetSecondFactor"]["user"]["secondFactorSince"], Value::Null);
    }
    api.login("paula@acme.example").await;
}
