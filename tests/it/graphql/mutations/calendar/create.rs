//! A calendar is made.

use serde_json::json;

use super::{CREATE, office};
use crate::graphql::api::Api;

#[tokio::test]
async fn s66_an_admin_makes_a_calendar_that_the_staff_can_read() {
    let api = Api::start().await;
    let mut input = office("Nordland");
    input["holidays"] = json!([{ "date": "2019-12-24", "name": "Heiligabend" }]);
    input["holidayRegion"] = json!("DE-BY");
    let data = api.data(&api.admin, CREATE, json!({ "i": input })).await;
    let calendar = &data["createCalendar"]["calendar"];
    assert_eq!(calendar["hours"].as_array().unwrap().len(), 10);
    assert_eq!(calendar["hours"][1], json!({ "weekday": "MONDAY", "from": "13:00", "to": "17:00" }));
    assert_eq!(calendar["ownHolidays"], json!([{ "date": "2019-12-24" }]));
    let holidays = calendar["holidays"].as_array().unwrap();
    assert!(holidays.contains(&json!({ "date": "2021-12-25", "name": "1. Weihnachtstag" })));
    assert_eq!(holidays.len(), 3 * 13 + 1);

    let read = "{ calendars { name } }";
    assert_eq!(api.data(&api.agent, read, json!({})).await, json!({ "calendars": [{ "name": "Nordland" }] }));
    assert_eq!(api.refusal(Some(&api.customer), read, json!({})).await.0, "FORBIDDEN");
    let node = "query($id: ID!) { node(id: $id) { ... on Calendar { name } } }";
    let id = json!({ "id": calendar["id"] });
    assert_eq!(api.data(&api.agent, node, id.clone()).await["node"]["name"], "Nordland");
    assert_eq!(api.data(&api.customer, node, id).await["node"], json!(null));
}

#[tokio::test]
async fn s66_only_admins_make_calendars_and_what_is_wrong_is_named() {
    let api = Api::start().await;
    for person in [&api.agent, &api.customer] {
        assert_eq!(api.refusal(Some(person), CREATE, json!({ "i": office("x") })).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(None, CREATE, json!({ "i": office("x") })).await.0, "UNAUTHENTICATED");
    api.data(&api.admin, CREATE, json!({ "i": office("Office") })).await;
    let wrong = [
        ("name", json!("Office")),
        ("timeZone", json!("Berlin")),
        ("hours", json!([])),
        ("hours", json!([{ "weekday": "MONDAY", "from": "8", "to": "17:00" }])),
        ("holidays", json!([{ "date": "24.12.2019", "name": "x" }])),
        ("holidayRegion", json!("DE-XX")),
    ];
    for (field, value) in wrong {
        let mut input = office("Other");
        input[field] = value;
        let refused = api.refusal(Some(&api.admin), CREATE, json!({ "i": input })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), field.into()));
    }
}

#[tokio::test]
async fn a_holiday_without_a_date_hides_nothing_else_that_is_wrong() {
    let api = Api::start().await;
    let mut input = office(" ");
    input["timeZone"] = json!("Mars");
    input["holidays"] = json!([{ "date": "2026-13-01", "name": "x" }]);
    let answer = api.run(Some(&api.admin), CREATE, json!({ "i": input })).await;
    let errors = answer["errors"].as_array().expect("errors");
    let fields: Vec<_> = errors.iter().map(|error| error["extensions"]["field"].as_str()).collect();
    assert_eq!(fields, [Some("name"), Some("timeZone"), Some("holidays")], "{answer:#}");
    // Whoever may make none learns nothing else.
    for person in [&api.agent, &api.customer] {
        assert_eq!(api.refusal(Some(person), CREATE, json!({ "i": input })).await.0, "FORBIDDEN");
    }
    // Also what others have is told beside it.
    api.data(&api.admin, CREATE, json!({ "i": office("Office") })).await;
    input["name"] = json!("Office");
    let answer = api.run(Some(&api.admin), CREATE, json!({ "i": input })).await;
    let errors = answer["errors"].as_array().expect("errors");
    let fields: Vec<_> = errors.iter().map(|error| error["extensions"]["field"].as_str()).collect();
    assert_eq!(fields, [Some("timeZone"), Some("name"), Some("holidays")], "{answer:#}");
}
