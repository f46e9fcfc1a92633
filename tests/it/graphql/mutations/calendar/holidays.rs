//! Holidays are imported.

use serde_json::json;

use super::{CREATE, office};
use crate::graphql::api::Api;

const IMPORT: &str = "mutation($id: ID!, $ics: String!) { importHolidays(input: { id: $id, ics: $ics }) {
    calendar { holidays { date name } } } }";

#[tokio::test]
async fn s66_an_icalendar_file_adds_holidays() {
    let api = Api::start().await;
    let data = api.data(&api.admin, CREATE, json!({ "i": office("Office") })).await;
    let id = &data["createCalendar"]["calendar"]["id"];
    let event = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20190501\r\nSUMMARY:Tag der Arbeit\r\nEND:VEVENT\r\n";
    // As long as the files are that states publish.
    let padding = "X-COMMENT:padding\r\n".repeat(1_000);
    let ics = format!("BEGIN:VCALENDAR\r\n{padding}{event}END:VCALENDAR\r\n");
    for _ in 0..2 {
        let data = api.data(&api.admin, IMPORT, json!({ "id": id, "ics": ics })).await;
        let expected = json!([{ "date": "2019-05-01", "name": "Tag der Arbeit" }]);
        assert_eq!(data["importHolidays"]["calendar"]["holidays"], expected);
    }
    let refused = api.refusal(Some(&api.admin), IMPORT, json!({ "id": id, "ics": "" })).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "ics".into()));
    assert_eq!(api.refusal(Some(&api.agent), IMPORT, json!({ "id": id, "ics": ics })).await.0, "FORBIDDEN");
}
