//! Only JSON and multipart are read, one request at a time, and not without end.

use serde_json::{Value, json};

use crate::graphql::api::Api;

async fn post(api: &Api, kind: Option<&str>, body: impl Into<reqwest::Body>) -> (u16, Value) {
    let mut request = api.http.post(api.url("/graphql")).bearer_auth(&api.agent.token).body(body);
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn other_media_types_are_not_taken_for_json() {
    let api = Api::start().await;
    let body = r#"{"query":"{ viewer { name } }"}"#;
    for kind in
        [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonp")]
    {
        let (status, answer) = post(&api, kind, body).await;
        assert_eq!(
            (status, &answer["errors"][0]["extensions"]["code"]),
            (415, &json!("BAD_USER_INPUT")),
            "{kind:?}"
        );
    }
    for kind in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(post(&api, Some(kind), body).await.0, 200, "{kind}");
    }
}

#[tokio::test]
async fn what_is_not_a_request_is_400() {
    let api = Api::start().await;
    let deep = "[".repeat(100_000);
    let deep_variables = format!(
        r#"{{"query":"{{ viewer {{ id }} }}","variables":{{"a":{}1{}}}}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    for body in [
        "",
        "null",
        "1",
        "\"x\"",
        "{}",
        "{\"query\":1}",
        "{\"query\":null}",
        "[]",
        "\u{feff}{}",
        "{\"query\":\"{a}\",\"variables\":[]}",
        &deep,
        &deep_variables,
    ] {
        let (status, answer) = post(&api, Some("application/json"), body.to_owned()).await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!(
            (status, &answer["errors"][0]["extensions"]["code"]),
            (400, &json!("BAD_USER_INPUT")),
            "{shown}"
        );
        assert!(answer.get("data").is_none());
    }
}

#[tokio::test]
async fn lists_of_requests_are_refused() {
    let api = Api::start().await;
    let (status, answer) =
        post(&api, Some("application/json"), r#" [{"query":"{ viewer { name } }"}]"#).await;
    assert_eq!(status, 400);
    assert!(
        answer["errors"][0]["message"].as_str().is_some_and(|text| text.contains("one request")),
        "{answer}"
    );
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_413() {
    let api = Api::start().await;
    let body =
        format!(r#"{{"query":"{{ viewer {{ name }} }}","extensions":"{}"}}"#, "x".repeat(3 * 1024 * 1024));
    let (status, answer) = post(&api, Some("application/json"), body).await;
    assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (413, &json!("BAD_USER_INPUT")));
}

#[tokio::test]
async fn get_runs_nothing() {
    let api = Api::start().await;
    for path in ["/graphql?query=%7Bviewer%7Bid%7D%7D", "/graphql?query=mutation%7Blogout%7D"] {
        let answer =
            api.http.get(api.url(path)).bearer_auth(&api.agent.token).send().await.expect("an answer");
        assert_eq!(answer.status(), 405);
        assert_eq!(answer.headers()["allow"], "POST");
    }
    for method in [reqwest::Method::PUT, reqwest::Method::DELETE, reqwest::Method::PATCH] {
        let answer = api.http.request(method, api.url("/graphql")).send().await.expect("an answer");
        assert_eq!(answer.status(), 405);
    }
}
