//! Merging accounts and parting them.

use engine::Role;
use serde_json::json;

use crate::graphql::api::{Api, id};

const MERGE: &str =
    "mutation($from: ID!, $into: ID!) { mergeUsers(from: $from, into: $into) { user { addresses } } }";
const PART: &str = "mutation($id: ID!) { unmergeUser(id: $id) { user { addresses } } }";

#[tokio::test]
async fn an_admin_merges_two_accounts_and_parts_them_and_nobody_else_does() {
    let api = Api::start().await;
    let old = api.somebody("old@alone.example", Role::Customer).await;
    let new = api.somebody("new@alone.example", Role::Customer).await;
    let both = json!({ "from": id("User", old.user.id), "into": id("User", new.user.id) });
    let part = json!({ "id": id("User", old.user.id) });
    for person in [Some(&api.agent), Some(&old)] {
        assert_eq!(api.refusal(person, MERGE, both.clone()).await.0, "FORBIDDEN");
        assert_eq!(api.refusal(person, PART, part.clone()).await.0, "FORBIDDEN");
    }
    let data = api.data(&api.admin, MERGE, both.clone()).await;
    let addresses = json!(["new@alone.example", "old@alone.example"]);
    assert_eq!(data["mergeUsers"]["user"]["addresses"], addresses);
    let listed = "query($id: ID!) { node(id: $id) { ... on User { mergedUsers { id email } } } }";
    let into = json!({ "id": id("User", new.user.id) });
    let merged = api.data(&api.admin, listed, into.clone()).await;
    let expected = json!([{ "id": id("User", old.user.id), "email": "old@alone.example" }]);
    assert_eq!(merged["node"]["mergedUsers"], expected);
    assert_eq!(api.data(&api.agent, listed, into).await["node"]["mergedUsers"], json!([]));
    let twice = api.refusal(Some(&api.admin), MERGE, both).await;
    assert_eq!(twice, ("BAD_USER_INPUT".into(), "from".into()));
    let data = api.data(&api.admin, PART, part.clone()).await;
    assert_eq!(data["unmergeUser"]["user"]["addresses"], json!(["old@alone.example"]));
    let twice = api.refusal(Some(&api.admin), PART, part).await;
    assert_eq!(twice, ("BAD_USER_INPUT".into(), "id".into()));
}
