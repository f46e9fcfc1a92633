//! One connection by graphql-transport-ws, spoken to by a client that follows the protocol, and by some that do not.

use std::time::Duration;

use engine::Role;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, protocol::CloseFrame},
};

use crate::graphql::api::Api;

const WAIT: Duration = Duration::from_secs(20);

/// A client.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came over the wire.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Message(Value),
    Closed(Option<u16>),
}

impl Socket {
    pub async fn open(api: &Api, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let mut request =
            format!("ws://{}/graphql/ws", api.address).into_client_request().expect("a request");
        request
            .headers_mut()
            .insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a value"));
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a value"));
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            // The client breaks off by itself when its protocol was not chosen.
            Err(tokio_tungstenite::tungstenite::Error::Protocol(_)) => Err(101),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a connection and says who is there.
    pub async fn init(api: &Api, payload: Value) -> Self {
        let mut socket = Self::open(api, &[]).await.expect("a socket");
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "connection_ack" })));
        socket
    }

    pub async fn say(&mut self, message: &Value) {
        self.say_text(&message.to_string()).await;
    }

    pub async fn say_text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("sent");
    }

    pub async fn subscribe(&mut self, id: &str, document: &str, variables: Value) {
        let payload = json!({ "query": document, "variables": variables });
        self.say(&json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            let message = timeout(WAIT, self.0.next()).await.expect("something in time");
            return match message {
                Some(Ok(Message::Text(text))) => Heard::Message(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(frame))) => {
                    Heard::Closed(frame.map(|CloseFrame { code, .. }| code.into()))
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Heard::Closed(None),
            };
        }
    }

    /// The end of the journal, before anything is followed.
    pub async fn journal_end(&mut self) -> Value {
        self.subscribe("end", "{ journalEnd }", json!({})).await;
        let end = self.next().await["data"]["journalEnd"].clone();
        assert_eq!(self.hear().await, Heard::Message(json!({ "type": "complete", "id": "end" })));
        end
    }

    /// The payload of the next `next`.
    pub async fn next(&mut self) -> Value {
        match self.hear().await {
            Heard::Message(message) if message["type"] == "next" => message["payload"].clone(),
            other => panic!("{other:?} instead of an answer"),
        }
    }
}

#[tokio::test]
async fn queries_and_mutations_run_too() {
    let api = Api::start().await;
    for payload in [
        json!({ "token": api.customer.token }),
        json!({ "Authorization": format!("Bearer {}", api.customer.token) }),
        json!({ "authorization": format!("bearer {}", api.customer.token) }),
    ] {
        let mut socket = Socket::init(&api, payload).await;
        socket.subscribe("1", "{ viewer { email } }", json!({})).await;
        let answer = socket.next().await;
        assert_eq!(answer["data"], json!({ "viewer": { "email": "carla@acme.example" } }));
        assert_eq!(answer["extensions"]["cost"]["depth"], 2, "{answer}");
        assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "complete", "id": "1" })));
        socket.say(&json!({ "type": "ping", "payload": { "a": 1 } })).await;
        assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong", "payload": { "a": 1 } })));
    }
}

#[tokio::test]
async fn a_document_that_cannot_be_run_is_an_error_with_codes() {
    let api = Api::start().await;
    let mut socket = Socket::init(&api, json!({ "token": api.customer.token })).await;
    for document in ["{", "subscription { nonsense }", "subscription { ticketEvents(number: true) { id } }"] {
        socket.subscribe("x", document, json!({})).await;
        let Heard::Message(message) = socket.hear().await else { panic!("closed") };
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("x")), "{message}");
        assert_eq!(message["payload"][0]["extensions"]["code"], "BAD_USER_INPUT", "{message}");
    }
}

#[tokio::test]
async fn nobody_is_told_to_log_in_and_a_bad_token_is_shown_the_door() {
    let api = Api::start().await;
    let mut socket = Socket::init(&api, json!({})).await;
    socket.subscribe("1", "subscription { ticketEvents { id } }", json!({})).await;
    assert_eq!(socket.next().await["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let mut socket = Socket::open(&api, &[]).await.expect("a socket");
    socket.say(&json!({ "type": "connection_init", "payload": { "token": "schalter_s_made_up" } })).await;
    assert_eq!(socket.hear().await, Heard::Closed(Some(4403)));
}

#[tokio::test]
async fn a_session_cookie_counts_only_from_our_own_pages() {
    let api = Api::start().await;
    let cookie = format!("{}={}", graphql::SESSION_COOKIE, api.customer.token);
    let own = format!("http://{}", api.address);
    let mut socket = Socket::open(&api, &[("cookie", &cookie), ("origin", &own)]).await.expect("a socket");
    socket.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "connection_ack" })));
    socket.subscribe("1", "{ viewer { email } }", json!({})).await;
    assert_eq!(socket.next().await["data"]["viewer"]["email"], "carla@acme.example");

    for headers in
        [vec![("cookie", cookie.as_str()), ("origin", "https://evil.example")], vec![("cookie", &cookie)]]
    {
        let mut socket = Socket::open(&api, &headers).await.expect("a socket");
        socket.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(socket.hear().await, Heard::Closed(Some(4403)), "{headers:?}");
        // A token that the page itself knows is another matter.
        let mut socket = Socket::open(&api, &headers).await.expect("a socket");
        socket.say(&json!({ "type": "connection_init", "payload": { "token": api.agent.token } })).await;
        assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "connection_ack" })));
    }
}

