//! Second factors.

mod begin;
mod confirm;
mod disable;
mod renew_codes;
mod reset;

use serde_json::{Value, json};
use tests::{given::PASSWORD, second_factor::App};

use crate::graphql::api::{Api, Person, text};

pub(crate) const BEGIN: &str = "mutation($i: IdentityInput!) { beginSecondFactor(input: $i) { secret uri } }";
pub(crate) const CONFIRM: &str = "mutation($c: String!) { confirmSecondFactor(code: $c) { recoveryCodes } }";

/// The viewer's password, with a code.
pub(crate) fn shown(code: Option<&str>) -> Value {
    json!({ "i": { "password": PASSWORD, "code": code } })
}

/// Sets up a second factor; answers the app and the recovery codes.
pub(crate) async fn set_up(api: &Api, person: &Person) -> (App, Vec<String>) {
    let begun = api.data(person, BEGIN, shown(None)).await;
    let phone = App::reading(&text(&begun["beginSecondFactor"]["uri"]));
    let made = api.data(person, CONFIRM, json!({ "c": phone.code(api.app.now()) })).await;
    let codes = made["confirmSecondFactor"]["recoveryCodes"].as_array().expect("codes");
    (phone, codes.iter().map(text).collect())
}
