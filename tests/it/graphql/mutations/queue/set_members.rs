//! An agent works this kind of tickets and not that one.

use serde_json::json;

use crate::graphql::api::{Api, id, text};

const SET: &str =
    "mutation($i: SetQueueMembersInput!) { setQueueMembers(input: $i) { queue { name members { name } } } }";

#[tokio::test]
async fn an_admin_says_who_works_a_queue_and_it_holds_at_once() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Printer").await;
    let data = api.data(&api.agent, "{ queues { id } tickets { totalCount } }", json!({})).await;
    assert_eq!(data["tickets"]["totalCount"], 1);
    let queue = text(&data["queues"][0]["id"]);
    let input = |members: &[String]| json!({ "i": { "queue": queue, "members": members } });
    let alan = id("User", api.agent.user.id);
    assert_eq!(api.refusal(Some(&api.agent), SET, input(&[])).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.customer), SET, input(&[])).await.0, "FORBIDDEN");
    let customer = id("User", api.customer.user.id);
    assert_eq!(
        api.refusal(Some(&api.admin), SET, input(&[customer])).await,
        ("BAD_USER_INPUT".into(), "members".into())
    );
    let data = api.data(&api.admin, SET, input(&[])).await;
    assert_eq!(data["setQueueMembers"]["queue"]["members"], json!([]));
    let data = api.data(&api.agent, "{ tickets { totalCount } }", json!({})).await;
    assert_eq!(data["tickets"]["totalCount"], 0);
    for _ in 0..2 {
        let data = api.data(&api.admin, SET, input(std::slice::from_ref(&alan))).await;
        assert_eq!(data["setQueueMembers"]["queue"]["members"], json!([{ "name": "Alan Agent" }]));
    }
    assert_eq!(
        api.refusal(Some(&api.agent), "{ queues { members { name } } }", json!({})).await.0,
        "FORBIDDEN"
    );
}
