//! The answer comes in the media type that the client asked for, with the status that belongs to it.

use serde_json::{Value, json};

use crate::graphql::api::Api;

async fn answer(api: &Api, accept: Option<&str>, document: &str) -> (u16, String, Value) {
    let mut request = api.http.post(api.url("/graphql")).bearer_auth(&api.agent.token);
    if let Some(accept) = accept {
        request = request.header("accept", accept);
    }
    let answer = request.json(&json!({ "query": document })).send().await.expect("an answer");
    let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
    (answer.status().as_u16(), kind, answer.json().await.unwrap_or_default())
}

#[tokio::test]
async fn the_media_type_is_negotiated() {
    let api = Api::start().await;
    let json = "application/json; charset=utf-8";
    let new = "application/graphql-response+json; charset=utf-8";
    for (accept, kind) in [
        (None, json),
        (Some("*/*"), json),
        (Some("application/*"), json),
        (Some("application/json"), json),
        (Some("application/graphql-response+json"), new),
        (Some("application/graphql-response+json, application/json;q=0.9"), new),
        (Some("application/json, application/graphql-response+json;q=0.5, */*;q=0.1"), json),
        (Some("text/html, application/xhtml+xml, */*;q=0.8"), json),
        (Some("application/graphql-response+json, */*"), new),
    ] {
        let (status, got, _) = answer(&api, accept, "{ viewer { name } }").await;
        assert_eq!((status, got.as_str()), (200, kind), "{accept:?}");
    }
    let (status, _, body) = answer(&api, Some("text/html"), "{ viewer { name } }").await;
    assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (406, &json!("BAD_USER_INPUT")));
}

#[tokio::test]
async fn a_document_that_was_not_run_is_400_in_the_new_type_and_200_in_the_old() {
    let api = Api::start().await;
    let new = Some("application/graphql-response+json");
    for document in ["{", "{ nonsense }", "{ ticket { id } }"] {
        let (status, _, body) = answer(&api, new, document).await;
        assert_eq!(status, 400, "{document}");
        assert!(body.get("data").is_none(), "{body}");
        let (status, _, body) = answer(&api, None, document).await;
        assert_eq!(status, 200, "{document}");
        assert!(body.get("data").is_none(), "{body}");
    }
    // What fails in a resolver was run.
    let (status, _, body) = answer(&api, new, "{ tickets(first: 1000) { totalCount } }").await;
    assert_eq!((status, &body["data"]), (200, &Value::Null));
}
