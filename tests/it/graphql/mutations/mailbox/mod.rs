//! Mailboxes that admins add.

mod create;
mod delete;
mod fetch;
mod test;
mod update;

use serde_json::{Value, json};

use crate::graphql::api::{Api, id};

pub(super) const CREATE: &str = "mutation($i: MailboxInput!) { createMailbox(input: $i) { mailbox {
    id name origin queueName queue { name } host port security user folder afterFetch moveTo onlyNewerThan oldMail progress { done total } replies plusAddressing ccWatches reopenDays paused server } } }";

/// What adds a mailbox to the first queue.
pub(super) async fn input(api: &Api, address: &str) -> Value {
    let queue = api.engine.queues(&engine::Actor::system()).await.expect("queues").remove(0);
    json!({ "i": {
        "address": address, "queue": id("Queue", queue.id), "host": "imap.example.org", "password": "hunter2",
    } })
}

/// A mailbox that the admin added.
pub(super) async fn made(api: &Api, address: &str) -> Value {
    let input = input(api, address).await;
    api.data(&api.admin, CREATE, input).await["createMailbox"]["mailbox"].clone()
}
