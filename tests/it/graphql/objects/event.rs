//! A line of the journal as partners read it.

use engine::{Actor, UpdateTicket, UpdateUser};
use serde_json::json;

use crate::graphql::api::Api;

const EVENTS: &str =
    "query($n: Int!) { ticket(number: $n) { events { nodes { kind changes { field from to } } } } }";

#[tokio::test]
async fn a_renamed_assignee_has_their_new_name_in_the_history() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let assignee = Some(Some(api.agent.user.id));
    let input = UpdateTicket { number: ticket.number, assignee, ..UpdateTicket::default() };
    api.engine.update_ticket(&Actor::system(), input).await.expect("assigned");
    let rename = UpdateUser { name: Some("Alan Married".to_owned()), ..UpdateUser::default() };
    api.engine.update_user(&Actor::system(), api.agent.user.id, rename).await.expect("renamed");
    for reader in [&api.agent, &api.customer] {
        let data = api.data(reader, EVENTS, json!({ "n": ticket.number })).await;
        let changes = json!([{ "field": "assignee", "from": null, "to": "Alan Married" }]);
        assert_eq!(data["ticket"]["events"]["nodes"][1], json!({ "kind": "ASSIGNED", "changes": changes }));
    }
}
