//! Whoever follows the journal misses nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::graphql::{
    api::{Api, text},
    http::websocket::{Heard, Socket},
};

const FOLLOW: &str = "subscription($after: String, $filter: TicketFilter, $number: Int) {
    ticketEvents(after: $after, filter: $filter, number: $number) {
        id cursor kind at actor { name } ticket { number status } comment { text } changes { field from to } } }";

/// Follows everything from here on, however long it takes until the subscription stands, unless the variables say from where.
async fn follow(api: &Api, token: &str, mut variables: Value) -> Socket {
    let mut socket = Socket::init(api, json!({ "token": token })).await;
    if variables["after"].is_null() {
        variables["after"] = socket.journal_end().await;
    }
    socket.subscribe("1", FOLLOW, variables).await;
    socket
}

/// The subscription has begun once a query behind it is answered.
async fn begun(socket: &mut Socket) {
    socket.subscribe("begun", "{ viewer { id } }", json!({})).await;
    socket.next().await;
    assert!(matches!(socket.hear().await, Heard::Message(message) if message["type"] == "complete"));
}

async fn number(socket: &mut Socket) -> i64 {
    socket.next().await["data"]["ticketEvents"]["ticket"]["number"].as_i64().expect("a number")
}

#[tokio::test]
async fn s41_after_a_cursor_everything_is_replayed_and_then_followed_with_no_gap() {
    let api = Api::start().await;
    let first = api.ticket(&api.customer, "First").await;
    let document = "query($n: Int!) { ticket(number: $n) { events { nodes { cursor } } } }";
    let data = api.data(&api.agent, document, json!({ "n": first.number })).await;
    let cursor = text(&data["ticket"]["events"]["nodes"][0]["cursor"]);

    // Events are written the whole time: before, while and after the subscription begins.
    let (engine, actor) = (api.engine.clone(), api.actor(&api.customer).await);
    let writer = tokio::spawn(async move {
        for n in 0..60 {
            let title = format!("Ticket {n}");
            let new = engine::CreateTicket { title, text: "x".into(), ..Default::default() };
            engine.create_ticket(&actor, new).await.expect("a ticket");
            tokio::task::yield_now().await;
        }
    });
    let mut socket = follow(&api, &api.agent.token, json!({ "after": cursor })).await;
    let mut seen = BTreeSet::new();
    let mut last = first.number;
    let mut cursor = String::new();
    while seen.len() < 25 {
        let payload = socket.next().await;
        let event = &payload["data"]["ticketEvents"];
        let number = event["ticket"]["number"].as_i64().expect("a number");
        assert!(number > last, "in order: {number} after {last}");
        last = number;
        seen.insert(number);
        cursor = text(&event["cursor"]);
    }
    // The connection breaks; another one goes on.
    drop(socket);
    let mut socket = follow(&api, &api.agent.token, json!({ "after": cursor })).await;
    while seen.len() < 60 {
        seen.insert(number(&mut socket).await);
    }
    writer.await.expect("a writer");
    assert_eq!(seen, (first.number + 1..=first.number + 60).collect::<BTreeSet<i64>>());
}

#[tokio::test]
async fn without_a_cursor_it_starts_now() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Before").await;
    let mut socket = follow(&api, &api.agent.token, json!({})).await;
    begun(&mut socket).await;
    let after = api.ticket(&api.customer, "After").await;
    let event = socket.next().await["data"]["ticketEvents"].clone();
    assert_eq!(event["ticket"]["number"], after.number);
    assert_eq!(event["kind"], "CREATED");
    assert_eq!(event["actor"]["name"], "Carla Customer");
    assert_eq!(event["comment"]["text"], "It does not work.");
}

#[tokio::test]
async fn a_number_and_a_filter_narrow() {
    let api = Api::start().await;
    let wanted = api.ticket(&api.customer, "Wanted").await;
    let other = api.ticket(&api.stranger, "Other").await;
    let organisation = crate::graphql::api::id("Organisation", api.org.id);
    for variables in
        [json!({ "number": wanted.number }), json!({ "filter": { "organisation": organisation } })]
    {
        let mut socket = follow(&api, &api.agent.token, variables).await;
        begun(&mut socket).await;
        let add = "mutation($n: Int!) { addComment(input: { number: $n, text: \"x\" }) { comment { id } } }";
        api.data(&api.agent, add, json!({ "n": other.number })).await;
        api.data(&api.agent, add, json!({ "n": wanted.number })).await;
        assert_eq!(number(&mut socket).await, wanted.number);
    }
}

