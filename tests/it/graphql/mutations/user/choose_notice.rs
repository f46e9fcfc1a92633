//! People choose of what they are told.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

const CHOOSE: &str = "mutation($input: ChooseNoticeInput!) { chooseNotice(input: $input) { notice email } }";

#[tokio::test]
async fn a_choice_holds_and_what_is_left_out_stays() {
    let api = Api::start().await;
    let agent = api.somebody("paula@acme.example", Role::Agent).await;
    let customer = api.somebody("otto@acme.example", Role::Customer).await;
    let input = json!({ "input": { "notice": "NEW_TICKET", "email": true } });
    let chosen = api.data(&agent, CHOOSE, input).await;
    let listed = api.data(&agent, "{ notices { notice email } }", json!({})).await;
    assert_eq!(listed["notices"], chosen["chooseNotice"]);
    let new = &listed["notices"][0];
    assert_eq!(*new, json!({ "notice": "NEW_TICKET", "email": true }));
    let input = json!({ "input": { "notice": "NEW_TICKET", "email": true } });
    let (code, field) = api.refusal(Some(&customer), CHOOSE, input).await;
    assert_eq!((code.as_str(), field.as_str()), ("BAD_USER_INPUT", "notice"));
}
