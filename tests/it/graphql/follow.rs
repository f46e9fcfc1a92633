//! An event is written out once for all who may see the same of it, and never for anybody else.

use serde_json::{Value, json};

use crate::graphql::{
    api::Api,
    http::websocket::{Heard, Socket},
};

const ALIKE: &str = "subscription($after: String, $files: Boolean!) { ticketEvents(after: $after) {
    cursor kind ticket { number tags customer { name email } } comment { text attachments @include(if: $files) { filename } } } }";
const OWN: &str = "subscription($after: String) { ticketEvents(after: $after) { kind ticket { number viewerIsCustomer } } }";

/// Follows everything from here on, however long it takes until the subscription stands.
async fn follow(api: &Api, token: &str, document: &str, mut variables: Value) -> Socket {
    let mut socket = Socket::init(api, json!({ "token": token })).await;
    variables["after"] = socket.journal_end().await;
    socket.subscribe("1", document, variables).await;
    socket
}

#[tokio::test]
async fn those_with_the_same_rights_hear_the_same_and_others_what_is_theirs() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let tag = "mutation($n: Int!) { updateTicket(input: { number: $n, tags: [\"vip\"] }) { ticket { id } } }";
    api.data(&api.agent, tag, json!({ "n": ticket.number })).await;
    let second = api.another_agent("second@desk.example").await;
    let mut sockets = Vec::new();
    for (person, files) in
        [(&api.agent, true), (&second, true), (&second, false), (&api.customer, true), (&api.colleague, true)]
    {
        sockets.push(follow(&api, &person.token, ALIKE, json!({ "files": files })).await);
    }
    let mut stranger = follow(&api, &api.stranger.token, ALIKE, json!({ "files": true })).await;
    let add = "mutation($n: Int!) { addComment(input: { number: $n, text: \"x\" }) { comment { id } } }";
    api.data(&api.customer, add, json!({ "n": ticket.number })).await;
    let mut heard = Vec::new();
    for socket in &mut sockets {
        heard.push(socket.next().await["data"]["ticketEvents"].clone());
    }
    let [agent, second, without, customer, colleague] = heard.try_into().expect("five answers");
    assert_eq!(agent, second);
    assert_eq!(agent["ticket"]["tags"], json!(["vip"]));
    assert_eq!(agent["comment"]["attachments"], json!([]));
    assert_eq!(without["comment"], json!({ "text": "x" }));
    assert_eq!(customer["ticket"]["tags"], json!([]));
    assert_eq!(customer["ticket"]["customer"]["email"], "carla@acme.example");
    assert_eq!(colleague["ticket"]["customer"], json!({ "name": "Carla Customer", "email": "" }));

    let own = api.ticket(&api.stranger, "Mine").await;
    let event = stranger.next().await["data"]["ticketEvents"].clone();
    assert_eq!(event["ticket"]["number"], own.number, "the first that a stranger hears is their own");
}

#[tokio::test]
async fn what_speaks_of_the_viewer_is_answered_to_each() {
    let api = Api::start().await;
    let second = api.another_agent("second@desk.example").await;
    let mut sockets = [
        follow(&api, &second.token, OWN, json!({})).await,
        follow(&api, &api.agent.token, OWN, json!({})).await,
        follow(&api, &second.token, OWN, json!({})).await,
    ];
    for _ in 0..2 {
        let own = api.ticket(&api.agent, "An agent asks").await;
        for (socket, is_customer) in sockets.iter_mut().zip([false, true, false]) {
            let ticket = socket.next().await["data"]["ticketEvents"]["ticket"].clone();
            assert_eq!(ticket, json!({ "number": own.number, "viewerIsCustomer": is_customer }));
        }
    }
}

#[tokio::test]
async fn s55_an_agent_who_leaves_a_queue_hears_no_more_while_the_others_of_their_group_do() {
    let api = Api::start().await;
    let second = api.another_agent("second@desk.example").await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let mut gone = follow(&api, &api.agent.token, ALIKE, json!({ "files": false })).await;
    let mut stays = follow(&api, &second.token, ALIKE, json!({ "files": false })).await;
    let comment = |text: &'static str| {
        let add = "mutation($n: Int!, $t: String!) { addComment(input: { number: $n, text: $t }) { comment { id } } }";
        api.data(&api.customer, add, json!({ "n": ticket.number, "t": text }))
    };
    comment("before").await;
    for socket in [&mut gone, &mut stays] {
        assert_eq!(socket.next().await["data"]["ticketEvents"]["comment"]["text"], "before");
    }
    let system = engine::Actor::system();
    let queue = api.engine.queues(&system).await.expect("queues")[0].id;
    api.engine.set_queue_members(&system, queue, &[second.user.id]).await.expect("members");
    comment("after").await;
    assert_eq!(stays.next().await["data"]["ticketEvents"]["comment"]["text"], "after");
    let Heard::Message(end) = gone.hear().await else { panic!("an error") };
    assert_eq!(
        (&end["type"], &end["payload"][0]["extensions"]["code"]),
        (&json!("error"), &json!("FORBIDDEN"))
    );
    gone.subscribe("asked", "{ viewer { email } }", json!({})).await;
    assert_eq!(gone.next().await["data"]["viewer"]["email"], "alan@desk.example");
}

#[tokio::test]
async fn a_subscription_asks_for_one_thing() {
    let api = Api::start().await;
    let mut socket = Socket::init(&api, json!({ "token": api.agent.token })).await;
    let two = "subscription { a: ticketEvents { id } b: ticketEvents { id } }";
    socket.subscribe("1", two, json!({})).await;
    let Heard::Message(refused) = socket.hear().await else { panic!("an answer") };
    assert!(refused.to_string().contains("BAD_USER_INPUT"), "{refused}");
}
