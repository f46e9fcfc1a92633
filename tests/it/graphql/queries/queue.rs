//! The places where tickets can wait.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn staff_see_the_queues() {
    let api = Api::start().await;
    let data = api.data(&api.agent, "{ queues { name address } }", json!({})).await;
    assert_eq!(data["queues"], json!([{ "name": "Support", "address": "tickets@example.org" }]));
}

#[tokio::test]
async fn how_mailboxes_fare_is_for_admins() {
    let api = Api::start().await;
    let document = "{ mailboxes { name server lmtp lastMailAt mailsToday mailsHeld fetching isFetched lastSuccessAt lastError lastFault lastErrorAt } \
                    mailSenders { address signed signedBy } }";
    let data = api.data(&api.admin, document, json!({})).await;
    let unread = json!({
        "name": "tickets@example.org", "server": null, "lmtp": null, "lastMailAt": null,
        "mailsToday": 0, "mailsHeld": 0, "fetching": false, "isFetched": false,
        "lastSuccessAt": null, "lastError": null, "lastFault": null, "lastErrorAt": null,
    });
    assert_eq!(data["mailboxes"], json!([unread]));
    assert_eq!(
        data["mailSenders"],
        json!([{ "address": "tickets@example.org", "signed": false, "signedBy": null }])
    );
    for document in ["{ mailboxes { name } }", "{ mailSenders { address } }"] {
        assert_eq!(api.refusal(Some(&api.agent), document, json!({})).await.0, "FORBIDDEN");
    }
}
