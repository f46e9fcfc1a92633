//! `rateTicket`.

use std::time::Duration;

use engine::{Status, Ticket, UpdateTicket};
use serde_json::{Value, json};

use crate::graphql::api::Api;

const RATE: &str = "mutation($i: RateTicketInput!) { rateTicket(input: $i) {
    rating { rating comment } ticket { rating { rating } mayRate } } }";
const READ: &str =
    "query($n: Int!) { ticket(number: $n) { mayRate rating { rating comment ratedAt finishedAt } } }";

/// A ticket that was resolved, and the token of the letter that asks.
pub(super) async fn resolved(api: &Api) -> (Ticket, String) {
    let ticket = api.ticket(&api.customer, "Printer").await;
    let agent = api.actor(&api.agent).await;
    let input =
        UpdateTicket { number: ticket.number, status: Some(Status::Resolved), ..UpdateTicket::default() };
    api.engine.update_ticket(&agent, input).await.expect("resolved");
    let letters = api.engine.claim_letters(10, Duration::from_mins(1)).await.expect("letters");
    let url = letters.into_iter().find_map(|letter| letter.ask).expect("it asks").url;
    (ticket, url.rsplit('/').next().expect("a token").to_owned())
}

#[tokio::test]
async fn a_customer_rates_their_ticket_and_the_staff_see_it_and_reports_count_it() {
    let api = Api::start().await;
    let (ticket, _) = resolved(&api).await;
    let input = json!({ "i": { "number": ticket.number, "rating": "GOOD", "comment": "Fast!" } });
    for _ in 0..2 {
        let answer = api.data(&api.customer, RATE, input.clone()).await;
        let rated = json!({ "rating": { "rating": "GOOD", "comment": "Fast!" },
            "ticket": { "rating": { "rating": "GOOD" }, "mayRate": true } });
        assert_eq!(answer["rateTicket"], rated);
    }
    let seen = |answer: Value| answer["ticket"]["rating"]["comment"].clone();
    let n = json!({ "n": ticket.number });
    assert_eq!(seen(api.data(&api.agent, READ, n.clone()).await), "Fast!");
    assert_eq!(seen(api.data(&api.customer, READ, n.clone()).await), "Fast!");
    assert_eq!(seen(api.data(&api.colleague, READ, n).await), Value::Null, "a colleague does not");
    let report = "{ report { rated satisfied queues { rated satisfied } } }";
    let report = api.data(&api.agent, report, json!({})).await;
    assert_eq!(
        report["report"],
        json!({ "rated": 1, "satisfied": 1, "queues": [{ "rated": 1, "satisfied": 1 }] })
    );
}

#[tokio::test]
async fn whoever_may_not_rate_is_refused_and_input_is_named() {
    let api = Api::start().await;
    let (ticket, token) = resolved(&api).await;
    let input = |rating: &str| json!({ "i": { "number": ticket.number, "rating": rating } });
    assert_eq!(api.refusal(Some(&api.colleague), RATE, input("BAD")).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.agent), RATE, input("BAD")).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), RATE, input("BAD")).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, RATE, input("BAD")).await.0, "UNAUTHENTICATED");
    for (wrong, field) in [
        (json!({ "rating": "GOOD" }), "number"),
        (json!({ "number": ticket.number, "token": token, "rating": "GOOD" }), "number"),
        (json!({ "token": "10001-1-x", "rating": "GOOD" }), "token"),
        (json!({ "number": ticket.number, "rating": "GOOD", "comment": "x".repeat(2_001) }), "comment"),
    ] {
        let refused = api.refusal(Some(&api.customer), RATE, json!({ "i": wrong })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), field.to_owned()), "{wrong}");
    }
}

#[tokio::test]
async fn the_link_of_a_letter_rates_without_a_login_and_looking_changes_nothing() {
    let api = Api::start().await;
    let (ticket, token) = resolved(&api).await;
    let look =
        "query($t: String!) { letterLink(token: $t) { number title status mayRate rating { rating } } }";
    for _ in 0..2 {
        let link = api.run(None, look, json!({ "t": token })).await;
        let expected = json!({ "number": ticket.number, "title": "Printer", "status": "RESOLVED",
            "mayRate": true, "rating": null });
        assert_eq!(link["data"]["letterLink"], expected, "{link}");
    }
    let rate = "mutation($i: RateTicketInput!) { rateTicket(input: $i) { rating { rating } ticket { id } } }";
    let answer = api.run(None, rate, json!({ "i": { "token": token, "rating": "BAD" } })).await;
    let expected = json!({ "rating": { "rating": "BAD" }, "ticket": null });
    assert_eq!(answer["data"]["rateTicket"], expected, "{answer}");
    let nothing = api.run(None, look, json!({ "t": "10001-1-x" })).await;
    assert_eq!(nothing["data"]["letterLink"], Value::Null);
}
