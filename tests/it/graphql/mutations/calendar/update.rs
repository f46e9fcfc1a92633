//! A calendar is changed.

use serde_json::json;

use super::{CREATE, office};
use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($i: UpdateCalendarInput!) { updateCalendar(input: $i) {
    calendar { name timeZone hours { from } holidayRegion } } }";

#[tokio::test]
async fn s66_what_is_given_changes_and_the_rest_stays() {
    let api = Api::start().await;
    let mut input = office("Office");
    input["holidayRegion"] = json!("AT");
    let data = api.data(&api.admin, CREATE, json!({ "i": input })).await;
    let own = &data["createCalendar"]["calendar"]["id"];
    let hours = json!([{ "weekday": "SUNDAY", "from": "00:00", "to": "24:00" }]);
    for _ in 0..2 {
        let change = json!({ "i": { "id": own, "hours": hours, "holidayRegion": null } });
        let data = api.data(&api.admin, UPDATE, change).await;
        let expected = json!({ "name": "Office", "timeZone": "Europe/Berlin", "hours": [{ "from": "00:00" }],
                               "holidayRegion": null });
        assert_eq!(data["updateCalendar"]["calendar"], expected);
    }
    let log = api.data(
        &api.admin,
        "{ auditLog(first: 2) { nodes { kind subject { ... on Calendar { name } } } } }",
        json!({}),
    );
    let log = log.await;
    assert_eq!(
        log["auditLog"]["nodes"][0],
        json!({ "kind": "CALENDAR_CHANGED", "subject": { "name": "Office" } })
    );
    assert_eq!(log["auditLog"]["nodes"][1]["kind"], "CALENDAR_CREATED", "the second time nothing changed");

    let rename = |id| json!({ "i": { "id": id, "name": "x" } });
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, rename(own.clone())).await.0, "FORBIDDEN");
    let absent = json!(id("Calendar", api.admin.user.id));
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, rename(absent)).await.0, "NOT_FOUND");
    let wrong = json!(id("User", api.admin.user.id));
    assert_eq!(
        api.refusal(Some(&api.admin), UPDATE, rename(wrong)).await,
        ("BAD_USER_INPUT".into(), "id".into())
    );
}
