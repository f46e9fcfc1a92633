//! One connection from its first byte to its last: HTTP/1 or HTTP/2, upgrades to WebSocket, and the time each step may take.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::ServiceExt as _;

use super::activity::{Activity, Patience};
use super::places::{Place, Places};
use super::socket::Socket;
use crate::config::Connections;

/// How long a connection in reserve may take to ask.
const BRIEFLY: Duration = Duration::from_secs(2);
/// What a connection holds of a request that it is reading, and of an answer that it is writing.
const BUFFER: usize = 64 * 1024;
/// How many requests one HTTP/2 connection may have under way.
const STREAMS: u32 = 100;
/// How often an HTTP/2 client is asked whether it is there, and how long it may take to say so.
const PING: Duration = Duration::from_secs(20);
/// What is answered even when there is no place for more.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

/// What every connection is served with.
#[derive(Debug, Clone)]
pub(super) struct Serving {
    router: Router,
    http: Builder<TokioExecutor>,
    places: Places,
    limits: Arc<Connections>,
}

impl Serving {
    pub(super) fn new(router: Router, places: Places, limits: Connections) -> Self {
        let mut http = Builder::new(TokioExecutor::new());
        // The head of a request is timed here (see `Activity`), together with what comes before it.
        http.http1().timer(TokioTimer::new()).header_read_timeout(None).max_buf_size(BUFFER);
        http.http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(PING)
            .keep_alive_timeout(PING)
            .max_concurrent_streams(STREAMS)
            .max_send_buf_size(BUFFER)
            // WebSockets over HTTP/2 (RFC 8441).
            .enable_connect_protocol();
        Self { router, http, places, limits: Arc::new(limits) }
    }

    /// A place for whoever has just connected, and then the conversation.
    pub(super) fn converse(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        stop: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let activity = Activity::new();
        let place = self.places.take(peer.ip(), &activity);
        self.clone().run(stream, peer, activity, place, stop)
    }

    async fn run(
        self,
        stream: TcpStream,
        peer: SocketAddr,
        activity: Activity,
        place: Place,
        mut stop: watch::Receiver<bool>,
    ) {
        let (leave, reserved) = (place.leave(), place.is_reserved());
        let patience = if reserved {
            Patience { head: BRIEFLY, idle: BRIEFLY }
        } else {
            Patience { head: self.limits.header_timeout, idle: self.limits.idle_timeout }
        };
        let socket = Socket::new(stream, activity.clone(), self.limits.write_timeout, place);
        let service =
            service_fn(|request| answer(self.router.clone(), request, peer, activity.clone(), reserved));
        let serving = self.http.serve_connection_with_upgrades(TokioIo::new(socket), service);
        tokio::pin!(serving);
        let overdue = activity.overdue(patience);
        tokio::pin!(overdue);
        let mut stopping = false;
        loop {
            tokio::select! {
                // How a connection ended is its client's affair: broken ones are daily bread.
                _ended = &mut serving => return,
                () = &mut overdue => return,
                () = leave.notified() => return,
                _ = stop.wait_for(|asked| *asked), if !stopping => {
                    stopping = true;
                    serving.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// Answers one request.
async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    activity: Activity,
    reserved: bool,
) -> Result<Response, Infallible> {
    let underway = activity.begin();
    if reserved && !HEALTH.contains(&request.uri().path()) {
        return Ok(last(busy()).map(|body| underway.until_sent(body)));
    }
    let connects = request.method() == Method::CONNECT;
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await?;
    // What HTTP/2 calls a CONNECT that succeeded is a WebSocket too (RFC 8441).
    if response.status() == StatusCode::SWITCHING_PROTOCOLS || (connects && response.status().is_success()) {
        underway.upgraded();
        return Ok(response);
    }
    let response = response.map(|body| underway.until_sent(body));
    Ok(if reserved { last(response) } else { response })
}

/// There is no place for this client now.
fn busy() -> Response {
    let text = "Too many connections. Try again in a moment.\n";
    let retry = [(header::RETRY_AFTER, HeaderValue::from_static("5"))];
    (StatusCode::SERVICE_UNAVAILABLE, retry, text).into_response()
}

/// The connection closes after this answer.
fn last(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
