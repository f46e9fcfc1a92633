//! A company begins and ends to share its tickets.

use serde_json::json;

use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($i: UpdateOrganisationInput!) { updateOrganisation(input: $i) {
    organisation { name domains sharesTickets } } }";
const SEEN: &str = "query($n: Int!) { ticket(number: $n) { number } tickets { totalCount } }";

#[tokio::test]
async fn s55_colleagues_lose_sight_at_once_when_sharing_ends() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let seen = api.data(&api.colleague, SEEN, json!({ "n": ticket.number })).await;
    assert_eq!(seen["ticket"]["number"], ticket.number);
    assert_eq!(seen["tickets"]["totalCount"], 1);

    let input = json!({ "i": { "id": id("Organisation", api.org.id), "sharesTickets": false } });
    for _ in 0..2 {
        let data = api.data(&api.admin, UPDATE, input.clone()).await;
        assert_eq!(data["updateOrganisation"]["organisation"]["sharesTickets"], false);
        assert_eq!(data["updateOrganisation"]["organisation"]["name"], "Acme");
    }
    let seen = api.data(&api.colleague, SEEN, json!({ "n": ticket.number })).await;
    assert_eq!(seen, json!({ "ticket": null, "tickets": { "totalCount": 0 } }));
}

#[tokio::test]
async fn only_admins_change_organisations_and_wrong_ids_are_named() {
    let api = Api::start().await;
    let input = json!({ "i": { "id": id("Organisation", api.org.id), "name": "Evil" } });
    for person in [&api.agent, &api.customer] {
        let (code, _) = api.refusal(Some(person), UPDATE, input.clone()).await;
        assert_eq!(code, "FORBIDDEN");
    }
    let wrong = json!({ "i": { "id": id("User", api.admin.user.id), "name": "x" } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, wrong).await, ("BAD_USER_INPUT".into(), "id".into()));
    let absent = json!({ "i": { "id": id("Organisation", api.admin.user.id), "name": "x" } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, absent).await.0, "NOT_FOUND");
}
