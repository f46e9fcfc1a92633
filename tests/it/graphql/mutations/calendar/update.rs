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

#[tokio::test]
async fn a_holiday_without_a_date_hides_nothing_else_that_is_wrong() {
    let api = Api::start().await;
    for name in ["Office", "Shop"] {
        api.data(&api.admin, CREATE, json!({ "i": office(name) })).await;
    }
    let calendars = api.data(&api.admin, "{ calendars { id name } }", json!({})).await["calendars"].clone();
    let calendars = calendars.as_array().expect("calendars");
    let shop = calendars.iter().find(|one| one["name"] == "Shop").expect("it was made");
    let days = json!([{ "date": "2026-13-01", "name": "x" }]);
    let input =
        json!({ "id": shop["id"], "name": "Office", "timeZone": "Mars", "hours": [], "holidays": days });
    let answer = api.run(Some(&api.admin), UPDATE, json!({ "i": input })).await;
    let errors = answer["errors"].as_array().expect("errors");
    let fields: Vec<_> = errors.iter().map(|error| error["extensions"]["field"].as_str()).collect();
    assert_eq!(fields, [Some("timeZone"), Some("hours"), Some("name"), Some("holidays")], "{answer:#}");
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, json!({ "i": input })).await.0, "FORBIDDEN");
    let date_alone = json!({ "i": { "id": shop["id"], "holidays": days } });
    let refused = api.refusal(Some(&api.admin), UPDATE, date_alone).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "holidays".into()));
}
