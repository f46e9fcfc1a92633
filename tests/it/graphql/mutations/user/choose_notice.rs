//! People choose of what they are told.

use serde_json::json;

use crate::graphql::api::Api;

const CHOOSE: &str = "mutation($input: ChooseNoticeInput!) { chooseNotice(input: $input) { notice email } }";

#[tokio::test]
async fn a_choice_holds_and_what_is_left_out_stays() {
    let api = Api::start().await;
    let input = json!({ "input": { "notice": "NEW_TICKET", "email": true } });
    let chosen = api.data(&api.agent, CHOOSE, input).await;
    let listed = api.data(&api.agent, "{ notices { notice email } }", json!({})).await;
    assert_eq!(listed["notices"], chosen["chooseNotice"]);
    let new = &listed["notices"][0];
    assert_eq!(*new, json!({ "notice": "NEW_TICKET", "email": true }));
    let input = json!({ "input": { "notice": "NEW_TICKET", "email": true } });
    let (code, field) = api.refusal(Some(&api.customer), CHOOSE, input).await;
    assert_eq!((code.as_str(), field.as_str()), ("BAD_USER_INPUT", "notice"));
}
