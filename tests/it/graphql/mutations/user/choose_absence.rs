//! Members of the staff say when they are away.

use engine::Role;
use serde_json::json;

use crate::graphql::api::{Api, Person};

const CHOOSE: &str = "mutation($input: ChooseAbsenceInput) {
    chooseAbsence(input: $input) { from until isNow } }";
const STAFF: &str = "{ users(role: AGENT) { nodes { name absence { until isNow } } } }";

#[tokio::test]
async fn an_absence_is_seen_by_the_staff_alone_and_bad_days_name_their_field() {
    let api = Api::start().await;
    let agent = api.somebody("paula@acme.example", Role::Agent).await;
    let colleague = api.somebody("otto@acme.example", Role::Agent).await;
    let customer = api.somebody("eva@acme.example", Role::Customer).await;
    let chosen = api.data(&agent, CHOOSE, json!({ "input": { "until": "2019-02-02" } })).await;
    let absence = &chosen["chooseAbsence"];
    assert_eq!((&absence["until"], &absence["isNow"]), (&json!("2019-02-02"), &json!(true)), "{chosen}");
    let absences = async |by: &Person| {
        let listed = api.data(by, STAFF, json!({})).await;
        let nodes = listed["users"]["nodes"].as_array().expect("people").clone();
        nodes.into_iter().map(|one| one["absence"].clone()).filter(|one| !one.is_null()).collect::<Vec<_>>()
    };
    assert_eq!(absences(&colleague).await, [json!({ "until": "2019-02-02", "isNow": true })]);
    assert!(absences(&customer).await.is_empty());
    for (input, field) in [
        (json!({ "from": "tomorrow" }), "from"),
        (json!({ "until": "2.2.2019" }), "until"),
        (json!({ "until": "2019-01-24" }), "until"),
        (json!({ "from": "2019-02-03", "until": "2019-02-02" }), "until"),
    ] {
        let refused = api.refusal(Some(&agent), CHOOSE, json!({ "input": input })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), field.into()), "{input}");
    }
    assert_eq!(api.refusal(Some(&customer), CHOOSE, json!({ "input": {} })).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, CHOOSE, json!({ "input": {} })).await.0, "UNAUTHENTICATED");
    let ended = api.data(&agent, CHOOSE, json!({ "input": null })).await;
    assert_eq!(ended["chooseAbsence"], json!(null));
    assert!(absences(&colleague).await.is_empty());
}
