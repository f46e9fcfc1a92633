//! What no request may exceed, and that a panic in one answers that one only.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::error;

/// Until the head of an answer; a slow line may need minutes to send its files. Streams begin at once and are not meant.
const ANSWER_WITHIN: Duration = Duration::from_mins(5);

/// Bounds time and size of every request, compresses what is worth it (never event streams), catches panics.
///
/// Forms and GraphQL check `limits.message` themselves, so that they can answer in their own words with the typed text
/// still there; this bound is twice as wide and stops what is no honest mistake any more.
pub(crate) fn guard(router: Router, message_limit: u64) -> Router {
    let widest = usize::try_from(message_limit.saturating_mul(2)).unwrap_or(usize::MAX);
    router
        .layer(RequestBodyLimitLayer::new(widest))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands over what was thrown")]
fn panicked(thrown: Box<dyn Any + Send>) -> Response {
    let text = thrown.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| thrown.downcast_ref::<&str>().copied()).unwrap_or("no message");
    error!(panic = text, "a request panicked; this is a bug of ours");
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::INTERNAL_SERVER_ERROR, kind, "Something went wrong on our side.\n").into_response()
}
