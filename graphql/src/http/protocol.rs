//! Why: the words of graphql-transport-ws, read strictly and written plainly.
//!
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>

use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{is_refusal, to_json};
use crate::run::Answer;

/// The name of the protocol in the handshake.
pub(super) const NAME: &str = "graphql-transport-ws";

/// How large a message may be, in bytes.
pub(super) const MESSAGE: usize = 1024 * 1024;

/// Why a connection is closed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Closing {
    pub(super) code: u16,
    pub(super) reason: String,
}

impl Closing {
    pub(super) fn new(code: u16, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// A message that is not of the protocol.
    pub(super) fn invalid(why: &str) -> Self {
        // A close frame holds 123 bytes of reason.
        Self::new(4400, why.chars().filter(char::is_ascii).take(120).collect::<String>())
    }

    /// An operation before the connection was acknowledged.
    pub(super) fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    /// Credentials that are not good.
    pub(super) fn forbidden() -> Self {
        Self::new(4403, "Forbidden")
    }
}

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    /// Who it is.
    ConnectionInit {
        #[serde(default)]
        payload: Value,
    },
    /// Are you there?
    Ping {
        #[serde(default)]
        payload: Value,
    },
    /// I am.
    Pong {},
    /// Run this.
    Subscribe { id: String, payload: Value },
    /// Stop that.
    Complete { id: String },
}

impl ClientMessage {
    pub(super) fn parse(text: &str) -> Result<Self, Closing> {
        if text.len() > MESSAGE {
            return Err(Closing::new(1009, format!("A message may have at most {MESSAGE} bytes")));
        }
        serde_json::from_str(text).map_err(|error| Closing::invalid(&format!("Invalid message: {error}")))
    }
}

/// The token in the payload of `connection_init`: `{"token": "…"}`, or an `Authorization` as in HTTP.
pub(super) fn token(payload: &Value) -> Option<&str> {
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let header = text("Authorization").or_else(|| text("authorization"));
    let token = text("token").or(header)?.trim();
    let token = super::credentials::strip_bearer(token).unwrap_or(token);
    Some(token).filter(|token| !token.is_empty())
}

/// The connection is acknowledged.
pub(super) fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to a ping.
pub(super) fn pong(payload: &Value) -> String {
    if payload.is_null() {
        json!({ "type": "pong" }).to_string()
    } else {
        json!({ "type": "pong", "payload": payload }).to_string()
    }
}

/// An answer of an operation, and whether it was the last one: `error` ends an operation that was never run.
pub(super) fn answer(id: &str, answer: &Answer) -> (String, bool) {
    let (response, text) = match answer {
        Answer::Own(response) => (&**response, None),
        Answer::Shared(rendered) => (&rendered.response, Some(rendered.text.as_str())),
    };
    if is_refusal(response) {
        let errors = to_json(response).get("errors").cloned().unwrap_or_default();
        return (json!({ "type": "error", "id": id, "payload": errors }).to_string(), true);
    }
    let id = Value::from(id);
    let own;
    let payload = if let Some(text) = text {
        text
    } else {
        own = to_json(response).to_string();
        &own
    };
    // Put together from its parts: what was written out for many is not written out again for each.
    (format!("{{\"type\":\"next\",\"id\":{id},\"payload\":{payload}}}"), false)
}

/// An operation has ended.
pub(super) fn complete(id: &str) -> String {
    json!({ "type": "complete", "id": id }).to_string()
}
