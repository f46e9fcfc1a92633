//! A body of a request arrives in time or not at all: no long pause, and no drop by drop.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// How fast bodies must arrive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The longest pause.
    pub(crate) pause: Duration,
    /// From here on the rate counts: a short body may take a moment.
    pub(crate) start: Duration,
    /// The fewest bytes a second, on average.
    pub(crate) rate: u64,
}

/// A body that fails when its client is too slow. Only time that was spent waiting for the client counts.
#[derive(Debug)]
struct Arriving {
    body: Body,
    pace: Pace,
    received: u64,
    waited: Duration,
    /// Since when it waits, and until when it will.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Pace {
    /// The same body, which fails when it is too slow.
    pub(crate) fn keep(self, body: Body) -> Body {
        if body.is_end_stream() {
            return body;
        }
        Body::new(Arriving { body, pace: self, received: 0, waited: Duration::ZERO, waiting: None })
    }
}

impl Arriving {
    /// How much longer the client may be waited for.
    fn patience(&self) -> Duration {
        let earned = Duration::from_secs(self.received / self.pace.rate.max(1));
        earned.max(self.pace.start).saturating_sub(self.waited).min(self.pace.pause)
    }

    fn arrived(&mut self, bytes: usize) {
        if let Some((since, _)) = self.waiting.take() {
            self.waited += since.elapsed();
        }
        self.received += bytes as u64;
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref().map(Bytes::len));
            self.arrived(bytes.unwrap_or_default());
            return Poll::Ready(frame);
        }
        let patience = self.patience();
        let (_, until) = self.waiting.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + patience)))
        });
        if until.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        let slow = io::Error::new(io::ErrorKind::TimedOut, "the request arrives too slowly");
        Poll::Ready(Some(Err(Error::new(slow))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::Duration;

    use axum::body::{Body, to_bytes};
    use futures::stream::{Stream, StreamExt as _, iter, pending, unfold};

    use super::Pace;

    const SOON: Duration = Duration::from_millis(20);
    const NEVER: Duration = Duration::from_hours(1);

    async fn arrives(pace: Pace, pieces: impl Stream<Item = Vec<u8>> + Send + 'static) -> bool {
        let body = Body::from_stream(pieces.map(Ok::<_, io::Error>));
        to_bytes(pace.keep(body), usize::MAX).await.is_ok()
    }

    #[tokio::test]
    async fn a_body_that_stands_still_is_given_up_at_the_pause_or_when_its_start_was_too_slow() {
        for pace in
            [Pace { pause: SOON, start: NEVER, rate: 1 }, Pace { pause: NEVER, start: SOON, rate: 1 << 40 }]
        {
            assert!(!arrives(pace, iter([vec![0; 10]]).chain(pending())).await, "{pace:?}");
        }
    }

    #[tokio::test]
    async fn a_body_that_drips_is_given_up_and_one_that_flows_is_not() {
        let pace = Pace { pause: NEVER, start: SOON, rate: 1 << 40 };
        let drip = unfold((), async |()| {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Some((vec![0], ()))
        });
        assert!(!arrives(pace, Box::pin(drip)).await);
        assert!(arrives(pace, iter(vec![vec![0; 1000]; 1000])).await, "only waiting for the client counts");
    }
}
