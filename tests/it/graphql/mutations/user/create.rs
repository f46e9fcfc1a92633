//! The staff prepare accounts.

use serde_json::json;
use tests::given::PASSWORD;

use crate::graphql::api::{Api, id};

const CREATE: &str = "mutation($i: CreateUserInput!) { createUser(input: $i) {
    user { email name role organisation { name } locale active } } }";

#[tokio::test]
async fn s44_an_agent_prepares_a_customer_once() {
    let api = Api::start().await;
    let input = json!({ "i": { "email": "New@Elsewhere.example", "name": "New", "role": "CUSTOMER", "locale": "de" } });
    let agent = api.somebody("anna@desk.example", engine::Role::Agent).await;
    let data = api.data(&agent, CREATE, input.clone()).await;
    let user = &data["createUser"]["user"];
    assert_eq!(user["email"], "new@elsewhere.example");
    assert_eq!(user["organisation"], json!(null));
    assert_eq!(user["locale"], "de");
    let into = json!({ "i": { "email": "spy@acme.example", "name": "Spy", "role": "CUSTOMER",
        "organisation": id("Organisation", api.org.id) } });
    assert_eq!(
        api.refusal(Some(&agent), CREATE, into.clone()).await.0,
        "FORBIDDEN",
        "Acme shares its tickets"
    );
    let data = api.data(&api.admin, CREATE, into).await;
    assert_eq!(data["createUser"]["user"]["organisation"]["name"], "Acme");
    assert_eq!(api.refusal(Some(&agent), CREATE, input).await, ("BAD_USER_INPUT".into(), "email".into()));
}

#[tokio::test]
async fn each_field_that_is_wrong_is_an_error_of_its_own_in_order() {
    let api = Api::start().await;
    let wrong = json!({ "i": { "email": "nowhere", "name": " ", "userName": "a@b", "role": "CUSTOMER" } });
    let answer = api.run(Some(&api.admin), CREATE, wrong).await;
    let errors = answer["errors"].as_array().expect("errors");
    let fields: Vec<_> = errors.iter().map(|error| error["extensions"]["field"].clone()).collect();
    assert_eq!(fields, ["email", "userName", "name"], "{answer:#}");
    for error in errors {
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
        assert_eq!((&error["path"], error["locations"].is_array()), (&json!(["createUser"]), true));
    }
    assert!(answer["data"].is_null(), "{answer:#}");
}

#[tokio::test]
async fn only_admins_appoint_staff_and_customers_appoint_nobody() {
    let api = Api::start().await;
    let input =
        |role: &str| json!({ "i": { "email": format!("{role}@x.example"), "name": "X", "role": role } });
    assert_eq!(api.refusal(Some(&api.agent), CREATE, input("AGENT")).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.agent), CREATE, input("ADMIN")).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.customer), CREATE, input("CUSTOMER")).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, CREATE, input("CUSTOMER")).await.0, "UNAUTHENTICATED");
    api.data(&api.admin, CREATE, input("AGENT")).await;
}

#[tokio::test]
async fn s48_the_rule_for_passwords_holds_here_too() {
    let api = Api::start().await;
    let with = |password: &str| json!({ "i": { "email": "p@x.example", "name": "P", "role": "CUSTOMER", "password": password } });
    assert_eq!(
        api.refusal(Some(&api.admin), CREATE, with("short")).await,
        ("BAD_USER_INPUT".into(), "password".into())
    );
    api.data(&api.admin, CREATE, with(PASSWORD)).await;
    assert_eq!(api.login("p@x.example").await.user.name, "P");
}
