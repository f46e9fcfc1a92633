//! `addExternalLink`.

use serde_json::json;

use crate::graphql::api::Api;

const ADD: &str = "mutation($i: AddExternalLinkInput!) { addExternalLink(input: $i) {
    ticket { externalLinks { id url key visibleToCustomer } } } }";
const LINKS: &str = "query($n: Int!) { ticket(number: $n) { externalLinks { url key visibleToCustomer } } }";

#[tokio::test]
async fn s12_an_external_link_is_for_the_staff_unless_it_is_made_visible() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let (number, url) = (ticket.number, "https://jira.example/PROJ-42");
    let input = json!({ "i": { "number": number, "url": url, "key": "PROJ-42" } });
    for _ in 0..2 {
        let links = api.data(&api.agent, ADD, input.clone()).await["addExternalLink"]["ticket"].take();
        assert_eq!(links["externalLinks"].as_array().map(Vec::len), Some(1));
        assert_eq!(links["externalLinks"][0]["visibleToCustomer"], false);
    }
    let seen = api.data(&api.customer, LINKS, json!({ "n": number })).await;
    assert_eq!(seen["ticket"]["externalLinks"], json!([]));
    let input = json!({ "i": { "number": number, "url": url, "key": "PROJ-42", "visibleToCustomer": true } });
    api.data(&api.agent, ADD, input.clone()).await;
    let seen = api.data(&api.customer, LINKS, json!({ "n": number })).await;
    let expected = json!([{ "url": url, "key": "PROJ-42", "visibleToCustomer": true }]);
    assert_eq!(seen["ticket"]["externalLinks"], expected);
    assert_eq!(api.refusal(Some(&api.customer), ADD, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), ADD, input).await.0, "NOT_FOUND");
    let input = json!({ "i": { "number": number, "url": "javascript:alert(1)" } });
    let refused = api.refusal(Some(&api.agent), ADD, input).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "url".to_owned()));
}
