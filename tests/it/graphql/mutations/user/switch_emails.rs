//! `switchEmails` and `emailSwitches`.

use std::time::Duration;

use engine::UpdateTicket;
use serde_json::{Value, json};

use crate::graphql::api::Api;

const SWITCH: &str = "mutation($i: SwitchEmailsInput!) { switchEmails(input: $i) { notice email } }";
const ASK: &str = "query($t: String!) { emailSwitches(token: $t) { notice email } }";

#[tokio::test]
async fn the_link_of_an_email_switches_its_kind_off_and_on_without_a_login() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let (admin, agent) = (api.actor(&api.admin).await, api.agent.user.id);
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(agent)), ..UpdateTicket::default() };
    api.engine.update_ticket(&admin, input).await.expect("assigned");
    let letters = api.engine.claim_letters(10, Duration::from_mins(1)).await.expect("letters");
    let mut urls = letters.into_iter().filter_map(|letter| letter.unsubscribe);
    let url = urls.find(|url| url.contains("ASSIGNED")).expect("a link");
    let token = url.rsplit('/').next().expect("a token");
    // Whoever is logged in, it is the link that says whose emails they are.
    for (who, email) in [(None, false), (Some(&api.stranger), false), (None, true)] {
        let input = json!({ "i": { "token": token, "email": email } });
        let answer = api.run(who, SWITCH, input).await;
        // The email that tells of the new ticket tells of this, too.
        let expected = ["NEW_TICKET", "ASSIGNED"].map(|notice| json!({ "notice": notice, "email": email }));
        let expected = json!(expected);
        assert_eq!(answer["data"]["switchEmails"], expected, "{answer}");
        let asked = api.run(None, ASK, json!({ "t": token })).await;
        assert_eq!(asked["data"]["emailSwitches"], expected, "{asked}");
    }
    let refused = api.refusal(None, SWITCH, json!({ "i": { "token": "x", "email": false } })).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "token".to_owned()));
    let nothing = api.run(None, ASK, json!({ "t": "x" })).await;
    assert_eq!(nothing["data"]["emailSwitches"], Value::Null);
}
