//! Our cookies are found among whatever else a browser sends, and alike wherever they are read.

use axum::http::{HeaderMap, HeaderValue, header};
use graphql::{SESSION_COOKIE, cookies};
use serde_json::{Value, json};

use crate::graphql::api::Api;

fn headers(lines: &[&[u8]]) -> HeaderMap {
    let line = |bytes: &&[u8]| (header::COOKIE, HeaderValue::from_bytes(bytes).expect("a header"));
    lines.iter().map(line).collect()
}

#[test]
fn every_value_of_a_name_is_found_and_nothing_else() {
    for (lines, found) in [
        (vec![], vec![]),
        (vec![b"a=1".as_slice()], vec!["1"]),
        (vec![b"a=1; a=2; b=3; a=1"], vec!["1", "2"]),
        (vec![b"a=1", b"b=2;a=3"], vec!["1", "3"]),
        (vec![b"b=M\xfcller; a=1"], vec!["1"]),
        (vec!["b=Müller; a=1; c=ß".as_bytes()], vec!["1"]),
        (vec![b"a=\xfc; a=2"], vec!["2"]),
        (vec![b" a = \"1\" ;a=x=y"], vec!["1", "x=y"]),
        (vec![b"a; a=; =1; aa=2; A=3; a=4 5"], vec![]),
    ] {
        assert_eq!(cookies(&headers(&lines), "a"), found, "{lines:?}");
    }
    let many: String = (0..100).map(|n| format!("a={n}; ")).collect();
    assert_eq!(cookies(&headers(&[many.as_bytes()]), "a").len(), 16, "nobody makes us ask without end");
}

#[tokio::test]
async fn a_session_is_found_beside_an_umlaut_and_beside_others_of_its_name() {
    let api = Api::start().await;
    let token = &api.customer.token;
    for line in [
        format!("firma=Müller; {SESSION_COOKIE}={token}"),
        format!("{SESSION_COOKIE}=left-over; {SESSION_COOKIE}={token}"),
        format!("{SESSION_COOKIE}={token}; {SESSION_COOKIE}=left-over"),
        format!("{SESSION_COOKIE}=ü; {SESSION_COOKIE}={token}; x=ä"),
    ] {
        let line = HeaderValue::from_bytes(line.as_bytes()).expect("a header");
        let request = api.http.post(api.url("/graphql")).header("cookie", line).header("x-csrf-token", "1");
        let answer =
            request.json(&json!({ "query": "{ viewer { email } }" })).send().await.expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["data"]["viewer"]["email"], "carla@acme.example", "{answer}");
    }
}
