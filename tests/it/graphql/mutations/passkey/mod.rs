//! Passkeys.

mod add;
mod begin;
mod begin_proof;
mod remove;
mod rename;

use engine::PasskeyCeremony;
use serde_json::{Value, json};
use tests::passkey::Authenticator;

use super::second_factor::shown;
use crate::graphql::api::{Api, Person, text};

pub(crate) const BEGIN: &str =
    "mutation($i: IdentityInput!) { beginPasskey(input: $i) { ceremony options } }";
pub(crate) const PROVE: &str = "mutation { beginPasskeyProof { ceremony options } }";
pub(crate) const ADD: &str = "mutation($i: AddPasskeyInput!) { addPasskey(input: $i) { passkey { id name lastUsedAt } recoveryCodes } }";

/// What a browser is asked, as the API says it.
pub(crate) fn asked(answer: &Value) -> PasskeyCeremony {
    PasskeyCeremony { token: text(&answer["ceremony"]), options: text(&answer["options"]) }
}

/// What a browser answers, as the API takes it.
pub(crate) fn answered(answer: &engine::PasskeyAnswer) -> Value {
    json!({ "ceremony": answer.ceremony, "credential": answer.credential })
}

/// Adds a first passkey; answers it with its id and the recovery codes.
pub(crate) async fn added(api: &Api, person: &Person) -> (Authenticator, String, Vec<String>) {
    let begun = api.data(person, BEGIN, shown(None)).await;
    let mut key = Authenticator::default();
    let answer = answered(&key.make(&asked(&begun["beginPasskey"])));
    let made = api.data(person, ADD, json!({ "i": { "answer": answer, "name": "Laptop" } })).await;
    let made = &made["addPasskey"];
    let codes = made["recoveryCodes"].as_array().expect("codes").iter().map(text).collect();
    (key, text(&made["passkey"]["id"]), codes)
}

/// A passkey in the place of password and code.
pub(crate) async fn proven(api: &Api, person: &Person, key: &mut Authenticator) -> Value {
    let begun = api.data(person, PROVE, json!({})).await;
    let answer = key.show(&asked(&begun["beginPasskeyProof"]));
    json!({ "password": "", "passkey": answered(&answer) })
}
