//! Why: a body is read up to its limit and not a byte further, nor for ever.

use std::{error::Error, io::ErrorKind, time::Duration};

use ::http::StatusCode;
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt};

use crate::error::Failure;

/// How long a client may take to send a body; a little less than a server gives the whole request, which could not say why.
pub(super) const PATIENCE: Duration = Duration::from_secs(290);

/// Why a request was not run, with the status that says so.
pub(super) type Refused = (StatusCode, Failure);

/// A request that cannot be read.
pub(super) fn bad(message: impl Into<String>) -> Refused {
    (StatusCode::BAD_REQUEST, Failure::bad_request(message))
}

/// The whole body, if it is no longer than `limit`; of what is longer, `more` is read and thrown away.
pub(super) async fn read(body: Body, limit: usize, more: usize) -> Result<Bytes, Refused> {
    let mut chunks = body.into_data_stream();
    let mut all = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| {
            slow_or(&error, || bad("The connection was closed before the request was complete."))
        })?;
        if all.len().saturating_add(chunk.len()) > limit {
            drain(chunks, more).await;
            let message = format!("The request is larger than {limit} bytes.");
            return Err((StatusCode::PAYLOAD_TOO_LARGE, Failure::bad_request(message)));
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// Why a body ended too early: because its client was too slow, or for another reason.
pub(super) fn slow_or(error: &(dyn Error + 'static), other: impl FnOnce() -> Refused) -> Refused {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::TimedOut) {
            return too_slow();
        }
        cause = error.source();
    }
    other()
}

/// A body that took too long.
pub(super) fn too_slow() -> Refused {
    let message = "The request took too long to arrive.";
    (StatusCode::REQUEST_TIMEOUT, Failure::bad_request(message))
}

/// Reads on for a while and throws it away: a client that is still sending when the connection closes sees a broken
/// connection and not the answer that tells why.
pub(super) async fn drain<B: AsRef<[u8]>, E>(chunks: impl Stream<Item = Result<B, E>>, more: usize) {
    let mut left = more;
    let mut chunks = std::pin::pin!(chunks);
    while let Some(Ok(chunk)) = chunks.next().await {
        left = left.saturating_sub(chunk.as_ref().len());
        if left == 0 {
            return;
        }
    }
}
