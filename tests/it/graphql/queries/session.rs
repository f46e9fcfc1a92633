//! Who am I, and what may be asked without a login.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn without_a_login_only_the_public_fields_answer() {
    let api = Api::start().await;
    let document =
        "{ viewer { id } limits { attachmentBytes messageBytes undoSeconds } passwordRule { minLength }
        passwordLinkValid(token: \"x\") }";
    let answer = api.run(None, document, json!({})).await;
    let expected = json!({
        "viewer": null,
        "limits": { "attachmentBytes": 26_214_400, "messageBytes": 52_428_800, "undoSeconds": 0 },
        "passwordRule": { "minLength": 8 },
        "passwordLinkValid": false,
    });
    assert_eq!(answer["data"], expected);
    assert!(answer.get("errors").is_none(), "{answer}");
    for field in [
        "tickets { totalCount }",
        "ticket(number: 1) { id }",
        "search(query: \"x\") { totalCount }",
        "users { totalCount }",
        "organisations { totalCount }",
        "queues { id }",
        "node(id: \"x\") { id }",
    ] {
        let (code, _) = api.refusal(None, &format!("{{ {field} }}"), json!({})).await;
        assert_eq!(code, "UNAUTHENTICATED", "{field}");
    }
}

#[tokio::test]
async fn a_viewer_sees_their_own_address() {
    let api = Api::start().await;
    let document = "{ viewer { email name role isStaff locale timeZone organisation { name } } }";
    let data = api.data(&api.customer, document, json!({})).await;
    assert_eq!(data["viewer"]["email"], "carla@acme.example");
    assert_eq!(data["viewer"]["role"], "CUSTOMER");
    assert_eq!(data["viewer"]["organisation"]["name"], "Acme");
}

#[tokio::test]
async fn an_unknown_token_is_nobody() {
    let api = Api::start().await;
    for token in ["schalter_t_unknown", "x", "Bearer"] {
        let answer = api
            .http
            .post(api.url("/graphql"))
            .bearer_auth(token)
            .json(&json!({ "query": "{ viewer { id } tickets { totalCount } }" }))
            .send()
            .await
            .expect("an answer");
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    }
}

#[tokio::test]
async fn the_end_of_the_journal_does_not_show_whether_something_happened_elsewhere() {
    let api = Api::start().await;
    let mut ends = Vec::new();
    for _ in 0..2 {
        let data = api.data(&api.customer, "{ journalEnd }", json!({})).await;
        ends.push(data["journalEnd"].as_str().expect("a text").to_owned());
    }
    assert_ne!(ends[0], ends[1], "nothing happened, and it is another text");
    assert_eq!(ends[0].len(), ends[1].len());
    let engine = &api.app.engine;
    let (first, second) = (engine.open_cursor(&ends[0]).await, engine.open_cursor(&ends[1]).await);
    assert_eq!(first.expect("a cursor"), second.expect("a cursor"), "it is the same place");
}
