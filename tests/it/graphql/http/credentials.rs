//! A foreign page cannot make a browser act for its user.

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use crate::graphql::api::Api;

async fn post(api: &Api, headers: &[(&'static str, String)]) -> (u16, Value) {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_str(value).expect("a value")))
        .collect();
    let body = json!({ "query": "{ viewer { email } }" });
    let answer =
        api.http.post(api.url("/graphql")).headers(headers).json(&body).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn a_session_cookie_needs_a_header_and_one_of_our_pages() {
    let api = Api::start().await;
    let cookie = |more: &[(&'static str, &str)]| {
        let mut headers =
            vec![("cookie", format!("a=b; {}={}; c=d", graphql::SESSION_COOKIE, api.customer.token))];
        headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        headers
    };
    let own = format!("http://{}", api.address);
    for good in [
        vec![("x-csrf-token", "1")],
        vec![("x-requested-with", "fetch")],
        vec![("apollo-require-preflight", "true")],
        vec![("graphql-require-preflight", "1")],
        vec![("x-csrf-token", "1"), ("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
        vec![("x-csrf-token", "1"), ("origin", "https://tickets.example.org")],
        vec![("x-csrf-token", "1"), ("sec-fetch-site", "none")],
    ] {
        let (status, answer) = post(&api, &cookie(&good)).await;
        assert_eq!(
            (status, &answer["data"]["viewer"]["email"]),
            (200, &json!("carla@acme.example")),
            "{good:?}"
        );
    }
    for bad in [
        vec![],
        vec![("x-csrf-token", "")],
        vec![("x-csrf-token", "1"), ("origin", "https://evil.example")],
        vec![("x-csrf-token", "1"), ("origin", "null")],
        vec![("x-csrf-token", "1"), ("origin", "https://tickets.example.org.evil.example")],
        vec![("x-csrf-token", "1"), ("sec-fetch-site", "cross-site")],
        vec![("x-csrf-token", "1"), ("sec-fetch-site", "same-site")],
    ] {
        let (status, answer) = post(&api, &cookie(&bad)).await;
        assert_eq!(
            (status, &answer["errors"][0]["extensions"]["code"]),
            (403, &json!("FORBIDDEN")),
            "{bad:?}"
        );
    }
}

#[tokio::test]
async fn a_bearer_token_needs_nothing_more_and_wins_over_a_cookie() {
    let api = Api::start().await;
    let cookie = format!("{}={}", graphql::SESSION_COOKIE, api.customer.token);
    let headers = [
        ("authorization", format!("bearer {}", api.agent.token)),
        ("cookie", cookie),
        ("origin", "https://evil.example".to_owned()),
    ];
    let (status, answer) = post(&api, &headers).await;
    assert_eq!((status, &answer["data"]["viewer"]["email"]), (200, &json!("alan@desk.example")));
}

#[tokio::test]
async fn without_any_credentials_json_is_run_for_nobody() {
    let api = Api::start().await;
    let basic = ("authorization", "Basic eDp5".to_owned());
    for headers in [vec![], vec![basic], vec![("cookie", "schalter_session=".to_owned())]] {
        let (status, answer) = post(&api, &headers).await;
        assert_eq!((status, &answer["data"]), (200, &json!({ "viewer": null })), "{headers:?}");
    }
}
