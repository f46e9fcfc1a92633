//! A session that lasts long exchanges its token.

use engine::Role;
use serde_json::{Value, json};
use tests::given::PASSWORD;

use crate::graphql::api::{Api, text};

const RENEW: &str = "mutation($t: String!) { renewSession(token: $t) { token expiresAt } }";

#[tokio::test]
async fn s50_a_remembered_session_is_renewed_once_it_is_a_day_old() {
    let api = Api::start().await;
    api.somebody("paula@acme.example", Role::Customer).await;
    let login = "mutation($i: LoginInput!) { login(input: $i) { token } }";
    let input = json!({ "i": { "email": "paula@acme.example", "password": PASSWORD, "remember": true } });
    let answer = api.run(None, login, input).await;
    let token = text(&answer["data"]["login"]["token"]);
    for fresh in [token.as_str(), "nonsense"] {
        let answer = api.run(None, RENEW, json!({ "t": fresh })).await;
        assert_eq!(answer["data"], json!({ "renewSession": Value::Null }), "{answer}");
    }
}
