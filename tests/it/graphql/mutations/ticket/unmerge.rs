//! `unmergeTicket`.

use serde_json::json;

use crate::graphql::api::Api;

const MERGE: &str = "mutation($i: MergeTicketsInput!) { mergeTickets(input: $i) { ticket { number } } }";
const UNMERGE: &str = "mutation($n: Int!) { unmergeTicket(number: $n) {
    ticket { number status comments { totalCount } mergedInto { number } } } }";

#[tokio::test]
async fn a_merge_is_undone_once_and_by_the_staff_alone() {
    let api = Api::start().await;
    let (target, source) =
        (api.ticket(&api.customer, "Printer").await, api.ticket(&api.customer, "Again").await);
    let input = json!({ "i": { "from": source.number, "into": target.number } });
    api.data(&api.agent, MERGE, input).await;
    let number = json!({ "n": source.number });
    assert_eq!(api.refusal(Some(&api.customer), UNMERGE, number.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), UNMERGE, number.clone()).await.0, "NOT_FOUND");
    let back = api.data(&api.agent, UNMERGE, number.clone()).await["unmergeTicket"]["ticket"].take();
    let expected = json!({ "number": source.number, "status": "NEW", "comments": { "totalCount": 1 }, "mergedInto": null });
    assert_eq!(back, expected);
    let refused = api.refusal(Some(&api.agent), UNMERGE, number).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "number".to_owned()));
}
