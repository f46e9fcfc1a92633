//! What a client is told of its quotas.

use engine::Rates;
use serde_json::{Value, json};

use crate::graphql::api::Api;

const CREATE: &str = "mutation { createTicket(input: { title: \"a\", text: \"b\" }) { ticket { number } } }";

#[tokio::test]
async fn answers_tell_what_is_left_and_a_refusal_when_to_try_again() {
    let api = Api::with(|settings| settings.limits.rates = Rates { token: 2, ..Rates::default() }).await;
    let send = || {
        api.http.post(api.url("/graphql")).bearer_auth(&api.customer.token).json(&json!({ "query": CREATE }))
    };
    for left in ["\"tickets\";r=1;t=3600", "\"tickets\";r=0;t=3600"] {
        let answer = send().send().await.expect("an answer");
        assert_eq!(answer.headers()["ratelimit-policy"], "\"tickets\";q=2;w=3600");
        assert_eq!(answer.headers()["ratelimit"], left);
        assert!(answer.headers().get("retry-after").is_none());
    }
    let answer = send().send().await.expect("an answer");
    assert_eq!(answer.headers()["retry-after"], "3600");
    let answer: Value = answer.json().await.expect("JSON");
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!((&extensions["code"], &extensions["retryAfter"]), (&json!("RATE_LIMITED"), &json!(3600)));
    let answer = api.http.post(api.url("/graphql")).bearer_auth(&api.customer.token);
    let answer = answer.json(&json!({ "query": "{ viewer { id } }" })).send().await.expect("an answer");
    assert!(answer.headers().get("ratelimit").is_none(), "nothing was used");
}
