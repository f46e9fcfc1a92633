//! What stands below the answers of a member of the staff.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

const CHOOSE: &str = "mutation($text: String!) { chooseSignature(text: $text) }";

#[tokio::test]
async fn staff_choose_a_signature_and_customers_have_none() {
    let api = Api::start().await;
    let agent = api.somebody("paula@acme.example", Role::Agent).await;
    let customer = api.somebody("eva@acme.example", Role::Customer).await;
    let chosen = api.data(&agent, CHOOSE, json!({ "text": "Gruß, Paula\n" })).await;
    assert_eq!(chosen["chooseSignature"], json!("Gruß, Paula"));
    let own = api.data(&agent, "{ ownSignature }", json!({})).await;
    assert_eq!(own["ownSignature"], json!("Gruß, Paula"));
    let none = api.data(&customer, "{ ownSignature }", json!({})).await;
    assert_eq!(none["ownSignature"], json!(null));
    for person in [&agent, &customer] {
        let reach = api.data(person, "{ signatureReach }", json!({})).await;
        assert_eq!(
            reach["signatureReach"], "NOWHERE",
            "emails carry links alone, and customers sign nothing"
        );
    }
    let long = api.refusal(Some(&agent), CHOOSE, json!({ "text": "x".repeat(2_001) })).await;
    assert_eq!(long, ("BAD_USER_INPUT".into(), "text".into()));
    assert_eq!(api.refusal(Some(&customer), CHOOSE, json!({ "text": "Eva" })).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, CHOOSE, json!({ "text": "" })).await.0, "UNAUTHENTICATED");
}
