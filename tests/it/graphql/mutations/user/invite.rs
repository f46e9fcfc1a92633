//! Somebody who cannot log in yet is invited.

use engine::Role;
use serde_json::json;

use crate::graphql::api::{Api, id};

const INVITE: &str = "mutation($id: ID!) { inviteUser(id: $id) { user { email } } }";

#[tokio::test]
async fn the_staff_invite_whoever_has_no_password_also_twice() {
    let api = Api::start().await;
    let agent = api.somebody("anna@desk.example", Role::Agent).await;
    let paul = api.app.given().prepared("paul@elsewhere.example").await;
    let variables = json!({ "id": id("User", paul.id) });
    for person in [&agent, &api.admin] {
        let data = api.data(person, INVITE, variables.clone()).await;
        assert_eq!(data["inviteUser"]["user"]["email"], "paul@elsewhere.example");
    }
    // The token of `agent` lacks the scope.
    for person in [Some(&api.agent), Some(&api.customer), Some(&api.stranger)] {
        assert_eq!(api.refusal(person, INVITE, variables.clone()).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(None, INVITE, variables.clone()).await.0, "UNAUTHENTICATED");
    let known = json!({ "id": id("User", agent.user.id) });
    let needless = api.refusal(Some(&api.admin), INVITE, known).await;
    assert_eq!(needless, ("BAD_USER_INPUT".into(), "id".into()));
    api.data(&api.admin, INVITE, variables.clone()).await;
    assert_eq!(api.refusal(Some(&api.admin), INVITE, variables).await.0, "RATE_LIMITED");
}
