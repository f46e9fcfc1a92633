//! Mailboxes are fetched now.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

const FETCH: &str = "mutation($i: FetchMailboxesInput!) { fetchMailboxes(input: $i) { mailboxes { name isFetched fetching } } }";

#[tokio::test]
async fn mailboxes_are_fetched_when_admins_ask() {
    let api = Api::start().await;
    made(&api, "box@example.org").await;
    for input in [json!({}), json!({ "address": "Box@example.org" })] {
        let ask = json!({ "i": input });
        assert_eq!(api.refusal(None, FETCH, ask.clone()).await.0, "UNAUTHENTICATED");
        for person in [&api.customer, &api.agent] {
            assert_eq!(api.refusal(Some(person), FETCH, ask.clone()).await.0, "FORBIDDEN");
        }
        for _ in 0..2 {
            let answer = api.data(&api.admin, FETCH, ask.clone()).await;
            let expected = json!([{ "name": "box@example.org", "isFetched": true, "fetching": true }]);
            assert_eq!(answer["fetchMailboxes"]["mailboxes"], expected);
        }
    }
    let unknown = json!({ "i": { "address": "x@example.org" } });
    assert_eq!(api.refusal(Some(&api.admin), FETCH, unknown).await.1, "address");
}
