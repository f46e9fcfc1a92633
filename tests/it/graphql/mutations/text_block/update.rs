//! A text block is changed.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

const UPDATE: &str =
    "mutation($i: UpdateTextBlockInput!) { updateTextBlock(input: $i) { textBlock { name text locale } } }";

#[tokio::test]
async fn a_text_block_is_changed_by_admins() {
    let api = Api::start().await;
    let block = made(&api, "Greeting", "Dear").await;
    let input =
        |locale: serde_json::Value| json!({ "i": { "id": block["id"], "text": "Hello", "locale": locale } });
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, input(json!("en"))).await.0, "FORBIDDEN");
    for locale in [json!("en"), json!("en"), json!(null)] {
        let data = api.data(&api.admin, UPDATE, input(locale.clone())).await;
        let expected = json!({ "name": "Greeting", "text": "Hello", "locale": locale });
        assert_eq!(data["updateTextBlock"]["textBlock"], expected);
    }
    let foreign = json!({ "i": { "id": "x", "name": "y" } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, foreign).await, ("BAD_USER_INPUT".into(), "id".into()));
}
