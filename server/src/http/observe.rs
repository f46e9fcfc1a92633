//! Each request gets an id, a span and its place in the metrics; neither log nor metrics hold what a person typed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use engine::LastingFault;
use tracing::{Instrument as _, debug, info, info_span, warn};

use super::Metrics;

/// The header that carries a request's id, in and out.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Worth a second look even when it succeeded.
const SLOW: Duration = Duration::from_secs(1);

static COUNT: AtomicU64 = AtomicU64::new(0);

/// That the service is unavailable.
static UNAVAILABLE: LastingFault = LastingFault::new();

/// Wraps one request. The route as it is written in the code (`/password/{token}`) stands in log and metrics, never the
/// path itself, which may hold a secret, nor the query, which may hold anything.
pub(crate) async fn observe(State(metrics): State<Metrics>, mut request: Request, next: Next) -> Response {
    let id = request_id();
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("unmatched", MatchedPath::as_str).to_owned();
    let span = info_span!("request", id = id.to_str().unwrap_or_default(), %method, route);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status();
    metrics.request(method.as_str(), &route, status.as_u16(), took);
    span.in_scope(|| {
        let ms = took.as_millis();
        // While the database is away nearly every request is answered so: one line a minute tells it.
        if status == StatusCode::SERVICE_UNAVAILABLE && !UNAVAILABLE.comes("unavailable") {
            debug!(status = status.as_u16(), ms, "answered with a fault");
        } else if status.is_server_error() {
            warn!(status = status.as_u16(), ms, "answered with a fault");
        } else if took >= SLOW {
            info!(status = status.as_u16(), ms, "answered slowly");
        } else {
            debug!(status = status.as_u16(), ms, "answered");
        }
    });
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Ours alone: what a client sends could be made to look like another's.
fn request_id() -> HeaderValue {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:x}-{count:x}", std::process::id());
    HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("unnamed"))
}