#[tokio::test]
async fn who_does_not_keep_to_the_protocol_is_told_why_the_connection_ends() {
    let api = Api::start().await;
    let token = json!({ "token": api.customer.token });
    let init = json!({ "type": "connection_init", "payload": token });
    let events = json!({ "query": "subscription { ticketEvents { id } }" });
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": events });
    for (messages, code) in [
        (vec![subscribe.to_string()], 4401),
        (vec!["nonsense".to_owned()], 4400),
        (vec![json!({ "type": "nonsense" }).to_string()], 4400),
        (vec!["[".repeat(10_000)], 4400),
        (vec![init.to_string(), init.to_string()], 4429),
        (vec![init.to_string(), subscribe.to_string(), subscribe.to_string()], 4409),
        (vec![init.to_string(), json!({ "type": "subscribe", "id": "1", "payload": 1 }).to_string()], 4400),
    ] {
        let mut socket = Socket::open(&api, &[]).await.expect("a socket");
        for message in &messages {
            socket.say_text(message).await;
        }
        let mut heard = socket.hear().await;
        while matches!(heard, Heard::Message(_)) {
            heard = socket.hear().await;
        }
        assert_eq!(heard, Heard::Closed(Some(code)), "{messages:?}");
    }
}

#[tokio::test]
async fn another_protocol_is_not_spoken_and_large_messages_are_not_read() {
    let api = Api::start().await;
    let other = Socket::open(&api, &[("sec-websocket-protocol", "graphql-ws")]).await;
    assert_eq!(other.err(), Some(101));
    for (size, code) in
        [(1024 * 1024, Some(4400)), (1024 * 1024 + 1, Some(1009)), (2 * 1024 * 1024, Some(1009))]
    {
        let mut socket = Socket::init(&api, json!({ "token": api.customer.token })).await;
        socket.say_text(&"x".repeat(size)).await;
        assert_eq!(socket.hear().await, Heard::Closed(code), "{size}");
    }
    let mut socket = Socket::init(&api, json!({ "token": api.customer.token })).await;
    let _ = socket.0.send(Message::text("x".repeat(4 * 1024 * 1024))).await;
    assert!(matches!(socket.hear().await, Heard::Closed(_)));
    let mut socket = Socket::open(&api, &[]).await.expect("a socket");
    socket.say_text(&"x".repeat(1024 * 1024 + 1)).await;
    assert_eq!(socket.hear().await, Heard::Closed(Some(1009)), "before it is acknowledged, too");
    let plain = api.http.get(api.url("/graphql/ws")).send().await.expect("an answer");
    assert!(plain.status().is_client_error(), "{}", plain.status());
}

#[tokio::test]
async fn a_completed_operation_is_silent_and_its_id_is_free_again() {
    let api = Api::start().await;
    let mut socket = Socket::init(&api, json!({ "token": api.customer.token })).await;
    let document = "subscription { ticketEvents { ticket { title } } }";
    socket.subscribe("1", document, json!({})).await;
    socket.say(&json!({ "type": "complete", "id": "1" })).await;
    socket.subscribe("1", document, json!({})).await;
    // A ping is answered behind what was started before it.
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong" })));
    let ticket = tokio::spawn({
        let (engine, actor) = (api.engine.clone(), api.actor(&api.customer).await);
        async move {
            let new = engine::CreateTicket { title: "New".into(), text: "x".into(), ..Default::default() };
            engine.create_ticket(&actor, new).await
        }
    });
    assert_eq!(socket.next().await["data"]["ticketEvents"]["ticket"]["title"], "New");
    ticket.await.expect("a task").expect("a ticket");
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong" })), "one subscription, one event");
}

#[tokio::test]
async fn s55_a_subscription_ends_with_its_session() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let mut socket = Socket::init(&api, json!({ "token": paula.token })).await;
    socket.subscribe("1", "subscription { ticketEvents { id } }", json!({})).await;
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong" })));
    api.data(&paula, "mutation { logout }", json!({})).await;
    let Heard::Message(end) = socket.hear().await else { panic!("an error, and the connection stays") };
    assert_eq!((&end["type"], &end["id"]), (&json!("error"), &json!("1")));
    assert_eq!(end["payload"][0]["extensions"]["code"], "UNAUTHENTICATED");
    socket.subscribe("2", "{ tickets { totalCount } }", json!({})).await;
    assert_eq!(socket.next().await["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn when_the_server_stops_followers_are_told_to_come_back() {
    let api = Api::start().await;
    let mut socket = Socket::init(&api, json!({ "token": api.customer.token })).await;
    socket.subscribe("1", "subscription { ticketEvents { id } }", json!({})).await;
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "pong" })));
    api.engine.close().await;
    assert_eq!(socket.hear().await, Heard::Closed(Some(1001)));
}
