//! A partner's program: it comments on a ticket, and waits until the journal tells of it.
#![expect(clippy::print_stdout, reason = "a program of the command line prints")]

use std::{env, error::Error};

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Schalter {
    url: String,
    token: String,
    http: reqwest::Client,
}

impl Schalter {
    /// Runs a query or a mutation, and answers its data or its first error.
    async fn run(&self, query: &str, variables: Value) -> Result<Value> {
        let request = self.http.post(format!("{}/graphql", self.url)).bearer_auth(&self.token);
        let body = json!({ "query": query, "variables": variables });
        let mut answer: Value = request.json(&body).send().await?.json().await?;
        match answer.get("errors").and_then(|errors| errors.get(0)) {
            Some(error) => Err(format!("{}: {}", error["extensions"]["code"], error["message"]).into()),
            None => Ok(answer["data"].take()),
        }
    }

    /// Waits for the first event after the cursor that is what we look for.
    async fn wait(&self, cursor: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let address = format!("{}/graphql/ws", self.url.replacen("http", "ws", 1));
        let mut request = address.into_client_request()?;
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("Sec-WebSocket-Protocol", protocol);
        let (mut socket, _) = connect_async(request).await?;
        let hello = json!({ "type": "connection_init", "payload": { "token": self.token } });
        socket.send(Message::text(hello.to_string())).await?;
        while let Some(message) = socket.next().await {
            let Message::Text(text) = message? else { continue };
            let message: Value = serde_json::from_str(&text)?;
            match message["type"].as_str() {
                Some("connection_ack") => {
                    let query = "subscription ($after: String) {
                        ticketEvents(after: $after) { cursor kind ticket { number } comment { id } } }";
                    let payload = json!({ "query": query, "variables": { "after": cursor } });
                    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": payload });
                    socket.send(Message::text(subscribe.to_string())).await?;
                }
                Some("next") => {
                    if let Some(error) = message["payload"]["errors"].get(0) {
                        return Err(format!("{}: {}", error["extensions"]["code"], error["message"]).into());
                    }
                    let event = &message["payload"]["data"]["ticketEvents"];
                    if wanted(event) {
                        return Ok(event.clone());
                    }
                }
                Some("ping") => socket.send(Message::text(json!({ "type": "pong" }).to_string())).await?,
                Some("error") => return Err(message["payload"].to_string().into()),
                _ => {}
            }
        }
        Err("the connection has ended: connect again, after the cursor of the last event".into())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    // HTTPS and WSS share one implementation of cryptography.
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "chosen before")?;
    let url = env::var("SCHALTER_URL")?;
    let schalter = Schalter { url, token: env::var("SCHALTER_TOKEN")?, http: reqwest::Client::new() };

    let start = schalter.run("{ journalEnd }", json!({})).await?;
    let cursor = start["journalEnd"].as_str().ok_or("no cursor")?;
    let comment = "mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }";
    let input = json!({ "number": 10001, "text": "The parcel has left.", "visibility": "INTERNAL" });
    let written = schalter.run(comment, json!({ "input": input })).await?;
    let id = &written["addComment"]["comment"]["id"];
    let event = schalter.wait(cursor, |event| event["comment"]["id"] == *id).await?;
    println!("#{} {}", event["ticket"]["number"], event["kind"]);
    Ok(())
}
