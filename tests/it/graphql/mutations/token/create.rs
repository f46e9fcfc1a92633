//! A partner's program acts for its user, within scopes.

use serde_json::json;

use crate::graphql::api::{Api, Person, text};

const CREATE: &str = "mutation($i: CreateApiTokenInput!) { createApiToken(input: $i) { token id } }";
const TICKET: &str = "mutation { createTicket(input: { title: \"x\", text: \"x\" }) { ticket { channel } } }";

async fn with_scopes(api: &Api, scopes: &[&str]) -> Person {
    let owner = api.somebody("paula@acme.example", engine::Role::Customer).await;
    let input = json!({ "i": { "name": "robot", "scopes": scopes } });
    let data = api.data(&owner, CREATE, input).await;
    Person { user: owner.user, token: text(&data["createApiToken"]["token"]) }
}

#[tokio::test]
async fn a_reading_token_reads_and_does_not_write() {
    let api = Api::start().await;
    let robot = with_scopes(&api, &["tickets:read"]).await;
    api.data(&robot, "{ viewer { email } tickets { totalCount } }", json!({})).await;
    assert_eq!(api.refusal(Some(&robot), TICKET, json!({})).await.0, "FORBIDDEN");
}

#[tokio::test]
async fn a_writing_token_writes_and_is_told_from_a_person() {
    let api = Api::start().await;
    let robot = with_scopes(&api, &["tickets:read", "tickets:write"]).await;
    let data = api.data(&robot, TICKET, json!({})).await;
    assert_eq!(data["createTicket"]["ticket"]["channel"], "API");
}

#[tokio::test]
async fn unknown_scopes_and_past_ends_are_named_and_customers_administer_nothing() {
    let api = Api::start().await;
    let owner = api.somebody("paula@acme.example", engine::Role::Customer).await;
    for (input, field) in [
        (json!({ "name": "robot", "scopes": ["everything"] }), "scopes"),
        (json!({ "name": "", "scopes": ["tickets:read"] }), "name"),
        (
            json!({ "name": "robot", "scopes": ["tickets:read"], "expiresAt": "2018-01-01T00:00:00Z" }),
            "expiresAt",
        ),
        (json!({ "name": "robot", "scopes": ["tickets:read"], "expiresAt": "tomorrow" }), "expiresAt"),
    ] {
        let refusal = api.refusal(Some(&owner), CREATE, json!({ "i": input })).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), field.into()), "{input}");
    }
    let admin = json!({ "i": { "name": "robot", "scopes": ["admin"] } });
    assert_eq!(api.refusal(Some(&owner), CREATE, admin).await.0, "FORBIDDEN");
    assert_eq!(
        api.refusal(None, CREATE, json!({ "i": { "name": "r", "scopes": [] } })).await.0,
        "UNAUTHENTICATED"
    );
}