#[tokio::test]
async fn only_what_the_viewer_may_see_is_told() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let mut socket = follow(&api, &api.customer.token, json!({})).await;
    begun(&mut socket).await;
    let add = "mutation($n: Int!, $v: Visibility!) { addComment(input: { number: $n, text: \"x\", visibility: $v }) { comment { id } } }";
    api.data(&api.agent, add, json!({ "n": ticket.number, "v": "INTERNAL" })).await;
    api.ticket(&api.stranger, "Foreign").await;
    api.data(&api.agent, add, json!({ "n": ticket.number, "v": "PUBLIC" })).await;
    let event = socket.next().await["data"]["ticketEvents"].clone();
    assert_eq!((&event["kind"], &event["comment"]["text"]), (&json!("COMMENTED"), &json!("x")));
}

#[tokio::test]
async fn a_wrong_cursor_is_bad_input_and_a_hidden_ticket_is_not_found() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    for (token, variables, code, field) in [
        (&api.agent.token, json!({ "after": "nonsense" }), "BAD_USER_INPUT", json!("after")),
        (&api.agent.token, json!({ "number": 99_999 }), "NOT_FOUND", Value::Null),
        (&api.stranger.token, json!({ "number": ticket.number }), "NOT_FOUND", Value::Null),
        (&api.agent.token, json!({ "filter": { "queue": "x" } }), "BAD_USER_INPUT", json!("queue")),
    ] {
        let mut socket = follow(&api, token, variables).await;
        let error = socket.next().await["errors"][0]["extensions"].clone();
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &field));
        assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "complete", "id": "1" })));
    }
}

#[tokio::test]
async fn s55_who_loses_rights_loses_them_in_an_open_subscription_too() {
    let api = Api::start().await;
    let mut socket = follow(&api, &api.colleague.token, json!({})).await;
    begun(&mut socket).await;
    let end =
        "mutation($i: UpdateOrganisationInput!) { updateOrganisation(input: $i) { organisation { id } } }";
    let organisation = crate::graphql::api::id("Organisation", api.org.id);
    api.data(&api.admin, end, json!({ "i": { "id": organisation, "sharesTickets": false } })).await;
    // They are told at once, though nothing else happens, to begin anew with the rights of now.
    ends(&mut socket, "FORBIDDEN").await;
}

/// The subscription ends with an error of this code.
async fn ends(socket: &mut Socket, code: &str) {
    let Heard::Message(message) = socket.hear().await else { panic!("an error, before the connection ends") };
    assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("1")), "{message}");
    assert_eq!(message["payload"][0]["extensions"]["code"], code, "{message}");
}

#[tokio::test]
async fn lost_rights_end_a_subscription_at_once_with_a_code_though_nothing_else_happens() {
    let api = Api::start().await;
    let system = engine::Actor::system();
    let ticket = api.ticket(&api.customer, "Printer").await;
    let number = json!({ "number": ticket.number });
    let session = api.somebody("sue@acme.example", engine::Role::Customer).await;
    let second = api.another_agent("second@desk.example").await;

    let mut by_token = follow(&api, &api.agent.token, json!({})).await;
    let mut by_session = follow(&api, &session.token, json!({})).await;
    let mut switched_off = follow(&api, &api.customer.token, number.clone()).await;
    let mut demoted = follow(&api, &second.token, number.clone()).await;
    let mut of_colleague = follow(&api, &api.colleague.token, number).await;
    for socket in [&mut by_token, &mut by_session, &mut switched_off, &mut demoted, &mut of_colleague] {
        begun(socket).await;
    }

    let tokens = api.engine.api_tokens(&system, Some(api.agent.user.id)).await.expect("tokens");
    api.engine.revoke_api_token(&system, tokens[0].id).await.expect("revoked");
    ends(&mut by_token, "UNAUTHENTICATED").await;
    let actor = api.actor(&session).await;
    let sessions = api.engine.sessions(&actor, None).await.expect("sessions");
    api.engine.revoke_session(&actor, sessions[0].id).await.expect("revoked");
    ends(&mut by_session, "UNAUTHENTICATED").await;
    let off = engine::UpdateUser { active: Some(false), ..Default::default() };
    api.engine.update_user(&system, api.customer.user.id, off).await.expect("off");
    ends(&mut switched_off, "UNAUTHENTICATED").await;
    let customer = engine::UpdateUser { role: Some(engine::Role::Customer), ..Default::default() };
    api.engine.update_user(&system, second.user.id, customer).await.expect("demoted");
    ends(&mut demoted, "NOT_FOUND").await;
    let stop = engine::UpdateOrganisation { shares_tickets: Some(false), ..Default::default() };
    api.engine.update_organisation(&system, api.org.id, stop).await.expect("updated");
    ends(&mut of_colleague, "NOT_FOUND").await;
}
