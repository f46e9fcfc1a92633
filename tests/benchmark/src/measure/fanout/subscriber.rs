//! One subscriber: a WebSocket that speaks graphql-transport-ws and notes when it hears what.

use std::time::Instant;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::{net::TcpStream, sync::mpsc::UnboundedSender, task::AbortHandle};
use tokio_tungstenite::{
    client_async_with_config,
    tungstenite::{Error, Message, client::IntoClientRequest as _, protocol::WebSocketConfig},
};

/// Bytes of each connection's buffers on our side.
const BUFFER: usize = 1_024;

const DOCUMENT: &str = "subscription { ticketEvents { cursor kind at ticket { number title status } } }";

/// What somebody heard.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) subscriber: usize,
    /// The ticket's number; nothing, if it is no event.
    pub(super) number: Option<i64>,
    pub(super) at: Instant,
    /// The message, if it is no event.
    pub(super) text: String,
}

/// Connects, says who it is and subscribes; then a task listens.
pub(super) async fn subscribe(
    url: &str,
    token: &str,
    subscriber: usize,
    tell: UnboundedSender<Heard>,
) -> Result<AbortHandle, Error> {
    let address = url.trim_start_matches("http://").to_owned();
    let stream = TcpStream::connect(&address).await?;
    stream.set_nodelay(true)?;
    let mut request = format!("ws://{address}/graphql/ws").into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse()?);
    let small = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
    let (mut socket, _) = client_async_with_config(request, stream, Some(small)).await?;
    let init = json!({"type": "connection_init", "payload": {"Authorization": format!("Bearer {token}")}});
    socket.send(Message::text(init.to_string())).await?;
    let acknowledged = socket.next().await.ok_or(Error::ConnectionClosed)??;
    assert!(acknowledged.to_text()?.contains("connection_ack"), "{acknowledged:?}");
    let asked = json!({"id": "1", "type": "subscribe", "payload": {"query": DOCUMENT}});
    socket.send(Message::text(asked.to_string())).await?;
    let listening = tokio::spawn(async move {
        loop {
            let message = socket.next().await;
            let at = Instant::now();
            let text = match &message {
                Some(Ok(Message::Text(text))) => text.as_str(),
                // Those are answered when the next one is read.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                _ => "",
            };
            let number = number(text);
            let text = if number.is_some() { String::new() } else { format!("{message:?}") };
            let lost = number.is_none();
            if tell.send(Heard { subscriber, number, at, text }).is_err() || lost {
                return;
            }
        }
    });
    Ok(listening.abort_handle())
}

/// The ticket's number in an event.
fn number(message: &str) -> Option<i64> {
    if !message.contains("\"type\":\"next\"") || message.contains("\"errors\"") {
        return None;
    }
    let (_, rest) = message.split_once("\"number\":")?;
    rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}
