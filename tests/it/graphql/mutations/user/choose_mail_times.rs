//! People choose when they are told by email.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

const CHOOSE: &str = "mutation($input: ChooseMailTimesInput!) {
    chooseMailTimes(input: $input) { pace dailyAt quietFrom quietUntil quietWeekends } }";

#[tokio::test]
async fn a_choice_is_answered_as_it_holds_and_bad_times_name_their_field() {
    let api = Api::start().await;
    let agent = api.somebody("paula@acme.example", Role::Agent).await;
    let listed = "{ mailTimes { pace dailyAt quietFrom quietUntil quietWeekends } }";
    let usual = json!({
        "pace": "AT_ONCE", "dailyAt": "08:00", "quietFrom": null, "quietUntil": null, "quietWeekends": false,
    });
    assert_eq!(api.data(&agent, listed, json!({})).await["mailTimes"], usual);
    let chosen = json!({
        "pace": "DAILY", "dailyAt": "17:30", "quietFrom": "20:00", "quietUntil": "07:05", "quietWeekends": true,
    });
    let answer = api.data(&agent, CHOOSE, json!({ "input": chosen })).await;
    assert_eq!(answer["chooseMailTimes"], chosen);
    assert_eq!(api.data(&agent, listed, json!({})).await["mailTimes"], chosen);
    for (input, field) in [
        (json!({ "dailyAt": "25:00" }), "dailyAt"),
        (json!({ "quietFrom": "20:00" }), "quietUntil"),
        (json!({ "quietUntil": "07:00" }), "quietFrom"),
        (json!({ "quietFrom": "morning", "quietUntil": "07:00" }), "quietFrom"),
        (json!({ "quietFrom": "07:00", "quietUntil": "07:00" }), "quietUntil"),
    ] {
        let refused = api.refusal(Some(&agent), CHOOSE, json!({ "input": input })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), field.into()), "{input}");
    }
    let code = api.refusal(None, CHOOSE, json!({ "input": {} })).await.0;
    assert_eq!(code, "UNAUTHENTICATED");
    assert_eq!(api.data(&agent, CHOOSE, json!({ "input": {} })).await["chooseMailTimes"], usual);
}
