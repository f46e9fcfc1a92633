//! Agreements.

mod create;
mod update;

use serde_json::{Value, json};

use crate::graphql::{api::Api, mutations::calendar};

const CREATE: &str = "mutation($i: AgreementInput!) { createAgreement(input: $i) {
    agreement { id name calendar { name } targets { priority responseMinutes restorationMinutes } } } }";

/// An agreement of an hour and a day for normal tickets; its id.
async fn agreed(api: &Api) -> Value {
    let office = api.data(&api.admin, calendar::CREATE, json!({ "i": calendar::office("Office") })).await;
    let input = json!({ "name": "Standard", "calendar": office["createCalendar"]["calendar"]["id"],
        "targets": [{ "priority": "NORMAL", "responseMinutes": 60, "restorationMinutes": 480 }] });
    api.data(&api.admin, CREATE, json!({ "i": input })).await["createAgreement"]["agreement"].clone()
}
