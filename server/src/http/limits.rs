//! What no request may exceed, and that a panic in one answers that one only.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::map_request;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::timeout::TimeoutLayer;
use tracing::error;

use super::Pace;

/// Until the head of an answer; a slow line may need minutes to send its files. Streams begin at once and are not meant.
const ANSWER_WITHIN: Duration = Duration::from_mins(5);

/// A form may hold this much text even where files must be small.
const SMALLEST: u64 = 32 << 20;

/// So many times `limits.message` is read of one request at most. Forms and GraphQL measure for themselves and read on
/// to four times as much beyond their limit, since a client that is still sending would not see their answer.
const WIDEST: u64 = 8;

/// Bounds time, pace and size of every request, compresses what is worth it (never event streams or files of tickets),
/// catches panics.
///
/// What a request says of its length decides nothing here: who reads the body knows best what to answer, with the typed
/// text still there, or in the words of GraphQL. This is for whoever does not measure.
pub(crate) fn guard(router: Router, message_limit: u64, pace: Pace) -> Router {
    let widest = message_limit.saturating_mul(WIDEST).max(SMALLEST);
    let widest = usize::try_from(widest).unwrap_or(usize::MAX);
    let worth_it = DefaultPredicate::new()
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/zip"))
        .and(is_no_download);
    let bounded = move |request: Request| {
        std::future::ready(request.map(|body| Body::new(Limited::new(pace.keep(body), widest))))
    };
    router
        .layer(map_request(bounded))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CompressionLayer::new().compress_when(worth_it))
        .layer(CatchPanicLayer::custom(panicked))
}

/// Files go as they are: those that can be asked for in parts would not fit together, most are compressed already, and a
/// slow reader would hold the memory of a compressor.
fn is_no_download(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES) && !headers.contains_key(header::CONTENT_DISPOSITION)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands over what was thrown")]
fn panicked(thrown: Box<dyn Any + Send>) -> Response {
    let text = thrown.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| thrown.downcast_ref::<&str>().copied()).unwrap_or("no message");
    error!(panic = text, "a request panicked; this is a bug of ours");
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::INTERNAL_SERVER_ERROR, kind, "Something went wrong on our side.\n").into_response()
}
