//! Why: a request in JSON, as the body of a POST, as a part of a multipart body, or in a message of a WebSocket.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{error::Failure, run::Incoming, uploads::Uploads};

/// How long a document with its variables may be, without files.
pub(super) const LIMIT: usize = 2 * 1024 * 1024;

/// The members of a request; others, such as `extensions`, are not looked at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
}

/// Reads a request. JSON that nests too deep is refused by the reader itself.
pub(super) fn parse(text: &[u8]) -> Result<Incoming, Failure> {
    if text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Failure::bad_request("Send one request at a time. Lists of requests are not supported."));
    }
    let members: Members = serde_json::from_slice(text)
        .map_err(|error| Failure::bad_request(format!("The request is not valid JSON: {error}.")))?;
    incoming(members)
}

/// Reads a request that is already JSON.
pub(super) fn from_value(value: Value) -> Result<Incoming, Failure> {
    let members: Members = serde_json::from_value(value)
        .map_err(|error| Failure::bad_request(format!("The request is not valid: {error}.")))?;
    incoming(members)
}

fn incoming(members: Members) -> Result<Incoming, Failure> {
    let document = members.query.ok_or_else(|| Failure::bad_input("query", "`query` is missing."))?;
    Ok(Incoming {
        document,
        operation: members.operation_name,
        variables: members.variables.unwrap_or_default(),
        uploads: Uploads::default(),
    })
}
