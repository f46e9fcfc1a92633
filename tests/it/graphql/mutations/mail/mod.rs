//! Mail that waits for the staff, released, discarded, processed again.

mod discard;
mod release;
mod replay;

use engine::{MailFilter, MailId, Paging};
use serde_json::{Value, json};

use crate::graphql::api::{Api, id};

/// A mail that a filter marked as spam, held; its id as clients see it.
async fn held(api: &Api) -> String {
    let raw = format!(
        "From: Kim <kim@kunde.example>\r\nTo: {}\r\nSubject: Angebot\r\nX-Spam-Flag: YES\r\n\r\nBitte!\r\n",
        tests::MAILBOX
    );
    mail::inbound::submit(&api.engine, raw.into_bytes(), None).await;
    let all = (MailFilter::default(), Paging::default());
    let page = api.engine.mails(&engine::Actor::system(), &all.0, &all.1).await.expect("the ledger");
    let mail: MailId = page.items[0].1.id;
    id("Mail", mail)
}

/// What the mutation answers an agent.
async fn change(api: &Api, name: &str, mail: &str) -> Value {
    let document =
        format!("mutation($id: ID!) {{ {name}(id: $id) {{ outcome reasonCode ticket {{ number }} }} }}");
    api.data(&api.agent, &document, json!({ "id": mail })).await[name].clone()
}

/// The codes that a customer gets, and an agent for what is no mail.
async fn refusals(api: &Api, name: &str, mail: &str) -> [String; 2] {
    let document = format!("mutation($id: ID!) {{ {name}(id: $id) {{ outcome }} }}");
    let (customer, _) = api.refusal(Some(&api.customer), &document, json!({ "id": mail })).await;
    let wrong = id("Ticket", api.agent.user.id);
    let (agent, field) = api.refusal(Some(&api.agent), &document, json!({ "id": wrong })).await;
    assert_eq!(field, "id");
    [customer, agent]
}
