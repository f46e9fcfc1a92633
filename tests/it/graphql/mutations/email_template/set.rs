//! An email gets words of one's own.

use serde_json::{Value, json};

use crate::graphql::api::Api;

const SET: &str = "mutation($i: EmailTemplateInput!) { setEmailTemplate(input: $i) }";
const READ: &str = "{ emailTemplates { id kind locale queue { name } subject text html defaultChanged defaultThen { subject } failedAt failure } }";

fn input(subject: &str, text: &Value, html: &Value) -> Value {
    json!({ "i": { "kind": "confirmation", "locale": "en", "subject": subject, "text": text, "html": html } })
}

#[tokio::test]
async fn s18_an_email_is_changed_previewed_and_taken_back() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let fine = input("Request {{ticket.number}}", &json!("See {{ticket.url}}"), &json!(""));
    for _ in 0..2 {
        assert_eq!(api.data(&api.admin, SET, fine.clone()).await["setEmailTemplate"], true);
    }
    let data = api.data(&api.agent, READ, json!({})).await;
    let one = &data["emailTemplates"][0];
    assert_eq!(
        (&one["kind"], &one["subject"], &one["html"]),
        (&json!("confirmation"), &json!("Request {{ticket.number}}"), &json!(""))
    );
    assert_eq!(
        (&one["defaultChanged"], &one["failedAt"], &one["queue"]),
        (&json!(false), &json!(null), &json!(null))
    );
    let preview = "query($n: Int, $s: String) { previewEmail(kind: \"confirmation\", locale: \"en\", number: $n, subject: $s) { subject text html } }";
    let real = api.data(&api.agent, preview, json!({ "n": ticket.number })).await;
    assert_eq!(real["previewEmail"]["subject"], format!("Request {}", ticket.number));
    let sample = api.data(&api.agent, preview, json!({ "s": "Yours: {{ticket.number}}" })).await;
    assert_eq!(sample["previewEmail"]["subject"], "Yours: 10034");
    let refused = api.refusal(Some(&api.agent), preview, json!({ "s": "{{x}}" })).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "subject".into()));
    assert_eq!(api.refusal(Some(&api.agent), preview, json!({ "n": 99_999 })).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(Some(&api.customer), preview, json!({})).await.0, "FORBIDDEN");
    let defaults = api.data(&api.agent, "{ emailDefaults { kind subject text html } }", json!({})).await;
    assert_eq!(defaults["emailDefaults"].as_array().map(Vec::len), Some(engine::LetterKind::ALL.len()));
    let node = "query($id: ID!) { node(id: $id) { ... on EmailTemplate { kind } } auditLog(subject: $id) { totalCount } }";
    let data = api.data(&api.admin, node, json!({ "id": one["id"] })).await;
    assert_eq!((&data["node"]["kind"], &data["auditLog"]["totalCount"]), (&json!("confirmation"), &json!(1)));
    assert_eq!(
        api.data(&api.admin, SET, input("", &json!(null), &json!(" "))).await["setEmailTemplate"],
        true
    );
    assert_eq!(api.data(&api.agent, READ, json!({})).await["emailTemplates"], json!([]));
}

#[tokio::test]
async fn s18_who_may_not_and_what_is_wrong_is_told() {
    let api = Api::start().await;
    let fine = input("{{ticket.number}}", &json!(""), &json!(""));
    assert_eq!(api.refusal(None, SET, fine.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), SET, fine.clone()).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(Some(&api.customer), READ, json!({})).await.0, "FORBIDDEN");
    for (wrong, field) in [
        (input("{{x}}", &json!(""), &json!("")), "subject"),
        (input("", &json!("no link"), &json!("")), "text"),
        (input("", &json!(""), &json!("<a href=\"{{ticket.url}}\">x</a><script>1</script>")), "html"),
    ] {
        assert_eq!(api.refusal(Some(&api.admin), SET, wrong).await, ("BAD_USER_INPUT".into(), field.into()));
    }
}
