//! What a connection is doing, as far as its time limits and its place among the others depend on it.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::sync::watch;

/// The state of one connection; clones speak of the same one.
#[derive(Debug, Clone)]
pub(super) struct Activity(watch::Sender<State>);

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// How many requests are under way.
    requests: usize,
    /// Whether the connection has become a WebSocket.
    upgraded: bool,
    /// Whether a request was answered already.
    used: bool,
    /// Whether bytes have arrived since the last request.
    receiving: bool,
}

impl State {
    const fn is_busy(self) -> bool {
        self.requests > 0 || self.upgraded
    }
}

/// How long a connection may be without a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// Until the head of a request is complete.
    pub(super) head: Duration,
    /// Between two requests.
    pub(super) idle: Duration,
}

/// A request under way, until it is dropped.
#[derive(Debug)]
pub(super) struct Underway(Activity);

impl Activity {
    /// Of a connection that was just accepted.
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(State::default()))
    }

    /// Bytes have arrived.
    pub(super) fn received(&self) {
        self.0.send_if_modified(|state| {
            let begins = !state.is_busy() && !state.receiving;
            state.receiving |= begins;
            begins
        });
    }

    /// A request has begun.
    pub(super) fn begin(&self) -> Underway {
        self.0
            .send_modify(|state| *state = State { requests: state.requests + 1, receiving: false, ..*state });
        Underway(self.clone())
    }

    /// Whether a request is under way, or the connection has become a WebSocket.
    pub(super) fn is_busy(&self) -> bool {
        self.0.borrow().is_busy()
    }

    /// Returns when the connection has been without a request for too long.
    pub(super) async fn overdue(&self, patience: Patience) {
        let mut states = self.0.subscribe();
        loop {
            let state = *states.borrow_and_update();
            let limit = if state.used && !state.receiving { patience.idle } else { patience.head };
            // The sender lives in `self`: what ends this is a change.
            let changed = states.changed();
            if state.is_busy() {
                let _changed = changed.await;
            } else if tokio::time::timeout(limit, changed).await.is_err() {
                return;
            }
        }
    }
}

impl Underway {
    /// Until the last byte of the answer was handed over, or its client has gone.
    pub(super) fn until_sent(self, body: Body) -> Body {
        Body::new(Guarded { body, _underway: self })
    }

    /// The connection has become a WebSocket: it is busy until it closes.
    pub(super) fn upgraded(self) {
        self.0.0.send_modify(|state| state.upgraded = true);
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.0.send_modify(|state| {
            *state = State { requests: state.requests.saturating_sub(1), used: true, ..*state };
        });
    }
}

/// A body that keeps its request under way.
struct Guarded {
    body: Body,
    _underway: Underway,
}

impl HttpBody for Guarded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
