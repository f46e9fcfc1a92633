//! `answerLetter`.

use serde_json::json;

use super::rate::resolved;
use crate::graphql::api::Api;

const ANSWER: &str = "mutation($i: AnswerLetterInput!) { answerLetter(input: $i) { number status } }";

#[tokio::test]
async fn the_link_of_a_letter_closes_and_reopens_its_ticket_without_a_login() {
    let api = Api::start().await;
    let (ticket, token) = resolved(&api).await;
    for (input, status) in [
        (json!({ "token": token, "solved": true }), "CLOSED"),
        (json!({ "token": token, "solved": true }), "CLOSED"),
        (json!({ "token": token, "solved": false, "text": "Not yet." }), "OPEN"),
    ] {
        let answer = api.run(None, ANSWER, json!({ "i": input })).await;
        let expected = json!({ "number": ticket.number, "status": status });
        assert_eq!(answer["data"]["answerLetter"], expected, "{answer}");
    }
    for (input, field) in [
        (json!({ "token": "x", "solved": true }), "token"),
        (json!({ "token": token, "solved": false, "text": " " }), "text"),
    ] {
        let refused = api.refusal(None, ANSWER, json!({ "i": input })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), field.to_owned()), "{input}");
    }
}
